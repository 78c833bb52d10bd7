package compare

import (
	"math"
	"slices"
	"strings"

	"isnad/pkg/isnad"
)

// weigh tells what x of the earlier article and y of the later one are to each other.
func weigh(a, b *stand, x, y *item) outcome {
	agrees := x.value.agrees(y.value)
	switch {
	case x.figure.Negated && y.figure.Negated:
		return silent
	case x.figure.Negated != y.figure.Negated:
		if agrees {
			return denying
		}
		return silent
	case agrees && !(x.value.outgrown(y.value) && rises(a, b, x, y)):
		return agreeing
	case y.became(x) || x.became(y):
		return developing // one article says itself what was before
	case rises(a, b, x, y) || y.moved && follows(a.source, b.source):
		return developing
	case weaklyTied(x, y) && shared(x.topics, y.topics) < topicsOfWeak:
		return silent
	case x.figure.Deed == "" && max(math.Abs(x.value.named), math.Abs(y.value.named)) > farApart*min(math.Abs(x.value.named), math.Abs(y.value.named)):
		return silent
	case x.from == unknownDay && y.from == unknownDay && x.day != unknownDay && y.day != unknownDay && y.day-x.day > window:
		return silent // too far apart to be sure that both speak of one fact
	}
	return conflicting
}

// rises tells whether y is a later and higher number of a toll. "At least 12" leaves room for the 30 of the next day, but a reader wants to
// see that it grew.
func rises(a, b *stand, x, y *item) bool {
	return (x.grows || y.grows) && y.value.named > x.value.named && follows(a.source, b.source)
}

// became tells whether x is said to have come from what old gives.
func (x *item) became(old *item) bool {
	return slices.ContainsFunc(x.former, func(v value) bool { return v.agrees(old.value) })
}

// follows tells whether b was published after a: on a later day, or at a later moment where both tell the time.
func follows(a, b *source) bool {
	if a.day == unknownDay || b.day == unknownDay {
		return false
	}
	timed := strings.Contains(a.head.Published, "T") && strings.Contains(b.head.Published, "T")
	return b.day > a.day || timed && b.instant > a.instant
}

// weaklyTied tells whether one word is not enough to hold two figures against each other: measures other than money and percentages, and
// what only a country ties together. A deed ties counts well.
func weaklyTied(x, y *item) bool {
	if !x.counts {
		return x.figure.Kind != isnad.Money && x.figure.Kind != isnad.Percent
	}
	return x.figure.Deed == "" && shared(x.near, y.near)+shared(x.others, y.others) == 0
}

// shared counts what two lists have in common.
func shared(a, b []string) (n int) {
	for _, s := range a {
		if slices.Contains(b, s) {
			n++
		}
	}
	return n
}

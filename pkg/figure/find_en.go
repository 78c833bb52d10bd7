package figure

import (
	"strings"

	"isnad/pkg/isnad"
)

// englishAt looks for an English figure whose number begins at token i. It gives the token to go on with.
func (s *scan) englishAt(i int) int {
	n, ok := s.englishNumber(i)
	if !ok {
		return max(n.last, i+1)
	}
	if s.englishNoise(&n) {
		return max(n.last, i+1)
	}
	g := &find{number: n, end: n.last}
	s.englishRange(g)
	s.englishUnit(g)
	if g.kind == "" || g.kind == isnad.Percent {
		s.englishCounted(g)
	}
	if g.kind == "" {
		g.kind = isnad.Count
		if n.sort == fraction && !g.isRange {
			g.kind = isnad.OtherFigure
		}
	}
	s.englishAge(g)
	s.englishApproximate(g)
	s.roleOf(g)
	if !s.englishSound(g) {
		return max(g.number.last, i+1)
	}
	s.englishElided(g)
	s.out = append(s.out, s.figure(g))
	s.done = max(g.end, g.number.last)
	if len(g.counted) > 0 && g.kind == isnad.Count {
		s.counted = g.counted
	}
	return s.done
}

// whole tells whether nothing but the tokens from first on up to last stands in the sentence, but for stops.
func (s *scan) whole(first, last int) bool {
	for i := s.first; i < s.last; i++ {
		if (i < first || i >= last) && !s.isPunct(i, ".!?;:,()[]\"") {
			return false
		}
	}
	return true
}

// ends tells whether a phrase ends before token i: at the end of the sentence, or at a mark that joins nothing.
func (s *scan) ends(i int) bool {
	return i >= s.last || s.isPunct(i, ".,;:!?)]\"") && !(s.glued(i) && s.glued(i+1))
}

// englishSound tells whether what was found can stand as a figure.
func (s *scan) englishSound(g *find) bool {
	n := &g.number
	alone := len(g.counted) == 0 && g.measure == nil && g.relation == "" && !g.isPart && g.role == ""
	switch {
	case n.sort == few:
		return len(g.counted) > 0 || g.measure != nil || s.whole(n.first, g.end)
	case n.sort == ordinal && !g.isRange:
		return true
	case g.hyphen:
		const scores = 100 // 1-3 is more often a score than a range
		return !alone || n.scale != nil || g.second.scale != nil || g.low.Cmp(rat(scores)) >= 0
	case g.measure == nil && s.isYear(n) && !g.isRange:
		return !alone && !s.yearBefore(n, g)
	case n.implied:
		return g.measure != nil
	}
	return true
}

// isYear tells whether a number is written like a year of our time.
func (s *scan) isYear(n *number) bool {
	return n.digits && n.scale == nil && n.last == n.first+1 && n.span.Len() == 4 && n.value != nil && n.value.IsInt() && within(n.value, 1500, 2100)
}

// yearBefore tells years that stand before a plural: "its 2022 results", "in 2015 attacks rose".
func (s *scan) yearBefore(n *number, g *find) bool {
	if g.relation != "" || g.lead > 0 {
		return false
	}
	switch s.fold(n.first - 1) {
	case "the", "in", "since", "its", "their", "his", "her", "s", "'s", "’s", "by", "until", "during", "from", "this", "of", "late", "early":
		return within(n.value, 1900, 2100)
	}
	return false
}

// englishAge makes a bare number an age where its place says so: "aged 41", "Rami Haddad, 41, who …".
func (s *scan) englishAge(g *find) {
	n := &g.number
	if g.kind == isnad.Duration && g.unit == "year" {
		if _, _, ok := s.used(ageWord, s.head(g)); ok {
			g.kind = isnad.Age
		}
		return
	}
	if g.kind != isnad.Count || len(g.counted) > 0 || n.value == nil || !within(n.value, 0, 120) || !n.value.IsInt() {
		return
	}
	if _, _, ok := s.used(ageWord, s.head(g)); ok {
		g.kind, g.unit = isnad.Age, "year"
		return
	}
	apposed := s.isPunct(n.first-1, ",") && s.isPunct(g.end, ",.") || s.isPunct(n.first-1, "(") && s.isPunct(g.end, ")")
	if n.digits && !g.isRange && apposed && s.isWord(n.first-2) && s.isCapital(n.first-2) && s.kind(g.end+1) != s.kind(n.first) {
		g.kind, g.unit = isnad.Age, "year"
	}
}

// englishElided fills what is counted where the noun stands elsewhere: "12 of them", "Complaints rose from 1,150 to 1,420".
func (s *scan) englishElided(g *find) {
	if g.kind != isnad.Count || len(g.counted) > 0 || g.number.sort == ordinal || s.inherits(g) {
		return
	}
	if g.role == isnad.RoleFrom || g.role == isnad.RoleTo || g.role == isnad.RoleChange {
		if name := s.subject(g.number.first); name != "" {
			g.counted = []string{name}
			return
		}
	}
	if !g.isPart && s.isPlainWord(g.end) && !strings.HasSuffix(s.fold(g.end), "ed") {
		return // "312 passengers and 45 crew": another thing, though no plural
	}
	g.counted = s.counted
}

// subject gives the singular of the plural noun before the verb of change that stands before token i.
func (s *scan) subject(i int) string {
	const far, near = 12, 4
	for k := i - 1; k >= s.first && k >= i-far; k-- {
		if _, ok := s.uses(move, k); !ok {
			continue
		}
		for j := k - 1; j >= s.first && j >= k-near; j-- {
			if s.isWord(j) && s.isPluralNoun(j) {
				name, _ := s.englishSingular(s.fold(j))
				return name
			}
		}
	}
	return ""
}

package compare

import (
	"math"

	"isnad/pkg/isnad"
)

// value is what a figure says of a number: the stretch that it leaves open, and how loosely it is meant.
type value struct {
	low, high         float64 // infinite where open
	lowOpen, highOpen bool    // the end itself is left out: "more than", "less than"
	named             float64 // the number that is written; of a range its middle
	about             bool
	least             bool // "more than" and "at least": nothing is said of how much more
	measured          bool // money and measures, which outlets round
}

// valueOf reads a figure; ok is false where it holds no number.
func valueOf(f *isnad.Figure) (v value, ok bool) {
	low, hasLow := f.Low.Float64()
	high, hasHigh := f.High.Float64()
	if x, has := f.Value.Float64(); has && !hasLow && !hasHigh {
		low, high, hasLow, hasHigh = x, x, true, true
	}
	if !hasLow && !hasHigh || math.IsInf(low, 0) || math.IsInf(high, 0) {
		return value{}, false
	}
	least := f.Relation == isnad.MoreThan || f.Relation == isnad.AtLeast
	v = value{least: least, low: low, high: high, named: low + (high-low)/2, about: f.Relation == isnad.About}
	switch {
	case !hasHigh:
		v.named = low
	case !hasLow:
		v.named = high
	}
	switch f.Kind {
	case isnad.Money, isnad.Distance, isnad.Area, isnad.Weight, isnad.Volume, isnad.Speed:
		v.measured = true
	}
	switch f.Relation {
	case isnad.MoreThan:
		hasHigh, v.lowOpen = false, hasLow
	case isnad.AtLeast:
		hasHigh = false
	case isnad.LessThan:
		hasLow, v.highOpen = false, hasHigh
	case isnad.AtMost:
		hasLow = false
	}
	switch {
	case !hasHigh && low > 0:
		v.high = low * reach
	case !hasHigh:
		v.high = math.Inf(1)
	case !hasLow && high >= 0:
		v.low = 0
	case !hasLow:
		v.low = math.Inf(-1)
	}
	return v, v.low <= v.high
}

// agrees tells whether one number can be what both figures say.
func (v value) agrees(w value) bool {
	gap := max(v.low, w.low) - min(v.high, w.high)
	if gap < 0 {
		return true
	}
	if gap == 0 {
		closed := !(v.lowOpen && v.low == w.high) && !(w.lowOpen && w.low == v.high) && !(v.highOpen && v.high == w.low) && !(w.highOpen && w.high == v.low)
		return closed || v.about || w.about
	}
	tolerance := 0.0
	if v.measured && w.measured {
		tolerance = measuredTolerance
	}
	if v.about || w.about {
		tolerance = aboutTolerance
	}
	return gap <= tolerance*max(math.Abs(v.named), math.Abs(w.named))
}

// outgrown tells whether w is clearly above v, the least that was known: more than what "about" gives.
func (v value) outgrown(w value) bool {
	return v.least && w.named > v.named && w.named-v.named > aboutTolerance*math.Abs(w.named)
}

package figure

import (
	"math/big"

	"isnad/pkg/isnad"
)

// otherLimit joins a second limit to a first one: «أكبر من 100 وأصغر من 300», «لا يزيد على 50 ولا يقل عن 20» are ranges.
func (s *scan) otherLimit(g *find) {
	if side(g.relation) == 0 || g.isRange || g.number.value == nil || g.number.digits && g.number.thousands != nil {
		return
	}
	const reach = 6
	for i := g.end + 1; i < s.last && i <= g.end+reach; i++ {
		if !s.words[i].starts {
			if s.isPunct(i, ".؛;") {
				return
			}
			continue
		}
		n, ok := s.number(i)
		if !ok || n.value == nil || n.sort == ordinal || n.dual != nil {
			continue
		}
		second := &find{number: n, end: n.last}
		s.join(g, second)
		return
	}
}

// join makes a range of two limits that stand side by side and point to each other.
func (s *scan) join(g, second *find) {
	was := s.done
	s.done = g.end
	s.unitOf(second)
	if second.kind == "" {
		s.countedOf(second)
	}
	s.approximate(second)
	s.done = was
	if second.lead == 0 || side(second.relation) != -side(g.relation) || s.head(second) != s.conjoined(g.end) {
		return
	}
	if g.unit != "" && second.unit != g.unit || len(g.counted) > 0 && len(second.counted) > 0 {
		return
	}
	low, high := g.value(), second.value()
	if side(g.relation) < 0 {
		low, high = high, low
	}
	if low.Cmp(high) > 0 {
		return
	}
	g.setLimits(low, high, second)
}

// conjoined gives the token of the first word behind «و» at token i, which may be written apart.
func (s *scan) conjoined(i int) int {
	if s.isPunct(i, "،,") {
		i++
	}
	if f := s.fold(i); f == "و" {
		return i + 1
	}
	return i
}

func (g *find) setLimits(low, high *big.Rat, second *find) {
	g.isRange, g.low, g.high, g.relation = true, low, high, ""
	g.second, g.end = &second.number, max(second.end, second.number.last)
	if g.unit == "" {
		g.unit, g.measure = second.unit, second.measure
		if second.kind != "" {
			g.kind = second.kind
		}
	}
	if len(g.counted) == 0 {
		g.counted = second.counted
	}
}

// side tells whether a relation bounds from below (1), from above (-1) or not at all.
func side(r isnad.Relation) int {
	switch r {
	case isnad.MoreThan, isnad.AtLeast:
		return 1
	case isnad.LessThan, isnad.AtMost:
		return -1
	}
	return 0
}

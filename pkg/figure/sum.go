package figure

import (
	"math/big"

	"isnad/pkg/isnad"
)

// more takes what goes on with a measured number: «ونصف الساعة», «و50 فلسا».
func (s *scan) more(g *find, m *measure) {
	if g.number.value == nil || g.isRange {
		return
	}
	if s.voc.language != isnad.Arabic {
		if g.end+3 <= s.last && s.same(g.end, []string{"and", "a", "half"}) {
			g.end += 3
			g.number.value, g.number.last = add(g.number.value, big.NewRat(1, 2)), g.end
			g.number.span.End = s.doc.Tokens[g.end-1].End
		}
		return
	}
	if w, ok := s.numeral(g.end, joined); ok {
		if e := w.as(fraction, measured); e != nil && !e.plural && !e.dual && !w.definite && w.as(unit) == nil {
			next := w.first + 1
			again, end := s.measureAt(next, true)
			if _, definite := bare(s.fold(next)); definite && again != m {
				return
			}
			g.number.value = add(g.number.value, e.value)
			g.number.span.End, g.number.last = s.doc.Tokens[w.first].End, next
			if g.end = next; again == m {
				g.end = end
			}
			return
		}
	}
	n, ok := s.cardinal(g.end, joined)
	if !ok || n.value == nil {
		return
	}
	small, end := s.measureAt(n.last, false)
	if small == nil || small == m || small.kind != m.kind {
		return
	}
	s.sum(g, m, small, &n, end)
}

// sum adds a number of a smaller unit: in whole money, else in the smaller unit.
func (s *scan) sum(g *find, m, small *measure, n *number, end int) {
	switch {
	case m.kind == isnad.Money && small.minor && !m.minor:
		g.number.value = add(g.number.value, mul(n.value, small.factor))
	case m.kind == isnad.Money || m.factor == nil || small.factor == nil || small.factor.Cmp(m.factor) >= 0 || m.unit == "decade" || m.unit == "century":
		return
	default:
		ratio := new(big.Rat).Quo(m.factor, small.factor)
		if m.unit == "year" && small.unit == "month" {
			ratio = rat(12)
		}
		g.number.value = add(mul(g.number.value, ratio), n.value)
		g.unit, g.measure = small.unit, small
	}
	g.number.span.End, g.number.last, g.end = n.span.End, n.last, end
}

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
			if _, definite := bare(s.fold(next)); again != m && (definite || again != nil) {
				return // «ربع قرن ونصف عقد» are two
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
		s.moreOne(g, m)
		return
	}
	small, end := s.measureAt(n.last, false)
	if small == nil || small == m || small.kind != m.kind {
		return
	}
	s.sum(g, m, small, &n, end)
}

// moreOne takes one of another unit: «وشهر واحد».
func (s *scan) moreOne(g *find, m *measure) {
	i := g.end
	if s.fold(i) == "و" {
		i++
	}
	for _, r := range s.stems(min(i, s.last-1)) {
		if i == g.end && r.proclitics != "و" || i > g.end && r.cut > 0 {
			continue
		}
		other, end := s.voc.units.from(s, i, r.stem)
		w, ok := s.numeral(end, plain)
		if other == nil || other.kind != m.kind || !ok || w.as(unit) == nil || !isInt(w.as(unit).value, 1) {
			continue
		}
		n := number{value: rat(1), last: end + 1, span: s.doc.Span(i, end+1)}
		s.sum(g, m, other, &n, end+1)
		return
	}
}

// sum adds a number of another unit: in whole money, else in the smaller unit.
func (s *scan) sum(g *find, m, small *measure, n *number, end int) {
	value := n.value
	if g.number.negative {
		value = new(big.Rat).Neg(value)
	}
	switch {
	case m.kind == isnad.Money && small.minor && !m.minor:
		g.number.value = add(g.number.value, mul(value, small.factor))
	case m.kind == isnad.Money || m.kind == isnad.OtherFigure || m.unit == "decade" || m.unit == "century":
		return
	case smaller(small, m):
		g.number.value = add(mul(g.number.value, times(m, small)), value)
		g.unit, g.measure = small.unit, small
	case smaller(m, small) && m.kind == isnad.Duration && small.unit != "year":
		g.number.value = add(g.number.value, mul(value, times(small, m))) // «يومان وشهر واحد»
	default:
		return
	}
	g.number.span.End, g.number.last, g.end = max(g.number.span.End, n.span.End), n.last, end
}

// smaller tells whether the first of two units is the smaller.
func smaller(a, b *measure) bool {
	return a.factor != nil && b.factor != nil && a.factor.Cmp(b.factor) < 0
}

// times tells how many of the smaller unit are in the larger.
func times(large, small *measure) *big.Rat {
	if large.unit == "year" && small.unit == "month" {
		return rat(12)
	}
	return new(big.Rat).Quo(large.factor, small.factor)
}

package figure

import (
	"strings"

	"isnad/pkg/isnad"
)

// impliedAt reads a unit that stands for one of it, where a fraction or a smaller unit goes on: «سنة وربع», «دينار و250 فلسا».
func (s *scan) impliedAt(i int) (n number, ok bool) {
	if !s.isWord(i) {
		return n, false
	}
	for _, r := range s.stems(i) {
		m, end := s.voc.units.from(s, i, r.stem)
		if m == nil || end != i+1 || m.kind == isnad.Percent || m.kind == isnad.Temperature {
			continue
		}
		if name := singularFold(m); r.stem != name && r.stem != name+"ا" || !s.goesOn(m, end) && !s.isOne(m, i, end) {
			continue
		}
		n = number{first: i, last: i, sort: unit, value: rat(1), tail: rat(1), proclitics: r.proclitics, implied: true, rule: m.rule}
		n.span = isnad.Span{Start: s.start(i, r.cut), End: s.doc.Tokens[i].End}
		return n, true
	}
	return n, false
}

// isOne tells whether a unit without a number is one of it: «لمدة ساعة», «أسبوع كامل», or nothing else is said.
func (s *scan) isOne(m *measure, i, end int) bool {
	if s.alone(i, end) {
		return m.kind != isnad.Money && m.kind != isnad.OtherFigure
	}
	if m.kind != isnad.Duration || s.isNumberAt(end) {
		return false
	}
	if _, definite := bare(s.fold(i)); definite {
		return false
	}
	if _, _, ok := s.used(lasting, i); ok {
		return true
	}
	_, whole := s.uses(entire, end)
	return whole && len(s.stems(i)) > 1 && strings.HasPrefix(s.fold(i), "ل") // «ليوم كامل»
}

// impliedUnit sets the unit of a number that is only implied by it.
func (s *scan) impliedUnit(g *find, at int) bool {
	for _, r := range s.stems(at) {
		if m, end := s.voc.units.from(s, at, r.stem); m != nil && (r.stem == singularFold(m) || r.stem == singularFold(m)+"ا") {
			s.setMeasure(g, m, end)
			g.number.last = end
			if last, ok := s.uses(entire, end); ok {
				g.end = last
			}
			s.more(g, m)
			return true
		}
	}
	return false
}

// goesOn tells whether a fraction of the unit or a number of a smaller one is joined at token i.
func (s *scan) goesOn(m *measure, i int) bool {
	if w, ok := s.numeral(i, joined); ok {
		if e := w.as(fraction, measured); e != nil && !e.plural && !e.dual && !w.definite && w.as(unit) == nil {
			_, definite := bare(s.fold(w.first + 1))
			again, _ := s.measureAt(w.first+1, true)
			return again == m || !definite
		}
	}
	c, ok := s.cardinal(i, joined)
	if !ok {
		return false
	}
	small, _ := s.measureAt(c.last, false)
	return small != nil && small.kind == m.kind && (small.minor && !m.minor || m.kind != isnad.Money && m.kind != isnad.OtherFigure && smaller(small, m))
}

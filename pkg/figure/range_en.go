package figure

import (
	"math/big"

	"isnad/pkg/isnad"
)

// englishRange looks for a second bound: "between 10 and 20", "10 to 20", "$5-7 billion", "more than 10 but less than 20".
func (s *scan) englishRange(g *find) {
	n := &g.number
	if n.value == nil || n.implied {
		return
	}
	head := s.headOf(n)
	if n.sort == ordinal && s.fold(head-1) == "the" {
		head--
	}
	first, _, isBetween := s.used(between, head)
	if isBetween {
		if m, end, ok := s.englishBound(n, and, true); ok && s.setEnglishRange(g, m, end) {
			g.lead = s.doc.Tokens[first].Start
			return
		}
	}
	if s.twoSided(g) || n.sort == ordinal || n.sort == fraction && !n.digits {
		return
	}
	if s.englishHyphen(g) {
		return
	}
	if m, end, ok := s.englishBound(n, or, false); ok && m.first == n.last+1 && s.setEnglishRange(g, m, end) {
		return
	}
	first, _, isFrom := s.used(from, s.headOf(n))
	if isFrom && s.moves(first) || !isFrom && s.movesRight(n.first) {
		return
	}
	if m, end, ok := s.englishBound(n, to, true); ok && s.setEnglishRange(g, m, end) && isFrom {
		g.lead = s.doc.Tokens[first].Start
	}
}

// movesRight tells whether a verb of change stands right before token i: "rose 5% to 10%".
func (s *scan) movesRight(i int) bool {
	_, ok := s.uses(move, s.headOf(&number{first: i})-1)
	return ok
}

// headOf gives the first token of a number with the currency before it.
func (s *scan) headOf(n *number) int {
	_, first := s.englishPrefix(n.first)
	return first
}

// englishSecond reads a bound behind "or" at token i.
func (s *scan) englishSecond(n *number, i int) (number, bool) {
	end, ok := s.uses(or, i)
	if !ok {
		return number{}, false
	}
	m, ok := s.englishCardinal(end)
	return m, ok && m.value.Cmp(n.value) > 0
}

// englishBound reads a joining word and the second bound, behind the first or behind its unit. Then both have the same unit.
func (s *scan) englishBound(n *number, u use, far bool) (*number, int, bool) {
	at := n.last
	if s.isPunct(at, "-") && s.glued(at) && !s.glued(at+1) { // "10- to 12-hour shifts"
		at++
	}
	if end, ok := s.uses(u, at); ok {
		return s.boundFrom(n, end, nil)
	}
	own, at := s.englishMeasure(s.hyphened(n.last))
	if own == nil || !far {
		return nil, 0, false
	}
	end, ok := s.uses(u, at)
	if !ok {
		return nil, 0, false
	}
	return s.boundFrom(n, end, own)
}

// boundFrom reads the second bound at token i: an approximator, an article and a currency may stand before it.
func (s *scan) boundFrom(n *number, i int, own *measure) (*number, int, bool) {
	if _, end := s.voc.before.from(s, i, s.fold(i)); end > i && own != nil || end > i && s.fold(i) == "about" {
		i = end
	}
	if s.fold(i) == "the" && n.sort == ordinal {
		i++
	}
	if m, end := s.englishMeasure(i); m != nil && m.before && m.kind == isnad.Money {
		if prefix, _ := s.englishPrefix(n.first); prefix != nil && prefix != m {
			return nil, 0, false
		}
		i = end
	}
	m, ok := s.englishNumber(i)
	if !ok || m.value == nil || (m.sort == ordinal) != (n.sort == ordinal) || m.implied || (m.sort == fraction) != (n.sort == fraction) {
		return nil, 0, false
	}
	if own != nil {
		if other, _ := s.englishMeasure(s.hyphened(m.last)); other != own {
			return nil, 0, false
		}
	}
	return &m, m.last, true
}

// setEnglishRange makes the find a range if the bounds rise. A scale word behind the second counts for the first too.
func (s *scan) setEnglishRange(g *find, m *number, end int) bool {
	low, high := g.number.value, m.value
	if m.scale != nil && g.number.scale == nil {
		if shared := mul(low, m.scale); shared.Cmp(high) < 0 && low.Cmp(rat(1000)) < 0 {
			low = shared
		}
	}
	if low.Cmp(high) >= 0 || s.isYear(&g.number) && s.isYear(m) && !s.pluralAt(end) || s.isMonth(end) {
		return false
	}
	if _, isClock := s.uses(clock, end); isClock {
		return false
	}
	g.isRange, g.low, g.high, g.second, g.end = true, low, high, m, end
	return true
}

// englishHyphen reads 10–20, "3km-5km", "$2-$3" and, before a unit or a noun, "40 - 50".
func (s *scan) englishHyphen(g *find) bool {
	n := &g.number
	at, own := n.last, (*measure)(nil)
	if !s.isPunct(at, "-–—") {
		if own, at = s.englishMeasure(n.last); own == nil || !s.isPunct(at, "-–—") {
			return false
		}
	}
	glued := s.glued(at) && s.glued(at+1)
	m, end, ok := s.boundFrom(n, at+1, own)
	if !ok || m.sort == fraction || (m.digits && !m.value.IsInt()) != (n.digits && !n.value.IsInt()) && !glued {
		return false
	}
	if m.value.Sign() < 0 && n.value.Sign() >= 0 { // the hyphen was read as a minus: "2 -7 g"
		m.value, m.negative = new(big.Rat).Neg(m.value), false
		m.span.Start = s.doc.Tokens[m.first].Start
	}
	if !glued && !s.isUnit(s.hyphened(end)) && !s.pluralAt(end) {
		return false
	}
	if (s.isPunct(end, "-–/") && s.glued(end) && s.glued(end+1) && !s.isWord(end+1)) || !s.setEnglishRange(g, m, end) {
		return false
	}
	g.hyphen = true
	return true
}

// twoSided reads two comparisons of one thing: "greater than 100 and smaller than 300", "at most 50 but no less than 20".
func (s *scan) twoSided(g *find) bool {
	n := &g.number
	head := s.headOf(n)
	r, first, _ := s.voc.before.until(s, head)
	if s.fold(head-1) == "the" && n.sort == ordinal {
		r, first, _ = s.voc.before.until(s, head-1)
	}
	if r == nil || first >= head || side(isnad.Relation(r.Relation)) == 0 {
		return false
	}
	lower := side(isnad.Relation(r.Relation)) > 0
	own, at := s.englishMeasure(n.last)
	if s.isPunct(at, ",") {
		at++
	}
	if f := s.fold(at); f != "and" && f != "but" {
		return false
	}
	other, end := s.voc.before.from(s, at+1, s.fold(at+1))
	if end <= at+1 || side(isnad.Relation(other.Relation)) != -side(isnad.Relation(r.Relation)) {
		return false
	}
	m, last, ok := s.boundFrom(n, end, nil)
	if !ok {
		return false
	}
	if unit, _ := s.englishMeasure(m.last); own != nil && unit != own {
		return false
	}
	low, high := n.value, m.value
	if !lower {
		low, high = high, low
	}
	if low.Cmp(high) >= 0 {
		return false
	}
	g.isRange, g.low, g.high, g.second, g.end = true, low, high, m, last
	return true
}

// englishApproximate finds the relation in the words right before the number, or behind the thing counted.
func (s *scan) englishApproximate(g *find) {
	head, plain := s.head(g), true
	if g.number.sort == ordinal && s.fold(head-1) == "the" && g.isRange {
		head--
	}
	if head == g.number.first && head > s.first && g.number.span.Start < s.doc.Tokens[head].Start {
		head-- // its sign
	}
	const most = 2
	for range most {
		r, first, _ := s.voc.before.until(s, head)
		if r == nil || first >= head || first < s.done {
			break
		}
		if relation := isnad.Relation(r.Relation); plain || relation != isnad.About && relation != isnad.Exact {
			g.relation, plain = relation, false
			if relation == isnad.Exact {
				g.relation = ""
			}
		}
		head, g.lead = first, s.doc.Tokens[first].Start
	}
	at := g.end
	if s.isPunct(at, ",") {
		at++
	}
	if at >= s.last || g.number.sort == ordinal {
		return
	}
	r, end := s.voc.after.from(s, at, s.fold(at))
	if end <= at || s.fold(end) == "than" || s.voc.numbers[s.fold(end)] != nil || end < s.last && s.kind(end) == s.kind(g.number.first) && g.number.digits {
		return
	}
	if s.isPrefix(end + 1) {
		return
	}
	g.relation, g.end = isnad.Relation(r.Relation), end
}

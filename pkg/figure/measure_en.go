package figure

import (
	"math/big"
	"strings"
	"unicode"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// englishMeasure gives the longest unit that begins at token i, and the token behind it.
func (s *scan) englishMeasure(i int) (*measure, int) {
	if i < s.first || i >= s.last {
		return nil, i
	}
	m, end := s.voc.units.from(s, i, s.fold(i))
	if end == i || end == i+1 && !s.wellWritten(m, i) || s.kind(end) == text.Number && s.glued(end) && s.isWord(end-1) && m.kind != isnad.Money {
		return nil, i
	}
	return m, end
}

// wellWritten tells words from units that fold to the same: letters keep their case, and codes of currencies stand in capitals where a
// word of the language is written alike.
func (s *scan) wellWritten(m *measure, i int) bool {
	raw := s.raw(i)
	switch {
	case len(raw) == 1 && raw[0] < 0x80 && s.isWord(i):
		return unicode.IsLower(rune(raw[0])) && (m.kind != isnad.Money || s.kind(i-1) == text.Number)
	case raw == "in" || raw == "In" || raw == "IN":
		return false // only in sums: "5 ft 2 in"
	case m.kind == isnad.Money && m.before && s.isWord(i) && len(raw) == 3:
		return strings.ToUpper(raw) == raw || strings.ToLower(raw) == raw && !s.isStop(i)
	}
	return true
}

// englishPrefix gives the currency that stands before the number at token i, and its first token.
func (s *scan) englishPrefix(i int) (*measure, int) {
	m, first, _ := s.voc.units.until(s, i)
	if first >= i || first < s.done || m == nil || m.kind != isnad.Money || m.minor {
		return nil, i
	}
	if first < i-1 && m.before && len(s.raw(first)) == 1 && unicode.IsLower(rune(s.raw(first)[0])) && s.fold(first) != "c" {
		m, _ = s.voc.units.exact(s.fold(i - 1)) // "a $4bn contract" has no Australian dollars
		first = i - 1
	}
	if m == nil || s.isWord(first) && first == i-1 && m.before && strings.ToUpper(s.raw(first)) != s.raw(first) && !s.whole(first, i+1) && s.fold(first) != "rs" {
		return nil, i // "his pen 7 times"
	}
	if m.before && (first < i-1 || s.wellWritten(m, first)) {
		return m, first
	}
	if s.kind(i) == text.Number && !m.before && s.kind(first-1) != text.Number && s.word(first-1).entries == nil && s.fold(first-1) != "the" {
		return m, first // "ringgit 42"
	}
	return nil, i
}

// englishUnit looks for the unit of the number: behind it or before it.
func (s *scan) englishUnit(g *find) {
	n := &g.number
	if n.sort == ordinal {
		g.kind = isnad.Ordinal
		return
	}
	prefix, first := s.englishPrefix(n.first)
	at, bracket := s.unitPlace(g)
	m, end := s.englishMeasure(at)
	if prefix != nil && (m == nil || m.kind != isnad.Money || m.minor) {
		s.setMoney(g, prefix, g.end)
		g.lead = s.doc.Tokens[first].Start
		s.moneySum(g, prefix)
		return
	}
	if m == nil {
		m, end = s.millions(g, at)
	}
	if m == nil && s.frost(g) {
		g.kind, g.unit = isnad.Temperature, "degree"
		return
	}
	if m == nil || s.isPunct(at, "$€£¥₹") && s.kind(at+1) == text.Number && !s.glued(at) && s.glued(at+1) {
		return
	}
	if bracket {
		end++
	}
	if prefix != nil {
		g.lead = s.doc.Tokens[first].Start
	}
	s.setMoney(g, m, end)
	if m.kind == isnad.Money {
		s.scaleBehind(g)
		s.moneySum(g, m)
		return
	}
	s.frost(g)
	s.englishSum(g, m)
}

// frost makes the number negative where "below zero" stands behind it.
func (s *scan) frost(g *find) bool {
	end, ok := s.uses(zeroMark, g.end)
	if !ok || g.number.value == nil {
		return false
	}
	g.number.value, g.end = new(big.Rat).Neg(g.number.value), end
	return true
}

// unitPlace gives the token where the unit may stand: behind a hyphen, a bracket, "of", or words like "more" and "consecutive".
func (s *scan) unitPlace(g *find) (at int, bracket bool) {
	n := &g.number
	at = s.hyphened(g.end)
	if s.isPunct(at, "([") && s.isUnit(at+1) {
		if _, end := s.englishMeasure(at + 1); s.isPunct(end, ")]") {
			return at + 1, true
		}
	}
	loose := n.sort == vague || n.sort == fraction || n.sort == hundred || n.value != nil && !n.digits && !n.value.IsInt()
	if loose && s.fold(at) == "of" {
		at++
	}
	if n.sort == fraction && (s.fold(at) == "a" || s.fold(at) == "an") {
		at++
	}
	if at > g.end && !s.isUnit(at) {
		at = s.hyphened(g.end)
	}
	for range 2 {
		end, ok := s.uses(filler, at)
		if !ok || !s.isUnit(s.hyphened(end)) {
			if end2, again := s.uses(filler, end); !ok || !again || !s.isUnit(end2) {
				break
			}
		}
		at = s.hyphened(end)
	}
	return at, false
}

// setMoney sets a unit, and for money its currency.
func (s *scan) setMoney(g *find, m *measure, end int) {
	g.kind, g.unit, g.measure, g.end, g.counted = m.kind, m.unit, m, end, nil
	switch {
	case m.minor:
		s.setMinor(g, m)
	case m.kind == isnad.Money && len(m.codes) > 0 && m.unit != reserve:
		if code := s.commonest(m); code != "" {
			g.unit = code
		}
	}
}

// reserve is the currency of a bare dollar, wherever the article plays.
const reserve = "USD"

// millions reads a currency's code with the letter of millions before it: "30 MUSD".
func (s *scan) millions(g *find, at int) (*measure, int) {
	raw := s.raw(at)
	if len(raw) != 4 || raw[0] != 'M' || strings.ToUpper(raw) != raw || g.number.value == nil || g.isRange {
		return nil, at
	}
	m, ok := s.voc.units.exact(strings.ToLower(raw[1:]))
	if !ok || m.kind != isnad.Money || !m.before {
		return nil, at
	}
	g.number.value = mul(g.number.value, rat(1000000))
	return m, at + 1
}

// exact gives the value of a phrase of one word.
func (p *phrases[T]) exact(word string) (value T, ok bool) {
	for _, ph := range p.byFirst[word] {
		if len(ph.words) == 1 {
			return ph.value, true
		}
	}
	return value, false
}

// scaleBehind takes the scale word behind the currency: "75 USD million".
func (s *scan) scaleBehind(g *find) {
	w := s.word(g.end)
	if e := w.as(scale); e != nil && !e.plural && g.number.value != nil && g.number.scale == nil && !s.isLetter(g.end) && !g.isRange {
		g.number.value, g.number.scale = mul(g.number.value, e.value), e.value
		g.end++
	}
}

// moneySum adds hundredths: "13 dollars and 45 cents", "$20 and 43c", "15 dollars 50".
func (s *scan) moneySum(g *find, m *measure) {
	if m.minor || g.number.value == nil || g.isRange || g.number.scale != nil || !g.number.value.IsInt() {
		return
	}
	at := g.end
	if s.fold(at) == "and" {
		at++
	}
	c, ok := s.englishCardinal(at)
	if !ok || !c.value.IsInt() || !within(c.value, 1, 99) || c.scale != nil || s.negates(&c) {
		return
	}
	small, end := s.englishMeasure(c.last)
	switch {
	case small != nil && small.minor:
		s.addTo(g, mul(c.value, small.factor), &c, end)
	case small == nil && s.ends(c.last):
		s.addTo(g, mul(c.value, big.NewRat(1, 100)), &c, c.last)
	}
}

func (s *scan) addTo(g *find, more *big.Rat, c *number, end int) {
	if g.number.negative {
		more = new(big.Rat).Neg(more)
	}
	g.number.value = add(g.number.value, more)
	g.number.span.End, g.number.last, g.end = s.doc.Tokens[c.last-1].End, c.last, end
}

// englishSum adds what goes on with a measured number: "5 feet 2 inches", "1 year, 2 days and 3 hours", "an hour and a half".
func (s *scan) englishSum(g *find, m *measure) {
	if g.number.value == nil || g.isRange || g.number.sort == fraction && !g.number.digits || g.number.negative {
		return
	}
	if s.fold(g.end) == "and" {
		f, ok := s.mixedFraction(g.end + 1)
		if ok && f.value.Cmp(rat(1)) < 0 && !s.isUnit(f.last) && s.fold(f.last) != "of" {
			s.addTo(g, f.value, &f, f.last)
			return
		}
	}
	const most = 5
	for range most {
		if m.factor == nil || !s.addSmaller(g, &m) {
			return
		}
	}
}

// addSmaller adds one number of another unit of the same kind; the sum stands in the smaller of the two.
func (s *scan) addSmaller(g *find, m **measure) bool {
	at := g.end
	if s.isPunct(at, ",") {
		at++
	}
	if s.fold(at) == "and" {
		at++
	}
	c, ok := s.englishCardinal(at)
	if !ok || c.scale != nil || s.negates(&c) || c.sort == fraction || c.sort == article {
		return false
	}
	small, end := s.smallerUnit(g, *m, &c)
	if small == nil || small == *m || small.kind != (*m).kind || small.factor == nil ||
		s.isPunct(g.end, ",") && small.kind != isnad.Duration && small.kind != isnad.Distance {
		return false
	}
	if small.factor.Cmp((*m).factor) > 0 {
		if small.kind != isnad.Duration || s.isPunct(g.end, ",") {
			return false
		}
		s.addTo(g, mul(c.value, ratioOf(small, *m)), &c, end)
		return true
	}
	if !ratioOf(*m, small).IsInt() {
		return false // "300 hectares and 45 acres" are two
	}
	g.number.value = mul(g.number.value, ratioOf(*m, small))
	s.addTo(g, c.value, &c, end)
	g.unit, g.measure, *m = small.unit, small, small
	return true
}

// smallerUnit gives the unit of the second number of a sum: "5 ft 2 in", "1 hour thirty".
func (s *scan) smallerUnit(g *find, m *measure, c *number) (small *measure, end int) {
	if s.fold(c.last) == "in" && m.unit == "foot" {
		small, _ = s.voc.units.exact("inch")
		return small, c.last + 1
	}
	if small, end = s.englishMeasure(s.hyphened(c.last)); small != nil {
		return small, end
	}
	if m.unit == "hour" && c.value.IsInt() && within(c.value, 1, 59) && s.ends(c.last) && !s.isPunct(g.end, ",") {
		small, _ = s.voc.units.exact("minute")
	}
	return small, c.last
}

// ratioOf tells how many of the smaller unit make the larger one; a year is twelve months, not thirteen of thirty days.
func ratioOf(large, small *measure) *big.Rat {
	if large.unit == "year" && small.unit == "month" {
		return rat(12)
	}
	return new(big.Rat).Quo(large.factor, small.factor)
}

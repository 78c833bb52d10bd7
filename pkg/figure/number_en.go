package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/text"
)

// englishNumber reads the number that begins at token i.
func (s *scan) englishNumber(i int) (n number, ok bool) {
	if end, no := s.uses(never, i); no {
		return number{last: end}, false
	}
	if !s.mayBegin(i) {
		return n, false
	}
	if n, ok = s.englishVague(i); ok {
		return n, true
	}
	w := s.word(i)
	if e := w.as(sign); e != nil {
		if n, ok = s.englishPlain(i + 1); ok && n.value != nil && n.sort != ordinal {
			n.value, n.first, n.span.Start, n.negative = new(big.Rat).Neg(n.value), i, s.doc.Tokens[i].Start, true
			return n, true
		}
		return number{}, false
	}
	return s.englishPlain(i)
}

// mayBegin tells whether anything that begins a number stands at token i: it keeps the search short.
func (s *scan) mayBegin(i int) bool {
	switch s.kind(i) {
	case text.Number:
		return true
	case text.Punct:
		return s.fold(i) != "" && s.fold(i)[0] >= 0x80 && s.voc.numbers[s.fold(i)] != nil
	}
	f := s.fold(i)
	if s.voc.numbers[f] != nil {
		return true
	}
	_, ok := s.voc.joinedOrdinal(f)
	return ok
}

// englishPlain reads a number without a sign in front.
func (s *scan) englishPlain(i int) (n number, ok bool) {
	if n, ok = s.englishRatio(i); ok {
		return n, true
	}
	if n, ok = s.englishFraction(i); ok {
		return n, true
	}
	if n, ok = s.englishOrdinal(i); ok {
		return n, true
	}
	if n, ok = s.pointAlone(i); ok {
		return n, true
	}
	if n, ok = s.englishCardinal(i); ok {
		if s.fold(n.last-1) == "couple" || s.fold(n.last-1) == "pair" {
			return n, s.fold(n.last) == "of" || s.isUnit(n.last) || s.whole(i, n.last)
		}
		s.mixed(&n)
		return n, true
	}
	return s.oneUnit(i)
}

// pointAlone reads "point five", "point 77" where nothing else can be meant.
func (s *scan) pointAlone(i int) (n number, ok bool) {
	w := s.word(i)
	if w.as(point) == nil {
		return n, false
	}
	v, last := s.decimalsAt(i + 1)
	if last == 0 || i > s.first && !s.isUnit(last) {
		return n, false
	}
	n = number{first: i, last: last, sort: unit, value: v, tail: v, span: s.doc.Span(i, last), rule: w.as(point).rule}
	next := s.word(last)
	if e := next.as(scale); e != nil && !s.isLetter(last) {
		n.value, n.scale, n.last = mul(v, e.value), e.value, last+1
		n.span = s.doc.Span(i, n.last)
	}
	return n, true
}

// englishRatio reads "one in five", "two out of three", "1 over 20".
func (s *scan) englishRatio(i int) (n number, ok bool) {
	over, ok := s.englishCardinal(i)
	if !ok || !over.value.IsInt() || s.negates(&over) || over.sort == fraction || over.sort == article {
		return n, false
	}
	at, odds := over.last, false
	switch {
	case s.fold(at) == "out" && s.fold(at+1) == "of":
		at += 2
	case s.fold(at) == "in" && within(over.value, 1, 9):
		at, odds = at+1, true
	case s.fold(at) == "over":
		at++
	default:
		return n, false
	}
	under, ok := s.englishCardinal(at)
	if !ok || !under.value.IsInt() || under.value.Cmp(over.value) <= 0 && s.fold(at-1) != "over" || under.value.Cmp(rat(1)) <= 0 || s.isYear(&under) {
		return n, false
	}
	if s.fold(at-1) == "over" && !s.ends(under.last) || odds && (s.isUnit(under.last) || s.isMonth(under.last) || !isInt(over.value, 1) && !roundUnder(under.value)) {
		return n, false
	}
	v := new(big.Rat).Quo(over.value, under.value)
	return number{first: i, last: under.last, sort: fraction, value: v, tail: v, span: s.doc.Span(i, under.last), rule: over.rule}, true
}

// roundUnder tells the denominators of odds: "three in ten", "two in 1,000".
func roundUnder(r *big.Rat) bool {
	for _, d := range []int64{3, 4, 5, 10, 100, 1000, 10000, 100000, 1000000} {
		if isInt(r, d) {
			return true
		}
	}
	return false
}

// englishVague reads "dozens of", "hundreds of thousands", "several", "a few hundred".
func (s *scan) englishVague(i int) (n number, ok bool) {
	at := i
	w := s.word(i)
	if w.as(article) != nil {
		at++
		if w = s.word(at); w.as(few) == nil {
			return n, false
		}
	}
	e := w.as(vague, few)
	if e == nil {
		if e = w.as(hundred, scale); e == nil || !e.plural {
			return n, false
		}
	}
	if e.sort == few && (s.fold(at) == "few") != (at > i) {
		return n, false // "few" says nothing, "a few" says some
	}
	n = number{first: i, last: at + 1, sort: vague, low: e.value, high: e.high, rule: e.rule}
	if isInt(n.low, 12) || isInt(n.low, 20) {
		n.low = rat(10) // "dozens" and "scores" are tens
	}
	if e.sort == few {
		n.sort = few
	}
	s.vagueScales(&n)
	if e.sort == vague && n.last == i+1 && s.fold(n.last) != "of" {
		return n, false
	}
	if n.high == nil {
		n.high = vagueHigh(n.low)
	}
	n.span = s.doc.Span(i, n.last)
	return n, true
}

// vagueScales takes the scale words behind a vague number: "hundreds of thousands", "several million".
func (s *scan) vagueScales(n *number) {
	for {
		at := n.last
		if s.fold(at) == "of" {
			at++
		}
		t := s.word(at)
		m := t.as(hundred, scale)
		if m == nil || at == n.last && n.sort != few || s.isLetter(at) {
			break
		}
		n.low, n.last, n.scale = mul(n.low, m.value), at+1, m.value
		if n.sort == few {
			n.high, n.sort = vagueHigh(m.value), vague
		} else {
			n.high = nil
		}
	}
}

// oneUnit reads an article that stands for one before a unit: in "more than an hour", "a decade and a half", "for a year".
func (s *scan) oneUnit(i int) (n number, ok bool) {
	w := s.word(i)
	e := w.as(article)
	if e == nil || !s.isUnit(i+1) {
		return n, false
	}
	m, end := s.englishMeasure(i + 1)
	if m == nil || m.kind == "percent" || s.fold(end-1) != singularEnd(m) && strings.HasSuffix(s.fold(end-1), "s") {
		return n, false
	}
	_, first, _ := s.voc.before.until(s, i)
	ok = first < i && s.fold(first) != "some" || s.whole(i, end) || s.fold(i-1) == "for" && m.kind == "duration"
	if s.fold(end) == "and" && !ok {
		f, half := s.mixedFraction(end + 1)
		c, sum := s.englishCardinal(end + 1)
		ok = half && f.value.Cmp(rat(1)) < 0
		if sum && !ok {
			small, _ := s.englishMeasure(c.last)
			ok = small != nil && small.kind == m.kind && small != m
		}
	}
	return number{first: i, last: i + 1, sort: unit, value: rat(1), tail: rat(1), implied: true, span: s.doc.Span(i, i+1), rule: e.rule}, ok
}

// singularEnd gives the last word of a unit's singular.
func singularEnd(m *measure) string {
	f := strings.Fields(singularFold(m))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

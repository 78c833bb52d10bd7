package figure

import (
	"math/big"

	"isnad/pkg/isnad"
)

// word gives the entries of the word at token i.
func (s *scan) word(i int) numeral {
	if !s.isWord(i) {
		return numeral{}
	}
	return numeral{entries: s.voc.numbers[s.fold(i)], first: i}
}

// englishNumber reads the number that begins at token i.
func (s *scan) englishNumber(i int) (n number, ok bool) {
	if _, no := s.uses(never, i); no {
		return n, false
	}
	if n, ok = s.englishVague(i); ok {
		return n, true
	}
	if n, ok = s.englishFraction(i); ok {
		return n, true
	}
	w := s.word(i)
	if e := w.as(sign); e != nil {
		if n, ok = s.englishCardinal(i + 1); ok {
			n.value, n.first, n.span.Start = new(big.Rat).Neg(n.value), i, s.doc.Tokens[i].Start
		}
		return n, ok
	}
	n, ok = s.englishCardinal(i)
	if ok && n.digits && s.isWord(n.last) && s.glued(n.last) {
		switch s.fold(n.last) {
		case "st", "nd", "rd", "th":
			n.sort, n.last = ordinal, n.last+1
			n.span.End = s.doc.Tokens[n.last-1].End
		}
	}
	if !ok {
		if e := w.as(ordinal); e != nil && w.as(fraction) == nil {
			n = number{first: i, last: i + 1, sort: ordinal, value: e.value, tail: e.value, span: s.doc.Span(i, i+1), rule: e.rule}
			return n, e.value.Cmp(rat(2)) > 0
		}
	}
	return n, ok
}

// adder adds up the words of an English number.
type adder struct {
	total, group, scale *big.Rat
	last                sort
	sum                 bool // whether anything was read
}

// take adds an entry; it tells whether the entry may stand there.
func (a *adder) take(e *entry) bool {
	switch {
	case e.plural:
		return false
	case e.sort == hundred:
		if !a.sum || a.group.Sign() == 0 || a.group.Cmp(rat(100)) >= 0 {
			return false
		}
		a.group = mul(a.group, e.value)
	case e.sort == scale:
		if !a.sum || a.group.Sign() == 0 || a.scale != nil && a.scale.Cmp(e.value) <= 0 {
			return false
		}
		a.total, a.group, a.scale = add(a.total, mul(a.group, e.value)), new(big.Rat), e.value
	case e.sort == tens || e.sort == teen || e.sort == unit || e.sort == zero:
		low := remainder(a.group)
		if low != 0 && !(e.sort == unit && a.last == tens && e.value.Cmp(rat(10)) < 0) {
			return false
		}
		a.group = add(a.group, e.value)
	default:
		return false
	}
	a.last, a.sum = e.sort, true
	return true
}

// englishCardinal reads digits with scale words, or number words.
func (s *scan) englishCardinal(i int) (n number, ok bool) {
	a := adder{total: new(big.Rat), group: new(big.Rat)}
	at := i
	if n, ok = s.digitsAt(i); ok {
		a.group, a.sum, a.last, at = n.value, true, teen, n.last
	} else if w := s.word(i); w.as(article) != nil {
		next := s.word(i + 1)
		m, end := s.measureAt(i+1, false)
		if m != nil && m.kind == isnad.Duration && s.same(end, []string{"and", "a", "half"}) {
			return number{first: i, last: i + 1, sort: unit, value: rat(1), tail: rat(1), span: s.doc.Span(i, i+1), rule: w.as(article).rule}, true
		}
		if next.as(hundred, scale) == nil || next.as(hundred, scale).plural {
			return n, false
		}
		a.group, a.sum, a.last, at = rat(1), true, unit, i+1
		n = number{first: i, span: s.doc.Span(i, i+1), rule: next.as(hundred, scale).rule}
	} else {
		e := w.as(unit, teen, tens, zero, scale, hundred)
		if e == nil || e.plural {
			return n, false
		}
		if e.sort == scale || e.sort == hundred {
			a.group, a.sum = rat(1), true
		}
		if !a.take(e) {
			return n, false
		}
		n, at = number{first: i, span: s.doc.Span(i, i+1), rule: e.rule}, i+1
	}
	at = s.englishRest(&a, &n, at)
	n.last, n.value, n.sort, n.thousands = at, add(a.total, a.group), a.last, nil
	if a.group.Sign() == 0 {
		n.scale = a.scale
	}
	n.tail = n.value
	n.span.End = s.doc.Tokens[at-1].End
	return n, true
}

// englishRest reads on: words joined by nothing, a hyphen or "and", and "and a half".
func (s *scan) englishRest(a *adder, n *number, at int) int {
	for {
		next := at
		if s.isPunct(at, "-") && s.glued(at) && s.glued(at+1) {
			next++
		} else if s.fold(at) == "and" && (a.last == hundred || a.last == scale) {
			next++
		}
		w := s.word(next)
		e := w.as(scale, hundred, unit, teen, tens)
		if e == nil || n.digits && e.sort != scale && a.last != scale || n.digits && e.sort != scale || n.digits && s.raw(next) == "m" && !s.glued(next) || !a.take(e) {
			break
		}
		at = next + 1
	}
	if s.fold(at) == "and" && s.fold(at+1) == "a" && s.fold(at+2) == "half" {
		half := big.NewRat(1, 2)
		if w := s.word(at + 3); w.as(scale) != nil && !w.as(scale).plural {
			a.group = add(a.group, half)
			a.take(w.as(scale))
			return at + 4
		}
		if a.group.Sign() != 0 {
			a.group = add(a.group, half)
			return at + 3
		}
	}
	return at
}

// englishVague reads "dozens of", "hundreds of thousands", "several".
func (s *scan) englishVague(i int) (n number, ok bool) {
	w := s.word(i)
	e := w.as(vague, few)
	if e == nil {
		if e = w.as(hundred, scale); e == nil || !e.plural {
			return n, false
		}
	}
	n = number{first: i, last: i + 1, sort: vague, low: e.value, high: e.high, rule: e.rule}
	if isInt(n.low, 12) || isInt(n.low, 20) {
		n.low = rat(10) // "dozens" and "scores" are tens
	}
	if e.sort == few {
		n.sort = few
	}
	for {
		at := n.last
		if s.fold(at) == "of" {
			at++
		}
		t := s.word(at)
		m := t.as(hundred, scale)
		if m == nil || at == n.last && n.sort != few {
			break
		}
		n.low, n.high, n.last, n.scale = mul(n.low, m.value), nil, at+1, m.value
	}
	if n.high == nil {
		n.high = vagueHigh(n.low)
		n.sort = vague
	}
	n.span = s.doc.Span(i, n.last)
	return n, true
}

// englishFraction reads "half", "a third", "two-thirds", "half a million".
func (s *scan) englishFraction(i int) (n number, ok bool) {
	at, times := i, rat(1)
	w := s.word(at)
	if u := w.as(unit, article); u != nil {
		times, at = u.value, at+1
		if s.isPunct(at, "-") {
			at++
		}
	}
	fr := s.word(at)
	e := fr.as(fraction)
	if e == nil || e.plural != (times.Cmp(rat(1)) > 0) || at == i && s.fold(i) != "half" {
		return n, false
	}
	n = number{first: i, last: at + 1, sort: fraction, value: mul(times, e.value), rule: e.rule, span: isnad.Span{}}
	next := n.last
	if s.fold(next) == "a" {
		next++
	}
	if t := s.word(next); t.as(scale) != nil && !t.as(scale).plural {
		n.value, n.sort, n.scale, n.last = mul(n.value, t.as(scale).value), scale, t.as(scale).value, next+1
	} else if f := s.fold(n.last); f != "of" && !s.isUnit(n.last) && !(s.fold(n.last) == "a" || s.fold(n.last) == "an" || s.fold(n.last) == "the") {
		return n, false
	} else if (f == "a" || f == "an") && s.isUnit(n.last+1) {
		n.last++
		n.span = s.doc.Span(i, n.last-1)
	}
	n.tail = n.value
	if n.span.Empty() {
		n.span = s.doc.Span(i, n.last)
	}
	return n, true
}

package figure

import (
	"math/big"
)

// englishOrdinal reads "21st", "third", "twenty-first", "one hundred twenty-fifth", "two hundredth".
func (s *scan) englishOrdinal(i int) (n number, ok bool) {
	c, found := s.englishCardinal(i)
	if found && c.digits && c.last == i+1 && s.isWord(c.last) && s.glued(c.last) {
		switch s.fold(c.last) {
		case "st", "nd", "rd", "th":
			return s.ordinalOf(i, c.last+1, c.value, c.rule), c.value.IsInt()
		}
		return n, false
	}
	if d, ok := s.denominator(i); ok {
		if d.plural || d.bare && !s.ranks(i, d.last) || isInt(d.value, 4) && s.fold(i) == "quarter" || isInt(d.value, 2) && s.fold(i) == "half" {
			return n, false
		}
		if s.fold(d.last-1) == "second" && d.last > i+1 && s.isPlainWord(d.last) && s.fold(i-1) != "the" && !s.isPunct(i+1, "-—") {
			return n, false // "a forty second delay"
		}
		return s.ordinalOf(i, d.last, d.value, d.rule), true
	}
	if !found || c.digits || s.negates(&c) {
		return n, false
	}
	at := c.last
	if s.isPunct(at, "-‑–—") || s.fold(at) == "and" {
		at++
	}
	d, ok := s.denominator(at)
	if !ok || d.plural || s.fold(at) == "half" || s.fold(at) == "quarter" {
		return n, false
	}
	rest := new(big.Rat).SetInt64(max(remainder(c.value), 0))
	switch {
	case d.value.Cmp(rat(100)) >= 0 && at == c.last:
		return s.ordinalOf(i, d.last, mul(c.value, d.value), d.rule), c.value.Cmp(rat(1)) > 0 || s.fold(i) == "a"
	case d.value.Cmp(rat(100)) < 0 && (c.sort == hundred || c.sort == scale) && rest.Sign() == 0,
		c.sort == tens && d.value.Cmp(rat(10)) < 0:
		return s.ordinalOf(i, d.last, add(c.value, d.value), d.rule), true
	}
	return n, false
}

func (s *scan) ordinalOf(first, last int, v *big.Rat, rule string) number {
	return number{first: first, last: last, sort: ordinal, value: v, tail: v, span: s.doc.Span(first, last), rule: rule}
}

// isPlainWord tells whether a word stands at token i that may be a noun.
func (s *scan) isPlainWord(i int) bool { return s.isWord(i) && !s.isStop(i) && !s.isMonth(i) }

// ranks tells whether "first" or "second" is an ordinal: behind an article or a possessive, and before a noun.
func (s *scan) ranks(i, last int) bool {
	if s.whole(i, last) {
		return true
	}
	if !s.isPlainWord(last) {
		return false
	}
	if s.fold(last) == "half" || s.fold(last) == "quarter" || s.fold(last) == "name" || s.fold(last) == "aid" || s.isCapital(i) && i > s.first {
		return false
	}
	switch s.fold(i - 1) {
	case "the", "a", "its", "his", "her", "their", "our", "my", "s", "'s", "’s":
		return true
	}
	return false
}

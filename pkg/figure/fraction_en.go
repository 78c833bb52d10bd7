package figure

import (
	"math/big"
	"strings"
)

// partWord is the denominator of a fraction in words, or an ordinal.
type partWord struct {
	value  *big.Rat // the number of the ordinal
	last   int
	plural bool
	bare   bool // "second" and "first", which name no part
	rule   string
}

// denominator reads "third", "fifths", "twenty-firsts", "thirtyfirst" at token i.
func (s *scan) denominator(i int) (d partWord, ok bool) {
	w := s.word(i)
	if t := w.as(tens); t != nil {
		at := i + 1
		if s.isPunct(at, "-‑–—") {
			at++
		}
		d, ok = s.voc.ordinalWord(s.fold(at))
		if !ok || !s.isWord(at) || d.value.Cmp(rat(10)) >= 0 || s.fold(at) == "seconds" || s.fold(at) == "quarter" || s.fold(at) == "half" {
			return d, false
		}
		d.value, d.last, d.bare = add(t.value, d.value), at+1, false
		return d, true
	}
	if !s.isWord(i) {
		return d, false
	}
	f := s.fold(i)
	d, ok = s.voc.ordinalWord(f)
	if !ok {
		d, ok = s.voc.joinedOrdinal(f)
	}
	d.last = i + 1
	return d, ok
}

// joinedOrdinal reads an ordinal of two words that are written as one: "twentyfifth".
func (v *vocabulary) joinedOrdinal(f string) (d partWord, ok bool) {
	if !strings.HasSuffix(f, "th") && !strings.HasSuffix(f, "first") && !strings.HasSuffix(f, "second") && !strings.HasSuffix(f, "third") {
		return d, false
	}
	const shortest, longest = len("forty"), len("seventy")
	for k := shortest; k <= longest && k < len(f); k++ {
		if t := (&numeral{entries: v.numbers[f[:k]]}).as(tens); t != nil {
			if d, ok = v.ordinalWord(f[k:]); ok && d.value.Cmp(rat(10)) < 0 {
				d.value, d.bare = add(t.value, d.value), false
				return d, true
			}
		}
	}
	return d, false
}

// ordinalWord finds an ordinal or the name of a part among the number words.
func (v *vocabulary) ordinalWord(f string) (d partWord, ok bool) {
	w := numeral{entries: v.numbers[f]}
	plural := false
	if w.as(ordinal, fraction) == nil {
		stem, cut := strings.CutSuffix(f, "s")
		w, plural = numeral{entries: v.numbers[stem]}, true
		if !cut || w.as(ordinal, fraction) == nil {
			return d, false
		}
	}
	if e := w.as(ordinal); e != nil {
		return partWord{value: e.value, plural: plural, bare: e.value.Cmp(rat(2)) <= 0, rule: e.rule}, true
	}
	e := w.as(fraction)
	return partWord{value: new(big.Rat).Inv(e.value), plural: plural || e.plural, rule: e.rule}, e.value.Sign() != 0
}

// englishFraction reads "half", "a third", "two-thirds", "half a million", "three quarters of an hour".
func (s *scan) englishFraction(i int) (n number, ok bool) {
	times, at, one := rat(1), i, false
	w := s.word(i)
	if e := w.as(article); e != nil {
		at, one = i+1, true
	} else if m, found := s.englishCardinal(i); found && m.sort != fraction && !s.negates(&m) {
		times, at, one = m.value, s.hyphened(m.last), isInt(m.value, 1)
	}
	d, ok := s.denominator(at)
	if !ok || d.bare || d.plural == one && at > i && !isInt(d.value, 4) || at == i && d.plural {
		return n, false
	}
	n = number{first: i, last: d.last, sort: fraction, value: new(big.Rat).Quo(times, d.value), rule: d.rule}
	half, quarter := isInt(d.value, 2), strings.HasPrefix(s.fold(at), "quarter")
	switch {
	case at == i && !half && !quarter, !d.plural && at > i && !one:
		return n, false
	}
	if s.fractionScale(&n) {
		return s.finishFraction(n), true
	}
	next := s.hyphened(n.last)
	of := s.fold(next) == "of" || s.isUnit(next) || s.unitAfterArticle(next) || s.whole(i, n.last)
	switch {
	case d.plural && !quarter || of && !(at == i && quarter):
		ok = true
	case half && at == i:
		_, first, _ := s.voc.before.until(s, i)
		ok = first < i || s.fold(next) == "the" || s.fold(next) == "its" || s.fold(next) == "their"
	case quarter:
		ok = of
	default:
		ok = s.fold(i) == "one" || s.ends(next) || s.isStop(next)
	}
	if half && ok && s.afterOrdinal(i) {
		ok = false // "the second half of"
	}
	return s.finishFraction(n), ok
}

func (s *scan) finishFraction(n number) number {
	n.tail, n.span = n.value, s.doc.Span(n.first, n.last)
	return n
}

// afterOrdinal tells halves of a whole: "the first half", "the other half", "half past".
func (s *scan) afterOrdinal(i int) bool {
	switch f := s.fold(i - 1); f {
	case "first", "second", "last", "latter", "other", "the", "this", "next", "final":
		return true
	}
	return false
}

// fractionScale takes the scale word behind a fraction: "half a million", "quarter million", "three quarters of a million".
func (s *scan) fractionScale(n *number) bool {
	at := n.last
	if s.fold(at) == "of" && s.fold(at+1) == "a" {
		at += 2
	} else if s.fold(at) == "a" {
		at++
	}
	at = s.hyphened(at)
	w := s.word(at)
	e := w.as(scale, hundred)
	if e == nil || e.plural || s.isLetter(at) {
		return false
	}
	n.value, n.sort, n.last = mul(n.value, e.value), e.sort, at+1
	if e.sort == scale {
		n.scale = e.value
	}
	return true
}

// unitAfterArticle tells whether "a", "an" or "the" and a unit stand at token i: "half an hour".
func (s *scan) unitAfterArticle(i int) bool {
	f := s.fold(i)
	return (f == "a" || f == "an") && s.isUnit(i+1)
}

// mixed adds a fraction behind a number: "three and a half million", "five billion and three quarters", "two and a quarter hours".
func (s *scan) mixed(n *number) {
	if s.fold(n.last) != "and" || n.value.Sign() == 0 {
		return
	}
	at := n.last + 1
	f, ok := s.mixedFraction(at)
	if !ok || n.digits && n.sort != scale && f.value.Cmp(rat(1)) >= 0 || f.value.Cmp(rat(1)) >= 0 {
		return
	}
	switch w := s.word(f.last); {
	case w.as(scale) != nil && !w.as(scale).plural && !s.isLetter(f.last):
		e := w.as(scale)
		if n.scale != nil {
			n.value = add(n.value, mul(f.value, e.value))
		} else {
			n.value = mul(add(n.value, f.value), e.value)
		}
		n.scale, n.sort = e.value, scale
		f.last++
	case n.scale != nil:
		n.value = add(n.value, mul(f.value, n.scale))
	default:
		n.value = add(n.value, f.value)
	}
	n.last, n.digits, n.tail = f.last, false, n.value
	n.span.End = s.doc.Tokens[n.last-1].End
}

// mixedFraction reads the fraction behind "and": "a half", "half", "two fifths", "quarter".
func (s *scan) mixedFraction(i int) (n number, ok bool) {
	w := s.word(i)
	times, at := rat(1), i
	if w.as(article) != nil {
		at++
	} else if m, found := s.englishSmall(i); found && m.sort != fraction {
		times, at = m.value, s.hyphened(m.last)
	}
	d, ok := s.denominator(at)
	if !ok || d.bare || at == i && !isInt(d.value, 2) && !s.isUnit(d.last) && s.fold(d.last) != "of" {
		return n, false
	}
	n = number{first: i, last: d.last, value: new(big.Rat).Quo(times, d.value)}
	if isInt(d.value, 2) || d.plural || isInt(d.value, 4) && at == i {
		return n, true
	}
	next := s.word(d.last)
	return n, s.ends(d.last) || s.isUnit(d.last) || s.isStop(d.last) || next.as(scale) != nil
}

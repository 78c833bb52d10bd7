package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// vagueNumber reads «عشرات», «مئات الآلاف», «بضعة آلاف», «عدة».
func (s *scan) vagueNumber(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found {
		return n, false
	}
	e := w.as(vague, few)
	if e == nil {
		if e = w.as(scale, hundred); e == nil || !e.plural {
			return n, false
		}
	}
	n = number{first: w.first, last: w.first + 1, sort: vague, low: e.value, high: e.high, proclitics: w.proclitics, definite: w.definite, rule: e.rule}
	if e.sort == few {
		n.sort = few
	}
	n.span.Start = s.start(w.first, w.cut)
	const most = 3 // scale words in a row
	for range most {
		again, ok := s.numeral(n.last, plain)
		if !ok {
			break
		}
		t := again.as(scale, hundred, vague)
		if t == nil || !t.plural && t.sort != vague && n.sort != vague {
			break
		}
		n.low, n.high, n.last, n.sort, n.scale = mul(n.low, t.value), nil, again.first+1, vague, t.value
		if e.sort == few {
			n.high = add(mul(rat(10), t.value), rat(-1))
		}
	}
	if n.high == nil {
		n.high = vagueHigh(n.low)
	}
	n.span.End = s.doc.Tokens[n.last-1].End
	return n, true
}

// fractionAt reads «نصف», «ثلثا», «ثلاثة أرباع»; before a scale word it is a number: «نصف مليون».
func (s *scan) fractionAt(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found {
		return s.fractionOfThem(i)
	}
	if u := w.as(unit); u != nil && within(u.value, 2, 9) {
		if parts, ok := s.numeral(w.first+1, plain); ok {
			if e := parts.as(fraction); e != nil && e.plural {
				return s.fractionNumber(w, parts.first+1, mul(u.value, e.value), e.rule), true
			}
		}
	}
	e, next := w.as(fraction), w.first+1
	if e == nil {
		if e = w.as(measured); e != nil && !s.isUnit(next) {
			return n, false
		}
	}
	if e == nil || e.plural {
		return n, false
	}
	if _, definite := bare(s.fold(next)); w.as(unit) != nil && (!definite || w.definite) {
		return n, false // «خمس» is five, but a fifth before «الدخل»
	}
	n = s.fractionNumber(w, next, e.value, e.rule)
	if again, ok := s.numeral(next, plain); ok {
		if t := again.as(scale); t != nil && !t.plural {
			n.value, n.sort, n.scale, n.tail, n.last = mul(n.value, t.value), scale, t.value, t.value, next+1
			n.span.End = s.doc.Tokens[next].End
		}
	}
	return n, true
}

func (s *scan) fractionNumber(w numeral, next int, value *big.Rat, rule string) number {
	n := number{first: w.first, last: next, sort: fraction, value: value, tail: value, proclitics: w.proclitics, definite: w.definite, rule: rule}
	n.span = isnad.Span{Start: s.start(w.first, w.cut), End: s.doc.Tokens[next-1].End}
	return n
}

// fractionOfThem reads a fraction with a pronoun: «نصفهم».
func (s *scan) fractionOfThem(i int) (n number, ok bool) {
	if !s.isWord(i) {
		return n, false
	}
	for _, r := range s.stems(i) {
		word, _, ok := cutPronoun(r.stem)
		if !ok {
			continue
		}
		for _, e := range s.voc.numbers[word] {
			if e.sort != fraction || e.plural {
				continue
			}
			n = number{first: i, last: i + 1, sort: fraction, value: e.value, tail: e.value, proclitics: r.proclitics, rule: e.rule}
			n.span = isnad.Span{Start: s.start(i, r.cut), End: s.start(i, r.cut+len(word))}
			return n, true
		}
	}
	return n, false
}

// cutPronoun parts the pronoun from a word: «نصفهم».
func cutPronoun(stem string) (word, pronoun string, ok bool) {
	for _, p := range [...]string{"هما", "هم", "هن", "ها"} {
		if word, ok := strings.CutSuffix(stem, p); ok && word != "" {
			return word, p, true
		}
	}
	return stem, "", false
}

// dualAt reads the dual of a countable noun, which is a number in itself: «جنديان».
func (s *scan) dualAt(i int) (n number, ok bool) {
	if s.kind(i) != text.Word {
		return n, false
	}
	for _, r := range s.stems(i) {
		d, found := s.voc.duals[r.stem]
		if !found || s.voc.nouns[r.stem].plural {
			continue
		}
		n = number{first: i, last: i + 1, sort: unit, value: rat(2), tail: rat(2), dual: &d, proclitics: r.proclitics, rule: d.rule}
		n.span = isnad.Span{Start: s.start(i, r.cut), End: s.doc.Tokens[i].End}
		if two, ok := s.numeral(i+1, plain); ok && two.as(unit) != nil && isInt(two.as(unit).value, 2) && !two.definite {
			n.span = s.doc.Span(i+1, i+2) // «مدافعين اثنين»: the number word is said
			n.first, n.last = i+1, i+2
			n.span.End = s.doc.Tokens[i+1].End
			n.dualStart = s.start(i, r.cut)
		}
		return n, true
	}
	return n, false
}

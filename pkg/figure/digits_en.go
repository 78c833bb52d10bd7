package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/text"
)

// Powers beyond these are codes: they are not worth the digits they would make.
const (
	maxExponent = 40
	maxPower    = 64
)

// englishDigits reads digits at token i: with separators and groups, ".75", a sign, powers ("1.3e6", "1.1^23") and fractions ("2 1/4", 3½).
func (s *scan) englishDigits(i int) (n number, ok bool) {
	if n, ok = s.slashFraction(i); ok {
		return n, true
	}
	if s.kind(i) != text.Number {
		return n, false
	}
	n = number{first: i, last: i + 1, sort: unit, digits: true, rule: "digits"}
	fold := s.fold(i)
	if isGroup(fold, 1, 3) {
		for len(fold) <= maxDigits && s.continuesEnglishGroup(n.last) {
			fold += s.fold(n.last)
			n.last++
		}
	}
	n.value, _ = parseDigits(fold, false)
	if n.value == nil {
		n.value = lakhs(fold)
	}
	if n.value == nil {
		return n, false
	}
	n.span = s.doc.Span(i, n.last)
	s.pointed(&n)
	s.signedEnglish(&n)
	s.powered(&n)
	s.halved(&n)
	n.tail = n.value
	return n, true
}

// continuesEnglishGroup tells whether a group of three digits goes on at token i: behind one space, the last maybe with decimals.
func (s *scan) continuesEnglishGroup(i int) bool {
	whole, _, _ := strings.Cut(s.fold(i), ".")
	if s.kind(i) != text.Number || !isGroup(whole, 3, 3) || strings.Contains(s.fold(i-1), ".") {
		return false
	}
	gap := s.doc.Article.Text[s.doc.Tokens[i-1].End:s.doc.Tokens[i].Start]
	return gap == " " || gap == "\u00a0" || gap == "\u202f" || gap == "\u2009"
}

// lakhs reads digits in the groups of India: "12,34,567.89".
func lakhs(fold string) *big.Rat {
	whole, decimals, _ := strings.Cut(fold, ".")
	groups := strings.Split(whole, ",")
	if len(fold) > maxDigits || len(groups) < 3 {
		return nil
	}
	for i, g := range groups {
		switch {
		case i == len(groups)-1:
			if len(g) != 3 {
				return nil
			}
		case len(g) != 2 && (i > 0 || len(g) != 1):
			return nil
		}
	}
	return decimal(strings.Join(groups, ""), decimals)
}

// pointed takes the point that begins a decimal: ".75". It may stand before the sentence, for a stop ends one.
func (s *scan) pointed(n *number) {
	i := n.first - 1
	d := s.doc
	if i < 0 || d.Tokens[i].Fold != "." || !d.Glued(n.first) || d.Glued(i) && (d.Tokens[i-1].Kind != text.Punct || d.Tokens[i-1].Fold == ".") ||
		!isGroup(s.fold(n.first), 1, maxDigits) || n.last > n.first+1 {
		return
	}
	n.value = decimal("0", s.fold(n.first))
	n.span.Start = d.Tokens[i].Start
	if i-1 >= s.first && s.isPunct(i-1, "-−") && d.Glued(i) && !(i-1 > s.first && d.Glued(i-1)) {
		n.value, n.negative, n.span.Start = new(big.Rat).Neg(n.value), true, d.Tokens[i-1].Start
	}
}

// signedEnglish takes a minus before the digits: glued to them and to nothing else, or the first thing of the sentence.
func (s *scan) signedEnglish(n *number) {
	i := n.first - 1
	if n.negative || i < s.first || i < s.done || !s.isPunct(i, "-−–") || n.span.Start < s.doc.Tokens[n.first].Start {
		return
	}
	if s.glued(n.first) && (i == s.first || !s.glued(i) || s.isPunct(i-1, "(<>=~^$€£")) || i == s.first {
		n.value, n.negative, n.span.Start = new(big.Rat).Neg(n.value), true, s.doc.Tokens[i].Start
	}
}

// powered takes an exponent: "1.3e6", "12e-1", "2.5^-1", "1.1^+23".
func (s *scan) powered(n *number) {
	at := n.last
	isE, isPower := s.raw(at) == "e" || s.raw(at) == "E", s.isPunct(at, "^")
	if !isE && !isPower || !s.glued(at) {
		return
	}
	at++
	minus := s.isPunct(at, "-−")
	if minus || s.isPunct(at, "+") {
		at++
	}
	if !s.glued(at) || s.kind(at) != text.Number || !isGroup(s.fold(at), 1, 2) {
		return
	}
	exp := int64(0)
	for _, r := range s.fold(at) {
		exp = 10*exp + int64(r-'0')
	}
	base, times := n.value, new(big.Rat).SetInt64(1)
	if isE {
		base = rat(10)
	}
	if isE && exp > maxExponent || exp > maxPower || isPower && n.span.Len() > 8 || base.Sign() == 0 {
		return
	}
	for range exp {
		times = mul(times, base)
	}
	if minus {
		times.Inv(times)
	}
	if isE {
		times = mul(n.value, times)
	}
	n.value, n.last, n.span.End = times, at+1, s.doc.Tokens[at].End
}

// halved adds a fraction that stands behind the digits: "2 1/4", "3½".
func (s *scan) halved(n *number) {
	if !n.value.IsInt() || n.negative && n.value.Sign() == 0 {
		return
	}
	f, ok := s.slashFraction(n.last)
	if !ok || f.value.Cmp(rat(1)) >= 0 {
		return
	}
	if n.negative {
		f.value = new(big.Rat).Neg(f.value)
	}
	n.value, n.last, n.span.End = add(n.value, f.value), f.last, f.span.End
}

// slashFraction reads 3/4, ¾ and, before a unit, "3 / 4".
func (s *scan) slashFraction(i int) (n number, ok bool) {
	if s.kind(i) == text.Punct {
		for _, e := range s.voc.numbers[s.fold(i)] {
			if e.sort == fraction {
				return number{first: i, last: i + 1, sort: fraction, value: e.value, tail: e.value, span: s.doc.Span(i, i+1), rule: e.rule}, true
			}
		}
		return n, false
	}
	if s.kind(i) != text.Number || !s.isPunct(i+1, "/⁄") || s.kind(i+2) != text.Number || !isGroup(s.fold(i), 1, 3) || !isGroup(s.fold(i+2), 1, 4) {
		return n, false
	}
	if s.isPunct(i-1, "/") || s.isPunct(i+3, "/-") || s.isWord(i-1) && s.glued(i) {
		return n, false
	}
	over, under := decimal(s.fold(i), ""), decimal(s.fold(i+2), "")
	if under.Sign() == 0 || over.Cmp(under) >= 0 {
		return n, false
	}
	measured := s.isUnit(s.hyphened(i+3)) || s.fold(i+3) == "of"
	glued := s.glued(i+1) && s.glued(i+2)
	if !measured && !(glued && usualDenominator(under)) {
		return n, false
	}
	v := new(big.Rat).Quo(over, under)
	return number{first: i, last: i + 3, sort: fraction, value: v, tail: v, span: s.doc.Span(i, i+3), rule: "digits"}, true
}

// usualDenominator tells the denominators of fractions that stand alone: 9/11 is none.
func usualDenominator(r *big.Rat) bool {
	for _, d := range []int64{2, 3, 4, 5, 6, 8, 10, 15, 16, 20, 32, 64, 100, 1000} {
		if isInt(r, d) {
			return true
		}
	}
	return false
}

// hyphened gives the token behind a hyphen that is glued on both sides, or i.
func (s *scan) hyphened(i int) int {
	if s.isPunct(i, "-‑–") && s.glued(i) && s.glued(i+1) {
		return i + 1
	}
	return i
}

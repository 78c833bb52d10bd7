package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/text"
)

// word gives the entries of the word at token i.
func (s *scan) word(i int) numeral {
	if !s.isWord(i) {
		return numeral{}
	}
	return numeral{entries: s.voc.numbers[s.fold(i)], first: i}
}

// englishSmall reads digits or words below a hundred: "12", "twelve", "twenty-one".
func (s *scan) englishSmall(i int) (n number, ok bool) {
	if n, ok = s.englishDigits(i); ok || s.kind(i) != text.Word {
		return n, ok
	}
	w := s.word(i)
	e := w.as(unit, teen, tens, zero)
	if e == nil {
		return n, false
	}
	n = number{first: i, last: i + 1, sort: e.sort, value: e.value, rule: e.rule}
	if e.sort == tens {
		at := n.last
		if s.isPunct(at, "-‑–—") {
			at++
		}
		u := s.word(at)
		if e := u.as(unit); e != nil && e.value.Cmp(rat(10)) < 0 {
			n.value, n.last, n.sort = add(n.value, e.value), at+1, unit
		}
	}
	return n, true
}

// englishGroup reads what may stand before a scale word: "three hundred and two", "3 hundred and 21", "a dozen", "two point five".
func (s *scan) englishGroup(i int) (n number, ok bool) {
	w := s.word(i)
	switch h := w.as(hundred); {
	case w.as(article) != nil:
		next := s.word(i + 1)
		if next.as(hundred, scale) == nil || next.as(hundred, scale).plural || s.isLetter(i+1) {
			return n, false
		}
		n = number{first: i, last: i + 1, sort: article, value: rat(1), rule: next.as(hundred, scale).rule}
	case h != nil && !h.plural || w.as(scale) != nil && !w.as(scale).plural && !s.isLetter(i):
		n = number{first: i, last: i, sort: article, value: rat(1), rule: w.as(hundred, scale).rule}
	default:
		if n, ok = s.englishSmall(i); !ok || n.sort == fraction {
			return n, ok
		}
	}
	first := n.sort
	s.englishHundreds(&n)
	if first == article && n.sort == article {
		if w := s.word(n.last); w.as(scale) == nil {
			return n, false
		}
	}
	s.decimals(&n)
	return n, true
}

// isLetter tells whether a scale word is an abbreviation, which stands only behind digits.
func (s *scan) isLetter(i int) bool { return len(s.fold(i)) <= 3 && s.fold(i) != "ten" }

// englishHundreds takes words like "hundred" and "dozen" with what is added behind "hundred".
func (s *scan) englishHundreds(n *number) {
	for {
		at := s.hyphened(n.last)
		w := s.word(at)
		e := w.as(hundred)
		if e == nil || e.plural && isInt(n.value, 1) || isInt(e.value, 20) && n.sort == article {
			return
		}
		n.value, n.last, n.sort, n.scale = mul(n.value, e.value), at+1, hundred, nil
		if !isInt(e.value, 100) {
			continue
		}
		at = n.last
		joined := s.fold(at) == "and"
		if joined {
			at++
		}
		m, ok := s.englishSmall(at)
		if !ok || m.digits && (!joined || !m.value.IsInt()) || m.sort == fraction || m.value.Cmp(rat(100)) >= 0 || m.digits && m.value.Sign() == 0 || s.negates(&m) {
			continue
		}
		next := s.word(s.hyphened(m.last))
		if h := next.as(hundred); h != nil {
			if !isInt(h.value, 100) {
				n.value, n.last = add(n.value, mul(m.value, h.value)), m.last+1
			}
			return
		}
		if d, ok := s.denominator(s.hyphened(m.last)); ok && (d.plural && joined || m.sort == tens && !d.bare) {
			return // "two hundred and fifty-four hundredths", "one hundred thirty-fifths"
		}
		n.value, n.last, n.sort = add(n.value, m.value), m.last, m.sort
	}
}

func (s *scan) negates(m *number) bool { return m.negative || m.value.Sign() < 0 }

// decimals reads "point" and the digits behind it.
func (s *scan) decimals(n *number) {
	if s.fold(n.last) != "point" || !n.value.IsInt() || isInt(n.value, 1) && s.fold(n.first-1) == "at" {
		return
	}
	if decimals, last := s.decimalsAt(n.last + 1); last > 0 {
		n.value, n.last, n.digits = add(n.value, decimals), last, false
	}
}

// decimalsAt reads the digits behind "point": "five", "zero three", "seventy-one", "77".
func (s *scan) decimalsAt(i int) (r *big.Rat, last int) {
	if s.kind(i) == text.Number && isGroup(s.fold(i), 1, maxDigits) {
		return decimal("0", s.fold(i)), i + 1
	}
	var digits strings.Builder
	for last = i; digits.Len() < 12; {
		w := s.word(last)
		e := w.as(unit, zero, teen, tens)
		if e == nil || digits.Len() > 0 && e.sort != zero && e.value.Cmp(rat(10)) >= 0 {
			break
		}
		m, ok := s.englishSmall(last)
		if !ok {
			break
		}
		digits.WriteString(m.value.Num().String())
		last = m.last
		if e.sort == teen || e.sort == tens {
			break
		}
	}
	if digits.Len() == 0 {
		return nil, 0
	}
	return decimal("0", digits.String()), last
}

// englishCardinal reads a number: groups with falling scale words between them.
func (s *scan) englishCardinal(i int) (n number, ok bool) {
	n, ok = s.englishGroup(i)
	if !ok {
		return n, false
	}
	total, words := new(big.Rat), n
	for {
		e, last := s.scaleAt(&words)
		if e == nil {
			total = add(total, words.value)
			break
		}
		total = add(total, mul(words.value, e.value))
		n.last, n.scale, n.sort, n.digits = last, e.value, scale, n.digits && last == words.last+1
		next, ok := s.nextGroup(&n, &words)
		if !ok {
			words.value = new(big.Rat)
			break
		}
		n.last, words = next.last, next
		if f, _ := s.scaleAt(&next); f == nil {
			n.scale, n.sort, n.digits = nil, next.sort, false
		}
	}
	n.value = total
	n.tail = total
	if n.span.Empty() || n.last > n.first+1 {
		start := n.span.Start
		n.span = s.doc.Span(n.first, n.last)
		if n.negative || start > 0 && start < n.span.Start {
			n.span.Start = start
		}
	}
	return n, true
}

// scaleAt gives the scale word behind a group. The abbreviations k, m and bn follow digits.
func (s *scan) scaleAt(n *number) (*entry, int) {
	at := s.hyphened(n.last)
	w := s.word(at)
	e := w.as(scale)
	if e == nil || n.sort == fraction || e.plural && isInt(n.value, 1) && n.sort != unit {
		return nil, 0
	}
	if s.isLetter(at) && (!n.digits || len(s.fold(at)) == 1 && at > n.last || s.fold(at) == "m" && s.isMetres(n, at) || s.fold(at) == "mm" && s.raw(at) != "MM") {
		return nil, 0
	}
	return e, at + 1
}

// isMetres tells whether "m" behind digits is the metre: it stands apart, is large, has an exponent, or words of dimension follow.
func (s *scan) isMetres(n *number, at int) bool {
	const large = 1000
	if _, ok := s.uses(dimension, at+1); ok || !s.glued(at) && !s.isPrefix(n.first) || n.value.Cmp(rat(large)) >= 0 {
		return true
	}
	if s.glued(at+1) && (s.isPunct(at+1, "²³") || s.kind(at+1) == text.Number) {
		return true
	}
	if m, ok := s.englishDigits(at + 1 + btoi(s.fold(at+1) == "and")); ok && !s.isPrefix(n.first) {
		small, _ := s.englishMeasure(m.last)
		return small != nil && small.kind == "distance"
	}
	return false
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// nextGroup reads the group behind a scale word, if it belongs to the same number.
func (s *scan) nextGroup(n, before *number) (m number, ok bool) {
	at := n.last
	joined := s.fold(at) == "and"
	if joined || s.isPunct(at, ",") && s.isWord(at+1) {
		at++
	}
	comma := s.isPunct(n.last, ",")
	if !before.value.IsInt() && before.digits {
		return m, false
	}
	m, ok = s.englishGroup(at)
	if !ok || m.sort == fraction || !m.value.IsInt() || s.negates(&m) {
		return m, false
	}
	e, _ := s.scaleAt(&m)
	switch {
	case e != nil:
		return m, e.value.Cmp(n.scale) < 0
	case comma || m.value.Cmp(n.scale) >= 0:
		return m, false
	case m.digits && m.last == m.first+1:
		return m, joined && m.value.Cmp(rat(1000)) < 0 && before.digits && m.value.Sign() > 0 && n.scale.Cmp(rat(1000)) <= 0
	case before.digits && joined && n.scale.Cmp(rat(1000)) > 0:
		return m, false
	}
	if d, ok := s.denominator(s.hyphened(m.last)); ok && joined && d.plural {
		return m, false
	}
	return m, true
}

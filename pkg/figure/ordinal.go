package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// ordinalAt reads an ordinal: behind a definite noun («المرة الثالثة»), before a noun («أول لقاحين»), of several words («الحادي عشر»),
// or alone.
func (s *scan) ordinalAt(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found || w.cut > 0 && !strings.HasSuffix(w.proclitics, "و") || s.isAdjective(i, &w) {
		return n, false
	}
	if !w.definite {
		return s.bareOrdinal(w)
	}
	value, last, firm := s.ordinalWords(&w)
	if value == nil {
		return n, false
	}
	if _, _, isMonth := s.used(month, i); isMonth {
		return n, false
	}
	if !firm && !s.followsDefinite(i, w.as(ordinal) == nil) && !s.alone(i, last) && !s.followsObject(i, last) {
		return n, false
	}
	if w.as(ordinal) == nil && !firm && last == i+1 && s.alone(i, last) && w.as(tens, teen, hundred) == nil {
		return n, false
	}
	return s.ordinalNumber(w, last, value), true
}

// isAdjective tells «الأولي», which is no «الأولى» though both fold to one form.
func (s *scan) isAdjective(i int, w *numeral) bool {
	return w.as(ordinal) != nil && isInt(w.as(ordinal).value, 1) && strings.HasSuffix(s.plainOf(i), "ي")
}

// bareOrdinal reads one before its noun: «ثالث أيام», «أول كتابين»; or one that is all the text says.
func (s *scan) bareOrdinal(w numeral) (n number, ok bool) {
	e, next := w.as(ordinal), w.first+1
	if e == nil || w.cut > 0 {
		return n, false
	}
	plural := false
	if s.isWord(next) {
		f := s.fold(next)
		_, dual := s.voc.duals[f]
		plural = s.voc.nouns[f].plural || dual && isInt(e.value, 1)
	}
	if plural || s.alone(w.first, next) {
		return s.ordinalNumber(w, next, e.value), true
	}
	return n, false
}

// ordinalWords gives the value of the words that a definite number word begins, as an ordinal: «الثالث», «الحادي عشر», «الخامسة
// والعشرون», «المئة والخامسة والعشرون», «الثلاثون». firm tells that they can be nothing else.
func (s *scan) ordinalWords(w *numeral) (value *big.Rat, last int, firm bool) {
	last = w.first + 1
	e := w.as(ordinal)
	if e == nil {
		if e = w.as(unit); e != nil && !within(e.value, 1, 2) {
			e = nil
		}
	}
	if e != nil {
		if t, ok := s.numeral(last, plain); ok && !t.definite && t.as(unit) != nil && isInt(t.as(unit).value, 10) {
			return add(e.value, rat(10)), last + 1, true
		}
		if t, ok := s.numeral(last, joined); ok && t.as(tens) != nil && (t.definite || s.alone(w.first, t.first+1)) {
			return add(e.value, t.as(tens).value), t.first + 1, true
		}
		if w.as(ordinal) == nil {
			return nil, last, false
		}
		return e.value, last, false
	}
	if e = w.as(tens, hundred, teen); e == nil || e.plural || e.dual {
		return nil, last, false
	}
	value = e.value
	if e.sort != hundred {
		return value, last, false
	}
	if t, ok := s.numeral(last, joined); ok && (t.as(ordinal) != nil || t.as(unit) != nil) {
		if rest, end, whole := s.ordinalWords(&t); whole && t.definite {
			return add(value, rest), end, true
		}
		if u := t.as(unit); u != nil && s.alone(w.first, t.first+1) {
			return add(value, u.value), t.first + 1, false
		}
	}
	return value, last, false
}

// followsDefinite tells whether a definite noun stands before token i; behind one in the plural a cardinal counts («الكتب المئة»).
func (s *scan) followsDefinite(i int, cardinal bool) bool {
	if !s.isWord(i - 1) {
		return false
	}
	for _, r := range s.stems(i - 1) {
		w, definite := bare(r.stem)
		if !definite || r.stem == "الله" || len(s.words[i-1].numerals) > 0 && cardinal {
			continue
		}
		if _, dual := s.voc.duals[w]; cardinal && (s.voc.nouns[w].plural || dual || strings.HasSuffix(w, "ات") || strings.HasSuffix(w, "ين")) {
			return false
		}
		return true
	}
	return false
}

// followsObject tells whether an ordinal that ends the sentence or goes before its noun is what a verb speaks of: «أعجبني الأول».
func (s *scan) followsObject(i, last int) bool {
	const shortest = 10 // bytes of a verb with its object
	if !s.isWord(i-1) || len(s.fold(i-1)) < shortest || !strings.HasSuffix(s.fold(i-1), "ني") || strings.HasPrefix(s.fold(i-1), "ال") {
		return false
	}
	_, dual := s.voc.duals[s.fold(last)]
	return dual || s.kind(last) == text.Punct
}

func (s *scan) ordinalNumber(w numeral, last int, value *big.Rat) number {
	n := number{first: w.first, last: last, sort: ordinal, value: value, tail: value, definite: w.definite, rule: w.entries[0].rule}
	n.span = isnad.Span{Start: s.start(w.first, w.cut), End: s.doc.Tokens[last-1].End}
	return n
}

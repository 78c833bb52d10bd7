package figure

import (
	"isnad/pkg/isnad"
)

// ordinalAt reads an ordinal behind a definite noun: «المرة الثالثة», «الدورة الثالثة والعشرون».
func (s *scan) ordinalAt(i int) (n number, ok bool) {
	w, found := s.numeral(i, plain)
	if !found {
		return n, false
	}
	e := w.as(ordinal)
	if e == nil {
		return n, false
	}
	if !w.definite {
		if within(e.value, 3, 10) && s.isWord(i+1) && s.voc.nouns[s.fold(i+1)].plural {
			return s.ordinalNumber(w, w.first+1, e), true
		}
		return n, false
	}
	if _, _, isMonth := s.used(month, i); isMonth || !s.isWord(i-1) {
		return n, false
	}
	definite := false
	for _, r := range s.stems(i - 1) {
		if _, d := bare(r.stem); d {
			definite = true
		}
	}
	if !definite {
		return n, false
	}
	n = s.ordinalNumber(w, w.first+1, e)
	if t, ok := s.numeral(n.last, joined); ok && t.definite && t.as(tens) != nil {
		n.value, n.last = add(n.value, t.as(tens).value), t.first+1
	} else if t, ok := s.numeral(n.last, plain); ok && t.as(unit) != nil && isInt(t.as(unit).value, 10) {
		n.value, n.last = add(n.value, rat(10)), t.first+1
	}
	n.span.End = s.doc.Tokens[n.last-1].End
	return n, true
}

func (s *scan) ordinalNumber(w numeral, last int, e *entry) number {
	n := number{first: w.first, last: last, sort: ordinal, value: e.value, tail: e.value, definite: w.definite, rule: e.rule}
	n.span = isnad.Span{Start: s.start(w.first, w.cut), End: s.doc.Tokens[last-1].End}
	return n
}

package figure

import (
	"math/big"
)

// eitherDual reads «ألفا» as two thousand before a noun in the genitive, else as a thousand in the accusative.
func (s *scan) eitherDual(n *number, g *segment) {
	if !g.either || !g.bareScale || !s.isWord(g.next) {
		return
	}
	f := s.fold(g.next)
	if _, stops := s.uses(stop, g.next); stops || f[0] < 0x80 || len(f) < 4 {
		return
	}
	if containsTanween(s.doc.Raw(g.lead.first)) {
		return
	}
	if _, known := s.voc.numbers[f]; known {
		return
	}
	for _, r := range s.stems(g.next)[1:] {
		if r.proclitics == "و" && s.voc.numbers[r.stem] != nil || s.voc.numbers[r.stem] != nil && s.voc.nouns[f].singular == "" {
			return
		}
	}
	if f == "و" || len(s.stems(g.next)) > 1 && s.stems(g.next)[1].proclitics == "و" && s.voc.nouns[f].singular == "" && !s.isUnit(g.next) {
		return
	}
	n.value = mul(n.value, rat(2))
	n.tail = n.value
}

func containsTanween(raw string) bool {
	for _, r := range raw {
		if r == '\u064b' {
			return true
		}
	}
	return false
}

// signWord reads «ناقص 12».
func (s *scan) signWord(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found || w.as(sign) == nil {
		return n, false
	}
	n, ok = s.cardinal(i+1, plain)
	if !ok {
		return n, false
	}
	n.value, n.negative = new(big.Rat).Neg(n.value), true
	n.first, n.span.Start = i, s.start(w.first, w.cut)
	return n, true
}

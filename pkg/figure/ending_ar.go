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

// half takes «ونصف المليون», «وربع» behind a number, with the scale repeated or not.
func (s *scan) half(n *number) {
	w, ok := s.numeral(n.last, joined)
	if !ok {
		return
	}
	e := w.as(fraction)
	if e == nil || e.plural || e.dual || w.definite {
		return
	}
	next := w.first + 1
	if n.scale == nil {
		// «سبعة ونصفا في المئة»; «عشرون ونصف السكان» is a list
		if _, definite := bare(s.fold(next)); definite || w.as(unit) != nil {
			return
		}
		n.value, n.last = add(n.value, e.value), next
		return
	}
	if again, ok := s.numeral(next, plain); ok {
		if t := again.as(scale); t != nil && t.value.Cmp(n.scale) == 0 {
			next++
		} else {
			return
		}
	} else if _, definite := bare(s.fold(next)); definite {
		return
	}
	n.value, n.last = add(n.value, mul(e.value, n.scale)), next
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

// pointWord reads decimals that are spelled out digit by digit: «واحد فاصلة صفر سبعة».
func (s *scan) pointWord(n *number) {
	w, ok := s.numeral(n.last, plain)
	if !ok || w.as(point) == nil || n.digits {
		return
	}
	at, place, sum := n.last+1, big.NewRat(1, 10), new(big.Rat)
	for {
		g, ok := s.numeral(at, plain)
		if !ok {
			break
		}
		e := g.as(unit, zero)
		if e == nil || !within(e.value, 0, 9) {
			break
		}
		sum = add(sum, mul(e.value, place))
		place = mul(place, big.NewRat(1, 10))
		at++
	}
	if at == n.last+1 {
		g, ok := s.below(at, plain)
		if !ok || !g.value.IsInt() || g.value.Cmp(rat(100)) >= 0 {
			return
		}
		sum, at = mul(g.value, big.NewRat(1, 100)), g.next
	}
	n.value, n.last = add(n.value, sum), at
}

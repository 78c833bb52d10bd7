package figure

import (
	"math/big"
	"strings"
)

// goOn takes what makes a whole number a broken one.
func (s *scan) goOn(n *number) {
	s.half(n)
	s.timesPart(n)
	s.pointWord(n)
	s.tenths(n)
	s.ratio(n)
}

// half takes «ونصف المليون», «وربع», «وثلاثة أرباع», «وثلثان» behind a number, with the scale repeated or not.
func (s *scan) half(n *number) {
	w, ok := s.numeral(n.last, joined)
	if !ok || w.definite {
		return
	}
	value, next := s.partsAt(&w)
	if value == nil {
		return
	}
	_, definite := bare(s.fold(next))
	if n.scale == nil {
		// «سبعة ونصفا في المئة»; «عشرون ونصف السكان» is a list, and so is «ثلاثة وخمس» unless nothing follows
		if !definite && (next > w.first+1 || w.as(unit) == nil || s.alone(n.first, next)) {
			n.value, n.last = add(n.value, value), next
		}
		return
	}
	if w.as(unit) != nil && next == w.first+1 {
		return
	}
	if again, ok := s.numeral(next, plain); ok {
		t := again.as(scale)
		if t == nil || t.value.Cmp(n.scale) != 0 {
			return
		}
		next++
	} else if definite {
		return
	}
	n.value, n.last = add(n.value, mul(value, n.scale)), next
}

// partsAt gives the value of the fraction that w begins, one word or two («ثلاثة أرباع»), and the token behind it.
func (s *scan) partsAt(w *numeral) (*big.Rat, int) {
	next := w.first + 1
	if u := w.as(unit); u != nil && within(u.value, 2, 9) {
		if parts, ok := s.numeral(next, plain); ok && parts.as(fraction) != nil && parts.as(fraction).plural {
			return mul(u.value, parts.as(fraction).value), next + 1
		}
	}
	if e := w.as(fraction, measured); e != nil && !e.plural {
		return e.value, next
	}
	return nil, next
}

// timesPart takes a fraction that is counted by a number above ten: «مئة وثلاثون أخماس».
func (s *scan) timesPart(n *number) {
	w, ok := s.numeral(n.last, plain)
	if !ok || w.definite || n.digits || n.sort != tens && n.sort != teen {
		return
	}
	e := w.as(fraction)
	if e == nil || e.dual || !e.plural && w.as(unit) == nil {
		return
	}
	n.value, n.last, n.sort, n.stated = mul(n.value, e.value), n.last+1, fraction, true
}

// pointWord reads spelled-out decimals: «واحد فاصلة صفر سبعة», «سبعة فاصلة ثلاثمئة واثنا عشر».
func (s *scan) pointWord(n *number) {
	w, ok := s.numeral(n.last, plain)
	if !ok || w.as(point) == nil {
		return
	}
	var decimals strings.Builder
	at := n.last + 1
	for decimals.Len() < maxDigits {
		g, ok := s.hundreds(at, plain)
		if !ok || g.digits != nil || !g.value.IsInt() {
			break
		}
		decimals.WriteString(g.value.Num().String())
		at = g.next
		if g.value.Cmp(rat(10)) >= 0 {
			break
		}
	}
	if decimals.Len() == 0 {
		return
	}
	value, _ := new(big.Rat).SetString("0." + decimals.String())
	if ten, end, ok := s.tenPower(at); ok { // «ثلاثة من مئة»
		if v, _ := new(big.Rat).SetString(decimals.String()); v.Cmp(ten) < 0 {
			value, at = new(big.Rat).Quo(v, ten), end
		}
	}
	if n.value.Sign() < 0 {
		value.Neg(value)
	}
	n.value, n.last, n.scale, n.part = add(n.value, value), at, nil, nil
}

// tenPower reads «من عشرة», «من مئة», «من ألف» behind the decimals of a number, where nothing is counted behind it.
func (s *scan) tenPower(i int) (ten *big.Rat, end int, ok bool) {
	if s.fold(i) != "من" {
		return nil, i, false
	}
	n, ok := s.integer(i+1, plain)
	if !ok || n.digits || n.definite || s.isWord(n.last) && !s.isUnit(n.last) {
		return nil, i, false
	}
	v, ok := whole(n.value)
	for ok && v > 10 && v%10 == 0 {
		v /= 10
	}
	return n.value, n.last, ok && v == 10
}

// tenths reads decimals that are told as parts of ten, a hundred, a thousand: «ستة وثمانية وثمانون من مئة» is 6.88.
func (s *scan) tenths(n *number) {
	if n.digits || n.value == nil || !n.value.IsInt() {
		return
	}
	if rest, ok := s.integer(n.last, joined); ok && !rest.digits && rest.value.IsInt() {
		if ten, end, ok := s.tenPower(rest.last); ok && rest.value.Cmp(ten) < 0 {
			n.value, n.last, n.part, n.scale = add(n.value, new(big.Rat).Quo(rest.value, ten)), end, nil, nil
			return
		}
	}
	if n.part == nil {
		return
	}
	if ten, end, ok := s.tenPower(n.last); ok && n.part.Cmp(ten) < 0 && n.value.Cmp(ten) >= 0 {
		// the last word alone is the decimals: «مئة وواحد وخمسون من مئة»
		n.value = add(n.value, add(new(big.Rat).Quo(n.part, ten), new(big.Rat).Neg(n.part)))
		n.last, n.part, n.scale = end, nil, nil
	}
}

package figure

import (
	"math/big"

	"isnad/pkg/text"
)

// ratio reads one number as so many parts of another: «واحد على عشرين», «جزء من مئة».
func (s *scan) ratio(n *number) {
	if n.value == nil || n.value.Sign() == 0 {
		return
	}
	var of number
	ok := false
	switch s.fold(n.last) {
	case "علي": // «على», folded
		of, ok = s.integer(n.last+1, plain)
		ok = ok && (n.value.Cmp(of.value) < 0 || !n.digits && !of.digits || !s.isWord(of.last)) && (isInt(n.value, 1) || !s.isNounAt(of.last))
	case "من":
		of, ok = s.integer(n.last+1, plain)
		ok = ok && n.value.Cmp(of.value) < 0 && !s.isWord(of.last) && (!n.digits && !of.digits || s.alone(n.first, of.last))
	case "في":
		of, ok = s.integer(n.last+1, plain)
		ok = ok && n.value.Cmp(of.value) < 0 && s.alone(n.first, of.last)
	case "جزء", "اجزاء":
		if s.fold(n.last+1) == "من" {
			of, ok = s.integer(n.last+2, plain)
			s.wholePart(n, &of, ok)
		}
	}
	if !ok || of.value.Sign() == 0 || of.definite {
		return
	}
	n.value, n.last, n.sort, n.stated = new(big.Rat).Quo(n.value, of.value), of.last, fraction, true
	n.scale, n.part, n.thousands = nil, nil, nil
}

// wholePart takes the hundreds of «مئتان وثلاثة جزء من مئة» out of the parts: only the three are hundredths.
func (s *scan) wholePart(n, of *number, ok bool) {
	if !ok {
		return
	}
	v, fits := whole(n.value)
	parts, isWhole := whole(of.value)
	if !fits || !isWhole || parts != 10 && parts != 100 && parts != 1000 || v < parts || v%parts == 0 {
		return
	}
	// so written that dividing by the parts gives whole and parts
	n.value = rat(v - v%parts)
	n.value = add(mul(n.value, of.value), rat(v%parts))
}

// alone tells whether the tokens are all that the sentence says, but for an approximator behind them.
func (s *scan) alone(first, last int) bool {
	for i := s.first; i < first; i++ {
		if s.isWord(i) || i < s.done {
			return false
		}
	}
	if last < s.last && s.words[last].after {
		_, last = s.voc.after.from(s, last, s.fold(last))
	}
	const most = 3 // marks behind it
	for i := last; i < s.last; i++ {
		if s.kind(i) != text.Punct || i-last > most {
			return false
		}
	}
	return true
}

package figure

import (
	"math/big"
	"strings"
	"unicode"

	"isnad/pkg/text"
)

// notation takes what the signs behind or before digits make of them: .77, 3/4, 2 1/4, 1.2e13, 2^10.
func (s *scan) notation(n *number) {
	s.leadingPoint(n)
	if s.exponent(n) || s.power(n) {
		return
	}
	s.slash(n)
}

// touches tells whether token i of the sentence stands close to the one before it, but for marks of direction.
func (s *scan) touches(i int) bool {
	if i <= s.first || i >= s.last {
		return false
	}
	for _, r := range s.doc.Article.Text[s.doc.Tokens[i-1].End:s.doc.Tokens[i].Start] {
		if !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// leadingPoint reads .77 and ٫٧٧.
func (s *scan) leadingPoint(n *number) {
	i := n.first
	if !s.isPunct(i-1, ".٫") || !s.glued(i) || s.glued(i-1) || i-1 < s.done || n.last != i+1 || !isGroup(s.fold(i), 1, maxDigits) {
		return
	}
	if v, ok := new(big.Rat).SetString("0." + s.fold(i)); ok {
		n.value, n.thousands, n.span.Start = v, nil, s.doc.Tokens[i-1].Start
	}
}

// smallInt reads a whole number with a sign whose first token is i, glued to what stands before.
func (s *scan) smallInt(i int) (v int64, end int, ok bool) {
	const digits = 2
	sign := int64(1)
	if s.isPunct(i, "+-−") && s.glued(i) {
		if s.fold(i) != "+" {
			sign = -1
		}
		i++
	}
	if s.kind(i) != text.Number || !s.glued(i) || !isGroup(s.fold(i), 1, digits) {
		return 0, i, false
	}
	for _, r := range s.fold(i) {
		v = 10*v + int64(r-'0')
	}
	return sign * v, i + 1, true
}

// exponent reads 1.2e13.
func (s *scan) exponent(n *number) bool {
	if s.fold(n.last) != "e" || !s.glued(n.last) {
		return false
	}
	k, end, ok := s.smallInt(n.last + 1)
	if !ok {
		return false
	}
	n.value, n.last, n.thousands = mul(n.value, raised(rat(10), k)), end, nil
	return true
}

// power reads 2^10.
func (s *scan) power(n *number) bool {
	if !s.isPunct(n.last, "^") || !s.glued(n.last) || n.value.Sign() == 0 || n.last-n.first > 1 {
		return false
	}
	k, end, ok := s.smallInt(n.last + 1)
	if !ok {
		return false
	}
	v := raised(n.value, k)
	if n.negative && v.Sign() > 0 {
		v.Neg(v) // -2^2 is -(2^2)
	}
	n.value, n.last, n.thousands = v, end, nil
	return true
}

// raised gives r to the power of k.
func raised(r *big.Rat, k int64) *big.Rat {
	out := rat(1)
	for range max(k, -k) {
		out = mul(out, r)
	}
	if k < 0 {
		out.Inv(out)
	}
	return out
}

// slash reads 3/4 and 2 1/4 where it can be no date, page or score: as a part of something, with a sign, or alone.
func (s *scan) slash(n *number) {
	if s.isPunct(n.last, "/") {
		if v, end, ok := s.parts(n.first); ok && s.isShare(n, end) {
			if n.negative {
				v = new(big.Rat).Neg(v)
			}
			n.value, n.last, n.sort, n.stated, n.thousands = v, end, fraction, true, nil
		}
		return
	}
	if s.kind(n.last) != text.Number || s.glued(n.last) || !isGroup(s.fold(n.first), 1, 3) {
		return
	}
	v, end, ok := s.parts(n.last)
	if !ok || v.Cmp(rat(1)) >= 0 {
		return
	}
	if n.negative {
		v = new(big.Rat).Neg(v)
	}
	n.value, n.last, n.thousands = add(n.value, v), end, nil
}

// parts reads two short whole numbers with a stroke between.
func (s *scan) parts(i int) (v *big.Rat, end int, ok bool) {
	const short = 4
	if !s.isPunct(i+1, "/") || !s.glued(i+1) || !s.glued(i+2) || s.kind(i+2) != text.Number || s.isPunct(i+3, "/-") && s.glued(i+3) {
		return nil, i, false
	}
	above, below := s.fold(i), s.fold(i+2)
	if !isGroup(above, 1, short) || !isGroup(below, 1, short) || strings.Trim(below, "0") == "" {
		return nil, i, false
	}
	v, ok = new(big.Rat).SetString(above + "/" + below)
	return v, i + 3, ok
}

// isShare tells whether digits around a stroke, which end before token end, are a share of something.
func (s *scan) isShare(n *number, end int) bool {
	if n.negative || s.alone(n.first, end) {
		return true
	}
	if s.isUnit(end) {
		return true
	}
	_, definite := bare(s.fold(end))
	below := s.fold(end - 1)
	return len(s.fold(n.first)) == 1 && (len(below) == 1 || below == "10" || below == "100") && s.fold(n.first) < below &&
		(definite && s.voc.nouns[s.fold(end)].singular == "" || s.fold(end) == "of")
}

package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// number is a number that was read, before it is known what it counts.
type number struct {
	first, last int // tokens, half-open
	span        isnad.Span
	sort        sort     // of its last word; unit for digits
	value       *big.Rat // nil for vague ones
	low, high   *big.Rat // of vague ones
	scale       *big.Rat // of the last word, where that is a scale word
	tail        *big.Rat // what is said before the noun decides its form: 3–10, 11–99, hundreds
	thousands   *big.Rat // the other reading of «3.500»
	part        *big.Rat // what its last «و» adds
	proclitics  string
	digits      bool
	definite    bool
	negative    bool
	dual        *dualNoun // the noun that is a number in itself: «جنديان»
	dualStart   int       // where the dual begins, if a number word follows it: «جنديان اثنان»
	stated      bool      // a fraction that is a number in itself: «3/4», «واحد على عشرين»
	implied     bool      // a unit without a number word: «سنة وربع»
	rule        string
}

func (s *scan) number(i int) (number, bool) {
	if s.voc.language == isnad.Arabic {
		return s.arabicNumber(i)
	}
	return s.englishNumber(i)
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// whole gives a whole number of moderate size.
func whole(r *big.Rat) (int64, bool) {
	if r == nil || !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	return r.Num().Int64(), true
}

// within tells whether low ≤ r ≤ high.
func within(r *big.Rat, low, high int64) bool {
	if n, ok := whole(r); ok {
		return low <= n && n <= high
	}
	return r.Cmp(rat(low)) >= 0 && r.Cmp(rat(high)) <= 0
}

// isInt tells whether r is that whole number.
func isInt(r *big.Rat, n int64) bool {
	v, ok := whole(r)
	return ok && v == n
}

// remainder gives the last two digits of a whole number, which decide the form of an Arabic noun behind it, or -1.
func remainder(r *big.Rat) int64 {
	if r == nil || !r.IsInt() {
		return -1
	}
	if n, ok := whole(r); ok && n >= 0 {
		return n % 100
	}
	return new(big.Int).Mod(r.Num(), big.NewInt(100)).Int64()
}

// vagueHigh gives the upper bound of a bare plural of a number word.
func vagueHigh(low *big.Rat) *big.Rat { return add(mul(low, rat(10)), rat(-1)) }

// digitsAt reads a number in digits at token i: separators in it, and groups of three parted by spaces or Arabic commas.
func (s *scan) digitsAt(i int) (n number, ok bool) {
	if s.kind(i) != text.Number {
		return n, false
	}
	n = number{first: i, last: i + 1, sort: unit, digits: true, rule: "digits"}
	fold := s.fold(i)
	const most = 6 // groups
	for groups := 0; groups < most && isGroup(fold, 1, maxDigits) && (groups > 0 || len(fold) <= 3) && s.continuesGroup(n.last); groups++ {
		if s.kind(n.last) == text.Punct {
			n.last++
		}
		fold += s.fold(n.last)
		n.last++
	}
	if s.isPunct(n.last, ",.٫٬") && s.kind(n.last+1) == text.Number && s.touches(n.last) && s.touches(n.last+1) {
		fold += s.fold(n.last) + s.fold(n.last+1) // marks of direction stand around the separator
		n.last += 2
	}
	n.value, n.thousands = parseDigits(fold, s.voc.language == isnad.Arabic)
	n.tail = n.value
	n.span = s.doc.Span(i, n.last)
	s.signed(&n)
	if n.value != nil {
		s.notation(&n)
		n.tail, n.span.End = n.value, s.doc.Tokens[n.last-1].End
	}
	return n, n.value != nil
}

// continuesGroup tells whether a group of three digits goes on at token i, behind a glued Arabic comma or a space; the last group may
// carry decimals.
func (s *scan) continuesGroup(i int) bool {
	if s.isPunct(i, "،") {
		return s.glued(i) && s.glued(i+1) && s.kind(i+1) == text.Number && isLastGroup(s.fold(i+1))
	}
	if s.kind(i) != text.Number {
		return false
	}
	switch s.doc.Article.Text[s.doc.Tokens[i-1].End:s.doc.Tokens[i].Start] {
	case " ":
		return isGroup(s.fold(i), 3, 3)
	case "\u00a0", "\u202f", "\u2009":
		return isLastGroup(s.fold(i))
	}
	return false
}

// isLastGroup tells whether folded digits are three, and behind a decimal mark one or two.
func isLastGroup(fold string) bool {
	at := strings.IndexAny(fold, ".,٫")
	if at < 0 {
		return isGroup(fold, 3, 3)
	}
	return isGroup(fold[:at], 3, 3) && isGroup(strings.TrimLeft(fold[at:], ".,٫"), 1, 2)
}

func isGroup(fold string, least, most int) bool {
	for _, r := range fold {
		if r < '0' || r > '9' {
			return false
		}
	}
	return least <= len(fold) && len(fold) <= most
}

// signed takes a minus that is glued before the digits and to nothing else.
func (s *scan) signed(n *number) {
	i := n.first
	if i-1 < s.first || !s.isPunct(i-1, "-−–") || !s.glued(i) || i-1 > s.first && s.glued(i-1) && !s.isPunct(i-2, "<>=(") || i-1 < s.done {
		return
	}
	n.negative = true
	n.value = new(big.Rat).Neg(n.value)
	n.span.Start = s.doc.Tokens[i-1].Start
}

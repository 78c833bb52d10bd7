package text

import (
	"unicode"
	"unicode/utf8"

	"isnad/pkg/arabic"
)

// sorting is what a rune may be to the scanner: several bits may be set.
type sorting uint8

const (
	letter sorting = 1 << iota
	digit
	invisible
	blank // parts tokens: a space or an invisible rune
)

// sorts holds the sort of every rune below, Latin and Arabic letters among them: a look-up in Unicode's own tables is a search, and every
// rune of a text is asked for several of its sorts.
var sorts = func() (out [0x0700]sorting) {
	for r := range rune(len(out)) {
		out[r] = sortOf(r)
	}
	return out
}()

// sortOf tells the sorts of any rune.
func sortOf(r rune) (out sorting) {
	if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsLetter(r) {
		out |= letter
	}
	if _, ok := arabic.Digit(r); ok {
		out |= digit
	}
	// Direction marks and their like stand between tokens without parting anything the eye sees.
	if r >= utf8.RuneSelf && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r)) || r == arabic.Tatweel || unicode.IsControl(r) {
		out |= invisible | blank
	}
	if unicode.IsSpace(r) {
		out |= blank
	}
	return out
}

func is(r rune, s sorting) bool {
	if uint32(r) < uint32(len(sorts)) {
		return sorts[r]&s != 0
	}
	return sortOf(r)&s != 0
}

func isDigit(r rune) bool     { return is(r, digit) }
func isLetter(r rune) bool    { return is(r, letter) }
func isInvisible(r rune) bool { return is(r, invisible) }
func isBlank(r rune) bool     { return is(r, blank) }

package arabic

import (
	"unicode"
	"unicode/utf8"
)

// Letters and marks that the rules name.
const (
	Alef       = 'ا'
	AlefMaqsur = 'ى'
	TaMarbuta  = 'ة'
	Tatweel    = 'ـ'
	Waw        = 'و'
	Fa         = 'ف'
	Ba         = 'ب'
	Lam        = 'ل'
	Kaf        = 'ك'
	Comma      = '،'
	Semicolon  = '؛'
	Question   = '؟'
	Percent    = '٪'
	Decimal    = '٫'
	Thousands  = '٬'
)

// Fold gives the form under which spellings of one word meet: without vowel marks, tatweel and invisible format marks; one alef, one
// ya, one ha for ta marbuta, one waw; Persian letters and presentation forms as their Arabic ones; digits as ASCII; Latin letters in
// lower case. Fold is idempotent. It is for matching only: على and علي meet in it, so a matcher must compare the raw words too where
// that matters. RawOffset leads back to the source.
func Fold(s string) string {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		a, b := foldRune(r)
		if a != r || b != 0 || r == utf8.RuneError {
			return string(AppendFold(append(make([]byte, 0, len(s)), s[:i]...), s[i:]))
		}
		i += n
	}
	return s
}

// AppendFold appends Fold(s) to dst.
func AppendFold(dst []byte, s string) []byte {
	for _, r := range s {
		if at := uint32(r) - 0x0600; at < uint32(len(block)) { // nearly all letters of a text
			if a := block[at]; a >= 0 {
				dst = utf8.AppendRune(dst, a)
			}
			continue
		}
		a, b := foldRune(r)
		if a >= 0 {
			dst = utf8.AppendRune(dst, a)
		}
		if b != 0 {
			dst = utf8.AppendRune(dst, b)
		}
	}
	return dst
}

// RawOffset gives the byte offset in s behind the first n bytes of Fold(s), and behind the marks that belong to them: 0 ≤ result ≤
// len(s), always on a rune edge. A ligature that folds to two letters is not cut: its end is given.
func RawOffset(s string, n int) int {
	folded := 0
	for i, r := range s {
		a, b := foldRune(r)
		if folded >= n && a >= 0 {
			return i
		}
		folded += width(a)
		if b != 0 {
			folded += width(b)
		}
	}
	return len(s)
}

func width(r rune) int {
	if r < 0 {
		return 0
	}
	return utf8.RuneLen(r)
}

// dropped is what foldRune gives for a rune that leaves no trace.
const dropped = -1

// foldRune gives the one or two runes that r folds to; the second is 0 where there is none.
func foldRune(r rune) (first, second rune) {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A', 0
		}
		return r, 0
	case r < 0x0600:
		if r == 0x00AD {
			return dropped, 0
		}
		return unicode.ToLower(r), 0
	case r <= 0x06FF:
		return block[r-0x0600], 0
	case 0xFB50 <= r && r <= 0xFEFF:
		return foldPresentation(r)
	case '０' <= r && r <= '９':
		return r - '０' + '0', 0
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r):
		return dropped, 0
	}
	return unicode.ToLower(r), 0
}

// foldArabic folds the block U+0600–U+06FF.
func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return Alef
	case 'ى', 'ئ', 'ی', 'ې', 'ۍ':
		return 'ي'
	case 'ؤ':
		return Waw
	case 'ة', 'ہ', 'ۀ', 'ە', 'ھ':
		return 'ه'
	case 'ک', 'گ', 'ڪ':
		return Kaf
	case 'پ':
		return Ba
	case 'ڤ':
		return Fa
	case 'چ':
		return 'ج'
	case 'ژ':
		return 'ز'
	case Tatweel:
		return dropped
	}
	if d, ok := Digit(r); ok {
		return '0' + rune(d)
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return dropped
	}
	return r
}

// block is foldArabic of every rune of the block: the table costs a kilobyte and saves two lookups in Unicode's tables a letter.
var block = func() (out [0x100]rune) {
	for i := range out {
		out[i] = foldArabic(0x0600 + rune(i))
	}
	return out
}()

// foldPresentation folds Arabic presentation forms A and B. Only those that news pages carry are unfolded: the shapes of single
// letters and the lam-alef ligatures.
func foldPresentation(r rune) (first, second rune) {
	if 0xFEF5 <= r && r <= 0xFEFC {
		return Lam, Alef
	}
	if 0xFE80 <= r && r <= 0xFEF4 {
		return foldArabic(shapes[r-0xFE80]), 0
	}
	if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) || 0xFE70 <= r && r <= 0xFE7F {
		return dropped, 0
	}
	return r, 0
}

// shapes gives the letter of each presentation form from U+FE80 to U+FEF4 (The Unicode Standard, chart FE70).
var shapes = func() (out [0xFEF5 - 0xFE80]rune) {
	at := 0
	for _, g := range []struct {
		letter rune
		shapes int
	}{
		{'ء', 1}, {'آ', 2}, {'أ', 2}, {'ؤ', 2}, {'إ', 2}, {'ئ', 4}, {'ا', 2}, {'ب', 4}, {'ة', 2}, {'ت', 4}, {'ث', 4}, {'ج', 4}, {'ح', 4},
		{'خ', 4}, {'د', 2}, {'ذ', 2}, {'ر', 2}, {'ز', 2}, {'س', 4}, {'ش', 4}, {'ص', 4}, {'ض', 4}, {'ط', 4}, {'ظ', 4}, {'ع', 4}, {'غ', 4},
		{'ف', 4}, {'ق', 4}, {'ك', 4}, {'ل', 4}, {'م', 4}, {'ن', 4}, {'ه', 4}, {'و', 2}, {'ى', 2}, {'ي', 4},
	} {
		for range g.shapes {
			out[at] = g.letter
			at++
		}
	}
	return out
}()

// Plain drops vowel marks, tatweel and format marks and leaves the letters as they are: the form that tells على from علي.
func Plain(s string) string {
	for i, r := range s {
		if isMark(r) {
			out := append(make([]byte, 0, len(s)), s[:i]...)
			for _, r := range s[i:] {
				if !isMark(r) {
					out = utf8.AppendRune(out, r)
				}
			}
			return string(out)
		}
	}
	return s
}

func isMark(r rune) bool {
	if r >= 'ء' && r <= 'ي' { // nearly all runes that are asked about: letters, and the tatweel among them
		return r == Tatweel
	}
	return r >= utf8.RuneSelf && (r == Tatweel || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r))
}

// IsLetter tells whether r is a letter of Arabic script.
func IsLetter(r rune) bool {
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
}

// Digit gives the value of an ASCII, Arabic-Indic, Persian or fullwidth digit.
func Digit(r rune) (int, bool) {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0'), true
	case '٠' <= r && r <= '٩':
		return int(r - '٠'), true
	case '۰' <= r && r <= '۹':
		return int(r - '۰'), true
	case '０' <= r && r <= '９':
		return int(r - '０'), true
	}
	return 0, false
}

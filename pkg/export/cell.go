package export

import (
	"strings"
	"unicode"
)

// longestCell bounds a cell, in units of UTF-16: a spreadsheet cuts what is longer, or lets it run into the next rows.
const longestCell = 32_000

// lines gives every end of a line as one character.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// cell makes text fit for a spreadsheet, which must neither reckon with it nor be led astray by it.
//
// An apostrophe is put before = + - @ where a cell begins: at the start, and behind a tab, the end of a line or other, the separator of
// spreadsheets with other settings, for those begin a cell there; blanks, marks that show nothing and quotation marks between are passed
// over. Control characters are shown as pictures. Characters that turn the direction of what follows are left out, for they turn what
// stands in the next cell too; marks of direction (LRM, RLM, ALM) stay.
func cell(s string, other rune) string {
	if ordinary(s, other) {
		return s
	}
	var b strings.Builder
	units := 0
	opens := true
	for _, r := range strings.TrimSpace(lines.Replace(strings.Map(unturned, s))) {
		if opens && formula(r) {
			b.WriteByte('\'')
			units++
		}
		opens = r == '\n' || r == '\t' || r == other || opens && passedOver(r)
		if r = picture(r); r > 0xFFFF {
			units++
		}
		if units++; units > longestCell {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ordinary tells that nothing of s needs a second look: nearly all cells are so.
func ordinary(s string, other rune) bool {
	if len(s) > longestCell {
		return false
	}
	for i, r := range s {
		if r < ' ' || r == other || r >= 0x7F && r < 0xA0 || r >= 0x2028 && r <= 0x202E || turns(r) || r == unicode.ReplacementChar {
			return false
		}
		if i == 0 && (formula(r) || passedOver(r)) {
			return false
		}
	}
	return s == strings.TrimSpace(s)
}

// formula tells whether a cell that begins with r is reckoned with; the wide forms are, where East Asian settings are in use.
func formula(r rune) bool {
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

func passedOver(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '"'
}

// turns tells whether r opens or closes a stretch of another direction.
func turns(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// unturned drops what turns, for strings.Map.
func unturned(r rune) rune {
	if turns(r) {
		return -1
	}
	return r
}

// picture gives the character that stands for a control character.
func picture(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r < ' ':
		return 0x2400 + r
	case r == 0x7F:
		return 0x2421
	case r < 0xA0 && r > 0x7F:
		return unicode.ReplacementChar
	}
	return r
}

// numeral tells whether s is a number as Decimal writes it, and can be nothing else.
func numeral(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(fraction))
}

package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reach bounds how far a dateline goes, in bytes.
const reach = 140

// dateline gives the length of the dateline that opens a line, with its dash, or 0: a place of at most three words, perhaps a date and an
// agency in brackets, then a dash with blanks around it. «بغداد -», «طرابلس (لبنان) - 16 كانون الثاني/يناير (الأرز برس) -», "AMMAN, May
// 21 (Harbour Wire) -", "BRUSSELS —".
func dateline(s string) int {
	best := 0
	for at := 0; at < min(len(s), reach); {
		r, n := utf8.DecodeRuneInString(s[at:])
		if isDash(r) && spaced(s, at, n) && isHead(s[:at]) {
			best = at + n
		}
		at += n
	}
	return best
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' }

// spaced tells whether blanks stand around the dash: a hyphen inside a name has none.
func spaced(s string, at, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at+n:])
	return unicode.IsSpace(before) && (at+n == len(s) || unicode.IsSpace(after))
}

// isHead tells whether s has the shape of a dateline: a short place, then only parts that hold a date or stand in brackets.
func isHead(s string) bool {
	const placeWords, partWords = 3, 5
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("،,()", r) || isDash(r) })
	bracket := strings.ContainsAny(s, "()")
	for i, part := range parts {
		n := len(words(part))
		switch {
		case i == 0 && (n == 0 || n > placeWords || strings.ContainsFunc(part, unicode.IsDigit)):
			return false
		case n > partWords:
			return false
		}
	}
	if len(parts) == 0 || strings.ContainsAny(s, "؟?!:؛\"«»“”") || stops(s) {
		return false
	}
	// A Latin place alone before a dash is written in capitals; otherwise the dash may only set a phrase apart.
	if parts[0] != "" && parts[0][0] < utf8.RuneSelf && !bracket {
		return strings.ToUpper(parts[0]) == parts[0]
	}
	return true
}

// stops tells whether a full stop stands in s that is not that of an abbreviated month ("Sept.").
func stops(s string) bool {
	const longest = 5
	for at := strings.IndexByte(s, '.'); at >= 0; {
		word := s[strings.LastIndexAny(s[:at], " ,")+1 : at]
		if len(word) == 0 || len(word) > longest || word[0] >= utf8.RuneSelf {
			return true
		}
		next := strings.IndexByte(s[at+1:], '.')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

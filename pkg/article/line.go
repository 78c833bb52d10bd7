package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// line is a line of a page that is not blank.
type line struct {
	isnad.Span
	text   string
	words  []string // folded, without marks
	kind   isnad.ZoneKind
	opens  string // what the lines behind it are, see lexicon.Zone
	digits bool
}

// breaks end a line.
const breaks = "\n\r\v\f\u0085\u2028\u2029"

// split gives the lines of a text, trimmed.
func split(text string) []line {
	var out []line
	for at := 0; at < len(text); {
		end := len(text)
		next := end
		if i := strings.IndexAny(text[at:], breaks); i >= 0 {
			end = at + i
			_, n := utf8.DecodeRuneInString(text[end:])
			next = end + n
		}
		if l := newLine(text, at, end); !l.Empty() {
			out = append(out, l)
		}
		at = next
	}
	return out
}

func newLine(text string, at, end int) line {
	s := text[at:end]
	trimmed := strings.TrimLeftFunc(s, isBlank)
	at += len(s) - len(trimmed)
	trimmed = strings.TrimRightFunc(trimmed, isBlank)
	l := line{Span: isnad.Span{Start: at, End: at + len(trimmed)}, text: trimmed}
	l.words = words(trimmed)
	l.digits = strings.ContainsFunc(trimmed, unicode.IsDigit)
	return l
}

func isBlank(r rune) bool { return unicode.IsSpace(r) }

// words gives the folded words and numbers of a line.
func words(s string) []string {
	return strings.FieldsFunc(arabic.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// lastMark gives the mark that ends the line, past closing quotation marks but not past a bracket that opens behind the stop.
func (l *line) lastMark() rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(l.text, "\"'”»›″’ \u00a0\u200f\u200e"))
	return r
}

// Lengths, in words, by which lines are told apart.
const (
	longLine     = 25 // always running text
	longQuestion = 12 // a shorter line that ends in ؟ or ! may be a title or a subhead
	shortest     = 4  // a shorter one is no sentence
	longByline   = 8
	longSubhead  = 12
	longTitle    = 30
)

// isSentence tells running text by its length and its stop.
func (l *line) isSentence() bool {
	n := len(l.words)
	switch l.lastMark() {
	case '.', '。', '۔':
		return n >= shortest
	case '؟', '?', '!', '…':
		return n > longQuestion
	case ':', '؛', '،', ',':
		return n >= longQuestion
	case ']', ')':
		return n >= longLine && !l.creditAfterStop()
	}
	return n >= longLine
}

// creditAfterStop tells a bracket behind a full stop: «… مقاتليه. [من الأرشيف]».
func (l *line) creditAfterStop() bool {
	at := strings.LastIndexAny(l.text, "[(")
	return at > 0 && strings.HasSuffix(strings.TrimRightFunc(l.text[:at], isBlank), ".")
}

// separators stand between the parts of a breadcrumb.
const separators = ">»›|/•·"

// isBreadcrumb tells «الرئيسية > محليات > أمن»: short parts between separators, no sentence.
func (l *line) isBreadcrumb() bool {
	parts := strings.FieldsFunc(l.text, func(r rune) bool { return strings.ContainsRune(separators, r) })
	if len(parts) < 2 || l.digits {
		return false
	}
	for _, p := range parts {
		if len(strings.Fields(p)) > 4 || strings.TrimSpace(p) == "" {
			return false
		}
	}
	return true
}

// isBar tells a row of links or counters: chunks with wide gaps between them.
func (l *line) isBar() bool {
	s := strings.ReplaceAll(l.text, "\t", "   ")
	return strings.Contains(s, "   ") && len(l.words) < longLine || strings.Contains(s, "  ") && len(l.words) <= longQuestion && !l.isSentence()
}

// isBarOf tells a line of nothing but words of such bars and numbers: at least two, one of them a word.
func (l *line) isBarOf(bar map[string]bool) bool {
	known := 0
	for _, w := range l.words {
		if bar[w] {
			known++
		} else if !isNumber(w) {
			return false
		}
	}
	return known > 0 && len(l.words) >= 2
}

func isNumber(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsDigit(r)
}

// isMasthead tells the outlet's name with a word or two more at the top of the page: «بوابة النيل الإخبارية».
func (l *line) isMasthead(outlet []string) bool {
	n := len(outlet)
	return n >= 2 && len(l.words) >= n && len(l.words) <= n+2 && slices.Equal(l.words[:n], outlet) && !l.isSentence()
}

// isStamp tells the time stamp of a page: a clock time or a date, and few other words.
func (l *line) isStamp(calendar map[string]bool) bool {
	if !l.digits || len(l.words) > longQuestion || l.isSentence() {
		return false
	}
	letters, numbers, dates := 0, 0, 0
	for _, w := range l.words {
		switch {
		case isNumber(w):
			numbers++
		case calendar[w]:
			dates++
		default:
			letters++
		}
	}
	const few, some = 2, 6
	return hasClock(l.text) && numbers >= 2 && letters <= some || (numbers >= 2 || dates > 0) && letters <= few
}

// hasCredit tells a short bracket at the end, such as names the photographer: «… في المرفأ [سنابل برس]».
func (l *line) hasCredit() bool {
	const most = 5
	at := strings.LastIndexAny(l.text, "[(")
	return at > 0 && strings.ContainsAny(l.text[len(l.text)-1:], "])") && len(words(l.text[at:])) <= most
}

// hasClock tells whether a clock time such as 10:42 stands in s.
func hasClock(s string) bool {
	s = arabic.Fold(s)
	for i := 1; i+2 < len(s); i++ {
		if s[i] == ':' && isDigit(s[i-1]) && isDigit(s[i+1]) && isDigit(s[i+2]) {
			return true
		}
	}
	return false
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isCounter tells «0 / 800», the letters left in a comment box.
func (l *line) isCounter() bool {
	s := strings.TrimRightFunc(arabic.Fold(l.text), func(r rune) bool { return unicode.IsDigit(r) || unicode.IsSpace(r) })
	rest, ok := strings.CutSuffix(s, "/")
	if !ok || len(s) == len(l.text) {
		return false
	}
	rest = strings.TrimRightFunc(rest, unicode.IsSpace)
	return rest != "" && isDigit(rest[len(rest)-1]) && !l.isSentence()
}

// isMarkup tells what is left of a page's source.
func (l *line) isMarkup() bool {
	return strings.Contains(l.text, `="`) && (strings.Contains(l.text, `">`) || strings.Contains(l.text, "<"))
}

// isRemark tells the shape of a reader's comment: a name, a colon, a text.
func (l *line) isRemark() bool {
	at := strings.Index(l.text, ":")
	return at > 0 && at+1 < len(l.text) && len(strings.Fields(l.text[:at])) <= 4 && !strings.ContainsAny(l.text[:at], `"«“.،`)
}

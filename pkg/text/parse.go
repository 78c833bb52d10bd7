package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// Parser makes Docs. The zero Parser knows no abbreviations. It is safe for many goroutines.
type Parser struct {
	// Abbreviations are folded words behind which a full stop ends no sentence («د», "mr"). Single letters never end one.
	Abbreviations map[string]bool
}

// Parse cuts an article. Its zones say what is read; an article without zones is read whole.
func (p Parser) Parse(a *isnad.Article) *Doc {
	d := &Doc{}
	p.ParseInto(d, a)
	return d
}

// ParseInto does so in the memory of a doc that is no longer needed.
func (p Parser) ParseInto(d *Doc, a *isnad.Article) {
	d.Article, d.Sentences, d.Quotes = a, d.Sentences[:0], d.Quotes[:0]
	if d.Tokens = d.Tokens[:0]; cap(d.Tokens) == 0 {
		d.Tokens = make([]Token, 0, len(a.Text)/7)
	}
	folds := newFolder(a.Text)
	zones := a.Zones
	if len(zones) == 0 {
		zones = []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(a.Text)}}}
	}
	line := 0
	for z, zone := range zones {
		if !zone.Kind.IsArticle() {
			continue
		}
		for at := zone.Start; at < zone.End; {
			end := lineEnd(a.Text, at, zone.End)
			if first := len(d.Tokens); d.scan(at, end, &folds) > first {
				quotes := len(d.Quotes)
				d.findQuotes(first)
				p.cut(d, first, d.Quotes[quotes:], z, line)
				line++
			}
			_, size := utf8.DecodeRuneInString(a.Text[end:]) // the break is one byte, or the three of a line or paragraph separator
			at = end + max(size, 1)
		}
	}
}

// lineEnd gives the offset of the line break that ends the line at at, at most end.
func lineEnd(s string, at, end int) int {
	const separator = "\u2028"
	for i := at; i < end; i++ {
		switch s[i] {
		case '\n', '\r':
			return i
		case separator[0]:
			if rest := s[i:end]; strings.HasPrefix(rest, separator) || strings.HasPrefix(rest, "\u2029") {
				return i
			}
		}
	}
	return end
}

// scan appends the tokens of Text[at:end] and gives the number of tokens there are then.
func (d *Doc) scan(at, end int, folds *folder) int {
	s := d.Article.Text
	for at < end {
		r, n := utf8.DecodeRuneInString(s[at:])
		stop, kind := at+n, Punct
		switch {
		case isBlank(r):
			at = stop
			continue
		case isDigit(r):
			stop, kind = numberEnd(s, at, end), Number
		case isLetter(r):
			stop, kind = wordEnd(s, at, end), Word
		case (r == '\'' || r == '’') && d.endsAt(at) && letterAt(s, stop, end) && possessive(s[stop:end]):
			stop, kind = stop+1, Word
		}
		fold := folds.fold(s[at:stop])
		d.Tokens = append(d.Tokens, Token{Span: isnad.Span{Start: at, End: stop}, Kind: kind, Hash: Hash(fold), Fold: fold})
		at = stop
	}
	return len(d.Tokens)
}

// endsAt tells whether the last word ends right at offset at.
func (d *Doc) endsAt(at int) bool {
	n := len(d.Tokens)
	return n > 0 && d.Tokens[n-1].End == at && d.Tokens[n-1].Kind == Word
}

// wordEnd gives the end of the word at at. An apostrophe belongs to it between letters, but not the English possessive: in "Jordan's"
// the "'s" is left to be a word of its own.
func wordEnd(s string, at, end int) int {
	for i := at; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isLetter(r):
		case isInvisible(r) && !unicode.IsControl(r):
		case (r == '\'' || r == '’') && i > at && letterAt(s, i+n, end):
			if possessive(s[i+n : end]) {
				return i
			}
		default:
			return trimMarks(s, at, i)
		}
		i += n
	}
	return trimMarks(s, at, end)
}

// trimMarks leaves direction marks behind a word outside it: vowel marks and tatweel stay.
func trimMarks(s string, at, end int) int {
	for end > at {
		r, n := utf8.DecodeLastRuneInString(s[at:end])
		if isLetter(r) || !unicode.Is(unicode.Cf, r) { // a letter is the last rune of nearly every word
			break
		}
		end -= n
	}
	return end
}

func letterAt(s string, at, end int) bool {
	if at >= end {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	return isLetter(r)
}

func possessive(rest string) bool {
	if rest[0] != 's' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return len(rest) == 1 || !isLetter(r)
}

// numberEnd gives the end of the number at at: digits, and single separators that stand between digits.
func numberEnd(s string, at, end int) int {
	for i := at; i < end; {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isDigit(r) {
			next, _ := utf8.DecodeRuneInString(s[min(i+n, end):end])
			if !strings.ContainsRune(".,٫٬", r) || !isDigit(next) {
				return i
			}
		}
		i += n
	}
	return end
}

// cut makes sentences of the tokens from first on, which are one line.
func (p Parser) cut(d *Doc, first int, quotes []Quote, zone, line int) {
	start := first
	inside, opens := marksOf(quotes, first, len(d.Tokens))
	for i := first; i < len(d.Tokens); i++ {
		if d.Tokens[i].Kind != Punct || !p.isStop(d, first, i) || inside != nil && inside[i-first] {
			continue
		}
		for i+1 < len(d.Tokens) && isTail(d.Tokens[i+1].Fold) && !opens[d.Tokens[i+1].Start] {
			i++
		}
		if i+1 < len(d.Tokens) && d.continues(i+1) {
			continue
		}
		d.addSentence(start, i+1, zone, line)
		start = i + 1
	}
	if start < len(d.Tokens) {
		d.addSentence(start, len(d.Tokens), zone, line)
	}
}

func (d *Doc) addSentence(first, last, zone, line int) {
	for i := first; i < last; i++ {
		d.Tokens[i].Sentence = len(d.Sentences)
	}
	d.Sentences = append(d.Sentences, Sentence{Span: d.Span(first, last), First: first, Last: last, Zone: zone, Line: line})
}

// isStop tells whether token i may end a sentence of the line that begins at first.
func (p Parser) isStop(d *Doc, first, i int) bool {
	switch d.Tokens[i].Fold {
	case "؟", "?", "!", "…", "۔":
		return true
	case ".":
	default:
		return closesAfterStop(d, first, i)
	}
	if i == first {
		return false
	}
	before := d.Tokens[i-1]
	next := i + 1
	glued := next < len(d.Tokens) && d.Glued(next)
	switch {
	case glued && d.Tokens[next].Fold == ".":
		return false // the last of several dots speaks
	case before.End != d.Tokens[i].Start:
		return true
	case before.Kind == Word && (utf8.RuneCountInString(before.Fold) == 1 || p.Abbreviations[before.Fold]):
		return next >= len(d.Tokens)
	case before.Kind == Number && i-1 == first:
		return false // the number of a list
	case glued && isLatin(before.Fold) && (d.Tokens[next].Kind != Punct && isLatin(d.Tokens[next].Fold) || d.Tokens[next].Kind == Number):
		return false // a host name, a version
	}
	return true
}

// closesAfterStop tells whether token i is a quotation mark that closes right behind a stop: «…كذا.» وأضاف.
func closesAfterStop(d *Doc, first, i int) bool {
	if i == first || d.Tokens[i].Kind != Punct || !strings.ContainsAny(d.Tokens[i].Fold, "\"”»›″") || !d.Glued(i) {
		return false
	}
	return strings.Contains(".؟?!…", d.Tokens[i-1].Fold)
}

func isTail(mark string) bool { return strings.Contains("\"”»›″)]’'", mark) }

// continues tells whether what stands at token i goes on with the sentence: a comma, or a Latin word in lower case.
func (d *Doc) continues(i int) bool {
	t := d.Tokens[i]
	if t.Fold == "," || t.Fold == "،" || t.Fold == "؛" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(d.Raw(i))
	return t.Kind == Word && unicode.IsLower(r)
}

func isLatin(s string) bool { return s != "" && s[0] < utf8.RuneSelf }

// marksOf tells which tokens of a line stand in a quotation that closes on it, and at which bytes quotations open: a straight mark behind a
// stop may close one or open the next. On a line without quotations both are nil.
func marksOf(quotes []Quote, first, last int) (inside []bool, opens map[int]bool) {
	if len(quotes) == 0 {
		return nil, nil
	}
	inside, opens = make([]bool, last-first), map[int]bool{}
	for _, q := range quotes {
		opens[q.Outer.Start] = true
		for i := q.First; q.Closed && q.Depth == 0 && i < q.Last; i++ {
			inside[i-first] = true
		}
	}
	return inside, opens
}

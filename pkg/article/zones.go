package article

import (
	"slices"
	"strings"
	"unicode"

	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// zoner finds the parts of a page. It looks at each line alone first (phrases, then shapes), then at where the running text begins and
// ends, and judges the rest by its place.
type zoner struct {
	phrases  []phrase
	bar      map[string]bool // words of bars of links
	calendar map[string]bool // words of dates
}

type phrase struct {
	lexicon.Zone
	words []string
	colon bool // the phrase must be followed by a colon
}

func newZoner(lex *lexicon.Lexicon, language string) *zoner {
	z := &zoner{bar: map[string]bool{}, calendar: map[string]bool{}}
	for _, m := range lexicon.Rows[lexicon.Month](lex, language) {
		mark(z.calendar, m.Form)
	}
	for _, d := range lexicon.Rows[lexicon.Weekday](lex, language) {
		mark(z.calendar, d.Form)
		mark(z.calendar, "ال"+d.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Zone](lex, language) {
		if r.Match == "bar" {
			mark(z.bar, r.Phrase)
			continue
		}
		z.phrases = append(z.phrases, phrase{Zone: r, words: words(r.Phrase), colon: strings.HasSuffix(r.Phrase, ":")})
	}
	return z
}

func mark(set map[string]bool, phrase string) {
	for _, w := range words(phrase) {
		set[w] = true
	}
}

// zones gives the zones of a text in its order. known names lines, by their place among those that are not blank, whose zone the page's
// markup told.
func (z *zoner) zones(text string, m Meta, known map[int]isnad.ZoneKind) []isnad.Zone {
	lines := split(text)
	if len(lines) == 0 {
		return []isnad.Zone{}
	}
	if m.Layout == isnad.LayoutPlain {
		return []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}}}
	}
	outlet := words(m.Outlet)
	for i := range lines {
		z.alone(&lines[i])
		if slices.Equal(lines[i].words, outlet) || i == 0 && lines[i].isMasthead(outlet) {
			lines[i].kind = isnad.ZoneBoilerplate
		}
		if k := known[i]; k != "" && (k != isnad.ZoneBody || lines[i].kind == "") {
			lines[i].kind = k
		}
	}
	p := &page{lines: lines}
	p.pageTitle()
	p.comments()
	p.lists()
	p.bounds()
	p.head()
	p.middle()
	p.tail()
	return p.result(text)
}

// alone judges a line by itself. Captions and bylines are not looked for in running text.
func (z *zoner) alone(l *line) {
	sentence := l.isSentence()
	for _, ph := range z.phrases {
		if !ph.matches(l) {
			continue
		}
		kind := isnad.ZoneKind(ph.Kind)
		switch kind {
		case isnad.ZoneByline:
			if sentence || len(l.words) > longByline || l.lastMark() == '.' {
				continue
			}
		case isnad.ZoneCaption:
			if sentence && !l.creditAfterStop() || l.lastMark() == '.' && ph.Match != "prefix" {
				continue
			}
		case isnad.ZoneSection:
			if len(ph.words) < len(l.words) && !l.isBreadcrumb() {
				continue
			}
		case isnad.ZoneBoilerplate:
			if sentence && l.lastMark() == '.' && ph.Opens == "" {
				continue
			}
		}
		l.kind, l.opens = kind, ph.Opens
		if ph.Opens == "list" && len(l.words) > len(ph.words) {
			l.opens = "" // the link stands on the same line
		}
		return
	}
	switch {
	case l.isMarkup(), l.isStamp(z.calendar), l.isCounter(), !sentence && (l.isBar() || l.isBarOf(z.bar)):
		l.kind = isnad.ZoneBoilerplate
	case strings.HasPrefix(l.text, "©"):
		l.kind = isnad.ZoneBoilerplate
	}
}

func (ph *phrase) matches(l *line) bool {
	n := len(ph.words)
	if n == 0 || len(l.words) < n {
		return false
	}
	switch ph.Match {
	case "line":
		return slices.Equal(l.words, ph.words)
	case "prefix":
		return slices.Equal(l.words[:n], ph.words) && (!ph.colon || colonBehind(l.text, n))
	case "suffix":
		return slices.Equal(l.words[len(l.words)-n:], ph.words)
	case "count":
		return l.digits && slices.Equal(lettersOnly(l.words), ph.words)
	}
	for i := 0; i+n <= len(l.words); i++ {
		if slices.Equal(l.words[i:i+n], ph.words) {
			return true
		}
	}
	return false
}

// colonBehind tells whether a colon stands behind the first n words.
func colonBehind(s string, n int) bool {
	before, _, ok := strings.Cut(s, ":")
	return ok && len(words(before)) == n
}

func lettersOnly(in []string) []string {
	var out []string
	for _, w := range in {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			out = append(out, w)
		}
	}
	return out
}

// author takes the words that only introduce a name off a byline («كتب: فلان», "By …"), and a city before a dash.
func (z *zoner) author(byline string) string {
	for _, ph := range z.phrases {
		if isnad.ZoneKind(ph.Kind) != isnad.ZoneByline {
			continue
		}
		l := newLine(byline, 0, len(byline))
		if ph.matches(&l) && len(l.words) > len(ph.words) {
			byline = strings.TrimLeft(strings.Join(strings.Fields(byline)[len(ph.words):], " "), ":-–— ")
			break
		}
	}
	for _, dash := range [...]string{" - ", " – ", " — "} {
		if _, name, ok := strings.Cut(byline, dash); ok {
			byline = name
		}
	}
	for _, in := range [...]string{" من ", " في ", " in "} { // the place
		byline, _, _ = strings.Cut(byline, in)
	}
	return byline
}

package text

import (
	"sort"
	"strings"

	"isnad/pkg/isnad"
)

// pairs gives the marks that close an opening one. A straight mark opens and closes.
var pairs = map[string]string{"«": "»", "“": "”", "„": "“", "‹": "›", "\"": "\"", "″": "″", "‘": "’"}

// closers are the marks that may stand for a missing closing mark of another pair.
const closers = "»”\"″›"

type opening struct {
	token int
	mark  string
}

// maxOpen is the greatest number of quotations that are open at a time: more are stray marks, and the oldest of them is forgotten.
const maxOpen = 16

// findQuotes appends the quotations of the line that begins at token first.
func (d *Doc) findQuotes(first int) {
	var open []opening
	begin := len(d.Quotes)
	var latest latestMarks
	for i := first; i < len(d.Tokens); i++ {
		mark := d.Tokens[i].Fold
		if d.Tokens[i].Kind != Punct {
			continue
		}
		if n := d.closes(open, first, i, &latest); n >= 0 {
			d.addQuote(open[n].token, i, true, n)
			open = open[:n]
		} else if pairs[mark] != "" && d.opens(first, i) {
			if len(open) == maxOpen {
				open = open[1:]
			}
			open = append(open, opening{i, mark})
		}
	}
	for depth, o := range open {
		if o.mark != "‘" { // a lone one is an apostrophe
			d.addQuote(o.token, len(d.Tokens), false, depth)
		}
	}
	if len(d.Quotes)-begin < 2 {
		return
	}
	line := d.Quotes[begin:]
	sort.Slice(line, func(i, j int) bool { return line[i].Outer.Start < line[j].Outer.Start })
}

// closes gives the index of the open quotation that mark i closes, or -1. The mark's own partner is looked for first; a mark that
// stands right behind a word closes the latest quotation even where it is of another pair, unless the right one follows.
func (d *Doc) closes(open []opening, first, i int, latest *latestMarks) int {
	mark := d.Tokens[i].Fold
	for n := len(open) - 1; n >= 0; n-- {
		if pairs[open[n].mark] == mark && (mark != open[n].mark || d.looksClosing(i) || !d.looksOpening(i)) {
			return n
		}
	}
	if len(open) > 0 && strings.Contains(closers, mark) && d.looksClosing(i) && latest.of(d, first, pairs[open[len(open)-1].mark]) <= i {
		return len(open) - 1
	}
	return -1
}

// latestMarks is the last token of each mark on a line. It is made where it is first asked for: few lines ask.
type latestMarks struct{ tokens map[string]int }

// of gives the last token that is the mark, or 0, on the line that begins at token first.
func (l *latestMarks) of(d *Doc, first int, mark string) int {
	if l.tokens == nil {
		l.tokens = map[string]int{}
		for i := first; i < len(d.Tokens); i++ {
			if d.Tokens[i].Kind == Punct {
				l.tokens[d.Tokens[i].Fold] = i
			}
		}
	}
	return l.tokens[mark]
}

// opens tells whether mark i may open a quotation. A straight mark must touch the word behind it, and not be an inch or minute mark.
func (d *Doc) opens(first, i int) bool {
	switch d.Tokens[i].Fold {
	case "\"":
		return d.looksOpening(i) || !d.looksClosing(i) || i == first
	case "″", "‘":
		return d.looksOpening(i)
	}
	return true
}

func (d *Doc) looksOpening(i int) bool {
	free := i == 0 || !d.Glued(i) || d.Tokens[i-1].Kind == Punct
	return (free || proclitic(d.Tokens[i-1].Fold)) && i+1 < len(d.Tokens) && d.Glued(i+1)
}

// proclitic tells letters that may be written joined to an opening mark: ل"ناشر".
func proclitic(fold string) bool {
	return fold == "و" || fold == "ب" || fold == "ل" || fold == "ف" || fold == "ك" || fold == "ال"
}

func (d *Doc) looksClosing(i int) bool {
	return i > 0 && d.Glued(i) && (i+1 == len(d.Tokens) || !d.Glued(i+1) || d.Tokens[i+1].Kind == Punct)
}

// addQuote records the quotation that token open opens and token end closes, or that runs unclosed up to token end.
func (d *Doc) addQuote(open, end int, closed bool, depth int) {
	q := Quote{First: open + 1, Last: end, Closed: closed, Depth: depth}
	if !closed {
		for q.Last > q.First && strings.Contains(".؟?!…", d.Tokens[q.Last-1].Fold) {
			q.Last--
		}
	}
	if q.First >= q.Last {
		return
	}
	q.Inner = d.Span(q.First, q.Last)
	q.Outer = isnad.Span{Start: d.Tokens[open].Start, End: q.Inner.End}
	if closed {
		q.Outer.End = d.Tokens[end].End
	}
	d.Quotes = append(d.Quotes, q)
}

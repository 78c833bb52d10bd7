package page

import (
	"html/template"
	"net/http"
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"

	"isnad/pkg/isnad"
)

// diffPage shows what changed between two versions of an article.
type diffPage struct {
	*view
	Old, New       *isnad.Article
	Text           template.HTML
	Added, Deleted int // words
}

func (p *Pages) diff(r *http.Request, v *view) (answer, error) {
	newer, err := p.Desk.Record(r.Context(), r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	older, err := p.Desk.Record(r.Context(), r.URL.Query().Get("with"))
	if err != nil {
		return answer{}, err
	}
	d := &diffPage{view: v, Old: &older.Article, New: &newer.Article}
	v.Title = v.T("diff.title")
	var out strings.Builder
	for _, c := range wordDiff(older.Article.Text, newer.Article.Text) {
		words := len(strings.Fields(c.text))
		switch c.kind {
		case diffmatchpatch.DiffInsert:
			d.Added += words
			out.WriteString(change("ins", v.T("diff.ins"), c.text))
		case diffmatchpatch.DiffDelete:
			d.Deleted += words
			out.WriteString(change("del", v.T("diff.del"), c.text))
		default:
			escape(&out, c.text)
		}
	}
	d.Text = template.HTML(out.String()) // change and escape made all of it
	return show("diff", d)
}

func change(tag, label, text string) string {
	return string(marked(text, 0, []mark{{Span: isnad.Span{End: len(text)}, tag: tag, label: label}}))
}

// piece is a stretch of text that two versions share, or that one of them has alone.
type piece struct {
	kind diffmatchpatch.Operation
	text string
}

// wordDiff compares two texts word by word: letters of Arabic words would be torn apart by a comparison of letters.
func wordDiff(older, newer string) []piece {
	t := &tokens{numbers: map[string]rune{}}
	d := diffmatchpatch.New()
	diffs := d.DiffMainRunes(t.read(older), t.read(newer), false)
	out := make([]piece, 0, len(diffs))
	for _, c := range diffs {
		var b strings.Builder
		for _, r := range c.Text {
			b.WriteString(t.words[t.index(r)])
		}
		out = append(out, piece{c.Type, b.String()})
	}
	return out
}

// tokens gives each different word, and each different run of blanks, a rune of its own.
type tokens struct {
	numbers map[string]rune
	words   []string
}

// surrogates are no runes: they are left out of the count.
const surrogates, surrogatesEnd = 0xd800, 0xe000

func (t *tokens) read(text string) (out []rune) {
	for text != "" {
		n := tokenLength(text)
		word := text[:n]
		r, ok := t.numbers[word]
		if !ok {
			if r = rune(len(t.words)) + 1; r >= surrogates {
				r += surrogatesEnd - surrogates
			}
			t.numbers[word] = r
			t.words = append(t.words, word)
		}
		out, text = append(out, r), text[n:]
	}
	return out
}

func (t *tokens) index(r rune) int {
	if r >= surrogatesEnd {
		r -= surrogatesEnd - surrogates
	}
	return int(r) - 1
}

// tokenLength gives the bytes of the word, the run of blanks, or the single sign that a text begins with.
func tokenLength(text string) int {
	kind := -1
	for i, r := range text {
		k := 2
		switch {
		case unicode.IsSpace(r):
			k = 0
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			k = 1
		}
		if i > 0 && (k != kind || k == 2) {
			return i
		}
		kind = k
	}
	return len(text)
}

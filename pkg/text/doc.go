// Package text turns an article into a Doc: tokens, sentences and quotations, each with its span in Article.Text. It reads only the
// zones that belong to the article.
//
// It knows letters, marks and stops. It knows no words but the abbreviations it is given, and nothing of meaning.
package text

import (
	"unicode"

	"isnad/pkg/isnad"
)

// Kind is the sort of a token.
type Kind uint8

// The kinds of tokens.
const (
	Word   Kind = iota // letters of any script, with inner apostrophes
	Number             // digits with the separators between them: 8500, 2.3, ٢٢٬٥٠٠
	Punct              // one mark or symbol
)

// Token is one word, number or mark. Where letters and digits touch («بـ20», "16th") each is a token of its own; Glued tells so.
type Token struct {
	isnad.Span
	Kind     Kind
	Hash     uint32 // Hash(Fold)
	Fold     string // arabic.Fold of its text
	Sentence int    // index into Doc.Sentences
}

// Sentence is a stretch of tokens up to a stop or the end of its line. A stop inside a quotation that closes on the same line does not
// end it.
type Sentence struct {
	isnad.Span
	First, Last int // tokens, half-open
	Zone        int // index into Article.Zones
	Line        int // counts the lines of the article's own text; sentences of one paragraph share it
}

// Quote is a quotation: Outer with its marks, Inner without. An unclosed one runs to the end of its line, without the stop.
type Quote struct {
	Outer, Inner isnad.Span
	First, Last  int // tokens of Inner, half-open
	Closed       bool
	Depth        int // 0 for one that stands in no other
}

// Doc is an article cut into tokens, sentences and quotes. It is made once and not changed afterwards.
type Doc struct {
	Article   *isnad.Article
	Tokens    []Token
	Sentences []Sentence
	Quotes    []Quote // in the order of their opening marks
}

// Clear lets go of the article and its words and keeps the memory, for ParseInto.
func (d *Doc) Clear() {
	clear(d.Tokens)
	d.Article = nil
}

// Raw gives the source text of token i.
func (d *Doc) Raw(i int) string { return d.Tokens[i].In(d.Article.Text) }

// Span gives the span from token first up to and without token last.
func (d *Doc) Span(first, last int) isnad.Span {
	if first >= last {
		return isnad.Span{}
	}
	return isnad.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End}
}

// Excerpt gives the text from token first up to and without token last.
func (d *Doc) Excerpt(first, last int) isnad.Excerpt {
	return d.Span(first, last).Excerpt(d.Article.Text)
}

// Glued tells whether token i touches the token before it. Direction marks between them part nothing that the eye sees.
func (d *Doc) Glued(i int) bool {
	if i == 0 || i >= len(d.Tokens) {
		return false
	}
	for _, r := range d.Article.Text[d.Tokens[i-1].End:d.Tokens[i].Start] {
		if !isInvisible(r) || unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// Is tells whether token i exists in the sentence of token i-1 or i+1 and folds to the word.
func (d *Doc) Is(i int, fold string) bool {
	return i >= 0 && i < len(d.Tokens) && d.Tokens[i].Fold == fold
}

// TokensIn gives the tokens that lie wholly in s, half-open.
func (d *Doc) TokensIn(s isnad.Span) (first, last int) {
	first = search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Start >= s.Start })
	last = search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > s.End })
	return first, max(first, last)
}

// SentenceAt gives the index of the sentence that holds byte offset at, or -1.
func (d *Doc) SentenceAt(at int) int {
	i := search(len(d.Sentences), func(i int) bool { return d.Sentences[i].End > at })
	if i < len(d.Sentences) && d.Sentences[i].Start <= at {
		return i
	}
	return -1
}

// search is sort.Search, named for the reader.
func search(n int, f func(int) bool) int {
	lo, hi := 0, n
	for lo < hi {
		if mid := (lo + hi) / 2; f(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

package date

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// phrases finds the terms in the tokens of a sentence. It does what a gazetteer.Matcher does, for a small table and many tokens: every
// form that a phrase may open with, proclitics joined, stands in one map, so that a word of no table costs one look-up.
type phrases struct {
	words map[string]word
	edges map[edge]int // from a node by a word to the next
	ends  [][]int      // node → terms; node 0 is the root
	inner []bool       // node → whether phrases go on there
	may   text.Filter  // of words
}

// word is what is known of a folded token.
type word struct {
	id    int // 0 of a form with proclitics that is no word of a phrase itself
	opens []opening
}

// opening is one way in which a token begins a phrase.
type opening struct {
	proclitics string
	cut        int
	node       int
}

type edge struct{ node, word int }

// joints before a word, as arabic.Readings parts them.
var prefixes = []string{"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"}

func compilePhrases(list []gazetteer.Phrase) *phrases {
	p := &phrases{words: map[string]word{}, edges: map[edge]int{}, ends: make([][]int, 1), inner: make([]bool, 1)}
	firsts := map[string]int{}
	for _, phrase := range list {
		node := 0
		for i, t := range (text.Parser{}).Parse(&isnad.Article{Text: phrase.Form}).Tokens {
			w := p.words[t.Fold]
			if w.id == 0 {
				w.id = len(p.words) + 1
				p.words[t.Fold] = w
			}
			next, ok := p.edges[edge{node, w.id}]
			if !ok {
				next = len(p.ends)
				p.ends, p.inner = append(p.ends, nil), append(p.inner, false)
				p.inner[node] = true
				p.edges[edge{node, w.id}] = next
			}
			if node = next; i == 0 {
				firsts[t.Fold] = node
			}
		}
		p.ends[node] = append(p.ends[node], phrase.Value)
	}
	for first, node := range firsts {
		p.open(first, node)
	}
	for _, w := range p.words { // the whole word first, then with ever more proclitics
		slices.SortFunc(w.opens, func(a, b opening) int {
			return cmp.Or(cmp.Compare(len(a.proclitics), len(b.proclitics)), cmp.Compare(a.cut, b.cut), cmp.Compare(a.node, b.node))
		})
	}
	p.may = text.NewFilter(p.words)
	return p
}

// open notes every form under which a phrase that begins with a word may open.
func (p *phrases) open(first string, node int) {
	forms := map[string]bool{}
	for _, prefix := range prefixes {
		forms[prefix+first] = true
		if rest, ok := cutArticle(first); ok && prefix != "" { // «ل» + «العام» is «للعام»
			forms[prefix+"ل"+rest] = true
		}
	}
	for form := range forms {
		for _, r := range arabic.Readings(nil, form) {
			if r.Stem == first {
				w := p.words[form]
				w.opens = append(w.opens, opening{r.Proclitics, r.Cut, node})
				p.words[form] = w
			}
		}
	}
}

// find lists the longest phrase of every reading of the tokens from first up to last. It appends to dst.
func (p *phrases) find(dst []gazetteer.Hit, d *text.Doc, first, last int) []gazetteer.Hit {
	for i := first; i < last; i++ {
		if d.Tokens[i].Kind == text.Punct || !p.may.May(d.Tokens[i].Hash) {
			continue
		}
		w, ok := p.words[d.Tokens[i].Fold]
		if !ok {
			continue
		}
		for _, o := range w.opens {
			node, end := p.longest(d, o.node, i+1, last)
			if node == 0 {
				continue
			}
			span := isnad.Span{Start: d.Tokens[i].Start, End: d.Tokens[end-1].End}
			if o.cut > 0 {
				span.Start += arabic.RawOffset(d.Raw(i), o.cut)
			}
			dst = append(dst, gazetteer.Hit{First: i, Last: end, Span: span, Proclitics: o.proclitics, Values: p.ends[node]})
		}
	}
	return dst
}

// longest follows the words from token j and gives the last node that ends a phrase, and the token behind it.
func (p *phrases) longest(d *text.Doc, node, j, last int) (best, end int) {
	for {
		if p.ends[node] != nil {
			best, end = node, j
		}
		if j >= last || !p.inner[node] {
			return best, end
		}
		next, ok := p.edges[edge{node, p.words[d.Tokens[j].Fold].id}]
		if !ok {
			return best, end
		}
		node, j = next, j+1
	}
}

// cutArticle gives a word without its article.
func cutArticle(word string) (string, bool) { return strings.CutPrefix(word, "ال") }

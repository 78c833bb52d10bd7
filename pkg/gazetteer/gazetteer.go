// Package gazetteer finds the phrases of a list in a text: longest first, on word boundaries, with proclitics parted from the first
// word. It is a trie over folded tokens, so its cost grows with the text and hardly with the list.
//
// It knows phrases and tokens. What a phrase stands for, and whether a hit counts where it stands, is for the caller to say.
package gazetteer

import (
	"slices"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// Phrase is a form to be found. Value is the caller's own number for it.
type Phrase struct {
	Form  string
	Value int
}

// Hit is one place where a phrase stands. Several phrases of one form give a Hit with several Values.
type Hit struct {
	First, Last int // tokens, half-open
	isnad.Span      // without the proclitics
	Proclitics  string
	Values      []int
}

// Matcher is a compiled list. It is not changed after Compile and safe for many goroutines.
type Matcher struct {
	firsts map[string]uint32 // folded first token → its node: apart, because nearly every word of a text is asked for as a first one
	tokens map[string]uint32 // other folded token → its number, from 1
	edges  map[uint64]uint32 // node<<32 | token → node
	ends   [][]int           // node → values; index 0 is no node
	inner  []bool            // node → whether an edge leaves it
	may    text.Filter       // of firsts
}

// Compile makes a matcher of the phrases. A phrase without a letter or digit is left out.
func Compile(phrases []Phrase) *Matcher {
	m := &Matcher{firsts: map[string]uint32{}, tokens: map[string]uint32{}, edges: map[uint64]uint32{}, ends: make([][]int, 1), inner: make([]bool, 1)}
	for _, p := range phrases {
		m.add(p)
	}
	m.may = text.NewFilter(m.firsts)
	return m
}

func (m *Matcher) add(p Phrase) {
	d := text.Parser{}.Parse(&isnad.Article{Text: p.Form})
	if !slices.ContainsFunc(d.Tokens, func(t text.Token) bool { return t.Kind != text.Punct }) {
		return
	}
	node, ok := m.firsts[d.Tokens[0].Fold]
	if !ok {
		node = m.node()
		m.firsts[d.Tokens[0].Fold] = node
	}
	for _, t := range d.Tokens[1:] {
		id, ok := m.tokens[t.Fold]
		if !ok {
			id = uint32(len(m.tokens) + 1)
			m.tokens[t.Fold] = id
		}
		edge := uint64(node)<<32 | uint64(id)
		next, ok := m.edges[edge]
		if !ok {
			next = m.node()
			m.edges[edge], m.inner[node] = next, true
		}
		node = next
	}
	m.ends[node] = append(m.ends[node], p.Value)
}

// node makes a node.
func (m *Matcher) node() uint32 {
	m.ends, m.inner = append(m.ends, nil), append(m.inner, false)
	return uint32(len(m.ends) - 1)
}

// Len gives the number of nodes of the trie, for reports.
func (m *Matcher) Len() int { return len(m.ends) }

// Find appends the hits in tokens first up to and without last: at each token the longest phrase that begins there and, where it is
// shorter, the longest for every other way to part proclitics. Hits may overlap; they are in the order of their first tokens.
func (m *Matcher) Find(dst []Hit, d *text.Doc, first, last int) []Hit {
	var readings [12]arabic.Reading
	for i := first; i < last; i++ {
		t := &d.Tokens[i]
		if t.Kind == text.Punct {
			continue
		}
		if m.may.May(t.Hash) {
			if node := m.firsts[t.Fold]; node != 0 {
				dst = m.longest(dst, d, i, last, node, arabic.Reading{})
			}
		}
		if t.Kind != text.Word || t.Fold[0] < 0x80 {
			continue
		}
		for _, r := range arabic.Readings(readings[:0], t.Fold)[1:] {
			if !m.may.May(text.Hash(r.Stem)) {
				continue
			}
			if node := m.firsts[r.Stem]; node != 0 {
				dst = m.longest(dst, d, i, last, node, r)
			}
		}
	}
	return dst
}

// longest appends the longest phrase whose first token leads to the node and whose further ones follow token i on its sentence.
func (m *Matcher) longest(dst []Hit, d *text.Doc, i, last int, node uint32, r arabic.Reading) []Hit {
	best, end := uint32(0), 0
	for j := i + 1; ; j++ {
		if m.ends[node] != nil {
			best, end = node, j
		}
		if !m.inner[node] || j >= last || d.Tokens[j].Sentence != d.Tokens[i].Sentence {
			break
		}
		id := m.tokens[d.Tokens[j].Fold]
		if id == 0 {
			break
		}
		if node = m.edges[uint64(node)<<32|uint64(id)]; node == 0 {
			break
		}
	}
	if end == 0 {
		return dst
	}
	span := d.Span(i, end)
	span.Start += arabic.RawOffset(d.Raw(i), r.Cut)
	return append(dst, Hit{First: i, Last: end, Span: span, Proclitics: r.Proclitics, Values: m.ends[best]})
}

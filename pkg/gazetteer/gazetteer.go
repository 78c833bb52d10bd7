// Package gazetteer finds the phrases of a list in a text: longest first, on word boundaries, with proclitics parted from the first
// word. It is a trie over folded tokens, so its cost grows with the text and hardly with the list.
//
// It knows phrases and tokens. What a phrase stands for, and whether a hit counts where it stands, is for the caller to say.
package gazetteer

import (
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
	tokens map[string]uint32 // folded token → its number, from 1
	edges  map[uint64]uint32 // node<<32 | token → node
	ends   [][]int           // node → values; index 0 is the root
}

// Compile makes a matcher of the phrases. A phrase without a letter or digit is left out.
func Compile(phrases []Phrase) *Matcher {
	m := &Matcher{tokens: map[string]uint32{}, edges: map[uint64]uint32{}, ends: make([][]int, 1)}
	for _, p := range phrases {
		m.add(p)
	}
	return m
}

func (m *Matcher) add(p Phrase) {
	d := text.Parser{}.Parse(&isnad.Article{Text: p.Form})
	node, words := uint32(0), 0
	for _, t := range d.Tokens {
		if t.Kind != text.Punct {
			words++
		}
	}
	if words == 0 {
		return
	}
	for _, t := range d.Tokens {
		id, ok := m.tokens[t.Fold]
		if !ok {
			id = uint32(len(m.tokens) + 1)
			m.tokens[t.Fold] = id
		}
		edge := uint64(node)<<32 | uint64(id)
		next, ok := m.edges[edge]
		if !ok {
			next = uint32(len(m.ends))
			m.ends = append(m.ends, nil)
			m.edges[edge] = next
		}
		node = next
	}
	m.ends[node] = append(m.ends[node], p.Value)
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
		if id, ok := m.tokens[t.Fold]; ok {
			dst = m.longest(dst, d, i, last, id, arabic.Reading{})
		}
		if t.Kind != text.Word || t.Fold[0] < 0x80 {
			continue
		}
		for _, r := range arabic.Readings(readings[:0], t.Fold)[1:] {
			if id, ok := m.tokens[r.Stem]; ok {
				dst = m.longest(dst, d, i, last, id, r)
			}
		}
	}
	return dst
}

// longest appends the longest phrase whose first token is id and whose further ones follow token i on its sentence.
func (m *Matcher) longest(dst []Hit, d *text.Doc, i, last int, id uint32, r arabic.Reading) []Hit {
	node, best, end := uint32(0), uint32(0), 0
	for j := i; ; {
		next, ok := m.edges[uint64(node)<<32|uint64(id)]
		if !ok {
			break
		}
		node = next
		if m.ends[node] != nil {
			best, end = node, j+1
		}
		j++
		if j >= last || d.Tokens[j].Sentence != d.Tokens[i].Sentence {
			break
		}
		if id, ok = m.tokens[d.Tokens[j].Fold]; !ok {
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

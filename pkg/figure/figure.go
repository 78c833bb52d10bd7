// Package figure finds quantities in a Doc: numbers in digits and words with their approximators, units and the things counted.
//
// It knows number words, units and the grammar that joins them: a number is read first (number_ar.go, number_en.go), then what stands
// around it (range, unit, counted noun, approximator, role), each by a small rule. It does not know names or dates: where finds of
// different kinds overlap is settled in pkg/extract.
package figure

import (
	"slices"
	"sync"

	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// Finder finds the figures of a language. It is safe for many goroutines.
type Finder struct {
	voc      *vocabulary
	memories sync.Pool // of *memory
}

// New makes a finder from the tables of a language.
func New(lex *lexicon.Lexicon, language string) (*Finder, error) {
	f := &Finder{voc: newVocabulary(lex, language)}
	f.memories.New = func() any { return &memory{words: map[string]*lexeme{}} }
	return f, nil
}

// Find gives the figures of a doc in the order of the text.
func (f *Finder) Find(d *text.Doc) []isnad.Figure {
	m := f.memories.Get().(*memory)
	defer f.memories.Put(m)
	s := &scan{doc: d, voc: f.voc, words: m.learn(f.voc, d), out: m.out[:0]}
	for i := range d.Sentences {
		s.sentence(&d.Sentences[i])
	}
	out := slices.Clone(s.out)
	clear(s.out)
	m.out = s.out
	return out
}

// scan is one pass over one doc.
type scan struct {
	doc         *text.Doc
	voc         *vocabulary
	first, last int // tokens of the sentence at hand, half-open
	done        int // tokens before it belong to a figure already
	line        int // of the sentence at hand
	out         []isnad.Figure
	counted     []string // things counted last in this paragraph, for elided nouns
	countries   map[string]int
	words       []*lexeme // what the tables know of each token
}

func (s *scan) sentence(sen *text.Sentence) {
	s.first, s.last, s.done = sen.First, sen.Last, sen.First
	if sen.Line != s.line {
		s.line, s.counted = sen.Line, nil
	}
	for i := s.first; i < s.last; {
		if !s.words[i].starts {
			i++
			continue
		}
		next := s.at(i)
		if next <= i {
			next = i + 1
		}
		i = next
	}
}

// at looks for a figure whose number begins at token i. It gives the token to go on with.
func (s *scan) at(i int) int {
	if s.voc.language != isnad.Arabic {
		return s.englishAt(i)
	}
	n, ok := s.number(i)
	if !ok {
		return i + 1
	}
	if !n.implied && s.isNoise(&n) {
		return max(n.last, i+1)
	}
	g := &find{number: n, end: n.last}
	s.extend(g)
	if !s.sound(g) {
		return max(g.number.last, i+1)
	}
	s.elided(g)
	s.out = append(s.out, s.figure(g))
	s.done = max(g.end, g.number.last)
	if len(g.counted) > 0 && g.kind == isnad.Count {
		s.counted = g.counted
	}
	return s.done
}

// extend reads what stands around the number of g.
func (s *scan) extend(g *find) {
	s.rangeOf(g)
	s.unitOf(g)
	if g.kind == "" || g.kind == isnad.Percent {
		s.countedOf(g)
	}
	switch {
	case g.kind != "":
	case g.number.sort == fraction:
		g.kind = isnad.OtherFigure
	default:
		g.kind = isnad.Count
	}
	s.ageOf(g)
	s.approximate(g)
	if s.voc.language == isnad.Arabic {
		s.otherLimit(g)
	}
	s.roleOf(g)
}

package figure

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// phrases finds phrases of folded tokens.
type phrases[T any] struct {
	bit     useSet // of context phrases: their use
	byFirst map[string][]phrase[T]
	byLast  map[string][]phrase[T]
}

type phrase[T any] struct {
	words []string
	value T
}

func newPhrases[T any]() *phrases[T] {
	return &phrases[T]{byFirst: map[string][]phrase[T]{}, byLast: map[string][]phrase[T]{}}
}

// words cuts a form as the text is cut.
func words(form string) []string {
	d := text.Parser{}.Parse(&isnad.Article{Text: form})
	out := make([]string, 0, len(d.Tokens))
	for _, t := range d.Tokens {
		out = append(out, t.Fold)
	}
	return out
}

func (p *phrases[T]) add(form string, value T) {
	w := words(form)
	if len(w) == 0 {
		return
	}
	ph := phrase[T]{w, value}
	p.byFirst[w[0]] = append(p.byFirst[w[0]], ph)
	p.byLast[w[len(w)-1]] = append(p.byLast[w[len(w)-1]], ph)
}

// from gives the longest phrase that begins at token i, and the token behind it; end is i where there is none. same tells whether a
// token matches a word of a phrase that is not its first.
func (p *phrases[T]) from(s *scan, i int, first string) (value T, end int) {
	end = i
	if p == nil {
		return value, end
	}
	for _, ph := range p.byFirst[first] {
		if n := len(ph.words); i+n > end && i+n <= s.last && s.same(i+1, ph.words[1:]) {
			value, end = ph.value, i+n
		}
	}
	return value, end
}

// until gives the longest phrase that ends before token i, and its first token; first is i where there is none. The first word of a
// phrase may carry proclitics, which cut tells in bytes of the folded token.
func (p *phrases[T]) until(s *scan, i int) (value T, first, cut int) {
	first = i
	if p == nil || i <= s.first {
		return value, first, 0
	}
	for _, last := range s.stems(i - 1) {
		for _, ph := range p.byLast[last.stem] {
			n := len(ph.words)
			if i-n < s.first || i-n >= first || n > 1 && last.cut > 0 {
				continue
			}
			if n == 1 {
				value, first, cut = ph.value, i-1, last.cut
				continue
			}
			if !s.same(i-n+1, ph.words[1:]) {
				continue
			}
			for _, head := range s.stems(i - n) {
				if head.stem == ph.words[0] {
					value, first, cut = ph.value, i-n, head.cut
					break
				}
			}
		}
	}
	return value, first, cut
}

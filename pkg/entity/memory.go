package entity

import (
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// memory is a short form of a full name that was read.
type memory struct {
	tokens []string
	of     candidate
}

// remember gives later short forms of a person to the full name («الكعبي» after «رعد الكعبي»), and earlier ones, as in a headline,
// where the form can hardly be another word.
func (s *search) remember() {
	taken := make([]bool, len(s.words))
	persons := make([]int32, len(s.words)) // by their first token, 1 + index of the candidate
	for n := range s.candidates {
		c := &s.candidates[n]
		for i := c.first; i < c.last && c.form == isnad.FormName; i++ {
			taken[i] = true
		}
		if c.kind == isnad.Person && c.form == isnad.FormName && !c.nested {
			persons[c.first] = int32(n) + 1
		}
	}
	known := newMemories()
	for i := range s.words {
		if n := persons[i]; n > 0 {
			s.reunite(&s.candidates[n-1], known)
			for _, short := range s.shortForms(s.candidates[n-1]) {
				known.learn(memory{short, s.candidates[n-1]})
			}
		}
		if !taken[i] && s.words[i].IsWord && s.recallAt(i, known) {
			taken[i] = true
		}
	}
	for i := range s.words { // a second time for what stands before the full name
		if w := &s.words[i]; !taken[i] && w.IsWord && s.mayRecall(i, known) && (w.Has(Family) || w.Unknown() && (isForeign(w.Stem) || w.Definite && isNisba(w.Stem))) {
			s.recallAt(i, known)
		}
	}
}

// reunite gives a short form that a rule found by itself («بن حمو» after «يوسف بن حمو») the entity of the full name. So it does with a
// family name alone that the tables hold for a public figure («مزوار») where the article has named another who bears it.
func (s *search) reunite(c *candidate, known *memories) {
	if c.basis == isnad.BasisLexicon && (c.last-c.first > 1 || s.namedInFull(c.entity)) {
		return
	}
	for _, m := range known.lists[s.words[c.first].Stem] {
		if len(m.tokens) == c.last-c.first && s.spells(c.first, m.tokens) {
			c.entity, c.name = m.of.entity, m.of.name
		}
	}
}

// namedInFull tells whether the article names an entity by a name of the tables of two words or more.
func (s *search) namedInFull(entity string) bool {
	return slices.ContainsFunc(s.candidates, func(c candidate) bool {
		return c.entity == entity && c.basis == isnad.BasisLexicon && c.last-c.first > 1
	})
}

// recallAt adds the short form that stands at token i and tells whether one does.
func (s *search) recallAt(i int, known *memories) bool {
	stem, t := s.words[i].Stem, &s.doc.Tokens[i]
	if stem == t.Fold {
		return s.recall(i, known.of(stem, t.Hash))
	}
	return s.recall(i, known.of(stem, text.Hash(stem))) || s.recall(i, known.of(t.Fold, t.Hash))
}

// mayRecall tells whether a short form begins with the word of token i.
func (s *search) mayRecall(i int, known *memories) bool {
	stem, t := s.words[i].Stem, &s.doc.Tokens[i]
	return known.of(t.Fold, t.Hash) != nil || stem != t.Fold && known.of(stem, text.Hash(stem)) != nil
}

// memories are the short forms so far, by their first word.
type memories struct {
	lists map[string][]memory
	may   text.Filter // of lists
}

func newMemories() *memories {
	const many = 128 // in one article
	return &memories{lists: map[string][]memory{}, may: text.EmptyFilter(many)}
}

// of gives those that begin with a word.
func (k *memories) of(word string, hash uint32) []memory {
	if !k.may.May(hash) {
		return nil
	}
	return k.lists[word]
}

// learn adds a memory; the latest bearer of a name takes the place of earlier ones.
func (k *memories) learn(m memory) {
	key := m.tokens[0]
	list := slices.DeleteFunc(k.lists[key], func(o memory) bool { return slices.Equal(o.tokens, m.tokens) })
	k.lists[key] = append(list, m)
	k.may.Add(key)
}

// recall adds the short form that stands at token i, that of the latest bearer of the name.
func (s *search) recall(i int, list []memory) bool {
	for k := len(list) - 1; k >= 0; k-- {
		m := list[k]
		if last := i + len(m.tokens); last <= len(s.words) && s.spells(i, m.tokens) {
			s.add(candidate{first: i, last: last, kind: isnad.Person, entity: m.of.entity, name: m.of.name,
				basis: isnad.BasisMemory, confidence: 0.9, rule: "entity/surname"})
			return true
		}
	}
	return false
}

// shortForms gives the token lists by which a full name may be taken up: without its first name, its last word alone, its first name
// alone where that is no everyday word; of a single name that a rule found, the name itself.
func (s *search) shortForms(c candidate) [][]string {
	var words []string
	for i := c.first; i < c.last; i++ {
		if s.words[i].IsWord {
			words = append(words, s.words[i].Stem)
		}
	}
	w := &s.words[c.first]
	if len(words) == 1 && c.basis == isnad.BasisPattern && (w.Has(Family) || isForeign(w.Stem)) {
		return [][]string{words}
	}
	if len(words) < 2 || w.Has(Connector) {
		return nil
	}
	tail := words[1:]
	if last := tail[len(tail)-1]; len(tail) == 1 && (last == "الله" || last == "الدين" || s.words[c.last-1].Everyday || s.frequent(c.last-1)) {
		return nil
	}
	out := [][]string{tail}
	if n := len(tail); n > 1 && tail[n-1] != "الله" && tail[n-1] != "الدين" && !isConnector(tail[n-2]) && !isConnector(tail[n-1]) {
		out = append(out, tail[n-1:])
	}
	if w.Has(Given) && !s.vocabulary.grammar[w.Stem] {
		out = append(out, words[:1])
	}
	return out
}

func isConnector(stem string) bool {
	return slices.ContainsFunc(connectors, func(c string) bool { return arabic.Fold(c) == stem })
}

// spells tells whether the words from token i on are those of the list; a family name must not be an everyday word of grammar.
func (s *search) spells(i int, list []string) bool {
	for n, word := range list {
		w := &s.words[i+n]
		if n > 0 && (!s.joined(i+n) || w.Cut != 0) || w.Has(Function) && !w.Has(Connector) {
			return false
		}
		if w.Stem != word && (n > 0 || s.doc.Tokens[i].Fold != word) {
			return false
		}
	}
	return s.language == isnad.Arabic || strings.ToLower(s.doc.Raw(i)[:1]) != s.doc.Raw(i)[:1]
}

package claim

import (
	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// reach is the number of tokens from the beginning of a content within which its main predicate is looked for.
const reach = 12

// polarity tells whether the speaker holds the content not to be so – by the verb (نفى) or by a negation of the main predicate – and
// notes the words that qualify it.
func (s *search) polarity(c *isnad.Claim, r *reading) {
	if c.Cue.Stance == isnad.Deny {
		c.Negated = true
		e := c.Cue.Excerpt
		c.Negation = &e
	}
	main := true // still before the end of the first clause
	for i := r.first; i < r.last; i++ {
		if s.mark(i, "،", ",", "؛", ".") {
			main = false
		}
		if i > r.first && s.language == isnad.Arabic && s.reports(i) {
			main = false // what somebody in the content says
		}
		if row, next := s.phraseAt(useAspect, i, r.last); row != nil {
			i = next - 1
			continue
		}
		if main && !c.Negated && i-r.first <= reach && s.is(useNegation, i) && s.negatesVerb(i, r.last) && !s.subordinate(r.first, i) {
			c.Negated = true
			e := s.doc.Excerpt(i, min(i+2, r.last))
			c.Negation = &e
		}
		s.qualify(c, i, r.last)
	}
}

// reports tells whether token i is a finite verb of reporting.
func (s *search) reports(i int) bool {
	for _, h := range s.cuesAt(i) {
		if h.Aspect != arabic.Participle && h.takes("quote") {
			return true
		}
	}
	return false
}

// negatesVerb tells whether the particle at token i denies a predicate and not a noun («غير معروفة»).
func (s *search) negatesVerb(i, end int) bool {
	switch s.words[i].Stem {
	case "غير":
		return false
	}
	if i+1 >= end || s.figureAt(i) {
		return false
	}
	if s.doc.Is(i, "لا") { // «لا بوصفه» opposes two nouns
		return present(s.doc.Tokens[i+1].Fold) || s.words[i+1].Class == 0 && s.language == isnad.English
	}
	return true
}

// subordinate tells whether a relative pronoun or a complementizer stands between the content's beginning and token i.
func (s *search) subordinate(first, i int) bool {
	for at := first; at < i; at++ {
		if s.is(useRelative, at) || s.is(useThat, at) || s.is(useConditional, at) {
			return true
		}
	}
	return false
}

// modalities are the kinds of modal words in the order in which they are looked for.
var modalities = [...]struct {
	use  use
	kind isnad.ModalityKind
}{{usePossible, isnad.Possible}, {useNecessary, isnad.Necessary}, {useFuture, isnad.Future}, {useConditional, isnad.Conditional}}

// qualify adds a modal word at token i.
func (s *search) qualify(c *isnad.Claim, i, end int) {
	for _, m := range modalities {
		if row, last := s.phraseAt(m.use, i, end); row != nil {
			if row.Form == "قد" && !s.beforePresent(last, end) {
				continue
			}
			c.Modality = append(c.Modality, isnad.Modality{Kind: m.kind, Excerpt: s.doc.Excerpt(i, last)})
			return
		}
	}
	if f := s.doc.Tokens[i].Fold; s.words[i].Unknown() && len(f) > 10 && (f[:4] == "سي" || f[:4] == "ست") && s.language == isnad.Arabic {
		c.Modality = append(c.Modality, isnad.Modality{Kind: isnad.Future, Excerpt: s.doc.Excerpt(i, i+1)})
	}
}

// beforePresent tells whether a verb of the present follows: «قد يصل» is a possibility, «قد وصل» a fact.
func (s *search) beforePresent(i, end int) bool {
	return i < end && (len(s.doc.Tokens[i].Fold) > 4) && (s.doc.Tokens[i].Fold[:2] == "ي" || s.doc.Tokens[i].Fold[:2] == "ت")
}

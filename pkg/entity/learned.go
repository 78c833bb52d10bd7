package entity

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
)

// learned is a name that the tagger found.
type learned struct {
	first, last int
	kind        isnad.Kind
	confidence  float64
	extended    isnad.Span // of what a rule found around it
}

// The tagger learned from one guideline and one decade of news; tables and rules know what it never saw. So it drops what they found
// only where it is as good as sure that there is no name: persons made out by a pattern that has no shape of its own, and rows of
// places, which it knows best.
const (
	doubtPersons  = 0.99
	doubtPlaces   = 0.97 // rows of places
	doubtHeads    = 0.99 // head nouns of places and events: «مؤتمر …»
	overrule      = 0.9  // the tagger's kind stands against that of a row from here on, but for persons: a city or its club
	overrulesPart = 0.8  // … and its rims against those of a longer pattern
)

// learn joins what the tagger finds to what the rules found.
func (s *search) learn() {
	if s.model == nil {
		return
	}
	tags := s.model.Tag(s.observe())
	names := spans(tags)
	s.part(names)
	names = s.separate(names)
	for i := range names {
		s.trim(&names[i], tags)
		s.complete(&names[i])
	}
	owner := make([]int, len(s.words)) // 1 + index of the learned name
	for n, l := range names {
		for i := l.first; i < l.last; i++ {
			owner[i] = n + 1
		}
	}
	kept := s.candidates[:0]
	for _, c := range s.candidates {
		if c.nested || c.form != isnad.FormName || s.stands(&c, names, owner, tags) {
			kept = append(kept, c)
		}
	}
	s.candidates = kept
	for _, l := range names {
		if l.last > l.first && !s.nameless(l) && !s.shapeless(l) {
			s.add(candidate{first: l.first, last: l.last, kind: l.kind, extended: l.extended, basis: isnad.BasisLearned,
				confidence: l.confidence, rule: "names.model"})
		}
	}
	s.propose(tags)
}

// trim takes words of grammar, verbs and adverbs from the rims of a learned person's name: «باسم علي …»، «… ضاحكا».
func (s *search) trim(l *learned, tags []tagger.Tag) {
	if l.kind != isnad.Person {
		return
	}
	const sure = 0.8
	bare := func(i int) bool {
		w := &s.words[i]
		if w.Cut > 0 && w.Has(Verb) && !w.Has(Given|Family) {
			return true
		}
		if tags[i].P[tagger.Person] > sure {
			return false
		}
		return s.frequent(i) || w.Unknown() && isPluralNoun(w.Stem) || w.Unknown() && isAdverb(w.Stem) && strings.HasSuffix(s.doc.Raw(i), "ا") || w.Has(Function) && !w.Has(Connector|Given|GivenWeak) || w.Has(Verb) && !w.Has(Given|Family) || w.Everyday && w.Class == 0
	}
	for l.last-l.first > 1 && (bare(l.first) || s.words[l.first].Class == 0 && conjoinedVerb(s.doc.Tokens[l.first].Fold) || s.words[l.first].Unknown() && isVerbLike(s.words[l.first].Stem) && s.words[l.first+1].Has(Connector)) {
		l.first++
	}
	for l.last-l.first > 1 && bare(l.last-1) {
		l.last--
	}
}

// part ends learned names where a name of the tables begins with a proclitic: «محمد لرويترز» is two names.
func (s *search) part(names []learned) {
	for _, c := range s.candidates {
		if c.basis != isnad.BasisLexicon || c.nested || c.span.Start == s.doc.Tokens[c.first].Start {
			continue
		}
		n, _ := slices.BinarySearchFunc(names, c.first, func(l learned, at int) int { return cmp.Compare(l.last-1, at) })
		if n < len(names) && names[n].first < c.first && c.first < names[n].last {
			names[n].last = c.first
		}
	}
}

// separate parts learned names of persons where a word with a proclitic stands inside: «محمد عبد الواحد وجونيور» are two, «… لزيدان» too.
func (s *search) separate(names []learned) []learned {
	var out []learned
	for _, l := range names {
		for i := l.first + 1; l.kind == isnad.Person && i < l.last; i++ {
			// Foreign family names begin with such letters too, so that only given names of some length count: not «والكين».
			const fourLetters = 8
			w := &s.words[i]
			if i+1 < l.last && w.Has(Function) && w.Has(Connector) { // «أحمد أم محمد»
				head := l
				head.last, l.first = i, i+1
				out = append(out, head)
				continue
			}
			if !w.Has(Given) || len(w.Stem) < fourLetters || w.Proclitics != "و" && w.Proclitics != "ل" {
				continue
			}
			head := l
			head.last, l.first = i, i
			out = append(out, head)
		}
		out = append(out, l)
	}
	return out
}

// complete adds the word that a connector or a small word of foreign names at the end of a learned name opens: «علي بن أبي …»، «جان دو …».
func (s *search) complete(l *learned) {
	if l.kind != isnad.Person || l.last-l.first < 2 {
		return
	}
	at := l.last - 1
	if end := s.behindParticles(at); end > l.last {
		l.last = end
	}
	if w := &s.words[at]; w.Has(Connector) {
		if end, _ := s.connected(at, 0); end > l.last {
			l.last = end
		}
	}
}

// stands tells whether what a rule found stands. A learned name that the rule's find is better than, or the same as, is emptied.
func (s *search) stands(c *candidate, names []learned, owner []int, tags []tagger.Tag) bool {
	outside, met, wins := float32(0), false, false
	for i := c.first; i < c.last; i++ {
		outside = max(outside, tags[i].P[tagger.None])
		if owner[i] == 0 {
			continue
		}
		met = true
		l := &names[owner[i]-1]
		if l.last == l.first {
			continue
		}
		if l.first == c.first && l.last == c.last && typeOf(c.kind) == typeOf(l.kind) {
			l.last = l.first
			return true
		}
		if s.beats(c, l) {
			l.last, wins = l.first, true
			continue
		}
		if c.basis == isnad.BasisHead && c.first <= l.first && l.last <= c.last {
			l.extended = c.span
		}
	}
	if met {
		return wins
	}
	return outside < doubt(c)
}

// shapeless tells a learned name whose shape is none of its kind: «… ويقاوم»، «منكوبة».
func (s *search) shapeless(l learned) bool {
	if l.last-l.first > 1 || s.words[l.first].Class != 0 || isForeign(s.words[l.first].Stem) {
		return false
	}
	switch l.kind {
	case isnad.Person:
		return conjoinedVerb(s.doc.Tokens[l.first].Fold)
	case isnad.Place:
		return !s.words[l.first].Definite && s.adjectival(l.first) || s.words[l.first].Definite && isPlural(s.words[l.first].Stem)
	}
	return false
}

// nameless tells a learned name that is nothing but a descriptor, a title, a verb or a word of grammar.
func (s *search) nameless(l learned) bool {
	for i := l.first; i < l.last; i++ {
		w := &s.words[i]
		if !w.Has(Descriptor|Title|Role|Group|Function|Verb) || w.Has(Given|Family) {
			return false
		}
	}
	return true
}

// doubt gives the probability of no name from which on a find of the rules is dropped; above 1 it never is.
func doubt(c *candidate) float32 {
	const never = 2
	switch {
	case c.basis == isnad.BasisLexicon && c.kind == isnad.Place && c.extended.Empty():
		return doubtPlaces
	case c.basis == isnad.BasisHead && c.kind != isnad.Organisation:
		return doubtHeads
	case (c.basis == isnad.BasisPattern || c.basis == isnad.BasisMemory) && c.kind == isnad.Person && !c.shaped():
		return doubtPersons
	}
	return never
}

// shaped tells whether the form of a name speaks for itself: initials, «أبو …», a name in marks behind its descriptor.
func (c *candidate) shaped() bool {
	return c.rule == "entity/initials" || c.rule == "entity/kunya" || !c.extended.Empty()
}

// beats tells whether a find of the rules is better than a learned name that shares a token with it.
func (s *search) beats(c *candidate, l *learned) bool {
	same := l.first == c.first && l.last == c.last
	longer := c.last-c.first > l.last-l.first
	holds := c.first <= l.first && l.last <= c.last
	switch c.basis {
	case isnad.BasisLexicon:
		return longer && c.last-c.first > 1 || same && (l.confidence < overrule || c.rule == ruleOutlet || l.kind == isnad.Person)
	case isnad.BasisHead:
		// A noun that may stand outside the name too gives way: «نهر …», but not «مطار …».
		return longer && (c.kind == isnad.Organisation || c.kind == isnad.Event || c.kind == isnad.Place && !s.words[c.first].Has(Descriptor))
	case isnad.BasisMemory:
		return holds
	case isnad.BasisPattern:
		return c.shaped() || holds && (c.sure || l.confidence < overrulesPart)
	}
	return false
}

// spans reads the names out of the tags.
func spans(tags []tagger.Tag) []learned {
	var out []learned
	for i := 0; i < len(tags); i++ {
		t := tagger.TypeOf(tags[i].Label)
		kind := kindOf(t)
		if !tagger.Begins(tags[i].Label) || kind == "" {
			continue
		}
		l := learned{first: i, last: i + 1, kind: kind, confidence: float64(tags[i].Probability())}
		for l.last < len(tags) && tags[l.last].Label == tagger.Inside(t) {
			l.confidence = min(l.confidence, float64(tags[l.last].Probability()))
			l.last++
		}
		out = append(out, l)
		i = l.last - 1
	}
	return out
}

func kindOf(t tagger.Type) isnad.Kind {
	switch t {
	case tagger.Person:
		return isnad.Person
	case tagger.Place:
		return isnad.Place
	case tagger.Organisation:
		return isnad.Organisation
	}
	return ""
}

func typeOf(k isnad.Kind) tagger.Type {
	switch k {
	case isnad.Person:
		return tagger.Person
	case isnad.Place:
		return tagger.Place
	case isnad.Organisation, isnad.Platform:
		return tagger.Organisation
	}
	return tagger.Other
}

package entity

import (
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
)

// proposal is what a rule would take for a name if the tagger does not rule it out: each alone is too weak, both together are not.
type proposal struct {
	first, last int
	kind        isnad.Kind
	least       float32 // of the tagger's probability of the kind, at one token at least
	extended    int     // first token of the descriptor before it, or -1
	rule        string
}

// How probable a name must be to the tagger where a rule proposes it.
const (
	behindDescriptor  = 0.02 // «بلدة …»
	behindDefinite    = 0.05 // «مدينة ال…»: a thing may follow as well
	behindPlaceWord   = 0.15 // «في …»
	behindPlaceUnseen = 0.03 // … a foreign word that text does not have
	besidePlace       = 0.06 // «في بغداد و…»
	behindTitle       = 0.06 // «المحلل …»
	behindVerb        = 0.15 // «وقالت …»
	onward            = 0.05 // a further part of a person's name
	sureOnward        = 0.5  // … that is an everyday word by its frequency
	listed            = 0.02 // a place of the tables that needs context
	alone             = 0.4  // a person or place that no rule proposes
	together          = 0.25 // … and its further words
)

// propose adds names where rules and the tagger agree.
func (s *search) propose(tags []tagger.Tag) {
	taken := make([]bool, len(s.words))
	for _, c := range s.candidates {
		if !c.nested && c.form == isnad.FormName {
			for i := c.first; i < c.last; i++ {
				taken[i] = true
			}
		}
	}
	s.lengthen(tags, taken)
	for i := range s.words {
		if taken[i] || !s.words[i].IsWord {
			continue
		}
		for _, rule := range [...]func(int, []tagger.Tag) proposal{s.describedPlace, s.placeBehindWord, s.personBehind, s.likely} {
			p := rule(i, tags)
			if p.last == 0 || !s.agreed(p, tags) || slices.Contains(taken[p.first:p.last], true) {
				continue
			}
			s.grant(p, taken)
			break
		}
	}
	s.listedPlaces(tags, taken)
	s.besidePlaces(tags, taken)
}

// agreed tells whether the tagger does not rule a proposal out.
func (s *search) agreed(p proposal, tags []tagger.Tag) bool {
	t := typeOf(p.kind)
	for i := p.first; i < p.last; i++ {
		if tags[i].P[t] >= p.least {
			return true
		}
	}
	return false
}

// grant adds what was proposed and agreed.
func (s *search) grant(p proposal, taken []bool) {
	c := candidate{first: p.first, last: p.last, kind: p.kind, basis: isnad.BasisPattern, confidence: 0.7, rule: p.rule}
	if p.extended >= 0 {
		c.extended = isnad.Span{Start: s.span(p.extended, p.extended+1).Start, End: s.doc.Tokens[p.last-1].End}
	}
	s.add(c)
	for i := p.first; i < p.last; i++ {
		taken[i] = true
	}
}

// personBehind proposes up to four words that may be parts of a person's name behind a title, an office or a verb of speech.
func (s *search) personBehind(i int, _ []tagger.Tag) (p proposal) {
	h := s.honour(i)
	if i > 0 && s.words[i].Cut == 0 && h == noHonour && s.joined(i) && (s.words[i-1].Stem == "يدعي" || s.words[i-1].Stem == "تدعي") {
		h = titled
	}
	w := &s.words[i]
	barred := Function | Verb | Head | Descriptor
	if !w.Has(Given | GivenWeak) {
		barred |= Demonym // «المحلل تركي …» is a man, «المحلل سوري» a nationality
	}
	if h == noHonour || w.Cut != 0 || w.Definite || s.frequent(i) || w.Has(barred) || !w.Unknown() && !w.Has(Given|GivenWeak|Family|FamilyWeak|Title) ||
		isInflected(w.Stem) && !isForeign(w.Stem) || s.placeAt(i) != nil {
		return p
	}
	least := float32(behindTitle)
	if h == speaking {
		least = behindVerb
	}
	last := i + 1
	const most = 4
	for last < len(s.words) && last-i < most && s.joined(last) && s.mayGoOn(last) {
		last++
	}
	if last == i+1 && !w.Unknown() && !w.Has(Given|Family) {
		return p
	}
	return proposal{first: i, last: last, kind: isnad.Person, least: least, extended: -1, rule: "entity/title+unknown"}
}

// likely proposes what the tagger holds for a person or a place by almost half, though no name at all is the likelier.
func (s *search) likely(i int, tags []tagger.Tag) (p proposal) {
	w := &s.words[i]
	if w.Has(Function|Verb|Title|Role|Group|Head|Descriptor|Demonym) || w.Everyday || s.frequent(i) || w.Unknown() && isInflected(w.Stem) && !isForeign(w.Stem) {
		return p
	}
	for _, t := range [...]tagger.Type{tagger.Person, tagger.Place} {
		if tags[i].P[t] < alone {
			continue
		}
		last := i + 1
		for last < len(s.words) && s.joined(last) && tags[last].P[t] >= together && !s.words[last].Has(Function|Verb|Title|Role) && s.words[last].Cut == 0 {
			last++
		}
		if s.shapeless(learned{first: i, last: last, kind: kindOf(t)}) {
			continue
		}
		return proposal{first: i, last: last, kind: kindOf(t), least: alone, extended: -1, rule: "entity/likely"}
	}
	return p
}

// mayGoOn tells whether token i may be a further part of a person's name.
func (s *search) mayGoOn(i int) bool {
	w := &s.words[i]
	switch {
	case w.Has(Connector) && !w.Has(Function): // «أم» inside a name is “or”
		return true
	case w.Cut != 0 || w.Has(Function|Verb|Title|Role|Group|Head|Descriptor|Demonym) || w.Everyday:
		return false
	case w.Has(Given | GivenWeak | Family | FamilyWeak):
		return true
	case w.Definite:
		ends := s.closes(i+1) || s.words[i+1].Has(Function)
		return isNisba(w.Stem) || len(w.Stem) > 8 && !isVerbalNoun(w.Stem) && !isPlural(w.Stem) && ends
	}
	return w.Unknown() && (isForeign(w.Stem) || !isInflected(w.Stem) && !s.adjectival(i))
}

// lengthen adds the parts at the rims of persons' names that tables and shape do not vouch for, where the tagger holds them for possible.
func (s *search) lengthen(tags []tagger.Tag, taken []bool) {
	for n := range s.candidates {
		c := &s.candidates[n]
		if c.kind != isnad.Person || c.form != isnad.FormName || c.nested || c.basis == isnad.BasisLexicon {
			continue
		}
		first, last := c.first, c.last
		for last < len(s.words) && last-first < maxName && !taken[last] && s.joined(last) && s.mayGoOn(last) && !s.words[last].Has(Connector) &&
			(tags[last].P[tagger.Person] >= s.further(last) || s.closes(last+1) && last-first >= 2 && !s.frequent(last)) {
			last++
		}
		if s.beginsBefore(first, taken, tags) {
			first--
		}
		if first == c.first && last == c.last {
			continue
		}
		for i := first; i < last; i++ {
			taken[i] = true
		}
		c.first, c.last, c.span = first, last, s.span(first, last)
		c.entity, c.name = "", ""
	}
}

// further gives how probable a further part of a person's name must be: more where its shape is that of an Arabic noun.
func (s *search) further(i int) float32 {
	switch w := &s.words[i]; {
	case s.frequent(i):
		return sureOnward
	case w.Unknown() && !w.Definite && !isForeign(w.Stem):
		return 2 * onward
	}
	return onward
}

// beginsBefore tells whether a person's name begins a word earlier: before «بن», or at a word that the tagger holds for possible.
func (s *search) beginsBefore(first int, taken []bool, tags []tagger.Tag) bool {
	at := first - 1
	if at < 0 || !s.joined(first) || taken[at] || s.words[at].Cut != 0 || s.words[first].Cut != 0 || s.words[at].Has(Function|Verb|Title|Role|Group|Head|Descriptor) {
		return false
	}
	w := &s.words[at]
	if s.vocabulary.does(w.Stem, address) || isInflected(w.Stem) && !isForeign(w.Stem) || s.frequent(at) && (s.words[first].Stem != "بن" || strings.HasPrefix(w.Stem, "ي") || strings.HasPrefix(w.Stem, "ت")) && tags[at].P[tagger.Person] < sureOnward || conjoinedVerb(w.Stem) {
		return false
	}
	return s.words[first].Stem == "بن" && w.Unknown() || !w.Definite && !w.Everyday && tags[at].P[tagger.Person] >= 2*onward
}

package entity

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// maxName is the greatest number of tokens of a person's name.
const maxName = 9

// people adds persons: a given name and what follows it, a name behind a title or a verb of speech.
func (s *search) people() {
	for i := 0; i < len(s.words); i++ {
		n := s.person(i)
		if n.rule != "" {
			s.add(candidate{first: i, last: n.last, kind: isnad.Person, basis: isnad.BasisPattern, confidence: 0.85, rule: n.rule,
				sure: n.given && n.parts >= 2 && (n.sure || n.honour >= speaking)})
			i = n.last - 1
		}
	}
}

// fullName is the name of a person while it is read.
type fullName struct {
	first, last int
	parts       int    // «عبد المنعم» and «بن زيد» are one each
	given       bool   // the first part is a given name
	strong      bool   // … and no everyday word
	kunya       bool   // the first part is «أبو …»
	initials    bool   // the first part is «م. ع.»
	sure        bool   // the tables or its shape vouch for a part behind the first
	origin      bool   // a part behind the first is a family name, or has the shape of a name of origin: «الكعبي»
	foreign     bool   // a part has a shape that Arabic words do not have
	honour      honour // what stands before it
	rule        string // that accepts it; "" where none does
}

// person reads the name that begins at token i; its rule is empty where there is none.
func (s *search) person(i int) fullName {
	n := fullName{first: i, last: i}
	w := &s.words[i]
	if !w.IsWord || w.Has(Function) && !w.Has(Connector) && !isInitial(w.Stem) {
		return n
	}
	if !s.firstPart(&n) {
		return n
	}
	n.parts = 1
	for n.last < len(s.words) && n.last-i < maxName && s.joined(n.last) {
		end, sure := s.nextPart(&n)
		if end == n.last {
			break
		}
		n.sure = n.sure || sure
		n.origin = n.origin || sure && end == n.last+1 && !s.words[n.last].Has(Given)
		n.foreign = n.foreign || n.parts > 0 && isForeign(s.words[n.last].Stem) && s.words[n.last].Unknown()
		n.last = end
		n.parts++
	}
	n.rule = s.accept(&n)
	return n
}

// firstPart reads the first part of a name: a given name, a kunya, initials, or behind a title or verb a word that no table knows.
func (s *search) firstPart(n *fullName) bool {
	i := n.first
	w := &s.words[i]
	n.honour = s.honour(i)
	if end := s.initials(i); end > 0 {
		n.last, n.initials = end, true
		return true
	}
	if end := s.compound(n); end > 0 {
		n.last, n.given, n.strong = end, true, true
		return true
	}
	if end := s.kunya(i); end > 0 {
		n.last, n.kunya = end, true
		return true
	}
	n.given, n.strong = w.Has(Given|GivenWeak), w.Has(Given)
	if w.Class != 0 && s.vocabulary.does(w.Stem, honorific) && !s.closes(i+1) && s.words[i+1].Has(Given|GivenWeak|Title|Connector) {
		return false // «سعادة السيد …»
	}
	n.last = i + 1
	n.foreign = isForeign(w.Stem) && w.Unknown()
	switch {
	case w.Has(Verb) && i+1 < len(s.words) && s.joined(i+1) && s.words[i+1].Has(Given|GivenWeak|Title|Role):
		return false // «روى إبراهيم»
	case w.Has(Title|Role) && w.Definite && i+1 < len(s.words) && s.words[i+1].Has(Given|GivenWeak|Connector):
		return false // «المهندس مصطفى»
	case n.given:
		return true
	case n.honour == noHonour || w.Cut != 0 || s.frequent(i):
		return false
	case w.Definite && !s.closes(i+1) && s.words[i+1].Has(Demonym) && s.words[i+1].Definite && s.words[i+1].Cut == 0:
		return false // «وروى الناجي السنغالي …»
	case w.Definite && n.honour == titled && isNisba(w.Stem) && i+1 < len(s.words) && s.joined(i+1) && s.words[i+1].Has(Given|GivenWeak|Connector) && s.words[i+1].Cut == 0:
		return false // «الخبير النفطي ليث …»
	case w.Has(Family | FamilyWeak):
		return true
	}
	return w.Unknown() && !w.Definite && s.placeAt(i) == nil && !isInflected(w.Stem) && !s.vocabulary.does(w.Stem, address)
}

// accept gives the rule that accepts the name, or "".
func (s *search) accept(n *fullName) string {
	w := &s.words[n.first]
	told := n.honour != noHonour || s.titleBefore(n.first) || s.titleAfter(n.last)
	switch {
	case n.initials:
		if n.parts >= 2 {
			return "entity/initials"
		}
	case n.kunya:
		if n.parts >= 2 || told || n.last-n.first >= 3 || s.words[n.last-1].Has(Given|GivenWeak) && !w.Has(Function) || s.words[n.first].Stem == "بن" {
			return "entity/kunya"
		}
	case n.given:
		if n.parts >= 2 && (n.strong || n.sure || told || s.ownLine(n)) || n.last-n.first >= 2 && n.parts == 1 || n.parts == 1 && s.standsFor(n) {
			return "entity/given+name"
		}
	case n.honour == titled && (w.Has(Family|FamilyWeak) || n.foreign || n.origin):
		return "entity/title+name"
	case n.honour == described && (w.Has(Family) || n.foreign && n.parts >= 2 || n.origin):
		return "entity/title+name"
	case n.honour == speaking && (n.parts >= 2 && (n.foreign || n.origin) || (w.Has(Family) || n.foreign) && s.speaksOn(n.last)):
		return "entity/verb+name"
	}
	return ""
}

// ownLine tells whether a name stands alone on its line or behind a dash there, as an author's does: «الرباط – سعيد بنجلون».
func (s *search) ownLine(n *fullName) bool {
	return s.closes(n.last) && n.first > 0 && (s.doc.Tokens[n.first-1].Sentence != s.doc.Tokens[n.first].Sentence || isDash(s.doc.Tokens[n.first-1].Fold)) &&
		(n.last == len(s.words) || s.doc.Tokens[n.last].Sentence != s.doc.Tokens[n.first].Sentence)
}

// standsFor tells whether a given name may stand alone: behind a title, or one that is no everyday word behind a verb of speech.
func (s *search) standsFor(n *fullName) bool {
	switch {
	case n.honour == titled:
		return n.strong || s.closes(n.last) || n.first > 0 && s.vocabulary.does(s.words[n.first-1].Stem, naming)
	case n.honour == speaking:
		return n.strong && s.speaksOn(n.last)
	}
	return false
}

// speaksOn tells whether what follows token i is what a speaker's name is followed by: that, a mark, «في», «لوكالة».
func (s *search) speaksOn(i int) bool {
	if i >= len(s.words) {
		return false
	}
	w := &s.words[i]
	if s.doc.Tokens[i].Kind == text.Punct {
		return true
	}
	return w.Has(Function) || w.Has(Title|Role)
}

// titleBefore tells whether a title or role stands before token i with only what may describe it between: «الخبير المعني بالقضايا الاستخبارية».
func (s *search) titleBefore(i int) bool {
	const reach = 8
	for at := i - 1; at >= 0 && i-at <= reach && s.doc.Tokens[at].Kind == text.Word && s.joined(at+1); at-- {
		w := &s.words[at]
		if w.Has(Title | Role) {
			return true
		}
		if w.Has(Verb) || w.Has(Function) && w.Stem != "في" && w.Stem != "باسم" {
			return false
		}
	}
	return false
}

// titleAfter tells whether a title or role follows: «إبراهيم السراجي رئيس جمعية …», also behind a comma.
func (s *search) titleAfter(i int) bool {
	if i < len(s.words) && (s.doc.Tokens[i].Fold == "،" || s.doc.Tokens[i].Fold == ",") {
		i++
	}
	return i < len(s.words) && s.words[i].Has(Title|Role) && s.words[i].Cut == 0
}

// byline adds the author's name that stands alone in a byline zone.
func (s *search) byline() {
	const maxWords = 5
	for _, sentence := range s.doc.Sentences {
		if s.doc.Article.Zones == nil || s.doc.Article.Zones[sentence.Zone].Kind != isnad.ZoneByline {
			continue
		}
		first, last := sentence.First, sentence.Last
		for first < last && (s.doc.Tokens[first].Kind != text.Word || s.words[first].Has(Function|Verb|Title)) {
			first++
		}
		end := first
		for end < last && s.doc.Tokens[end].Kind == text.Word && !s.words[end].Has(Function) {
			end++
		}
		if n := end - first; n >= 2 && n <= maxWords {
			s.add(candidate{first: first, last: end, kind: isnad.Person, basis: isnad.BasisPattern, confidence: 0.8, rule: "entity/byline"})
		}
	}
}

package entity

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// maxName is the greatest number of tokens of a person's name.
const maxName = 6

// people adds persons: a given name and what follows it, a name behind a title.
func (s *search) people() {
	for i := 0; i < len(s.words); i++ {
		if last, rule := s.person(i); last > i {
			s.add(candidate{first: i, last: last, kind: isnad.Person, basis: isnad.BasisPattern, confidence: 0.85, rule: rule})
			i = last - 1
		}
	}
}

// person gives the end of the person's name that begins at token i, or i.
func (s *search) person(i int) (last int, rule string) {
	w := &s.words[i]
	given := w.Has(Given | GivenWeak)
	kunya := s.kunya(i)
	if !w.IsWord || !given && kunya == 0 && !s.titled(i) || w.Has(Function) {
		return i, ""
	}
	last = i + 1
	if kunya > 0 {
		last = kunya
	}
	known := w.Has(Given) || w.Has(Family)
	for last < len(s.words) && last-i < maxName && s.joined(last) {
		next, sure := s.nextName(last, last == i+1)
		if next == last {
			break
		}
		known = known || sure
		last = next
	}
	title := s.titleBefore(i) || s.titleAfter(last)
	switch {
	case last-i >= 2 && kunya == 0 && given && (known || title):
		return last, "entity/given+name"
	case kunya > 0 && (last > kunya || title):
		return last, "entity/kunya"
	case title && s.titled(i) && (w.Has(Given|Family|GivenWeak|FamilyWeak) || last-i >= 2):
		return last, "entity/title+name"
	}
	return i, ""
}

// kunya gives the end of «أبو رغيف» at token i, or 0.
func (s *search) kunya(i int) int {
	switch s.words[i].Stem {
	case "ابو", "ابي", "ابا", "ام":
		if i+1 < len(s.words) && s.joined(i+1) && s.words[i+1].Cut == 0 && !s.words[i+1].Has(Function|Verb) {
			return i + 2
		}
	}
	return 0
}

// nextName gives the end of the part of a name that begins at token i, or i, and whether the tables vouch for it. Right behind the
// first name one unknown word may stand.
func (s *search) nextName(i int, second bool) (end int, sure bool) {
	w := &s.words[i]
	if w.Cut != 0 || w.Has(Function) && !w.Has(Connector) {
		return i, false
	}
	switch {
	case w.Has(Connector):
		if i+1 < len(s.words) && s.joined(i+1) && !s.words[i+1].Has(Function) {
			return i + 2, true
		}
	case w.Has(Given | Family):
		return i + 1, true
	case w.Has(GivenWeak | FamilyWeak):
		return i + 1, w.Definite
	case w.Unknown() && second && !verbLike(w.Stem) && len(w.Stem) > 4:
		return i + 1, w.Definite && len(w.Stem) > 8
	case w.Unknown() && w.Definite && isNisba(w.Stem):
		return i + 1, true
	}
	return i, false
}

// isNisba tells the shape of family names of origin: «الكعبي».
func isNisba(stem string) bool { return len(stem) > 8 && stem[len(stem)-2:] == "ي" }

// verbLike tells the prefixes of the present tense on words that no table knows.
func verbLike(stem string) bool {
	const fourLetters = 8
	if len(stem) < fourLetters {
		return false
	}
	switch stem[:2] {
	case "ي", "ت":
		return true
	}
	return len(stem) > fourLetters && (stem[:4] == "سي" || stem[:4] == "ست")
}

// titled tells whether a title stands right before token i, perhaps with an adjective of a place between («الرئيس الفرنسي ماكرون»).
func (s *search) titled(i int) bool {
	at := i - 1
	for at >= 0 && s.words[at].Has(Demonym) && s.words[at].Definite && s.joined(at+1) {
		at--
	}
	return at >= 0 && at < i && s.joined(at+1) && s.words[at].Has(Title) && (s.words[i].Unknown() && s.words[i].Cut == 0 && !s.words[i].Definite || s.words[i].Has(Given|GivenWeak|Family|FamilyWeak))
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

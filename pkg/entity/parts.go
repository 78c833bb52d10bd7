package entity

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/text"
)

// nextPart reads the part of a name at token n.last. It gives its end, or n.last where the name is over, and whether the tables or
// its shape vouch for it.
func (s *search) nextPart(n *fullName) (end int, sure bool) {
	i := n.last
	w := &s.words[i]
	if end := s.behindParticles(i); end > i {
		return end, true
	}
	if w.Cut != 0 && !(w.Class != 0 && s.doc.Tokens[i].Fold == w.Stem) {
		return i, false
	}
	if end := s.compound(n); end > 0 {
		return end, true
	}
	if w.Has(Connector) && !w.Has(Function) || w.Stem == "ولد" && (s.words[i-1].Has(Given|GivenWeak|Family) || n.honour == titled) {
		return s.connected(i, 0)
	}
	if w.Has(Function) && w.Cut == 0 && s.vocabulary.borne[arabic.Plain(s.doc.Raw(i))] && s.closesOff(i+1) {
		return i + 1, true // «جليل عدنان خلف إن …»
	}
	if w.Has(Function) || w.Has(Verb) && !w.Has(Given|Family) {
		return i, false
	}
	second := n.parts == 1
	switch {
	case w.Has(Title|Role) && !w.Definite && !second && !s.closes(i+1):
		return i, false // «برونو موتان أمين متاحف …»
	case w.Has(Given | Family):
		return i + 1, true
	case w.Has(Title|Role) && w.Definite && second && n.strong && s.closes(i+1):
		return i + 1, true // «(تصوير حمد العتال)»: a trade borne as a family name
	case w.Has(GivenWeak | FamilyWeak):
		if !second && s.common(i) && !s.closesOff(i+1) && !s.words[i+1].Has(Given|Family) {
			return i, false // «خيسوس كاساس حصة تدريبية»
		}
		return i + 1, w.Definite
	case second && isOrdinal(w.Stem) && n.honour == titled:
		if i+1 < len(s.words) && s.words[i+1].Stem == "عشر" {
			return i + 2, true
		}
		return i + 1, true
	case second && (n.strong || n.kunya) && w.Has(Demonym) && w.Definite && isMasculine(w.Stem):
		return i + 1, true
	case w.Has(Title|Role) && second && n.honour == titled && !w.Definite && s.closes(i+1):
		return i + 1, false
	case w.Unknown():
		return s.unknownPart(n)
	}
	return i, false
}

// unknownPart reads a part that no table knows. Right behind the first part one such word may stand; further ones must have the shape
// of a name of origin or of a foreign word.
func (s *search) unknownPart(n *fullName) (end int, sure bool) {
	const threeLetters = 6
	i := n.last
	w := &s.words[i]
	second := n.parts == 1
	switch {
	case s.frequent(i):
		if second && n.strong && n.honour == titled && !w.Definite && !s.closes(i+1) && s.words[i+1].Has(Given|Family|FamilyWeak) && s.words[i+1].Cut == 0 {
			return i + 1, false // «الطبيبة ياسمين واضح مزيان»
		}
		return i, false
	case w.Definite && isNisba(w.Stem) && !strings.HasSuffix(s.doc.Raw(i), "ى"):
		return i + 1, true
	case strings.HasSuffix(s.doc.Raw(i), "ه") && len(w.Stem) > threeLetters && !s.ends(i+1):
		return i, false // «قوله»
	case second && s.conjoined(i):
		return i, false // «آلان ونالي»
	case w.Definite && second && n.given && n.honour >= described && s.closes(i+1) && !isPlural(w.Stem):
		return i + 1, true // «الحكم الكويتي مبارك الخزيم.»
	case w.Definite && n.sure && !second && n.honour == titled && !isVerbalNoun(w.Stem) && !isPlural(w.Stem):
		return i + 1, true // «العقيد عمر عبيدات الخزاعلة»
	case w.Definite:
		if second && !isVerbalNoun(w.Stem) && (n.strong || n.given && n.honour == titled) && len(w.Stem) > 8 && !isPlural(w.Stem) {
			return i + 1, true
		}
		return i, false
	case len(w.Stem) == threeLetters && !strings.ContainsAny(w.Stem, "اوي") && !s.ends(i+1):
		return i, false // «نشر»، «رفض»: more often a verb
	case s.placeAt(i) != nil || isInflected(w.Stem) || len(w.Stem) < threeLetters && !second || len(w.Stem) < 4:
		return i, false
	case second && (n.given || n.initials) || isForeign(w.Stem) || n.parts == 2 && s.ends(i+1):
		return i + 1, false
	}
	return i, false
}

// compound gives the end of a given name of two words at token n.last: «عبد الرحمن»، «نور الدين»، «عطا الله». Or 0. Inside a name a
// word that no table knows may stand before «الله» and «الدين».
func (s *search) compound(n *fullName) int {
	i := n.last
	if i+1 >= len(s.words) || !s.joined(i+1) || s.words[i+1].Cut != 0 {
		return 0
	}
	w, next := &s.words[i], &s.words[i+1]
	if w.Stem == "عبد" && (next.Definite || next.Stem == "رب") {
		return i + 2
	}
	if next.Stem != "الدين" && next.Stem != "الله" {
		return 0
	}
	if w.Has(Given|GivenWeak) || n.parts > 0 && w.Cut == 0 && !w.Definite && !w.Has(Function|Verb|Title|Role|Group|Head|Descriptor) {
		return i + 2
	}
	return 0
}

// connected gives the end of a part that a connector opens: «بن زيد»، «أبو الفتوح»، «بن عبد الكريم»، «ابن أبي وقاص».
func (s *search) connected(i, depth int) (end int, sure bool) {
	next := i + 1
	if next >= len(s.words) || !s.joined(next) || s.words[next].Cut != 0 {
		return i, false
	}
	if end := s.compound(&fullName{last: next}); end > 0 {
		return end, true
	}
	if s.words[next].Has(Connector) && depth < 2 {
		if end, sure = s.connected(next, depth+1); end > next {
			return end, sure
		}
		return i, false
	}
	if s.words[next].Has(Function | Verb) {
		return i, false
	}
	return next + 1, true
}

// kunya gives the end of «أبو رغيف» or «بن عمارة» at token i, or 0.
func (s *search) kunya(i int) int {
	switch s.words[i].Stem {
	case "ولد", "منت":
		if s.honour(i) == noHonour {
			return 0 // «ولد في …»
		}
		if end, ok := s.connected(i, 0); ok && !s.words[end-1].Definite {
			return end
		}
	case "ابو", "ابي", "ابا", "ام", "بن":
		if i > 0 && s.words[i].Stem == "بن" && s.joined(i) && s.words[i-1].Has(Given|Family|Connector) {
			return 0
		}
		if end, ok := s.connected(i, 0); ok && !s.words[end-1].Has(Demonym|Title|Role|Group) {
			return end
		}
	}
	return 0
}

// initials gives the end of «م. ع.» or «ر.» at token i, or 0. «د.» and «أ.د.» alone are titles.
func (s *search) initials(i int) int {
	const most = 8 // tokens
	end, title := i, true
	for end+1 < len(s.words) && end-i < most && isInitial(s.doc.Tokens[end].Fold) && s.doc.Tokens[end+1].Fold == "." {
		title = title && (s.words[end].Stem == "د" || s.words[end].Stem == "ا")
		end += 2
	}
	if end == i || title || i > 0 && s.doc.Tokens[i-1].Kind == text.Number || end >= len(s.words) || s.doc.Tokens[end].Sentence != s.doc.Tokens[i].Sentence || !s.words[end].IsWord || s.words[end].Cut != 0 {
		return 0
	}
	if i > 0 && s.doc.Tokens[i-1].Fold == "." && s.doc.Glued(i) {
		return 0
	}
	return end
}

// isInitial tells a letter that stands alone.
func isInitial(fold string) bool { return len(fold) == 2 && fold[0] >= 0x80 }

// behindParticles gives the end of a part that small words open inside foreign names («فان …»، «دي …»، «دو لا …»), or i.
func (s *search) behindParticles(i int) int {
	const most = 3
	at := i
	for at < len(s.words) && at-i < most && (isParticle(s.doc.Tokens[at].Fold) || at > i && s.words[at].Stem == "لا") && (at == i || s.joined(at)) {
		at++
	}
	if at == i || at >= len(s.words) || !s.joined(at) || !s.words[at].Unknown() && !s.words[at].Has(Family) {
		return i
	}
	return at + 1
}

func isParticle(fold string) bool {
	switch fold {
	case "دي", "دو", "دا", "فان", "فون", "دير", "دوس", "ديل", "ديلا", "ماك", "مك":
		return true
	}
	return false
}

// closesOff tells whether the word before token i governs nothing, so that it is no preposition: a mark, «إن» or a verb follows.
func (s *search) closesOff(i int) bool {
	if s.closes(i) {
		return true
	}
	switch w := &s.words[i]; w.Stem {
	case "ان", "انه", "انها", "انهم":
		return w.Cut == 0
	default:
		return w.Has(Verb) && !w.Definite && !w.Has(Given|Family)
	}
}

// closes tells whether a name is over before token i: the sentence ends, or a mark stands there.
func (s *search) closes(i int) bool { return i >= len(s.words) || !s.joined(i) }

// ends tells whether a name may well be over before token i: a mark or an office follows.
func (s *search) ends(i int) bool {
	return s.closes(i) || s.words[i].Has(Title|Role) && !s.words[i].Definite && s.words[i].Cut == 0
}

// isNisba tells the shape of family names of origin: «الكعبي».
func isNisba(stem string) bool { return len(stem) > 8 && stem[len(stem)-2:] == "ي" }

// isPlural tells regular plurals with the article, which are no names: «المحادثات»، «المسلمين».
func isPlural(stem string) bool {
	return len(stem) > 12 && (strings.HasSuffix(stem, "ات") || strings.HasSuffix(stem, "ين") || strings.HasSuffix(stem, "ون"))
}

// isOrdinal tells the numbers of kings and popes.
func isOrdinal(stem string) bool {
	switch stem {
	case "الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "الحادي":
		return true
	}
	return false
}

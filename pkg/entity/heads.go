package entity

import (
	"strings"

	"isnad/pkg/isnad"
)

// heads adds names that begin with a head noun: وزارة الداخلية، كلية الإعلام، جمعية الدفاع عن حقوق الصحافيين، الجيش الأميركي.
func (s *search) heads() {
	for i := len(s.words) - 1; i >= 0; i-- { // from the end: an event is named by a place that a head may begin too
		w := &s.words[i]
		if !w.Has(Head) || w.Has(Function) {
			continue
		}
		last := 0
		if w.Definite {
			last = s.definiteHead(i)
		} else {
			last = s.constructHead(i)
		}
		if last > i+1 {
			s.addHead(i, last)
		}
	}
}

// definiteHead gives the end of a name whose head has the article: adjectives follow, one of them of a place («القيادة السيبرانية
// الأميركية»), or what the body is for («الهيئة العليا للاتصال السمعي البصري»).
func (s *search) definiteHead(i int) int {
	head := s.words[i].Stem
	last := i + 1
	placed := false
	for last < len(s.words) && last-i <= 3 && s.joined(last) && s.words[last].Definite && s.words[last].Cut == 0 && s.agrees(head, last) {
		placed = placed || s.words[last].Has(Demonym)
		last++
	}
	if end := s.task(last); end > last && last > i+1 {
		return end
	}
	named := last == i+2 && s.vocabulary.does(strings.TrimPrefix(head, "ال"), bare) && !s.vocabulary.does(s.words[i+1].Stem, generic|outside)
	if !placed && !named {
		return i
	}
	return last
}

// agrees tells whether token i is an adjective that may describe a head noun: feminine or plural heads take one in ـة.
func (s *search) agrees(head string, i int) bool {
	w := &s.words[i]
	if s.vocabulary.does(w.Stem, standing) {
		return true
	}
	if i > 1 && w.Proclitics == "" && strings.HasPrefix(w.Stem, "الم") && strings.HasSuffix(w.Stem, "ه") && !w.Has(Title|Role|Group) && (isAdjective(s.words[i-1].Stem) || s.vocabulary.does(s.words[i-1].Stem, standing)) {
		return true // «الهيئة الوطنية المستقلة»
	}
	feminine := strings.HasSuffix(head, "ه") || strings.HasSuffix(head, "ات") || strings.HasSuffix(head, "وي")
	return (isAdjective(w.Stem) || w.Has(Demonym)) && feminine == strings.HasSuffix(w.Stem, "ه")
}

// purpose gives the end of «للاتصال السمعي البصري»، «للدراجات» at token i, or i.
func (s *search) purpose(i int) int {
	if i >= len(s.words) || !s.joined(i) || s.words[i].Proclitics != "ل" || !s.words[i].Definite || s.words[i].Has(Demonym|Title|Role|Group|Head|Descriptor) {
		return i
	}
	return s.adjectives(i + 1)
}

// adjectives gives the end of up to two definite adjectives from token i on.
func (s *search) adjectives(i int) int {
	last := i
	for last < len(s.words) && last-i < 2 && s.joined(last) && s.words[last].Definite && s.words[last].Cut == 0 &&
		isAdjective(s.words[last].Stem) && !s.words[last].Has(Title|Role|Group) {
		last++
	}
	return last
}

// task gives the end of «لتنظيم الإعلام»، «لمكافحة الإرهاب»، «للحقوق الاقتصادية والاجتماعية» at token i, what a body is for, or i.
func (s *search) task(i int) int {
	if i >= len(s.words) || !s.joined(i) {
		return i
	}
	if last := s.purpose(i); last > i {
		w := last
		if w < len(s.words) && s.joined(w) && s.words[w].Proclitics == "و" && s.words[w].Definite && !s.words[w].Has(Head|Descriptor|Title|Role|Group|Verb|Demonym) {
			return s.adjectives(w + 1)
		}
		return last
	}
	fold := s.doc.Tokens[i].Fold
	const fourLetters = 8
	if !strings.HasPrefix(fold, "ل") || len(fold) < fourLetters || strings.HasPrefix(fold, "لل") || s.words[i].Has(Function|Verb|Given|Family) && s.words[i].Cut == 0 {
		return i
	}
	next := s.determiner(i + 1)
	if next < i+2 || next > i+3 || next == i+3 && !s.words[i+2].Definite {
		return i
	}
	return s.adjectives(next)
}

// constructHead gives the end of a name whose head is followed by the noun that determines it.
func (s *search) constructHead(i int) int {
	last := s.determiner(i + 1)
	if last == 0 {
		last = s.honoured(i)
	}
	if last == 0 {
		return i
	}
	for last < len(s.words) && s.joined(last) {
		w := &s.words[last]
		switch {
		case s.vocabulary.does(w.Stem, outside):
			return last
		case w.Definite && w.Cut == 0 && !w.Has(Title|Role|Group|Verb|Function):
			plural := strings.HasSuffix(s.doc.Raw(last), "ى") && !s.vocabulary.does(w.Stem, standing) // «المرضى»
			if plural || !isAdjective(w.Stem) && !w.Has(Demonym) && !strings.HasSuffix(w.Stem, "ه") {
				return last
			}
			last++
		case w.Stem == "عن" && w.Proclitics == "":
			next := s.determiner(last + 1)
			if next == 0 {
				return last
			}
			last = next
		case w.Proclitics == "و" && w.Definite && s.coordinates(i, last):
			last++
		default:
			return last
		}
		if last-i > 8 {
			break
		}
	}
	return last
}

// determiner gives the end of the noun that begins at token i and makes a construct definite: a definite noun, a known place, or up
// to two bare nouns before such a one («حقوق الصحافيين»). It gives 0 where there is none.
func (s *search) determiner(i int) int {
	for n := 0; n < 3 && i < len(s.words) && s.joined(i); n, i = n+1, i+1 {
		w := &s.words[i]
		if w.Cut != 0 || w.Has(Function|Verb|Title) && !w.Definite {
			return 0
		}
		if c := s.placeAt(i); c != nil {
			return c.last
		}
		if end := s.titleBearer(i); end > i {
			return end
		}
		if w.Definite || w.Unknown() && isForeign(w.Stem) {
			return i + 1
		}
		if !w.IsWord {
			return 0
		}
	}
	return 0
}

// honoured gives the end of the person's full name that a place or body bears without a title: «مستشفى يوسف دمرجي». Or 0.
func (s *search) honoured(head int) int {
	if i := head + 1; s.vocabulary.does(s.words[head].Stem, namesake) && i < len(s.words) && s.joined(i) && s.words[i].Cut == 0 {
		if n := s.person(i); n.strong && n.sure && n.parts >= 2 {
			return n.last
		}
	}
	return 0
}

// titleBearer gives the end of the person's name that a title at token i opens, whose name a body or place bears: «جامعة الملك سعود»،
// «مستشفى الشهيدة بلقيس». Or i.
func (s *search) titleBearer(i int) int {
	if w := &s.words[i]; !w.Has(Title|Role) || !w.Definite || i+1 >= len(s.words) || !s.joined(i+1) {
		return i
	}
	n := fullName{first: i + 1, last: i + 1}
	if w := &s.words[i+1]; w.Cut != 0 || !s.firstPart(&n) {
		return i
	}
	for n.parts = 1; n.last < len(s.words) && n.last-i < maxName && s.joined(n.last); n.parts++ {
		end, sure := s.nextPart(&n)
		if end == n.last || !sure {
			break
		}
		n.last = end
	}
	return n.last
}

// placeAt gives the longest name of a place that begins at token i.
func (s *search) placeAt(i int) *candidate {
	if c, ok := s.places[i]; ok {
		return &c
	}
	return nil
}

// joined tells whether token i stands in the same sentence as the token before it, with no mark between them.
func (s *search) joined(i int) bool {
	return s.words[i].IsWord && s.doc.Tokens[i].Sentence == s.doc.Tokens[i-1].Sentence
}

// coordinates tells whether «و…» at token at goes on with the name that begins at head: «وزارة التربية والتعليم», where the head is
// singular and the first noun stands right before.
func (s *search) coordinates(head, at int) bool {
	w := &s.words[at]
	barred := Head | Descriptor | Title | Role | Verb | Demonym
	if s.vocabulary.does(s.words[head].Stem, members) {
		barred |= Group // «اتحاد الكتاب والصحافيين» may be two, but not «وزارة الصحة والسكان»
	}
	return !s.words[head].Plural && at == head+2 && !w.Has(barred)
}

func (s *search) addHead(i, last int) {
	w := &s.words[i]
	c := candidate{first: i, last: last, kind: w.HeadKind, basis: isnad.BasisHead, confidence: 0.85, rule: w.HeadRule}
	if s.leads(i, last) {
		return
	}
	if w.HeadKind == isnad.Event && s.placeAt(i+1) == nil {
		return // an attack has a name of its own only by its place
	}
	if w.Plural && last < len(s.words) && s.joined(last) && s.words[last].Proclitics == "و" && s.words[last].Definite {
		s.addPair(c)
		return
	}
	s.add(c)
}

// leads tells the heads that here are an act or a board and no body of their own: «بقيادة الحكم»، «إدارة النادي»، «مجلس إدارة الشركة».
func (s *search) leads(i, last int) bool {
	w := &s.words[i]
	switch w.Stem {
	case "قياده", "رياسه":
		return strings.HasSuffix(w.Proclitics, "ب")
	case "اداره":
		return i > 0 && s.words[i-1].Stem == "مجلس" || strings.HasSuffix(w.Proclitics, "ب") || last == i+2
	case "جهاز":
		return last == i+2 && !s.words[i+1].Has(Head) && s.words[i+1].Stem != "الامن" // «جهاز التحكم»
	case "مجلس":
		return s.words[i+1].Stem == "اداره" || s.words[i+1].Stem == "الاداره"
	}
	return false
}

// addPair adds the two names of a dual head: «وزارتي الداخلية والدفاع».
func (s *search) addPair(first candidate) {
	second := first
	second.first, second.last = first.last, first.last+1
	first.span, second.span = s.span(first.first, first.last), s.span(second.first, second.last)
	whole := first.span.Union(second.span)
	head := singular(s.words[first.first].Stem)
	text := s.doc.Article.Text
	first.extended, second.extended = whole, whole
	first.name = head + " " + s.doc.Span(first.first+1, first.last).In(text)
	second.name = head + " " + second.span.In(text)
	first.entity = isnad.NameEntity(first.kind, first.name)
	second.entity = isnad.NameEntity(second.kind, second.name)
	s.add(first)
	s.add(second)
}

// singular gives the singular of a construct dual: وزارتي → وزارة.
func singular(dual string) string {
	return strings.TrimSuffix(strings.TrimSuffix(dual, "تي"), "تا") + "ة"
}

package entity

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// ruleOutlet finds the outlet of the article itself.
const ruleOutlet = "entity/outlet"

// outlet adds the article's own outlet wherever it is named. An outlet of one everyday word («الضفة») needs marks around it or a
// word for a medium or its people before it.
func (s *search) outlet() {
	name := strings.Fields(arabic.Fold(s.doc.Article.Outlet))
	if len(name) > 1 {
		if e := s.vocabulary.words[name[0]]; e != nil && e.Class&Descriptor != 0 && e.DescKind == isnad.Organisation {
			name = name[1:]
		}
	}
	if len(name) == 0 {
		return
	}
	id := isnad.NameEntity(isnad.Organisation, s.doc.Article.Outlet)
	for i := range s.words {
		last := i + len(name)
		if last > len(s.words) || !s.spellsOut(i, name) {
			continue
		}
		if len(name) == 1 && !s.marked(i, last) && !s.mediumBefore(i) {
			continue
		}
		s.add(candidate{first: i, last: last, kind: isnad.Organisation, entity: id, name: s.doc.Article.Outlet,
			basis: isnad.BasisLexicon, confidence: 0.95, rule: ruleOutlet})
	}
}

// spellsOut tells whether the folded words stand from token i on, the first perhaps with proclitics.
func (s *search) spellsOut(i int, words []string) bool {
	for n, word := range words {
		if s.doc.Tokens[i+n].Fold != word && (n > 0 || s.words[i].Stem != word) {
			return false
		}
	}
	return true
}

// marked tells whether quotation marks or brackets stand around the tokens.
func (s *search) marked(first, last int) bool {
	if first == 0 || last >= len(s.words) {
		return false
	}
	open, end := s.doc.Tokens[first-1].Fold, s.doc.Tokens[last].Fold
	return open == "(" && end == ")" || pairsOpen(open) && s.doc.Tokens[last].Kind == text.Punct
}

// mediumBefore tells whether a word for an organisation or for its people stands before token i: «صحيفة …»، «مراسل …».
func (s *search) mediumBefore(i int) bool {
	if i == 0 || !s.joined(i) {
		return false
	}
	w := &s.words[i-1]
	return w.Has(Descriptor) && w.DescKind == isnad.Organisation || w.Has(Role) && !w.Definite
}

// datelines adds the agency that a dateline names in brackets: «بغداد (السدرة) - …», "AMMAN, May 21 (Harbour Wire) - …".
func (s *search) datelines() {
	const reach, longest = 8, 4
	for _, sentence := range s.doc.Sentences {
		for i := sentence.First + 1; i < min(sentence.Last, sentence.First+reach); i++ {
			if s.doc.Tokens[i].Fold != "(" {
				continue
			}
			last := i + 1
			for last < sentence.Last && s.words[last].IsWord && last-i <= longest {
				last++
			}
			if last == i+2 && s.words[i+1].Stem == "وكالات" {
				break // «(وكالات)» names nobody
			}
			if last > i+1 && last+1 < sentence.Last && s.doc.Tokens[last].Fold == ")" && isDash(s.doc.Tokens[last+1].Fold) {
				s.add(candidate{first: i + 1, last: last, kind: isnad.Organisation, basis: isnad.BasisPattern, confidence: 0.8, rule: "entity/dateline"})
			}
			break
		}
	}
}

func isDash(mark string) bool { return mark == "-" || mark == "–" || mark == "—" || mark == ":" }

// latin adds the Latin name in brackets behind an Arabic one: «نت لينك (NetLink)». It is another name of the same thing.
func (s *search) latin() {
	for _, c := range s.candidates {
		at := c.last
		if c.kind == "" || c.nested || c.form != isnad.FormName || s.language != isnad.Arabic {
			continue
		}
		if at < len(s.words) && s.doc.Tokens[at].Kind == text.Punct && s.doc.Tokens[at].Fold != "(" {
			at++
		}
		const longest = 6
		last := at + 1
		for last < len(s.words) && last-at <= longest && s.words[last].IsWord && s.doc.Tokens[last].Fold[0] < 0x80 {
			last++
		}
		if at < len(s.words) && s.doc.Tokens[at].Fold == "(" && last > at+1 && last < len(s.words) && s.doc.Tokens[last].Fold == ")" {
			s.add(candidate{first: at + 1, last: last, kind: c.kind, entity: c.entity, name: c.name, basis: isnad.BasisPattern,
				confidence: 0.85, rule: "entity/latin"})
		}
	}
}

// ministries adds the short forms of ministries that the text names in full: «الداخلية: …»، «وقالت الداخلية».
func (s *search) ministries() {
	full := map[string]candidate{} // by what follows the head noun
	for _, c := range s.candidates {
		if c.basis == isnad.BasisHead && c.last-c.first >= 2 && s.words[c.first].Stem == "وزاره" && s.words[c.first+1].Definite {
			full[s.words[c.first+1].Stem] = c
		}
	}
	for i := range s.words {
		c, ok := full[s.words[i].Stem]
		if !ok || i > 0 && s.joined(i) && s.words[i-1].IsWord && !(s.words[i-1].Has(Verb) && s.words[i].Cut == 0) {
			continue
		}
		colon := i + 1
		for colon < len(s.words) && s.doc.Tokens[colon].Kind == text.Punct && s.doc.Tokens[colon].Fold != ":" {
			colon++
		}
		if i > 0 && s.words[i-1].Has(Verb) || colon < len(s.words) && s.doc.Tokens[colon].Fold == ":" {
			s.add(candidate{first: i, last: i + 1, kind: isnad.Organisation, entity: c.entity, name: c.name, basis: isnad.BasisMemory,
				confidence: 0.85, rule: "entity/ministry"})
		}
	}
}

// repeated adds names that stand in quotation marks somewhere and without them, behind a noun of their sort, elsewhere: «تطبيق مدار».
func (s *search) repeated() {
	quoted := map[string]candidate{} // by their first token
	for _, c := range s.candidates {
		if c.basis == isnad.BasisPattern && c.kind != isnad.Person && !c.extended.Empty() {
			quoted[s.words[c.first].Stem] = c
		}
	}
	for i := range s.words {
		c, ok := quoted[s.words[i].Stem]
		if !ok || i == c.first || i+c.last-c.first > len(s.words) || s.words[i].Cut != 0 {
			continue
		}
		same := true
		for n := range c.last - c.first {
			same = same && s.words[i+n].Stem == s.words[c.first+n].Stem
		}
		at, e := s.descriptorBefore(i)
		if !same || e == nil || !sameSort(e.DescKind, c.kind) {
			continue
		}
		last := i + c.last - c.first
		s.add(candidate{first: i, last: last, kind: c.kind, entity: c.entity, name: c.name, basis: isnad.BasisMemory, confidence: 0.85,
			rule: "entity/repeated", extended: isnad.Span{Start: s.span(at, at+1).Start, End: s.doc.Tokens[last-1].End}})
	}
}

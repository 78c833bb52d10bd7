package entity

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/english"
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// capitalised adds English names that no table holds: runs of capitalised words, their kind told by an organisation's head noun, a
// title, a given name, a noun in apposition, or in the end by the tagger's hint.
func (s *search) capitalised() {
	for n, sentence := range s.doc.Sentences {
		var hints []english.Hint
		asked := false
		for i := sentence.First; i < sentence.Last; {
			last := s.run(i, sentence.Last)
			if last == i {
				i++
				continue
			}
			first := i
			for first < last && s.words[first].Has(Function) && !s.words[first].Has(Given) {
				first++
			}
			if first < last && !s.everyday(first, last) {
				if !s.judge(first, last, first == sentence.First) && s.tagger != nil {
					if !asked {
						hints, asked = s.tagger.Names(s.doc, n), true
					}
					s.hinted(first, last, hints)
				}
			}
			i = last
		}
	}
}

// everyday tells a run of words that are no name: months, weekdays, nouns that open a sentence, «Three European …».
func (s *search) everyday(first, last int) bool {
	for i := first; i < last; i++ {
		plain := s.words[i].Everyday || s.words[i].Has(Demonym|Function)
		if s.words[i].IsWord && (!plain || s.words[i].Has(Head|Given|GivenWeak|Family)) {
			return false
		}
	}
	return true
}

// run gives the end of the capitalised run that begins at token i, or i. Particles may stand inside it: of, for, al-, bin.
func (s *search) run(i, end int) int {
	if !s.isCapital(i) {
		return i
	}
	last := i + 1
	for last < end {
		next := last
		for next < end && next-last < 3 && s.inner(next) {
			next++
		}
		if next >= end || !s.isCapital(next) || next > last && s.words[next-1].Stem == "-" && !s.doc.Glued(next) {
			break
		}
		last = next + 1
	}
	return last
}

// inner tells what may stand between the capitalised words of one name.
func (s *search) inner(i int) bool {
	switch s.doc.Tokens[i].Fold {
	case "of", "for", "al", "el", "bin", "ibn", "abu", "de", "van", "von", "&":
		return true
	case "-", "'":
		return s.doc.Glued(i)
	}
	return false
}

func (s *search) isCapital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.doc.Raw(i))
	return s.doc.Tokens[i].Kind == text.Word && unicode.IsUpper(r)
}

// judge adds the run as a name where a rule knows its kind.
func (s *search) judge(first, last int, opens bool) bool {
	c := candidate{first: first, last: last, basis: isnad.BasisPattern, confidence: 0.8}
	for i := first; i < last; i++ {
		if s.words[i].Has(Head) && last-first >= 2 {
			c.kind, c.basis, c.rule = s.words[i].HeadKind, isnad.BasisHead, s.words[i].HeadRule
			c.last = s.andMore(first, last)
			s.add(c)
			return true
		}
	}
	for first < last-1 && (s.words[first].Has(Title|Role) || s.words[first].Has(Demonym) && s.words[first+1].Has(Title|Role)) {
		first++
		c.first, opens = first, false
	}
	if slices.ContainsFunc(s.doc.Tokens[first:last], func(t text.Token) bool { return t.Fold == "&" }) {
		c.kind, c.rule = isnad.Organisation, "entity/ampersand"
		s.add(c)
		return true
	}
	given := s.words[first].Has(Given | GivenWeak)
	titled := first > 0 && s.words[first-1].Has(Title|Role) && s.joined(first)
	switch {
	case last-first >= 2 && (given || titled):
		c.kind, c.rule = isnad.Person, "entity/given+name"
	case titled && s.words[first].Class&^(Family|FamilyWeak) == 0:
		c.kind, c.rule = isnad.Person, "entity/title+name"
	case first > 1 && (s.words[first-1].Stem == "itself" || s.words[first-1].Stem == "called"):
		c.kind, c.rule = isnad.Organisation, "entity/called"
	case !given && s.nounBefore(first) != "":
		c.kind, c.rule = s.nounBefore(first), "entity/noun+name"
	case s.apposedNoun(last) != "":
		c.kind, c.rule = s.apposedNoun(last), "entity/apposition"
	default:
		return opens && last-first == 1 || s.words[first].Class != 0 && last-first == 1
	}
	s.add(c)
	return true
}

// andMore gives the end of a ministry's name that goes on behind "and": "Ministry of Energy and Minerals".
func (s *search) andMore(first, last int) int {
	if last-first < 3 || last+1 >= len(s.words) || s.doc.Tokens[last].Fold != "and" || !s.isCapital(last+1) {
		return last
	}
	switch s.words[first].Stem {
	case "ministry", "department", "office", "directorate", "bureau":
	default:
		return last
	}
	if of := s.words[first+1].Stem; of != "of" && of != "for" {
		return last
	}
	end := last + 2
	for end < len(s.words) && s.isCapital(end) {
		end++
	}
	return end
}

// nounBefore gives the kind that the noun before a run tells: "the newspaper Daily Ledger", "the company, Brightwater", and of a body
// that people belong to: "director of Fair Passage", "officials at Brightwater".
func (s *search) nounBefore(first int) isnad.Kind {
	at := first - 1
	if at >= 0 && s.doc.Tokens[at].Fold == "," {
		at--
	}
	if at < 0 || s.doc.Tokens[at].Sentence != s.doc.Tokens[first].Sentence {
		return ""
	}
	if s.words[at].Has(Descriptor) && !s.isCapital(at) {
		return s.words[at].DescKind
	}
	if f := s.doc.Tokens[at].Fold; (f == "of" || f == "at") && at == first-1 && at > 0 && s.words[at-1].Has(Title|Role|Group) {
		return isnad.Organisation
	}
	return ""
}

// letterNamed tells whether a platform named by a letter is meant: "on X", and "X" that opens a sentence before a verb.
func (s *search) letterNamed(i int) bool {
	next := i + 1
	if next < len(s.words) && s.doc.Tokens[next].Fold == "-" {
		return false
	}
	if i == 0 || s.doc.Tokens[i-1].Sentence != s.doc.Tokens[i].Sentence {
		return next < len(s.words) && s.words[next].IsWord && !s.isCapital(next)
	}
	switch s.doc.Tokens[i-1].Fold {
	case "on", "via", "platform", "network", "site":
		return true
	}
	return false
}

// apposedNoun gives the kind that a noun in apposition tells: "NetLink, the company that …".
func (s *search) apposedNoun(i int) isnad.Kind {
	if i+2 >= len(s.words) || s.doc.Tokens[i].Fold != "," {
		return ""
	}
	i++
	if f := s.doc.Tokens[i].Fold; f != "the" && f != "a" && f != "an" {
		return ""
	}
	const reach = 4
	for at := i + 1; at < len(s.words) && at <= i+reach && s.words[at].IsWord; at++ {
		if s.words[at].Has(Descriptor) {
			return s.words[at].DescKind
		}
	}
	return ""
}

// hinted adds the run with the kind that the tagger guesses; its spans are only hints (a news page gives 82 % right spans, 38 % right
// kinds), so the run's own bounds stay and the confidence is low.
func (s *search) hinted(first, last int, hints []english.Hint) {
	for _, h := range hints {
		if h.First < last && first < h.Last {
			s.add(candidate{first: first, last: last, kind: h.Kind, basis: isnad.BasisLearned, confidence: 0.5, rule: "entity/prose"})
			return
		}
	}
}

// upper tells whether the capitals of a table's English name stand in the text too: "US" is not "us", "Apple" not "apple".
func (s *search) upper(h gazetteer.Hit) bool {
	row := s.choose(h)
	raw := h.In(s.doc.Article.Text)
	if raw == row.Name {
		return true
	}
	first, _ := utf8.DecodeRuneInString(raw)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		form, _ := utf8.DecodeRuneInString(row.Name)
		return !unicode.IsUpper(form)
	}
	for _, form := range append([]string{row.Name}, row.Forms...) {
		if isShort(form) && len(form) == len(raw) && form != raw && isSameFold(form, raw) {
			return false // an abbreviation must be written as one: "WHO", not "Who"
		}
	}
	return true
}

func isShort(form string) bool {
	const longest = 5
	if len(form) > longest {
		return false
	}
	for _, r := range form {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

func isSameFold(a, b string) bool {
	for i := range len(a) {
		if a[i]|0x20 != b[i]|0x20 {
			return false
		}
	}
	return true
}

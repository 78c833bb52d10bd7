package claim

import (
	"sort"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// agree completes the parties of a reading: a speaker that no words name is the latest fitting one, and every speaker is kept in mind.
func (s *search) agree(r *reading) {
	if r.impersonal {
		return
	}
	shown := s.shown(r)
	speaks := false
	for n := range r.parties {
		p := &r.parties[n]
		if p.role != isnad.RoleSpeaker && p.role != isnad.RoleDocument {
			continue
		}
		speaks = true
		if p.agreement == nil {
			p.agreement = shown
		}
		s.recallTitle(p)
		s.memory = append(s.memory, *p)
	}
	if speaks {
		return
	}
	if p, ok := s.latest(shown); ok {
		p.first, p.last, p.span = 0, 0, isnad.Span{}
		p.resolution = isnad.Anaphoric
		p.mention = s.latestMention(p, r.cue.Start)
		r.parties = append([]party{p}, r.parties...)
	}
}

// recallTitle gives a person named without a title the one that stood at an earlier mention.
func (s *search) recallTitle(p *party) {
	if p.mention < 0 {
		return
	}
	entity := s.Mentions[p.mention].Entity
	if p.title == "" {
		p.title = s.titles[entity]
	} else {
		s.titles[entity] = p.title
	}
}

// shown gives the gender and number that the cue's verb shows; nil for other cues.
func (s *search) shown(r *reading) *arabic.Agreement {
	first, _ := s.doc.TokensIn(r.cue)
	if first > 0 && s.doc.Tokens[first-1].End > r.cue.Start {
		first--
	}
	if first >= len(s.doc.Tokens) {
		return nil
	}
	forms, _ := s.verbAt(first)
	for n := range forms {
		if forms[n].row.Lemma == r.lemma {
			return &forms[n].Agreement
		}
	}
	return nil
}

// latest gives the latest speaker whose verb agreed as this one does; where none did, the latest of all.
func (s *search) latest(shown *arabic.Agreement) (party, bool) {
	for n := len(s.memory) - 1; n >= 0; n-- {
		p := s.memory[n]
		if shown == nil || p.agreement == nil || *p.agreement == *shown {
			return p, true
		}
	}
	if len(s.memory) == 0 {
		return party{}, false
	}
	return s.memory[len(s.memory)-1], true
}

// latestMention gives the last mention of a party's entity before byte offset at, or -1.
func (s *search) latestMention(p party, at int) int {
	if p.mention < 0 {
		return -1
	}
	names := s.named[s.Mentions[p.mention].Entity]
	before := sort.Search(len(names), func(i int) bool { return s.Mentions[names[i]].Start >= at })
	if before == 0 {
		return p.mention
	}
	return names[before-1]
}

// nominal resolves a definite noun that points back: «الوزير», «المصدر ذاته», «الوزارة», «البلاغ». One that points to nobody stays as it is.
func (s *search) nominal(p party) party {
	noun := bare(s.words[p.first].Stem)
	for n := len(s.memory) - 1; n >= 0; n-- {
		if m := &s.memory[n]; s.answers(m, noun) {
			return back(p, m)
		}
	}
	for n := len(s.Mentions) - 1; n >= 0; n-- { // somebody named, who has not spoken yet
		m := &s.Mentions[n]
		if m.Start < s.doc.Tokens[p.first].Start && m.Form == isnad.FormName && m.Kind != isnad.Place && startsWith(s.called(n), noun) {
			q := p
			q.name, q.named, q.mention, q.resolution = m.Name, true, n, isnad.Anaphoric
			return q
		}
	}
	if s.words[p.first].Has(entity.Title | entity.Role) {
		for n := len(s.memory) - 1; n >= 0; n-- {
			if m := &s.memory[n]; m.mention >= 0 && s.Mentions[m.mention].Kind == isnad.Person {
				return back(p, m)
			}
		}
	}
	return p
}

// back gives p the identity of the remembered party m, with the words that stand here.
func back(p party, m *party) party {
	p.role, p.name, p.title, p.named, p.mention, p.resolution = m.role, m.name, m.title, m.named, m.mention, isnad.Anaphoric
	return p
}

// answers tells whether a remembered party may be called by the noun.
func (s *search) answers(m *party, noun string) bool {
	if m.mention >= 0 && startsWith(s.called(m.mention), noun) {
		return true
	}
	for _, word := range strings.Fields(arabic.Fold(m.title)) {
		if bare(word) == noun {
			return true
		}
	}
	return startsWith(arabic.Fold(m.name), noun)
}

// called gives the folded words of a mention with its descriptor: «وكالة "أعماق"» may be called the agency.
func (s *search) called(n int) string {
	m := &s.Mentions[n]
	if m.Extended != nil {
		return arabic.Fold(m.Extended.Text)
	}
	return arabic.Fold(m.Text)
}

func startsWith(name, noun string) bool {
	first, _, _ := strings.Cut(name, " ")
	return bare(first) == noun
}

// bare gives a folded noun without article, and without the feminine ending, so that «المحامي» and «محامية» meet.
func bare(stem string) string { return strings.TrimSuffix(strings.TrimPrefix(stem, "ال"), "ه") }

// subjectBefore gives a verb that has no subject behind it the one that stands before it: «مصدر نفطي قال إن …», «وكان المصرف قد توقع أن».
func (s *search) subjectBefore(i int, r *reading) {
	for n := range r.parties {
		if r.parties[n].role == isnad.RoleSpeaker || r.parties[n].role == isnad.RoleDocument {
			return
		}
	}
	end := i
	for end > s.sentence.First && s.doc.Tokens[end-1].Fold == "قد" {
		end--
	}
	if end == s.sentence.First || s.mark(end-1, ".", "؛", ":") || trimConjunction(s.doc.Tokens[i].Fold) != s.doc.Tokens[i].Fold && s.verbs[s.doc.Tokens[i].Fold] == nil {
		return
	}
	first := end
	if s.is("relative", end-1) {
		if p := s.antecedent(end - 1); p.last > 0 {
			r.parties = append([]party{p}, r.parties...)
		}
		return
	}
	for first > s.sentence.First && end-first < maxGap && !s.mark(first-1, "،", ",", "؛", ":", ".") && !s.is("that", first-1) && !s.is("auxiliary", first-1) {
		first--
	}
	p, next := s.nounPhrase(first, end)
	if p.last > p.first && next >= end && (p.named || s.words[p.first].Has(entity.Role|entity.Group|entity.Title) || p.role == isnad.RoleDocument || p.resolution == isnad.Anaphoric) {
		r.parties = append([]party{p}, r.parties...)
		r.begins = s.clause(first)
	}
}

// antecedent gives the noun that a relative clause speaks of: «المصارف التي قالت إنها …».
func (s *search) antecedent(relative int) party {
	at := relative - 1
	if at < s.sentence.First || !s.words[at].IsWord {
		return party{mention: -1}
	}
	if n := s.at[at]; n >= 0 {
		return s.mentionParty(n, isnad.RoleSpeaker)
	}
	return s.plain(at, at+1, isnad.RoleSpeaker)
}

// hasWord tells whether a folded phrase holds the word.
func hasWord(folded, word string) bool {
	for _, w := range strings.Fields(folded) {
		if w == word {
			return true
		}
	}
	return false
}

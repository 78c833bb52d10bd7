package claim

import (
	"sort"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// agree completes the parties of a reading: a speaker that no words name is the latest fitting one, and every speaker is kept in mind.
// before are the readings of the sentence so far.
func (s *search) agree(r *reading, before []reading) {
	if r.impersonal {
		return
	}
	shown := s.shown(r)
	if s.speaks(r.parties) {
		s.remember(r, shown, before)
		return
	}
	p, ok := s.sentenceSubject(r, before)
	if !ok {
		p, ok = s.latest(shown)
		if q, found := s.latestPerson(r, shown, p); found {
			p, ok = q, true
		}
	}
	if !ok {
		return
	}
	p.first, p.last, p.span = 0, 0, isnad.Span{}
	p.resolution = isnad.Anaphoric
	p.mention = s.latestMention(p, r.cue.Start)
	r.parties = append([]party{p}, r.parties...)
	if n := len(before); n > 0 && r.said == 0 && r.first > before[n-1].first && s.carriesOver(r) {
		r.said = before[n-1].said // «… الأربعاء إن …، مضيفة أن …» is said on the same day
	}
}

// carriesOver tells whether the cue of a reading is a participle, which only carries the utterance before it on.
func (s *search) carriesOver(r *reading) bool {
	for i := r.begins; i < r.first; i++ {
		if s.doc.Tokens[i].Start <= r.cue.Start && r.cue.Start < s.doc.Tokens[i].End {
			return s.participle(i)
		}
	}
	return false
}

// remember keeps the speakers of a reading in mind: those of a content within another's behind those of the outer one.
func (s *search) remember(r *reading, shown *arabic.Agreement, before []reading) {
	for n := range r.parties {
		p := &r.parties[n]
		if p.role != isnad.RoleSpeaker && p.role != isnad.RoleDocument {
			continue
		}
		if p.agreement == nil {
			p.agreement = shown
		}
		s.recallTitle(p)
		s.memory = append(s.memory, *p)
	}
	s.issued(r)
	if n := len(before); n > 0 && before[n-1].first == r.begins && len(s.memory) > 1 {
		last := len(s.memory) - 1
		s.memory[last], s.memory[last-1] = s.memory[last-1], s.memory[last]
	}
}

// issued adds the bodies that a document on the spot is of: «تقرير لمنظمة …», "a report published by …". One that has only seen it is none.
func (s *search) issued(r *reading) {
	p := s.document(r.parties)
	if p == nil || p.resolution != isnad.Explicit || p.last <= p.first || p.mention >= 0 {
		return
	}
	for i := p.first; i < p.last; i++ {
		if s.is(useSeen, i) {
			return
		}
		if n := s.at[i]; n >= 0 && s.Mentions[n].Kind == isnad.Organisation {
			r.parties = append(r.parties, s.mentionParty(n, isnad.RoleIssuer))
			return
		}
	}
}

// sentenceSubject gives the person who acts in the sentence before a cue without a subject: «افتتح الرئيس … الجلسة، وقال إن …».
func (s *search) sentenceSubject(r *reading, before []reading) (party, bool) {
	const reach = 9
	if len(before) > 0 || r.begins <= s.sentence.First {
		return party{}, false
	}
	if first := s.sentence.First; s.language == isnad.Arabic && trimConjunction(s.doc.Tokens[first].Fold) == "في" && s.isDocument(first+1) {
		return s.partyOf(first+1, r.begins), true // «وفي دراسة …، تبين أن»
	}
	for i := s.sentence.First; i < min(r.begins, s.sentence.First+reach); i++ {
		if s.mark(i, "،", ",") {
			break
		}
		if n := s.at[i]; n >= 0 && s.Mentions[n].Kind == isnad.Person && !s.afterProclitic(i) && (i == s.sentence.First || !s.grammatical(i-1)) {
			return s.mentionParty(n, isnad.RoleSpeaker), true
		}
	}
	return party{}, false
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
	for _, h := range s.verbAt(first) {
		if h.row.Lemma == r.lemma {
			return &h.Agreement
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

// latestPerson gives the person named last, who has not spoken yet, where no speaker before agrees with the verb.
func (s *search) latestPerson(r *reading, shown *arabic.Agreement, speaker party) (party, bool) {
	if shown == nil || shown.Plural || speaker.agreement != nil && *speaker.agreement == *shown || s.language != isnad.Arabic {
		return party{}, false
	}
	last := sort.Search(len(s.Mentions), func(n int) bool { return s.Mentions[n].Start >= r.cue.Start })
	const reach = 3
	for n := last - 1; n >= 0 && last-n <= reach; n-- {
		if m := &s.Mentions[n]; m.Kind == isnad.Person && m.Form == isnad.FormName && !m.Nested {
			return s.mentionParty(n, isnad.RoleSpeaker), true
		}
	}
	return party{}, false
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

// hasWord tells whether a folded phrase holds the word.
func hasWord(folded, word string) bool {
	for _, w := range strings.Fields(folded) {
		if w == word {
			return true
		}
	}
	return false
}

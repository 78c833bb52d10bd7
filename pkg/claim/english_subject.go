package claim

import (
	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// subjectOf gives the subject that stands before the verb at token i, and the token where it begins.
func (s *search) subjectOf(i int, r *reading) (p party, start int, ok bool) {
	end := i
	for end > s.sentence.First && s.is(useAuxiliary, end-1) {
		end--
	}
	if end == s.sentence.First {
		return p, i, false
	}
	if s.mark(end-1, ",") { // an apposition between commas: "NetLink, the company that runs the portal, said"
		at := s.appositions(end - 1)
		if at < 0 {
			return p, i, false
		}
		end = at
	}
	start = end
	for start > s.sentence.First && !s.mark(start-1, ",", ";", ":", ".", "”", "\"") && !s.is(useThat, start-1) && !s.is(useRelative, start-1) && s.inQuote(start-1) == nil {
		if f := s.doc.Tokens[start-1].Fold; f == "and" && s.at[start] < 0 || f == "but" || f == "while" || f == "because" || f == "after" || f == "as" {
			break
		}
		start--
	}
	if start == end {
		return p, i, false
	}
	s.opening(start, r)
	p = s.englishParty(start, end)
	if end+1 < i && s.mark(end, ",") && s.at[end+1] >= 0 && !p.named { // "Its director, Anna Keller, said"
		if name := s.mentionParty(s.at[end+1], isnad.RoleSpeaker); s.Mentions[name.mention].Kind == isnad.Person {
			p = s.withTitle(name, p)
		}
	}
	return p, start, true
}

// appositions gives the comma before which the subject stands, where remarks on it stand between commas before the comma at token at:
// "Rami Haddad, 41, who drives a bus, said"; -1 where there is none.
func (s *search) appositions(at int) int {
	found := -1
	for k := at - 1; k > s.sentence.First; k-- {
		if s.inQuote(k) != nil {
			break
		}
		if !s.mark(k, ",") {
			continue
		}
		found = k
		remark := s.is(useRelative, k+1) || s.doc.Tokens[k+1].Kind == text.Number || s.doc.Is(k+1, "the") || s.doc.Is(k+1, "a") || s.doc.Is(k+1, "an") || s.words[k+1].Has(entity.Role|entity.Title)
		if before := s.doc.Tokens[k-1].Kind == text.Number; !before || !remark {
			break
		}
	}
	return found
}

// opening reads what stands before the clause of the subject: "In an interview with Deutsche Welle in March 2024, …", "On Monday, …".
func (s *search) opening(start int, r *reading) {
	if start-1 <= s.sentence.First || !s.mark(start-1, ",") || start-s.sentence.First > maxOpening {
		return
	}
	for k := s.sentence.First; k < start-1; k++ {
		if f := s.doc.Tokens[k].Fold; k == s.sentence.First && (f == "in" || f == "at") {
			if next := s.englishMedium(k, r); next > k {
				k = next - 1
				continue
			}
		}
		if n := s.dateAt(k); n >= 0 && r.said == 0 && (len(r.parties) > 0 || k <= s.sentence.First+1) {
			r.said = n + 1
		}
	}
}

// maxOpening is the greatest number of tokens that open a sentence before its subject.
const maxOpening = 15

// quotedAs reads "X quoted an official as saying …": the subject passes on what the object said.
func (s *search) quotedAs(i int, r reading) (reading, int, bool) {
	for k := i + 2; k+1 < s.sentence.Last && k-i < maxGap; k++ {
		if s.doc.Is(k, "as") && s.doc.Is(k+1, "saying") {
			p := s.englishParty(i+1, k)
			relays := s.asRelay(r.parties)
			r.parties = append([]party{p}, relays...)
			r.first = k + 2
			if s.is(useThat, r.first) || s.mark(r.first, ":", ",") {
				r.first++
			}
			return r, r.first, r.first < r.last
		}
	}
	return r, i, false
}

// cited reads ", citing a police source" behind a claim: its speaker only passes it on.
func (s *search) cited(i int, before []reading) {
	n := len(before)
	if n == 0 || i+1 >= s.sentence.Last {
		return
	}
	end := i + 1
	for end < s.sentence.Last && !s.mark(end, ",", ".", ";") && !s.is(useThat, end) {
		end++
	}
	if end == i+1 {
		return
	}
	b := &before[n-1]
	b.parties = append([]party{s.englishParty(i+1, end)}, s.asRelay(b.parties)...)
	if begins := i; b.first < begins && begins < b.last {
		if s.mark(i-1, ",") {
			begins--
		}
		b.last = begins
	}
}

// capital tells whether token i begins with a capital letter.
func (s *search) capital(i int) bool {
	raw := s.doc.Raw(i)
	return s.doc.Tokens[i].Kind == text.Word && raw[0] >= 'A' && raw[0] <= 'Z'
}

// englishParty makes a party of a noun phrase.
func (s *search) englishParty(first, last int) party {
	for first < last && (s.doc.Tokens[first].Kind == text.Punct || s.afterDate(first, last) > first) {
		first = max(first+1, s.afterDate(first, last))
	}
	if first >= last {
		return party{mention: -1, role: isnad.RoleSpeaker, resolution: isnad.Anaphoric}
	}
	first = s.afterPossessor(first, last)
	p := s.plain(first, last, isnad.RoleSpeaker)
	if s.is(usePronoun, first) && last-first == 1 {
		return s.pronoun(p)
	}
	person, named := s.namesIn(first, last)
	head := s.headNoun(first, last)
	switch {
	case person >= 0:
		return s.personParty(person, first, last)
	case s.is(useDocument, head):
		p.role = isnad.RoleDocument
		return p
	case named >= 0 && (s.mentionStart(named) <= first+1 && !s.words[head].Has(entity.Role|entity.Group) || s.calls(first, named)):
		p = s.mentionParty(named, isnad.RoleSpeaker)
		p.first, p.last = first, last
	case named >= 0 && s.endsWithName(named, first, last):
		p = s.mentionParty(s.at[last-1], isnad.RoleSpeaker)
		p.first, p.last = first, last
	case named < 0 && s.properNoun(first, last):
		p.named = true
	case s.doc.Is(first, "the") && last-first <= 3:
		return s.pointsBack(p, head)
	}
	return p
}

// afterPossessor steps over the place or body that a speaker belongs to: "Jordan's Transport Ministry".
func (s *search) afterPossessor(first, last int) int {
	for i := first; i+2 < last; i++ {
		if f := s.doc.Tokens[i].Fold; (f == "'s" || f == "’s") && s.capital(i+1) && s.at[i-1] >= 0 && i > first && s.mentionEnd(s.at[i-1]) <= i && s.mentionStart(s.at[i-1]) == first {
			return i + 1
		}
	}
	return first
}

// endsWithName tells "the state news agency Petra": descriptions, none of them a person's, before the name.
func (s *search) endsWithName(named, first, last int) bool {
	n := s.at[last-1]
	if n < 0 || n != named || s.Mentions[n].Kind == isnad.Place {
		return false
	}
	for i := first; i < s.mentionStart(n); i++ {
		if s.words[i].Has(entity.Role|entity.Group|entity.Title) || !s.words[i].IsWord || s.words[i].Has(entity.Function) && i > first {
			return false
		}
	}
	return true
}

// properNoun tells a name that no finder of names made out: two capital words or more.
func (s *search) properNoun(first, last int) bool {
	if last-first < 2 {
		return false
	}
	for i := first; i < last; i++ {
		if !s.capital(i) || s.words[i].Has(entity.Group|entity.Role) || s.grammatical(i) {
			return false
		}
	}
	return true
}

// headNoun gives the head of an English noun phrase: the last word before a preposition, a relative clause or a participle.
func (s *search) headNoun(first, last int) int {
	for i := first + 1; i < last; i++ {
		switch s.doc.Tokens[i].Fold {
		case "of", "in", "at", "from", "for", "who", "with", "by", "on", "published", "released", "seen", "obtained", "calling":
			return i - 1
		}
	}
	return last - 1
}

// calls tells "a group calling itself Blue Shadow".
func (s *search) calls(first, n int) bool {
	at := s.mentionStart(n)
	return at-2 >= first && (s.doc.Is(at-1, "itself") || s.doc.Is(at-1, "called"))
}

// pronoun resolves he, she, it, they to the latest speaker of a fitting sort.
func (s *search) pronoun(p party) party {
	person := s.doc.Is(p.first, "he") || s.doc.Is(p.first, "she")
	for n := len(s.memory) - 1; n >= 0; n-- {
		m := &s.memory[n]
		organisation := m.mention >= 0 && s.Mentions[m.mention].Kind != isnad.Person
		if person && !organisation || !person && (organisation || m.mention < 0) {
			return back(p, m)
		}
	}
	p.resolution = isnad.Anaphoric
	return p
}

// pointsBack resolves "the ministry", "the report" to a party or mention that the noun ends or begins.
func (s *search) pointsBack(p party, head int) party {
	noun := s.doc.Tokens[head].Fold
	for n := len(s.memory) - 1; n >= 0; n-- {
		m := &s.memory[n]
		if hasWord(arabic.Fold(m.name), noun) || hasWord(arabic.Fold(m.title), noun) {
			return back(p, m)
		}
	}
	for n := len(s.Mentions) - 1; n >= 0; n-- {
		m := &s.Mentions[n]
		if m.Start < s.doc.Tokens[p.first].Start && m.Form == isnad.FormName && hasWord(s.called(n), noun) {
			q := p
			q.name, q.named, q.mention, q.resolution = m.Name, true, n, isnad.Anaphoric
			return q
		}
	}
	return p
}

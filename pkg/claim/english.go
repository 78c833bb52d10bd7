package claim

import (
	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// readEnglish gives the readings of an English sentence, each with its content cut where the next one begins.
func (s *search) readEnglish() []reading {
	if r, ok := s.headline(); ok {
		return []reading{r}
	}
	var out []reading
	for i := s.sentence.First; i < s.sentence.Last; i++ {
		if s.inQuote(i) != nil {
			continue
		}
		r, next, ok := s.englishAt(i, out)
		if ok {
			s.agree(&r)
			out = append(out, r)
			i = max(i, next-1)
		}
	}
	s.bound(out)
	return s.keepWhole(out)
}

func (s *search) englishAt(i int, before []reading) (r reading, next int, ok bool) {
	if row, last := s.phraseAt("post", i, s.sentence.Last); row != nil {
		cue := reading{cue: s.doc.Span(i, last), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule}
		return s.attribution(i, last, cue, nil, before)
	}
	forms := s.verbs[s.doc.Tokens[i].Fold]
	for n := range forms {
		if r, next, ok = s.englishVerb(i, &forms[n], before); ok {
			return r, next, true
		}
	}
	return r, i, false
}

// englishVerb reads the verb v at token i. What stands before it is its subject, or, behind a quotation or a clause that a comma ends,
// its content.
func (s *search) englishVerb(i int, v *verbForm, before []reading) (r reading, next int, ok bool) {
	r = s.verbCue(i, 0, v)
	r.begins, r.last = i, s.sentence.Last
	if v.Aspect == arabic.Participle {
		if !s.mark(i-1, ",") && i != s.sentence.First || len(s.memory) == 0 {
			return r, i, false
		}
		r.begins = max(s.sentence.First, i-1)
	} else {
		subject, start, found := s.subjectOf(i)
		if !found && !s.inverted(i) {
			return r, i, false
		}
		if found {
			r.begins = start
			if subject.last > subject.first || subject.resolution == isnad.Anaphoric {
				r.parties = []party{subject}
			}
		}
	}
	if v.takes("own") && s.doc.Is(i+1, "responsibility") {
		r.owned = true
		r.cue.End = s.doc.Tokens[i+1].End
		r.first = i + 2
		if s.doc.Is(r.first, "for") {
			r.first++
		}
		s.cutMedium(&r)
		return r, i + 2, r.first < r.last
	}
	if s.trailing(i) {
		return s.contentBefore(i, r, before)
	}
	r.first = s.contentAfter(i+1, v, &r)
	if r.first >= r.last || s.mark(r.first, ".", ",") {
		return s.contentBefore(i, r, before)
	}
	if v.takes("doc") && !v.takes("that") && !s.speaksAsDocument(&r) {
		return r, i, false
	}
	return r, r.first, true
}

// trailing tells whether nothing that the verb could report follows: the sentence ends, or a comma or full stop stands behind the verb
// or behind the subject that follows it.
func (s *search) trailing(i int) bool {
	return i+1 >= s.sentence.Last || s.mark(i+1, ".", ",") || s.inverted(i)
}

// inverted tells «"…," said Marta Lindqvist»: a quotation ends right before the verb.
func (s *search) inverted(i int) bool { return s.endsQuote(i - 1) }

func (s *search) endsQuote(i int) bool {
	for n := range s.quotes {
		if q := &s.quotes[n]; q.Closed && q.Depth == 0 && q.Last == i && i > s.sentence.First {
			return true
		}
	}
	return false
}

// contentBefore reads what stands before the subject (or the verb) as the content.
func (s *search) contentBefore(i int, r reading, before []reading) (reading, int, bool) {
	next := i + 1
	if len(r.parties) == 0 {
		end := next
		for end < s.sentence.Last && !s.mark(end, ",", ".", ";") {
			end++
		}
		if end == next {
			return r, i, false
		}
		r.parties = []party{s.englishParty(next, end)}
		r.begins, next = i, end
	}
	end := r.begins
	for end > s.sentence.First && s.mark(end-1, ",") {
		end--
	}
	if end <= s.sentence.First {
		return r, i, false
	}
	if n := len(before); n > 0 && before[n-1].first < i && !s.endsQuote(end-1) {
		before[n-1].parties = append(before[n-1].parties, s.asRelay(r.parties)...)
		before[n-1].last = min(before[n-1].last, end)
		return r, i, false
	}
	r.first, r.last = s.sentence.First, end
	return r, next, true
}

// contentAfter gives the first token of the content behind the verb, past whom it was told to, when, where and "that".
func (s *search) contentAfter(i int, v *verbForm, r *reading) int {
	for i < s.sentence.Last {
		f := s.doc.Tokens[i].Fold
		switch {
		case v.takes("told") && r.first == 0 && s.at[i] >= 0:
			r.parties = append(r.parties, s.mentionParty(s.at[i], isnad.RoleRecipient))
			i, r.first = s.mentionEnd(s.at[i]), 1
			continue
		case v.takes("told") && r.first == 0 && s.words[i].Has(entity.Group):
			r.parties = append(r.parties, s.plain(i, i+1, isnad.RoleRecipient))
			i, r.first = i+1, 1
			continue
		case s.is("that", i):
			return i + 1
		case s.mark(i, ":") || s.mark(i, ",") && s.quoteAt(i+1) != nil:
			i++
			continue
		}
		if next := s.afterDate(i, s.sentence.Last); next > i {
			i = next
			continue
		}
		if f == "on" || f == "in" || f == "to" || f == "at" || f == "of" {
			if next := s.englishMedium(i, r); next > i {
				i = next
				continue
			}
		}
		break
	}
	return i
}

// englishMedium steps over "on X", "in a statement", "in an interview with Deutsche Welle", and adds them to the parties.
func (s *search) englishMedium(i int, r *reading) int {
	at := i + 1
	for at < s.sentence.Last && s.words[at].IsWord && at-i <= 3 && !s.is("medium", at) && s.at[at] < 0 {
		at++
	}
	if at >= s.sentence.Last {
		return i
	}
	if n := s.at[at]; n >= 0 && s.Mentions[n].Kind == isnad.Platform && at == i+1 {
		r.parties = append(r.parties, s.mentionParty(n, isnad.RoleMedium))
		return s.mentionEnd(n)
	}
	if !s.is("medium", at) {
		return i
	}
	r.parties = append(r.parties, s.plain(at, at+1, isnad.RoleMedium))
	if s.doc.Is(at+1, "with") || s.doc.Is(at+1, "to") {
		if n := s.nextMention(at + 2); n >= 0 {
			p := s.mentionParty(s.at[n], isnad.RoleRecipient)
			r.parties = append(r.parties, p)
			return p.last
		}
	}
	return at + 1
}

// cutMedium ends a content before "in a message on Telegram" and adds the platform to the parties.
func (s *search) cutMedium(r *reading) {
	for i := r.first; i < r.last; i++ {
		if s.mark(i, ",") {
			r.last = i
			return
		}
		if f := s.doc.Tokens[i].Fold; f != "in" && f != "on" && f != "via" {
			continue
		}
		if n := s.nextMention(i + 1); n >= 0 && s.Mentions[s.at[n]].Kind == isnad.Platform {
			r.parties = append(r.parties, s.mentionParty(s.at[n], isnad.RoleMedium))
			r.last = i
			return
		}
	}
}

// subjectOf gives the subject that stands before the verb at token i, and the token where it begins.
func (s *search) subjectOf(i int) (p party, start int, ok bool) {
	end := i
	for end > s.sentence.First && s.is("auxiliary", end-1) {
		end--
	}
	if end == s.sentence.First {
		return p, i, false
	}
	if s.mark(end-1, ",") { // an apposition between commas: "NetLink, the company that runs the portal, said"
		at := end - 2
		for at > s.sentence.First && !s.mark(at, ",") {
			at--
		}
		if !s.mark(at, ",") {
			return p, i, false
		}
		end = at
	}
	start = end
	for start > s.sentence.First && !s.mark(start-1, ",", ";", ":", ".", "”", "\"") && !s.is("that", start-1) && !s.is("relative", start-1) && s.inQuote(start-1) == nil {
		if f := s.doc.Tokens[start-1].Fold; f == "and" && s.at[start] < 0 || f == "but" || f == "while" || f == "because" || f == "after" || f == "as" {
			break
		}
		start--
	}
	if start == end {
		return p, i, false
	}
	return s.englishParty(start, end), start, true
}

// englishParty makes a party of a noun phrase.
func (s *search) englishParty(first, last int) party {
	for first < last && (s.doc.Tokens[first].Kind == text.Punct || s.afterDate(first, last) > first) {
		first = max(first+1, s.afterDate(first, last))
	}
	if first >= last {
		return party{mention: -1, role: isnad.RoleSpeaker, resolution: isnad.Anaphoric}
	}
	p := s.plain(first, last, isnad.RoleSpeaker)
	if s.is("pronoun", first) && last-first == 1 {
		return s.pronoun(p)
	}
	named, person := -1, -1
	for i := first; i < last; i++ {
		if n := s.at[i]; n >= 0 {
			if named < 0 {
				named = n
			}
			if person < 0 && s.Mentions[n].Kind == isnad.Person {
				person = n
			}
		}
	}
	head := s.headNoun(first, last)
	switch {
	case person >= 0:
		return s.personParty(person, first, last)
	case s.is("document", head):
		p.role = isnad.RoleDocument
		return p
	case named >= 0 && (s.mentionStart(named) <= first+1 && !s.words[head].Has(entity.Role|entity.Group) || s.calls(first, named)):
		q := s.mentionParty(named, isnad.RoleSpeaker)
		q.first, q.last = first, last
		return q
	case s.doc.Is(first, "the") && last-first <= 3:
		return s.pointsBack(p, head)
	}
	return p
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

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
		if q := s.inQuote(i); q != nil && !s.endsUnclosed(i, q) {
			continue
		}
		r, next, ok := s.englishAt(i, out)
		if ok {
			s.agree(&r, out)
			out = append(out, r)
			i = max(i, next-1)
		}
	}
	s.bound(out)
	return s.keepWhole(out)
}

// endsUnclosed tells whether token i is the verb at the end of a sentence whose quotation is never closed: «“No platform is immune, she
// warned.»
func (s *search) endsUnclosed(i int, q *text.Quote) bool {
	return !q.Closed && s.forms(s.doc.Tokens[i].Fold) != nil && i-2 >= s.sentence.First && s.mark(i-2, ",") && s.is(usePronoun, i-1) && s.mark(i+1, ".")
}

func (s *search) englishAt(i int, before []reading) (r reading, next int, ok bool) {
	if row, last := s.phraseAt(usePost, i, s.sentence.Last); row != nil {
		cue := reading{cue: s.doc.Span(i, last), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule}
		return s.attribution(i, last, cue, before)
	}
	if s.is(useCiting, i) {
		s.cited(i, before)
		return r, i, false
	}
	forms := s.forms(s.doc.Tokens[i].Fold)
	for n := range forms {
		bare := forms[n].Form == forms[n].row.Lemma && i > s.sentence.First && s.grammatical(i-1) && !s.is(usePronoun, i-1) && !s.is(useAuxiliary, i-1) // "to say"
		attributive := i > s.sentence.First && s.is(useDeterminer, i-1)                                                                                 // "the alleged hacker", "a weather forecast"
		if i > s.sentence.First && s.is(useNegation, i-1) || s.at[i] >= 0 || bare || attributive || s.asked(i) {
			break
		}
		if r, next, ok = s.englishVerb(i, &forms[n], before); ok {
			return r, next, true
		}
	}
	return r, i, false
}

// englishVerb reads the verb v at token i. What stands before it is its subject, or, behind a quotation or a clause that a comma ends,
// its content.
func (s *search) englishVerb(i int, v *verbForm, before []reading) (r reading, next int, ok bool) {
	r = s.verbCue(i, hit{v, 0})
	r.begins, r.last = i, s.sentence.Last
	if !s.englishSubject(i, v, before, &r) {
		return r, i, false
	}
	switch {
	case v.takes("own") && s.doc.Is(i+1, "responsibility"):
		return s.englishOwn(i, r)
	case v.takes("relay"):
		return s.quotedAs(i, r)
	case s.trailing(i):
		return s.contentBefore(i, r, before)
	}
	r.first = s.contentAfter(i+1, v, &r)
	if r.first >= r.last || s.mark(r.first, ".", ",") {
		return s.contentBefore(i, r, before)
	}
	if joined := s.is(useThat, r.first-1) || s.mark(r.first-1, ":") || s.quoteAt(r.first) != nil; !joined {
		if !v.takes("np") && !v.takes("that") && !v.takes("told") || v.takes("np") && !s.maySpeak(&r) {
			return r, i, false // "snow continued in the Alps", "the tide revealed the wreck"
		}
	}
	if v.takes("np") && !s.is(useThat, r.first-1) {
		for k := r.first; k < r.last; k++ {
			if s.mark(k, ";") {
				r.last = k
			}
		}
	}
	if v.takes("doc") && !v.takes("that") && !s.speaksAsDocument(&r) {
		return r, i, false
	}
	return r, r.first, true
}

// maySpeak tells whether a speaker is named, or called by a word for people, bodies or documents. One who is told by a pronoun may too.
func (s *search) maySpeak(r *reading) bool {
	for _, p := range s.speakers(r.parties) {
		if p.named || p.mention >= 0 || p.resolution != isnad.Explicit || p.role == isnad.RoleDocument {
			return true
		}
		for i := p.first; i < p.last; i++ {
			if s.words[i].Has(entity.Role|entity.Group|entity.Title|entity.Head|entity.Descriptor|entity.Demonym) || s.at[i] >= 0 || s.isDocument(i) || s.figureAt(i) {
				return true
			}
		}
	}
	return !s.speaks(r.parties)
}

// englishSubject reads who says what the verb at token i reports: a participle and a verb behind "and" go on with the speaker of before.
func (s *search) englishSubject(i int, v *verbForm, before []reading, r *reading) bool {
	if v.Aspect == arabic.Participle {
		r.begins = max(s.sentence.First, i-1)
		return (s.mark(i-1, ",") || i == s.sentence.First) && len(s.memory) > 0
	}
	if n := len(before); n > 0 && i > s.sentence.First && (s.doc.Is(i-1, "and") || s.doc.Is(i-1, "but")) {
		r.begins = i - 1
		if s.mark(i-2, ",") {
			r.begins--
		}
		for _, p := range s.speakers(before[n-1].parties) {
			p.resolution, p.span = isnad.Elliptic, isnad.Span{}
			r.parties = append(r.parties, p)
		}
		return true
	}
	subject, start, found := s.subjectOf(i, r)
	if !found {
		return s.inverted(i)
	}
	r.begins = start
	if subject.last > subject.first || subject.resolution == isnad.Anaphoric {
		r.parties = append([]party{subject}, r.parties...)
	}
	return true
}

// englishOwn reads "claimed responsibility for …".
func (s *search) englishOwn(i int, r reading) (reading, int, bool) {
	if len(r.parties) > 0 && s.is(useNobody, r.parties[0].first) {
		return r, i, false // "No group has claimed responsibility"
	}
	r.owned = true
	r.cue.End = s.doc.Tokens[i+1].End
	r.first = i + 2
	if s.doc.Is(r.first, "for") {
		r.first++
	}
	s.cutMedium(&r)
	return r, i + 2, r.first < r.last
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
	if s.doc.Is(i+1, "on") && r.said == 0 && s.afterDate(i+1, s.sentence.Last) > i+1 {
		r.said = 1 + s.dateAt(i+2)
	}
	if end <= s.sentence.First {
		return r, i, false
	}
	if n := len(before); n > 0 && before[n-1].first < i && !s.endsQuote(end-1) {
		r.begins = end
		s.relayed(&before[n-1], &r)
		return r, i, false
	}
	r.first, r.last = s.sentence.First, end
	return r, next, true
}

// contentAfter gives the first token of the content behind the verb, past whom it was told to, when, where and "that".
func (s *search) contentAfter(i int, v *verbForm, r *reading) int {
	if v.takes("told") && i < s.sentence.Last {
		i = s.englishTold(i, r)
	}
	for i < s.sentence.Last {
		if s.is(useThat, i) {
			if s.mark(i+1, ",", ".", ";") {
				return i // «denied that»
			}
			return i + 1
		}
		next := i
		if s.mark(i, ":") || s.mark(i, ",") && s.quoteAt(i+1) != nil {
			next++
		} else if next = s.afterDate(i, s.sentence.Last); next > i {
			if r.said == 0 {
				r.said = 1 + s.dateAt(next-1)
			}
		} else if _, next = s.phraseAt(useAnonymity, i, s.sentence.Last); next == i && s.is(usePlace, i) {
			next = s.englishMedium(i, r)
		}
		if next == i {
			break
		}
		i = next
	}
	return i
}

// englishTold adds the one who was told, who stands right behind the verb.
func (s *search) englishTold(i int, r *reading) int {
	const longest = 8
	end := i // of a noun phrase that "that" or a mark ends: "told the news site Qamh that", "told Malta's public broadcaster,"
	for end < s.sentence.Last && end-i <= longest && !s.is(useThat, end) && !s.mark(end, ",", ".", ":", ";") && s.quoteAt(end) == nil {
		end++
	}
	n := s.at[i]
	possessive := n >= 0 && s.mentionEnd(n) < end && s.doc.Glued(s.mentionEnd(n))
	if closed := end < s.sentence.Last && end-i <= longest && end > i+1; closed && (possessive || n < 0 && s.is(useDeterminer, i)) {
		r.parties = append(r.parties, s.toldPhrase(i, end))
		return end
	}
	if n >= 0 {
		r.parties = append(r.parties, s.mentionParty(n, isnad.RoleRecipient))
		return s.mentionEnd(n)
	}
	if s.words[i].Has(entity.Group) {
		r.parties = append(r.parties, s.plain(i, i+1, isnad.RoleRecipient))
		return i + 1
	}
	return i
}

// toldPhrase makes the recipient of a noun phrase: the body that is named at its end, or the phrase itself.
func (s *search) toldPhrase(first, last int) party {
	if n := s.at[last-1]; n >= 0 && s.mentionStart(n) >= first {
		return s.mentionParty(n, isnad.RoleRecipient)
	}
	return s.plain(first, last, isnad.RoleRecipient)
}

// englishMedium steps over "on X", "in a statement", "in an interview with Deutsche Welle", and adds them to the parties.
func (s *search) englishMedium(i int, r *reading) int {
	at := i + 1
	for at < s.sentence.Last && s.words[at].IsWord && at-i <= 3 && !s.is(useMedium, at) && s.at[at] < 0 {
		at++
	}
	if at >= s.sentence.Last {
		return i
	}
	if n := s.at[at]; n >= 0 && s.Mentions[n].Kind == isnad.Platform && at == i+1 {
		r.parties = append(r.parties, s.mentionParty(n, isnad.RoleMedium))
		return s.mentionEnd(n)
	}
	if s.doc.Is(i, "on") && at > i+1 && s.capital(i+1) && (s.is(useThat, i+2) || s.mark(i+2, ":", ",")) { // a platform that nobody knows
		p := s.plain(i+1, i+2, isnad.RoleMedium)
		p.named = true
		r.parties = append(r.parties, p)
		return i + 2
	}
	if !s.is(useMedium, at) {
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

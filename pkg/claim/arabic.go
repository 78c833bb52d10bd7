package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// maxGap is the greatest number of tokens between a verb and what joins its content: names with titles and parentheses are long.
const maxGap = 45

// readArabic gives the readings of the sentence, each with its content cut where the next one begins.
func (s *search) readArabic() []reading {
	var out []reading
	if r, ok := s.headline(); ok {
		return []reading{r}
	}
	for i := s.sentence.First; i < s.sentence.Last; i++ {
		if s.inQuote(i) != nil {
			continue
		}
		if r, next, ok := s.frameAt(i, out); ok {
			s.agree(&r)
			out = append(out, r)
			i = max(i, next-1)
		}
	}
	s.bound(out)
	return s.keepWhole(out)
}

// frameAt tries the frames at token i, the more telling ones first. It gives the token from which to go on looking.
func (s *search) frameAt(i int, before []reading) (r reading, next int, ok bool) {
	if row, last := s.phraseAt("impersonal", i, s.sentence.Last); row != nil && s.opens(i) {
		return reading{sentence: s.number, cue: s.doc.Span(i, i+1), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule,
			first: last, last: s.sentence.Last, impersonal: true, begins: s.clause(i)}, last, true
	}
	if row, last := s.phraseAt("postverb", i, s.sentence.Last); row != nil && last < s.sentence.Last {
		if forms, cut := s.verbAt(last); forms != nil {
			return s.attribution(i, last+1, s.verbCue(last, cut, &forms[0]), &forms[0], before)
		}
	}
	if row, last := s.phraseAt("post", i, s.sentence.Last); row != nil {
		cue := reading{cue: s.trimCue(i), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule}
		return s.attribution(i, last, cue, nil, before)
	}
	forms, cut := s.verbAt(i)
	for n := range forms {
		v := &forms[n]
		if r, next, ok = s.verbFrame(i, cut, v); ok {
			return r, next, true
		}
	}
	return r, i, false
}

// trimCue gives the span of the cue word at token i without a conjunction before it.
func (s *search) trimCue(i int) isnad.Span {
	span := s.doc.Span(i, i+1)
	fold := s.doc.Tokens[i].Fold
	span.Start += arabic.RawOffset(s.doc.Raw(i), len(fold)-len(trimConjunction(fold)))
	return span
}

func (s *search) verbCue(i, cut int, v *verbForm) reading {
	span := s.doc.Span(i, i+1)
	span.Start += cut
	return reading{sentence: s.number, cue: span, lemma: v.row.Lemma, stance: isnad.Stance(v.row.Stance), rule: v.row.Rule}
}

// opens tells whether token i begins a clause: the sentence, or right behind a comma.
func (s *search) opens(i int) bool {
	return i == s.sentence.First || s.mark(i-1, "،", ",", "؛", ":", ".", "-", "–", "]", ")")
}

// clause gives the token where the clause of the cue at token i begins: the comma before it, past auxiliaries.
func (s *search) clause(i int) int {
	for i > s.sentence.First && (s.doc.Tokens[i-1].Fold == "قد" || s.is("auxiliary", i-1)) {
		i--
	}
	if i > s.sentence.First && s.mark(i-1, "،", ",", "؛") {
		return i - 1
	}
	return i
}

// verbFrame reads the verb v at token i with what follows or precedes it.
func (s *search) verbFrame(i, cut int, v *verbForm) (r reading, next int, ok bool) {
	r = s.verbCue(i, cut, v)
	r.begins = s.clause(i)
	r.last = s.sentence.Last
	if v.takes("own") {
		return s.ownFrame(i, r)
	}
	if v.takes("in") {
		if !s.doc.Is(i+1, "في") || i+1 >= s.sentence.Last {
			return r, i, false
		}
		r.cue.End = s.doc.Tokens[i+1].End
	}
	join, found := s.joinOf(i, v)
	if !found {
		return s.nounFrame(i, r, v)
	}
	r.first = join.content
	gap := i + 1
	if v.takes("in") {
		gap++
	}
	if v.takes("relay") {
		r.parties, ok = s.relayParties(gap, join.at)
		return r, join.content, ok
	}
	r.parties = s.parties(gap, join.at)
	if v.Aspect != arabic.Participle {
		s.subjectBefore(i, &r)
	} else {
		s.cuePreposition(i, v, &r)
	}
	if v.Aspect == arabic.Present && len(r.parties) == 0 && s.doc.Is(i-1, "ان") {
		return r, i, false // «أن يقول …»: nobody has said it yet
	}
	if (v.takes("in") || v.takes("doc")) && !s.documented(&r) {
		return r, i, false
	}
	return r, join.content, true
}

// cuePreposition takes the verb's own preposition into the cue where it stands right behind it: «مشيرا إلى».
func (s *search) cuePreposition(i int, v *verbForm, r *reading) {
	if v.row.Preposition != "" && s.doc.Is(i+1, arabic.Fold(v.row.Preposition)) {
		r.cue.End = s.doc.Tokens[i+1].End
	}
}

// join is where a content is joined to its verb.
type join struct {
	at      int // the complementizer, colon or quotation mark
	content int // first token of the content
}

// joinOf looks for what joins a content to the verb at token i: a complementizer, a colon, an opening quotation mark.
func (s *search) joinOf(i int, v *verbForm) (join, bool) {
	for j := i + 1; j < s.sentence.Last && j-i <= maxGap; j++ {
		if q := s.quoteAt(j); q != nil {
			if s.namesSomething(q.First, q.Last) {
				if q.Closed {
					j = q.Last
				}
				continue
			}
			if s.nounBefore(i, j, v) {
				return join{}, false
			}
			return join{j, j}, v.takes("quote") || v.takes("that") || v.takes("relay")
		}
		switch {
		case s.is("that", j) && s.at[j] < 0:
			return join{j, j + 1}, v.takes("that") || v.takes("relay") || v.takes("in") || v.takes("doc")
		case s.mark(j, ":"):
			return join{j, j + 1}, v.takes("quote") || v.takes("that") || v.takes("relay")
		case s.is("relative", j) && !s.is("relative", i+1):
			if j = s.afterRelative(j); j < 0 {
				return join{}, false
			}
		case s.is("postverb", j), s.is("post", j) && s.mark(j-1, "،", ","):
			return join{}, false
		}
		if forms, _ := s.verbAt(j); forms != nil && s.at[j] < 0 && !s.secondCue(i, j, forms) {
			return join{}, false
		}
	}
	return join{}, false
}

// nounBefore tells whether a noun stands between the verb's own preposition and token j: «شدد على ضرورة "وضع …"».
func (s *search) nounBefore(i, j int, v *verbForm) bool {
	for k := i + 1; k < j-1 && v.row.Preposition != ""; k++ {
		if s.doc.Is(k, arabic.Fold(v.row.Preposition)) {
			return true
		}
	}
	return false
}

// afterRelative gives the last token of the relative clause that begins at token j: it ends before a comma or a complementizer that is
// not its own verb's; -1 where neither follows.
func (s *search) afterRelative(j int) int {
	for k := j + 1; k < s.sentence.Last && k-j < maxGap; k++ {
		if s.mark(k, "،", ",") || s.is("that", k) || s.mark(k, ":") {
			return k - 1
		}
	}
	return -1
}

// secondCue tells whether the verb at token j only takes up the one at token i: «تابع قائلا», «حذر ذاكرا أن».
func (s *search) secondCue(i, j int, forms []verbForm) bool {
	if s.mark(j-1, "،", ",") {
		return false
	}
	for n := range forms {
		if forms[n].Aspect == arabic.Participle {
			return true
		}
	}
	return j == i+1 && s.doc.Tokens[j].Fold == "قائلا"
}

// namesSomething tells whether a quotation is a name and no speech.
func (s *search) namesSomething(first, last int) bool {
	return first < len(s.at) && s.at[first] >= 0 && s.mentionEnd(s.at[first]) >= last
}

// ownFrame reads a claim of responsibility: «تبنى حساب مرتبط بـ…، هجوما …، عبر …».
func (s *search) ownFrame(i int, r reading) (reading, int, bool) {
	end := s.sentence.Last
	speaker, next := s.nounPhrase(i+1, end)
	if s.mark(next, "،", ",") {
		next++
	}
	r.owned = true
	r.first, r.last = next, next
	for r.last < end && !s.mark(r.last, "،", ",") && !s.platformMedium(r.last) {
		r.last++
	}
	if r.first == r.last {
		return r, i, false
	}
	for j := r.last; j < end; j++ {
		if s.platformMedium(j) {
			r.parties = append(r.parties, s.mentionParty(s.at[s.nextMention(j+1)], isnad.RoleMedium))
			break
		}
		if j > r.last && s.mark(j, "،", ",") {
			break
		}
	}
	if speaker.last > speaker.first {
		r.parties = append([]party{speaker}, r.parties...)
	}
	return r, r.last, true
}

// platformMedium tells «عبر تطبيق … "تام تام"», «على تيليغرام» at token i.
func (s *search) platformMedium(i int) bool {
	if f := s.doc.Tokens[i].Fold; f != "عبر" && f != "علي" {
		return false
	}
	n := s.nextMention(i + 1)
	return n >= 0 && n-i <= 5 && s.Mentions[s.at[n]].Kind == isnad.Platform
}

// nextMention gives the first token from i on, within a few, that a mention covers, or -1.
func (s *search) nextMention(i int) int {
	const reach = 5
	for j := i; j < s.sentence.Last && j-i < reach && !s.mark(j, "،", ",", ".", ":"); j++ {
		if s.at[j] >= 0 {
			return j
		}
	}
	return -1
}

// nounFrame reads a content that is a noun phrase: «أعلنت الوزارة تسجيل …», «نفى وجود …», «شدد على ضرورة …».
func (s *search) nounFrame(i int, r reading, v *verbForm) (reading, int, bool) {
	if !v.takes("np") {
		return s.speechBefore(i, r, v)
	}
	end := s.sentence.Last
	s.stop = arabic.Fold(v.row.Preposition)
	speaker, next := s.nounPhrase(i+1, end)
	s.stop = ""
	if speaker.last > speaker.first {
		if !s.canSpeak(&speaker) {
			speaker, next = party{mention: -1}, i+1
		} else {
			r.parties = []party{speaker}
		}
	}
	next = s.afterMedium(next, end, &r)
	if v.row.Preposition != "" {
		fold := arabic.Fold(v.row.Preposition)
		if !s.doc.Is(next, fold) || next >= end {
			if r2, n, ok := s.speechBefore(i, r, v); ok {
				return r2, n, true
			}
			if v.row.Stance != "announce" && v.row.Stance != "confirm" {
				return r, i, false
			}
		} else {
			if next == i+1 {
				r.cue.End = s.doc.Tokens[next].End
			}
			next++
		}
	}
	if next >= end || s.doc.Tokens[next].Kind != 0 && !s.figureAt(next) || s.words[next].Has(entity.Function) && !s.demonstrative(next) {
		return s.speechBefore(i, r, v)
	}
	r.first = next
	if v.Aspect != arabic.Participle {
		s.subjectBefore(i, &r)
	}
	if len(r.parties) == 0 && !s.carriesOn(i, v) {
		return r, i, false
	}
	return r, next, true
}

// canSpeak tells whether a noun phrase behind a verb can be its subject, where nothing parts it from the content: a name, somebody's
// role, a document, or what points back to one of them. Any other noun is the content itself.
func (s *search) canSpeak(p *party) bool {
	return p.named || p.role == isnad.RoleDocument || p.resolution == isnad.Anaphoric || s.partitive(p.first) ||
		s.words[p.first].Has(entity.Role|entity.Group|entity.Title)
}

// demonstrative tells «ذلك», «هذه الأرقام»: a denial may have no more content.
func (s *search) demonstrative(i int) bool {
	switch s.doc.Tokens[i].Fold {
	case "ذلك", "هذا", "هذه", "تلك", "اي", "كل", "عدم", "نحو", "اكثر", "اقل", "قرابه", "ما":
		return true
	}
	return false
}

func (s *search) figureAt(i int) bool {
	for n := range s.Figures {
		if s.Figures[n].Start <= s.doc.Tokens[i].Start && s.doc.Tokens[i].End <= s.Figures[n].End {
			return true
		}
	}
	return false
}

// carriesOn tells whether a verb without a subject of its own may go on with the speaker of before: a participle behind a comma, or a
// verb with a conjunction at the head of its clause.
func (s *search) carriesOn(i int, v *verbForm) bool {
	if len(s.memory) == 0 {
		return false
	}
	if v.Aspect == arabic.Participle {
		return s.opens(i)
	}
	return s.opens(i) && trimConjunction(s.doc.Tokens[i].Fold) != s.doc.Tokens[i].Fold
}

// afterMedium steps over «في بيان» and the like at token i, and adds them to the parties.
func (s *search) afterMedium(i, end int, r *reading) int {
	if m, next := s.medium(i, end); next > i {
		r.parties = append(r.parties, m...)
		return next
	}
	return i
}

// speechBefore reads a quotation that stands before its verb: «"…"، قال فلان».
func (s *search) speechBefore(i int, r reading, v *verbForm) (reading, int, bool) {
	if !v.takes("quote") && !v.takes("that") {
		return r, i, false
	}
	at := i
	for at > s.sentence.First && (s.mark(at-1, "،", ",") || s.doc.Tokens[at-1].Fold == "كما") {
		at--
	}
	for n := range s.quotes {
		q := &s.quotes[n]
		if q.Closed && q.Depth == 0 && q.Last == at-1 && q.First-1 >= s.sentence.First {
			speaker, next := s.nounPhrase(i+1, s.sentence.Last)
			r.parties = s.parties(i+1, next)
			if len(r.parties) == 0 && speaker.last > speaker.first {
				r.parties = []party{speaker}
			}
			r.first, r.last = q.First-1, q.Last+1
			return r, next, len(r.parties) > 0 || len(s.memory) > 0
		}
	}
	return r, i, false
}

// attribution reads «بحسب …», «وفق ما ذكر …»: the content stands before it, or behind the comma where the attribution opens the sentence.
func (s *search) attribution(i, first int, cue reading, v *verbForm, before []reading) (reading, int, bool) {
	r := cue
	r.sentence, r.begins = s.number, i
	if s.mark(i-1, "،", ",", "؛") {
		r.begins = i - 1
	}
	end := first
	for end < s.sentence.Last && !s.mark(end, "،", ",", ".", "؛") {
		if q := s.quoteAt(end); q != nil && q.Closed {
			end = q.Last
		}
		end++
	}
	if first >= end || s.lawAt(first) || s.pronounOnly(first, end) {
		return r, i, false
	}
	r.parties = s.coordinated(first, end)
	if len(r.parties) == 0 {
		return r, i, false
	}
	if i == s.sentence.First {
		if end+1 >= s.sentence.Last {
			return r, i, false
		}
		r.first, r.last = end+1, s.sentence.Last
		return r, end + 1, true
	}
	if n := len(before); n > 0 && before[n-1].first < i {
		before[n-1].parties = append(before[n-1].parties, s.asRelay(r.parties)...)
		before[n-1].last = min(before[n-1].last, r.begins)
		return r, i, false
	}
	r.first, r.last = s.sentence.First, r.begins
	return r, end, r.first < r.last
}

// lawAt tells a text that gives a rule and says nothing: «وفقا للقانون».
func (s *search) lawAt(i int) bool {
	stem := strings.TrimPrefix(s.words[i].Stem, "ال")
	stem = strings.TrimPrefix(stem, "لل")
	for _, w := range [...]string{stem, strings.TrimPrefix(stem, "ل")} {
		if s.phrases["law"][w] != nil {
			return true
		}
	}
	return false
}

// pronounOnly tells «بحسب قوله», «وفق تعبيرها»: the speaker is given already.
func (s *search) pronounOnly(first, last int) bool {
	if last-first > 1 {
		return false
	}
	f := s.doc.Tokens[first].Fold
	return s.is("saying", first) || strings.HasPrefix(f, "تعبير") || strings.HasPrefix(f, "قول") || strings.HasPrefix(f, "وصف") || strings.HasPrefix(f, "راي")
}

// headline reads «وزارة النقل: إغلاق جسرين»: a title whose speaker stands before a colon.
func (s *search) headline() (reading, bool) {
	zones := s.doc.Article.Zones
	if zones == nil || zones[s.sentence.Zone].Kind != isnad.ZoneTitle {
		return reading{}, false
	}
	const longest = 7
	for i := s.sentence.First + 1; i < s.sentence.Last-1 && i-s.sentence.First <= longest; i++ {
		if !s.mark(i, ":") {
			continue
		}
		parties := s.parties(s.sentence.First, i)
		if len(parties) != 1 || !parties[0].named && parties[0].role != isnad.RoleDocument {
			return reading{}, false
		}
		return reading{sentence: s.number, cue: s.doc.Span(i, i+1), lemma: ":", stance: isnad.Say, rule: "claim/headline", parties: parties,
			first: i + 1, last: s.sentence.Last, begins: s.sentence.First}, true
	}
	return reading{}, false
}

// bound ends every content where the clause of a later cue begins, unless that cue is nested in the content.
func (s *search) bound(out []reading) {
	for k := range out {
		r := &out[k]
		for j := range out {
			b := out[j].begins
			if j != k && out[j].cue.Start > r.cue.Start && b > r.first && b < r.last {
				if s.nests(&out[j]) {
					out[j].parties = append(out[j].parties, s.asRelay(s.speakers(r.parties))...)
					continue
				}
				r.last = b
			}
		}
	}
}

// nests tells whether the clause of a reading goes on inside the content before it: no comma and no conjunction part them.
func (s *search) nests(r *reading) bool {
	return !s.mark(r.begins, "،", ",", "؛") && trimConjunction(s.doc.Tokens[r.begins].Fold) == s.doc.Tokens[r.begins].Fold
}

// keepWhole trims the contents and drops readings that have none.
func (s *search) keepWhole(in []reading) []reading {
	out := in[:0]
	for _, r := range in {
		for r.last > r.first && s.mark(r.last-1, ".", "،", ",", "؛", "!", "…", ":") {
			r.last--
		}
		for r.first < r.last && s.mark(r.first, ":", "،", ",", "-") {
			r.first++
		}
		if r.first < r.last {
			out = append(out, r)
		}
	}
	return out
}

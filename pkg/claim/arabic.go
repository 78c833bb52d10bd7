package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// maxGap is the greatest number of tokens between a verb and what joins its content: names with titles and parentheses are long.
const maxGap = 45

// readArabic gives the readings of the sentence, each with its content cut where the next one begins.
func (s *search) readArabic() []reading {
	if r, ok := s.headline(); ok {
		return []reading{r}
	}
	var out []reading
	for i := s.sentence.First; i < s.sentence.Last; i++ {
		if s.inQuote(i) != nil {
			continue
		}
		if r, next, ok := s.frameAt(i, out); ok {
			s.agree(&r, out)
			out = append(out, r)
			i = max(i, next-1)
		}
	}
	s.bound(out)
	return s.keepWhole(out)
}

// frameAt tries the frames at token i, the more telling ones first. It gives the token from which to go on looking.
func (s *search) frameAt(i int, before []reading) (r reading, next int, ok bool) {
	const opensFrame = useImpersonal | usePostverb | usePost | useVerbNoun | useVerbNounOf | useVerb
	if s.opened[i].uses&opensFrame == 0 {
		return r, i, false // most words
	}
	if row, last := s.phraseAt(useImpersonal, i, s.sentence.Last); row != nil && s.opens(i) {
		return reading{sentence: s.number, cue: s.doc.Span(i, i+1), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule,
			first: last, last: s.sentence.Last, impersonal: true, begins: s.clause(i)}, last, true
	}
	if r, next, ok = s.postVerb(i, before); ok {
		return r, next, true
	}
	if row, last := s.phraseAt(usePost, i, s.sentence.Last); row != nil {
		cue := reading{cue: s.trimCue(i), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule, joined: strings.HasSuffix(row.Form, " ل")}
		return s.attribution(i, last, cue, before)
	}
	for _, use := range [...]use{useVerbNoun, useVerbNounOf} {
		if row, last := s.phraseAt(use, i, s.sentence.Last); row != nil {
			if r, next, ok = s.nominalFrame(i, last, row); ok {
				return r, next, true
			}
		}
	}
	for _, h := range s.cuesAt(i) {
		if r, next, ok = s.verbFrame(i, h); ok {
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

func (s *search) verbCue(i int, h hit) reading {
	span := s.doc.Span(i, i+1)
	span.Start += h.cut
	return reading{sentence: s.number, cue: span, lemma: h.row.Lemma, stance: isnad.Stance(h.row.Stance), rule: h.row.Rule}
}

// opens tells whether token i begins a clause: the sentence, or right behind a comma.
func (s *search) opens(i int) bool {
	return i == s.sentence.First || s.mark(i-1, "،", ",", "؛", ":", ".", "-", "–", "—", "]", ")")
}

// clause gives the token where the clause that holds token i begins: the comma before it, past auxiliaries and what joins clauses
// («غير أن», «فيما»).
func (s *search) clause(i int) int {
	for i > s.sentence.First {
		if s.doc.Tokens[i-1].Fold == "قد" || s.is(useAuxiliary, i-1) {
			i--
			continue
		}
		joins := s.joinsClauses(i)
		if joins == i {
			break
		}
		i = joins
	}
	if i > s.sentence.First && s.mark(i-1, "،", ",", "؛") {
		return i - 1
	}
	return i
}

// joinsClauses gives the token where a phrase that joins clauses and ends right before token i begins; i where there is none.
func (s *search) joinsClauses(i int) int {
	for n := 3; n >= 1; n-- {
		if i-n < s.sentence.First {
			continue
		}
		if row, last := s.phraseAt(useClause, i-n, i); row != nil && last == i {
			return i - n
		}
		if row, last := s.phraseAt(useCircumstance, i-n, i); row != nil && last == i && row.Lemma == "whole" {
			return i - n // «ومن جهتهم قال العمال»
		}
	}
	if i > s.sentence.First && s.is(usePronoun, i-1) {
		return i - 1 // «وهو يقول»
	}
	return i
}

// verbFrame reads the verb h at token i with what follows or precedes it.
func (s *search) verbFrame(i int, h hit) (r reading, next int, ok bool) {
	r = s.verbCue(i, h)
	r.begins = s.clause(i)
	r.last = s.sentence.Last
	if h.takes("own") {
		return s.ownFrame(i, r)
	}
	if s.unnamed(i+1, s.sentence.Last) {
		return r, i, false // «طلب عدم ذكر اسمه»
	}
	if h.takes("in") {
		if !s.doc.Is(i+1, "في") || i+1 >= s.sentence.Last {
			return r, i, false
		}
		r.cue.End = s.doc.Tokens[i+1].End
	}
	join, found := s.joinOf(i, h.verbForm)
	if !found {
		return s.nounFrame(i, r, h)
	}
	r.first, r.last = join.content, join.last
	gap := i + 1
	if h.takes("in") {
		gap++
	}
	if h.takes("relay") {
		r.parties, ok = s.relayParties(i, gap, join.at, &r)
		return r, join.content, ok
	}
	s.fill(&r, s.readGap(gap, join.at, gapMode{stop: arabic.Fold(h.row.Preposition), mute: h.Aspect == arabic.Participle, told: h.takes("told")}))
	if h.Aspect != arabic.Participle {
		s.subjectBefore(i, &r, h.cut > 0)
	} else {
		s.cuePreposition(i, h.verbForm, &r)
	}
	return r, join.content, s.stands(i, h, &r)
}

// stands tells whether a verb with a content reports something here. A finite verb without a subject goes on with the speaker of before
// only at the head of its clause: not «أن يقول …», which nobody has said yet, nor «وثيقة تزعم أن …».
func (s *search) stands(i int, h hit, r *reading) bool {
	if (h.takes("in") || h.takes("doc")) && !s.documented(r) {
		return false
	}
	return h.Aspect == arabic.Participle || s.speaks(r.parties) || s.leadsClause(i) || s.circumstance(s.sentence.First, i) == i ||
		s.is(usePronoun, i-1)
}

// cuePreposition takes the verb's own preposition into the cue where it stands right behind it: «مشيرا إلى».
func (s *search) cuePreposition(i int, v *verbForm, r *reading) {
	if v.row.Preposition != "" && s.doc.Is(i+1, arabic.Fold(v.row.Preposition)) {
		r.cue.End = s.doc.Tokens[i+1].End
	}
}

// fill takes over what was read between a verb and its content.
func (s *search) fill(r *reading, g gap) {
	r.parties = append(r.parties, g.parties()...)
	if r.said < 0 || r.said == 0 && g.said > 0 {
		r.said = g.said
	}
}

// nounFrame reads a content that is a noun phrase: «أعلنت الوزارة تسجيل …», «نفى وجود …», «شدد على ضرورة …».
func (s *search) nounFrame(i int, r reading, h hit) (reading, int, bool) {
	if !h.takes("np") {
		return s.speechBefore(i, r, h.verbForm)
	}
	g := s.readGap(i+1, s.sentence.Last, gapMode{strict: true, stop: arabic.Fold(h.row.Preposition), mute: h.Aspect == arabic.Participle, verb: h.verbForm})
	s.fill(&r, g)
	next, ok := s.nounContent(i, g.end, &r, h)
	if !ok {
		return s.speechBefore(i, r, h.verbForm)
	}
	r.first = next
	if s.is(usePointer, next) { // «نفى ذلك في رسالة»
		if through, n := s.medium(next+1, r.last); n > next+1 {
			r.parties, r.last = append(r.parties, through...), next+1
		}
	}
	for end := next; end < r.last; end++ {
		if s.mark(end, "؛", ";") && s.inQuote(end) == nil {
			r.last = end
		}
	}
	if h.Aspect != arabic.Participle {
		s.subjectBefore(i, &r, h.cut > 0)
	}
	if !s.speaks(r.parties) && !s.carriesOn(i, h) {
		return r, i, false
	}
	return r, next, true
}

// nounContent gives the first token of a content that is a noun phrase, behind the verb's own preposition where it has one.
func (s *search) nounContent(i, next int, r *reading, h hit) (int, bool) {
	end := s.sentence.Last
	if next >= end || s.unnamed(next, end) {
		return next, false
	}
	own := arabic.Fold(h.row.Preposition)
	joined := len(own) == 2 // a letter that is written joined: «أقر بوجود»
	switch {
	case own == "":
	case joined && strings.HasPrefix(s.doc.Tokens[next].Fold, own):
		if s.doc.Tokens[next].Fold == own+"ان" { // «تأسف لأن …»
			return next + 1, next+1 < end
		}
		r.cut = arabic.RawOffset(s.doc.Raw(next), len(own))
		return next, s.at[next] < 0 || s.afterProclitic(next)
	case s.doc.Is(next, own):
		if next == i+1 {
			r.cue.End = s.doc.Tokens[next].End
		}
		next++
	case asksOrWarns(h.row.Stance) && s.toldWhat(next, own) > next: // «دعت المواطنين إلى …»، «حذرت السكان من …»
		next = s.toldWhat(next, own) + 1
	case h.row.Stance != "announce" && h.row.Stance != "confirm":
		return next, false
	}
	if next >= end || s.doc.Tokens[next].Kind != 0 && !s.figureAt(next) && s.quoteAt(next) == nil {
		return next, false
	}
	return next, !s.is(useFunction, next) && (s.at[next] >= 0 || !s.grammatical(next) || s.demonstrative(next))
}

func asksOrWarns(stance string) bool {
	return stance == string(isnad.Ask) || stance == string(isnad.Warn)
}

// toldWhat gives the verb's own preposition behind those who are asked; i where it does not follow.
func (s *search) toldWhat(i int, own string) int {
	const reach = 5
	for k := i; k < s.sentence.Last && k-i < reach && !s.mark(k, "،", ",", "."); k++ {
		if s.doc.Is(k, own) {
			return k
		}
	}
	return i
}

// speechEnd gives the token behind the words that say who spoke, behind a quotation: a mark or a clause of its own ends them.
func (s *search) speechEnd(i int) int {
	for i < s.sentence.Last && !s.mark(i, "،", ",", ".", "؛", ":") && !s.is(usePronoun, i) && !s.is(useClause, i) {
		i++
	}
	return i
}

// demonstrative tells «ذلك», «هذه الأرقام»: a denial may have no more content.
func (s *search) demonstrative(i int) bool { return s.is(useDeterminer, i) }

// carriesOn tells whether a verb without a subject of its own may go on with the speaker of before: a participle behind a comma, or a
// verb with a conjunction at the head of its clause.
func (s *search) carriesOn(i int, h hit) bool {
	if len(s.memory) == 0 {
		return false
	}
	if h.Aspect == arabic.Participle {
		return s.opens(i)
	}
	return s.joinsClauses(i) < i || s.opens(i) && h.cut > 0
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
		if !q.Closed || q.Depth > 0 || q.Last != at-1 || q.First-1 < s.sentence.First || !s.speech(q.First, q.Last) || !s.opens(q.First-1) {
			continue
		}
		g := s.readGap(i+1, s.speechEnd(i+1), gapMode{})
		r.parties = g.parties()
		r.first, r.last = q.First-1, q.Last+1
		return r, g.end, s.speaks(r.parties) || len(s.memory) > 0
	}
	return r, i, false
}

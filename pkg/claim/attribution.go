package claim

import (
	"strings"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// postVerb reads «حسبما ذكر مراقبون», «وفق ما ذكره مصدر»: a verb that attributes what stands before it. A verb with a content of its own
// behind it does not («كما أكد أن …»).
func (s *search) postVerb(i int, before []reading) (r reading, next int, ok bool) {
	row, last := s.phraseAt(usePostverb, i, s.sentence.Last)
	if row == nil || last >= s.sentence.Last {
		return r, i, false
	}
	hits := s.verbAt(last)
	cue := s.doc.Span(last, last+1)
	if hits == nil { // with an object: «ما ذكره»
		for _, object := range [...]string{"ته", "ه", "ها", "تها"} {
			stem, has := strings.CutSuffix(s.doc.Tokens[last].Fold, object)
			if forms := s.forms(stem); has && forms != nil {
				hits = []hit{{&forms[0], 0}}
			} else if forms := s.forms(stem + "ت"); has && forms != nil && strings.HasPrefix(object, "ت") {
				hits = []hit{{&forms[0], 0}}
			}
		}
	}
	if hits == nil {
		return r, i, false
	}
	h := hits[0]
	if j, found := s.joinOf(last, h.verbForm); found && j.at < s.attributionEnd(last+1) {
		return r, i, false
	}
	r = s.verbCue(last, h)
	r.cue = cue
	return s.attribution(i, last+1, r, before)
}

// attributionEnd gives the token behind an attribution whose party begins at token first: a mark, or the verb of the content («فإن …»).
func (s *search) attributionEnd(first int) int {
	end := first
	for end < s.sentence.Last && !s.mark(end, "،", ",", ".", "؛", ";") && !s.is(useResumes, end) {
		if q := s.quoteAt(end); q != nil && q.Closed {
			end = q.Last
		}
		end++
	}
	return min(end, s.sentence.Last)
}

// attribution reads «بحسب …», «وفق ما ذكر …»: the content stands before it, or behind the comma where the attribution opens the sentence.
func (s *search) attribution(i, first int, cue reading, before []reading) (reading, int, bool) {
	r := cue
	r.sentence, r.begins = s.number, i
	if s.mark(i-1, "،", ",", "؛") {
		r.begins = i - 1
	}
	end := s.attributionEnd(first)
	if first >= end || s.lawAt(first) {
		return r, i, false
	}
	if s.pronounOnly(first, end) && i == s.sentence.First && len(s.memory) > 0 && s.mark(end, "،", ",") {
		r.first, r.last = s.resumed(end+1), s.sentence.Last
		return r, r.first, r.first < r.last // «وعلى حد تعبيره، فإن …»
	}
	if s.pronounOnly(first, end) {
		s.repeats(r.begins, end, before)
		return r, i, false
	}
	s.attributed(first, end, &r)
	if len(r.parties) == 0 {
		return r, i, false
	}
	if i == s.sentence.First {
		if s.mark(end, ".") {
			return r, i, false // nothing follows: «كما نفت الشركة وجود …» attributes nothing
		}
		r.first, r.last = end, s.sentence.Last
		if s.mark(end, "،", ",") {
			r.first++
		}
		r.first = s.resumed(r.first)
		return r, r.first, r.first < r.last
	}
	if n := len(before); n > 0 && before[n-1].first < i && !before[n-1].topic {
		s.relayed(&before[n-1], &r)
		return r, i, false
	}
	r.first, r.last = s.sentence.First, r.begins
	if s.is(useTopic, r.first) {
		r.first++
	}
	r.first = s.skipConjunction(r.first, &r)
	return r, end, r.first < r.last
}

// resumed gives the token behind «فإن» and «فقد», by which a sentence goes on behind an attribution that opens it.
func (s *search) resumed(i int) int {
	if i+1 < s.sentence.Last && s.is(useResumes, i) && (s.is(useThat, i) || s.doc.Is(i, "فقد")) {
		return i + 1
	}
	return i
}

// attributed reads the parties of an attribution.
func (s *search) attributed(first, end int, r *reading) {
	if s.language == isnad.English {
		r.parties = []party{s.englishParty(first, end)}
		return
	}
	if s.is(useUtterance, first) && first+1 < end {
		first++ // «حسب تقدير الخبير»
	}
	if r.joined {
		r.parties = s.coordinated(first, end, s.attributedTo)
	} else {
		r.parties = s.coordinated(first, end, s.plainPhrase)
	}
	for k := first; k < end; k++ {
		if n := s.dateAt(k); n >= 0 && r.said == 0 && !s.documentIn(r.parties) {
			r.said = n + 1
		}
	}
	if p := s.document(r.parties); p != nil && p.first == first {
		r.parties = []party{*p} // what else is named there belongs to the document
	}
}

func (s *search) documentIn(in []party) bool { return s.document(in) != nil }

// document gives the document among parties, or nil.
func (s *search) document(in []party) *party {
	for n := range in {
		if in[n].role == isnad.RoleDocument {
			return &in[n]
		}
	}
	return nil
}

// relayed adds an attribution to the claim before it: it passes the claim on, or, with «نقلا عن», is the source from which the speaker
// of that claim has it.
func (s *search) relayed(before *reading, r *reading) {
	before.last = min(before.last, r.begins)
	if r.lemma != quoting {
		before.parties = append(before.parties, s.asRelay(r.parties)...)
		return
	}
	before.parties = append(s.speakers(r.parties), s.asRelay(before.parties)...)
}

// quoting is the lemma of the cues by which a speaker says whom he passes on.
const quoting = "نقل"

// repeats ends the content of the claim before «بحسب قوله», which gives no new speaker, where nothing follows it.
func (s *search) repeats(begins, end int, before []reading) {
	n := len(before)
	if n == 0 || end < s.sentence.Last && !s.mark(end, ".") {
		return
	}
	for n > 0 && before[n-1].last < begins {
		n--
	}
	if n > 0 {
		before[n-1].last = min(before[n-1].last, begins)
	}
}

// skipConjunction leaves the conjunction before a content that stands before its attribution outside it. «وصلت» has none, though it
// looks like «وبلغت»: the words that begin with the letter themselves are rows.
func (s *search) skipConjunction(i int, r *reading) int {
	rest, ok := strings.CutPrefix(s.doc.Tokens[i].Fold, "و")
	known := s.words[i].Proclitics == "و"
	if !ok || !known && (len(rest) < 6 || s.at[i] >= 0 || s.words[i].Class != 0) {
		return i
	}
	for _, stem := range s.radicals {
		if strings.HasPrefix(s.doc.Tokens[i].Fold, stem) {
			return i
		}
	}
	r.cut = s.rawCut(i, len("و"))
	return i
}

// coordinated reads the parties of an attribution, which may be two: «بحسب الشرطة وشهود».
func (s *search) coordinated(first, last int, read func(i, end int) party) []party {
	at := []int{first}
	for i := first + 1; i < last; i++ {
		if s.words[i].Proclitics != "و" && (s.at[i] < 0 || !s.afterProclitic(i)) || s.inQuote(i) != nil {
			continue
		}
		if s.at[i] < 0 && s.words[i].Has(entity.Role|entity.Group) || s.at[i] >= 0 && s.at[i] != s.at[i-1] && s.mentionStart(s.at[i]) == i {
			at = append(at, i)
		}
	}
	var out []party
	for n, i := range at {
		end := last
		if n+1 < len(at) {
			end = at[n+1]
		}
		p := party{mention: -1}
		if n == 0 {
			p = read(i, end)
		} else {
			p = s.plainPhrase(i, end)
		}
		if p.last > p.first {
			out = append(out, p)
		}
	}
	return out
}

func (s *search) plainPhrase(i, end int) party {
	p, _ := s.phrase(i, end, gapMode{})
	return p
}

// attributedTo reads the noun phrase whose first word ل is joined to.
func (s *search) attributedTo(i, end int) party {
	if trimConjunction(s.doc.Tokens[i].Fold) == "ل" && i+1 < end {
		p, _ := s.phrase(i+1, end, gapMode{})
		return p
	}
	if fold := s.doc.Tokens[i].Fold; s.at[i] < 0 && s.words[i].Cut == 0 && strings.HasPrefix(fold, "ل") && len(fold) >= 6 && !strings.HasPrefix(fold, "لل") {
		s.words[i].Stem = strings.TrimPrefix(s.words[i].Stem, "ل")
		s.words[i].Cut = s.rawCut(i, len("ل"))
		s.open(i)
	}
	last := s.endOf(i)
	for last < end && s.extends(i, last, end, gapMode{}) {
		last = min(end, s.endOf(last))
	}
	return s.partyOf(i, min(last, end))
}

// lawAt tells a text that gives a rule and says nothing: «وفقا للقانون».
func (s *search) lawAt(i int) bool {
	if s.language == isnad.English {
		for k := i; k < s.sentence.Last && k-i < 4 && s.words[k].IsWord; k++ {
			if s.is(useLaw, k) {
				return true
			}
		}
		return false
	}
	fold := s.doc.Tokens[i].Fold
	for _, stem := range [...]string{s.words[i].Stem, fold, strings.TrimPrefix(fold, "ل"), strings.TrimPrefix(fold, "لل")} {
		stem = withoutOwner(strings.TrimPrefix(stem, "ال"))
		if s.begins(useLaw, stem) || s.begins(useLaw, strings.TrimPrefix(stem, "ل")) {
			return true
		}
	}
	return false
}

// withoutOwner gives a noun in ـة without a pronoun behind it: «خطته» is «خطة».
func withoutOwner(stem string) string {
	for _, owner := range [...]string{"ته", "تها", "تهم"} {
		if noun, ok := strings.CutSuffix(stem, owner); ok && len(noun) >= 4 {
			return noun + "ه"
		}
	}
	return stem
}

// pronounOnly tells «بحسب قوله», «وفق تعبيرها»: the speaker is given already.
func (s *search) pronounOnly(first, last int) bool {
	f := s.doc.Tokens[first].Fold
	if last-first > 1 {
		return false
	}
	if s.language == isnad.English {
		return s.is(usePronoun, first) || f == "him" || f == "her" || f == "them"
	}
	for _, pronoun := range [...]string{"ه", "ها", "هم", "هما", "اته", "اتها", "اتهم"} {
		if noun, ok := strings.CutSuffix(f, pronoun); ok && s.begins(useUtterance, noun) {
			return true
		}
	}
	return false
}

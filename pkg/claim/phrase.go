package claim

import (
	"strings"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// phrase reads a noun phrase that may speak at token i and gives the token behind it; i where there is none.
func (s *search) phrase(i, end int, m gapMode) (party, int) {
	none := party{mention: -1}
	if i >= end || !s.startsPhrase(i, end, m) {
		return none, i
	}
	last := min(end, s.endOf(i))
	if q := s.quoteAt(i); q != nil {
		last = min(end, q.Last+1)
	}
	for last < end {
		if next := s.besideName(last, end); next > last {
			last = next
			continue
		}
		if q := s.inQuote(last - 1); q != nil && q.Closed && q.Last == last && q.First > i {
			last++ // the mark that closes a name
			continue
		}
		if next := s.selfNamed(last, end); next > last {
			last = next
			continue
		}
		if tail := s.personTail(i, last, end); tail > last && s.mark(tail, "،", ",") {
			last = tail
			continue
		}
		if !s.extends(i, last, end, m) {
			break
		}
		last = min(end, s.endOf(last))
	}
	p := s.partyOf(i, last)
	if m.strict && m.verb != nil && !s.mayBeSubject(&p, last, end, m) {
		return none, i
	}
	return p, max(last, p.last)
}

// besideName steps over a name in quotation marks or brackets that stands in apposition: «وكالة الشرطة الأوروبية "يوروبول"», «… (واع)»,
// or behind the noun that tells its kind.
func (s *search) besideName(i, end int) int {
	if i == 0 {
		return i
	}
	if s.mark(i, "(") && s.at[i-1] >= 0 {
		return s.afterBracket(i, end)
	}
	q := s.quoteAt(i)
	if q == nil || !q.Closed || q.Last >= end {
		return i
	}
	if s.namesSomething(q.First, q.Last) || s.at[q.First] >= 0 || q.Last-q.First <= 3 && s.words[i-1].Has(entity.Descriptor|entity.Head) {
		return q.Last + 1
	}
	return i
}

// selfNamed steps over «تسمي نفسها "…"», «تطلق على نفسها اسم "…"».
func (s *search) selfNamed(i, end int) int {
	const reach = 4
	if !s.words[i].IsWord || !s.is(useNaming, i) {
		return i
	}
	for k := i + 1; k < end && k-i <= reach; k++ {
		if q := s.quoteAt(k); q != nil && q.Closed {
			return min(end, q.Last+1)
		}
		if s.at[k] >= 0 {
			return s.mentionEnd(s.at[k])
		}
	}
	return i
}

// startsPhrase tells whether a noun phrase that may speak begins at token i.
func (s *search) startsPhrase(i, end int, m gapMode) bool {
	w := &s.words[i]
	switch {
	case s.at[i] >= 0:
		n := s.at[i]
		before := s.doc.Tokens[i].Start < s.Mentions[n].Start && s.mentionStart(n) == i && (s.Mentions[n].Extended == nil || s.doc.Tokens[i].Start < s.Mentions[n].Extended.Start)
		return !before || strings.Trim(w.Proclitics, "وف") == ""
	case s.doc.Tokens[i].Kind == text.Number:
		return s.figureAt(i) && !m.strict
	case s.quoteAt(i) != nil:
		q := s.quoteAt(i)
		return q.Closed && q.Last < end && q.Last-q.First <= 4
	case !w.IsWord || s.is(useThat, i) || s.is(useRelative, i) || s.is(useManner, i):
		return false
	case s.partitive(i) || s.isDocument(i) && !strings.HasSuffix(w.Proclitics, "ل"):
		return true
	case w.Has(entity.Function) || strings.Trim(w.Proclitics, "وف") != "":
		return false
	case w.Class == 0 && !w.Definite && strings.HasPrefix(w.Stem, "ب") && !s.isDocument(i):
		return false // an adverb more often than a noun: «ببرود»
	}
	if m.strict {
		return w.Definite || w.Has(entity.Role|entity.Group|entity.Title|entity.Head|entity.Descriptor) || s.isDocument(i)
	}
	return true
}

// extends tells whether token at goes on with the noun phrase that begins at first.
func (s *search) extends(first, at, end int, m gapMode) bool {
	w := &s.words[at]
	if m.stop != "" && s.doc.Is(at, m.stop) {
		return false
	}
	if !w.IsWord && s.at[at] < 0 {
		if s.mark(at, ".") {
			return s.doc.Glued(at) && len(s.doc.Tokens[at-1].Fold) == 2 // an initial
		}
		return s.doc.Tokens[at].Kind == text.Number && s.figureAt(at) || s.mark(at, "%", "٪") && s.figureAt(at) || s.inQuote(at) != nil && s.at[at-1] >= 0 && s.quoteAt(at) == nil
	}
	document := s.isDocument(first)
	if _, next := s.recipient(at, end, s.nameIn(first, at)); next > at && !document {
		return false
	}
	if _, next := s.medium(at, end); next > at {
		return false
	}
	if s.afterDate(at, end) > at || s.circumstance(at, end) > at || s.is(useThat, at) || s.is(useRelative, at) || s.is(useManner, at) {
		return false
	}
	if row, _ := s.phraseAt(usePost, at, end); row != nil || s.unnamed(at, end) || s.at[at] < 0 && s.unnamed(at+1, end) {
		return false
	}
	if s.grammatical(at) {
		return s.inner(first, at, end, m)
	}
	if m.strict && s.at[at] < 0 && s.is(useAct, at) && s.definite(at-1) {
		return false // «نفى المتحدث باسم القوات المسلحة سقوط …»
	}
	if s.at[at] < 0 && len(s.cuesAt(at)) > 0 || s.is(useSaying, at) {
		return false
	}
	if m.strict || m.told {
		return s.agrees(first, at, end)
	}
	return s.at[at] >= 0 || document || !s.nameIn(first, at) || w.Definite || w.Class != 0 || s.at[at-1] < 0
}

// unnamed tells whether a request not to be named stands at token i.
func (s *search) unnamed(i, end int) bool {
	row, _ := s.phraseAt(useAnonymity, i, end)
	return row != nil
}

// nameIn tells whether a person is named in the tokens, or an organisation begins them.
func (s *search) nameIn(first, last int) bool {
	for i := first; i < last; i++ {
		if n := s.at[i]; n >= 0 && (s.Mentions[n].Kind == isnad.Person || s.mentionStart(n) <= first) {
			return true
		}
	}
	return false
}

// inner tells whether the word of grammar at token at stands inside a noun phrase: «مسؤول في بلدية …», «المتحدث باسم …».
func (s *search) inner(first, at, end int, m gapMode) bool {
	w := &s.words[at]
	switch w.Stem {
	case "نفسه", "نفسها", "ذاته", "ذاتها":
		return true
	}
	if at+1 >= end {
		return false
	}
	switch w.Stem {
	case "بن", "بنت":
		return true
	case "في", "من", "لدي", "داخل", "بين":
		return !m.strict || s.words[first].Has(entity.Role|entity.Group|entity.Title) || s.partitive(first) || s.isDocument(first)
	case "عن", "الي", "علي", "غير", "كل":
		return !m.strict
	}
	return s.doc.Is(at, "باسم")
}

// agrees tells whether, by article and ending alone, the word at token at can go on with the noun phrase: a definite word behind an
// indefinite one (the second part of a construct), an adjective that is definite as its noun is, or a further part of a construct.
func (s *search) agrees(first, at, end int) bool {
	w, before := &s.words[at], &s.words[at-1]
	after := s.definite(at - 1)
	switch {
	case s.grammatical(at - 1):
		return true
	case s.at[at] >= 0:
		return !after || s.Mentions[s.at[at]].Kind == isnad.Person || before.Has(entity.Descriptor|entity.Head|entity.Role|entity.Title|entity.Demonym)
	case s.doc.Is(at, "باسم"):
		return true
	case strings.HasSuffix(w.Proclitics, "ل") || strings.HasPrefix(s.doc.Tokens[at].Fold, "لل"):
		return s.words[first].Has(entity.Head|entity.Descriptor|entity.Role|entity.Title) || s.at[first] >= 0
	case w.Definite && w.Proclitics == "و":
		return s.words[first].Has(entity.Head) && after && before.Cut == 0 || strings.HasPrefix(s.doc.Tokens[at-1].Fold, "لل")
	case w.Definite:
		joined := at+1 < end && strings.HasPrefix(s.doc.Tokens[at+1].Fold, "لل") // «الصالح للشرب»
		return w.Cut == 0 && (!after || s.adjective(at) && !w.Has(entity.Group) || w.Has(entity.Demonym) || joined && s.words[first].Has(entity.Head))
	case after:
		return s.personTail(first, at, end) > at
	case w.Cut > 0:
		return false
	}
	if s.adjective(at) || w.Has(entity.Demonym) {
		return true
	}
	if s.is(useLone, at-1) {
		return false // «نفى مسؤول وجود …»
	}
	return at+1 < end && s.definite(at+1) && before.Has(entity.Role|entity.Group|entity.Title|entity.Head|entity.Descriptor) || s.isDocument(first)
}

// mayBeSubject tells whether a noun phrase behind a verb can be its subject, where nothing parts it from the content: a name, somebody's
// role, a document, or a body or definite plural («السلطات») whose gender is the verb's and which a content follows. Any other noun is the content itself.
func (s *search) mayBeSubject(p *party, next, end int, m gapMode) bool {
	w := &s.words[p.first]
	if p.named || p.role == isnad.RoleDocument || p.resolution == isnad.Anaphoric || s.partitive(p.first) || w.Has(entity.Role|entity.Group|entity.Title) {
		return p.mention < 0 || s.Mentions[p.mention].Kind != isnad.Event
	}
	feminine := strings.HasSuffix(w.Stem, "ه") || strings.HasSuffix(w.Stem, "ات")
	if !w.Has(entity.Head|entity.Descriptor) && !strings.HasSuffix(w.Stem, "ات") || m.verb.Feminine != feminine || next >= end || !s.leadsClause(p.first-1) {
		return false
	}
	return m.stop != "" && s.doc.Is(next, m.stop) || s.words[next].IsWord && !s.grammatical(next) || s.mark(next, "،", ",")
}

// leadsClause tells whether the verb at token i opens its clause, where a word of its letters may be another («أغلقت أبرز المتاجر»).
func (s *search) leadsClause(i int) bool {
	return s.opens(i) || trimConjunction(s.doc.Tokens[i].Fold) != s.doc.Tokens[i].Fold || s.is(useAuxiliary, i-1) || s.doc.Is(i-1, "قد") || s.joinsClauses(i) < i ||
		s.doc.Is(i-1, "كما") && s.opens(i-1)
}

// adjective tells the endings of adjectives: ـي، ـية، ـيون; on a definite word ـة too.
func (s *search) adjective(at int) bool {
	stem := s.words[at].Stem
	if s.words[at].Definite && strings.HasSuffix(stem, "ه") || s.is(useAdjective, at) {
		return true
	}
	for _, ending := range [...]string{"ي", "يه", "يون", "يين", "يات"} {
		if rest, ok := strings.CutSuffix(stem, ending); ok && len(rest) >= 4 {
			return true
		}
	}
	return false
}

// partitive tells «أحد», «إحدى», «بعض», «عدد», which begin an unnamed speaker.
func (s *search) partitive(i int) bool { return s.is(usePartitive, i) }

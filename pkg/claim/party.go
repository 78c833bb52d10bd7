package claim

import (
	"sort"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// party is somebody in a source chain, while a claim is being read.
type party struct {
	role        isnad.LinkRole
	first, last int        // tokens of the whole noun phrase, half-open; 0, 0 where no words name it on the spot
	span        isnad.Span // of the words that are given for it
	name        string
	title       string
	named       bool
	mention     int // index, or -1
	resolution  isnad.Resolution
	agreement   *arabic.Agreement // what the verb beside it showed; nil where nothing did
}

// mentionParty makes a party of mention n.
func (s *search) mentionParty(n int, role isnad.LinkRole) party {
	m := &s.Mentions[n]
	return party{role: role, first: s.mentionStart(n), last: s.mentionEnd(n), span: m.Span, name: m.Name, named: true, mention: n, resolution: isnad.Explicit}
}

// parties reads the words between a verb and its content: the speaker, who was told, and through what.
func (s *search) parties(first, last int) []party {
	var out []party
	var speaker party
	for i := first; i < last; {
		if told, next := s.recipient(i, last); next > i {
			out, i = append(out, told...), next
			continue
		}
		if through, next := s.medium(i, last); next > i {
			out, i = append(out, through...), next
			continue
		}
		if next := s.afterDate(i, last); next > i {
			i = next
			continue
		}
		if forms, _ := s.verbAt(i); forms != nil && forms[0].Aspect == arabic.Participle && s.at[i] < 0 {
			i++ // a second cue: «حذر ذاكرا أن»
			continue
		}
		found, next := s.nounPhrase(i, last)
		if found.last > found.first && (speaker.last == 0 || !speaker.named && speaker.mention < 0 && found.named && s.apposed(&speaker, &found)) {
			speaker = found
		}
		i = max(next, i+1)
	}
	if speaker.last > 0 {
		out = append([]party{speaker}, out...)
	}
	return out
}

// apposed tells whether a name follows right behind the description of its bearer: «المتحدث باسم الوزارة، أحمد علي».
func (s *search) apposed(role, name *party) bool {
	return name.first <= role.last+1 && name.mention >= 0 && s.Mentions[name.mention].Kind == isnad.Person
}

// coordinated reads the parties of an attribution, which may be two: «بحسب الشرطة وشهود».
func (s *search) coordinated(first, last int) []party {
	at := []int{first}
	for i := first + 1; i < last; i++ {
		and := trimConjunction(s.doc.Tokens[i].Fold) != s.doc.Tokens[i].Fold && strings.HasPrefix(s.doc.Tokens[i].Fold, "و")
		if and && (s.words[i].Has(entity.Role|entity.Group) && s.words[i].Proclitics == "و" || s.at[i] >= 0 && s.at[i] != s.at[i-1] && s.mentionStart(s.at[i]) == i) {
			at = append(at, i)
		}
	}
	var out []party
	for n, i := range at {
		end := last
		if n+1 < len(at) {
			end = at[n+1]
		}
		if p, _ := s.nounPhrase(i, end); p.last > p.first {
			out = append(out, p)
		}
	}
	return out
}

// recipient reads «لوكالة الصحافة الفرنسية», «للصحافيين» at token i.
func (s *search) recipient(i, last int) (told []party, next int) {
	if i >= last {
		return nil, i
	}
	fold := trimConjunction(s.doc.Tokens[i].Fold)
	if !strings.HasPrefix(fold, "ل") {
		return nil, i
	}
	if n := s.at[i]; n >= 0 {
		raw := s.doc.Tokens[i]
		whole := s.Mentions[n].Span
		if s.Mentions[n].Extended != nil {
			whole = whole.Union(s.Mentions[n].Extended.Span)
		}
		if s.mentionStart(n) == i && (raw.Start < whole.Start || strings.HasPrefix(fold, "لل")) {
			return []party{s.mentionParty(n, isnad.RoleRecipient)}, s.mentionEnd(n)
		}
		return nil, i
	}
	if w := &s.words[i]; strings.HasSuffix(w.Proclitics, "ل") && w.Has(entity.Group|entity.Role|entity.Descriptor|entity.Head) {
		if n := s.nextMention(i); n >= 0 && n-i <= 2 && n < last && s.mentionStart(s.at[n]) <= n {
			p := s.mentionParty(s.at[n], isnad.RoleRecipient)
			return []party{p}, p.last
		}
		if w.Has(entity.Group) {
			p := s.plain(i, i+1, isnad.RoleRecipient)
			return []party{p}, i + 1
		}
	}
	return nil, i
}

// medium reads «في بيان», «في حديث لـ…», «عبر تطبيق "تام تام"» at token i.
func (s *search) medium(i, last int) (through []party, next int) {
	if i+1 >= last {
		return nil, i
	}
	switch trimConjunction(s.doc.Tokens[i].Fold) {
	case "في", "عبر", "علي", "خلال", "ضمن", "ب":
	default:
		return nil, i
	}
	if s.platformMedium(i) {
		if n := s.nextMention(i + 1); n < last {
			p := s.mentionParty(s.at[n], isnad.RoleMedium)
			return []party{p}, p.last
		}
	}
	if !s.is("medium", i+1) && s.phrases["medium"][s.words[i+1].Stem] == nil {
		return nil, i
	}
	through = []party{s.plain(i+1, i+2, isnad.RoleMedium)}
	for next = i + 2; next < last; {
		if told, n := s.recipient(next, last); n > next {
			return append(through, told...), n
		}
		if s.doc.Tokens[next].Fold == "مع" {
			if n := s.nextMention(next + 1); n >= 0 && n < last {
				p := s.mentionParty(s.at[n], isnad.RoleRecipient)
				return append(through, p), p.last
			}
		}
		if p, n := s.medium(next, last); n > next {
			return append(through, p...), n
		}
		w := &s.words[next]
		if !w.IsWord || s.at[next] >= 0 || w.Has(entity.Verb) || next-i > 5 || !w.Has(entity.Function) && !w.Definite && w.Class == 0 && next > i+2 {
			break
		}
		next++
	}
	return through, next
}

// afterDate steps over a date and the preposition before it.
func (s *search) afterDate(i, last int) int {
	if i >= last {
		return i
	}
	at := i
	if s.words[i].Has(entity.Function) && i+1 < last {
		at = i + 1
	}
	n := sort.Search(len(s.Dates), func(n int) bool { return s.Dates[n].End > s.doc.Tokens[at].Start })
	if n == len(s.Dates) || s.Dates[n].Start >= s.doc.Tokens[at].End {
		return i
	}
	for at < last && s.doc.Tokens[at].Start < s.Dates[n].End {
		at++
	}
	return at
}

// nounPhrase reads a speaker from token i on: past what may stand before it, up to a comma, a relative clause, or what cannot belong
// to it. It gives the token behind the phrase.
func (s *search) nounPhrase(i, end int) (party, int) {
	for i < end && (s.words[i].Has(entity.Function) && s.at[i] < 0 && !s.partitive(i) || s.mark(i, "،", ",")) && !s.stops(i) {
		if next := s.afterDate(i, end); next > i {
			i = next
			continue
		}
		if n := s.is("medium", min(i+1, end-1)); n {
			if _, next := s.medium(i, end); next > i {
				return party{mention: -1}, i
			}
		}
		i++
		if i < end && (strings.HasPrefix(s.words[i].Stem, "جانب") || strings.HasPrefix(s.words[i].Stem, "جهت")) {
			i++
		}
	}
	i = s.afterDate(i, end)
	last := i
	for last < end {
		if next := s.besideName(last, end); last > i && next > last {
			last = next
			continue
		}
		if !s.belongs(i, last, end) {
			break
		}
		if n := s.at[last]; n >= 0 {
			last = max(last+1, min(end, s.mentionEnd(n)))
			continue
		}
		last++
	}
	if last == i {
		return party{mention: -1}, i
	}
	return s.partyOf(i, last), last
}

// besideName steps over a name in quotation marks or brackets that stands in apposition: «وكالة الشرطة الأوروبية "يوروبول"», «… (واع)».
func (s *search) besideName(i, end int) int {
	if i == 0 || !s.mark(i, "\"", "«", "“", "(") || i+2 >= end || s.at[i+1] < 0 || s.at[i-1] < 0 {
		return i
	}
	if next := s.mentionEnd(s.at[i+1]); next < end && s.mark(next, "\"", "»", "”", ")") {
		return next + 1
	}
	return i
}

// stops tells the preposition behind which the content of the verb in hand begins.
func (s *search) stops(i int) bool { return s.stop != "" && s.doc.Tokens[i].Fold == s.stop }

// partitive tells «أحد», «إحدى», «بعض», «عدد», which begin an unnamed speaker.
func (s *search) partitive(i int) bool {
	switch s.words[i].Stem {
	case "احد", "احدي", "بعض", "بعضهم", "عدد", "نصفهم", "ربعهم", "كل", "جميع":
		return true
	}
	return false
}

// belongs tells whether token at goes on with the noun phrase that begins at first.
func (s *search) belongs(first, at, end int) bool {
	w := &s.words[at]
	if s.stops(at) {
		return false
	}
	if s.at[at] >= 0 {
		_, next := s.recipient(at, end)
		return at == first || next == at || s.isDocument(first) // «تقرير لمنظمة …» is hers, not told to her
	}
	if w.IsWord {
		if at > first {
			if _, next := s.recipient(at, end); next > at {
				return false
			}
			if _, next := s.medium(at, end); next > at {
				return false
			}
			if next := s.afterDate(at, end); next > at {
				return false
			}
		}
		forms, _ := s.verbAt(at)
		switch {
		case forms != nil && at > first:
			return false
		case s.is("that", at) || s.is("relative", at):
			return false
		case w.Has(entity.Function):
			return at > first && s.inner(at, end)
		case at == first:
			return true
		}
		if s.at[at-1] >= 0 && w.Definite && !w.Has(entity.Title|entity.Role|entity.Group|entity.Demonym) && !s.adjective(at) {
			return false // a noun behind a name is another thing
		}
		return w.Definite || w.Class != 0 || s.describes(first, at)
	}
	if s.mark(at, "\"", "«", "“", "»", "”", ".") {
		return s.mark(at, ".") && s.doc.Glued(at) && len(s.doc.Tokens[at-1].Fold) == 2 || s.inQuote(at) != nil
	}
	return s.doc.Tokens[at].Kind == text.Number && s.figureAt(at)
}

// adjective tells the endings of adjectives on a definite word: ـي، ـية، ـة.
func (s *search) adjective(at int) bool {
	stem := s.words[at].Stem
	return strings.HasSuffix(stem, "ي") || strings.HasSuffix(stem, "ه")
}

// inner tells prepositions that may stand inside a noun phrase: «مسؤول في بلدية …», «المتحدث باسم …».
func (s *search) inner(at, end int) bool {
	switch s.words[at].Stem {
	case "في", "من", "باسم", "لدي", "عن", "ان", "بين", "داخل", "الي", "علي", "ذاته", "نفسه", "ذاتها", "نفسها", "غير", "كل", "بن", "بنت", "لشوون":
		return at+1 < end
	}
	return false
}

// describes tells whether an unknown bare word may go on with a noun phrase: behind a title, a role or a noun it makes a construct, and
// behind an indefinite noun it is its adjective («مراقبون دوليون»).
func (s *search) describes(first, at int) bool {
	before := &s.words[at-1]
	w := &s.words[at]
	if s.at[at-1] >= 0 && s.at[first] >= 0 {
		return false
	}
	if before.Has(entity.Role|entity.Group|entity.Title) || at-1 == first {
		return true
	}
	return w.Cut == 0 && before.Class != 0 && !before.Definite || before.Has(entity.Function) || strings.HasPrefix(w.Stem, "ب") && before.Class == 0 && at-first < 4
}

// partyOf makes a party of a noun phrase.
func (s *search) partyOf(first, last int) party {
	for last > first && !s.words[last-1].IsWord && s.at[last-1] < 0 && s.doc.Tokens[last-1].Kind == text.Punct && s.inQuote(last-1) == nil && !s.mark(last-1, "\"", "»", "”", ")", ".") {
		last--
	}
	head := &s.words[first]
	person, named := -1, -1
	for i := first; i < last; i++ {
		if n := s.at[i]; n >= 0 {
			if s.Mentions[n].Kind == isnad.Person && person < 0 {
				person = n
			}
			if named < 0 {
				named = n
			}
		}
	}
	p := s.plain(first, last, isnad.RoleSpeaker)
	switch {
	case person >= 0:
		return s.personParty(person, first, last)
	case s.isDocument(first):
		p.role = isnad.RoleDocument
		if named >= 0 && s.mentionStart(named) == first {
			return s.mentionParty(named, isnad.RoleSpeaker)
		}
		if s.words[first].Definite && last-first <= 2 {
			return s.nominal(p)
		}
		return s.widen(p)
	case s.partitive(first) || head.Has(entity.Role|entity.Group|entity.Title) && s.at[first] < 0 && !s.callsItself(first, last):
		if head.Definite && !head.Has(entity.Group) && last-first <= 2 {
			return s.nominal(p)
		}
	case named >= 0 && s.leads(named, first, last):
		q := s.mentionParty(named, isnad.RoleSpeaker)
		q.first, q.last = first, max(last, q.last)
		return q
	case head.Definite && last-first <= 2:
		return s.nominal(p)
	}
	return p
}

// callsItself tells «جماعة تسمي نفسها "…"».
func (s *search) callsItself(first, last int) bool {
	for i := first; i < last; i++ {
		if strings.HasPrefix(s.words[i].Stem, "نفس") && i > first && s.at[min(i+2, len(s.at)-1)] >= 0 {
			return true
		}
	}
	return false
}

// leads tells whether mention n is what the noun phrase names, and not a part of a description: it begins the phrase, or stands behind
// a descriptor.
func (s *search) leads(n, first, last int) bool {
	at := s.mentionStart(n)
	if at <= first || s.callsItself(first, last) {
		return true
	}
	for i := first; i < at; i++ {
		w := &s.words[i]
		if !w.Has(entity.Descriptor|entity.Demonym|entity.Head) && s.doc.Tokens[i].Kind == text.Word {
			return false
		}
	}
	return true
}

// widen lets the words of a document go on over what describes it («وثائق داخلية اطلعت عليها الوكالة»); its name stays short.
func (s *search) widen(p party) party {
	last := p.last
	for last < s.sentence.Last && !s.mark(last, "،", ",", ".", ":", "؛") && !s.is("that", last) && s.quoteAt(last) == nil {
		if f := s.doc.Tokens[last].Fold; strings.HasPrefix(f, "و") && trimConjunction(f) != f && s.words[last].Class == 0 && s.at[last] < 0 {
			break
		}
		last++
	}
	p.span.End = s.doc.Tokens[last-1].End
	p.last = last
	return p
}

// isDocument tells whether the noun at token i is a document.
func (s *search) isDocument(i int) bool {
	stem := strings.TrimPrefix(s.words[i].Stem, "ال")
	return s.phrases["document"][stem] != nil || s.phrases["document"][trimConjunction(stem)] != nil
}

// documented tells whether a document is among the parties, or the speaker can only be one.
func (s *search) documented(r *reading) bool {
	for n := range r.parties {
		if p := &r.parties[n]; p.role == isnad.RoleDocument {
			return true
		} else if p.role == isnad.RoleSpeaker && !p.named {
			p.role = isnad.RoleDocument
			return true
		}
	}
	return false
}

// personParty makes a party of a person with the rest of the noun phrase as the title.
func (s *search) personParty(n, first, last int) party {
	p := s.mentionParty(n, isnad.RoleSpeaker)
	if p.first > first {
		p.title = s.source(first, p.first)
	} else if p.last < last {
		p.title = s.source(p.last, last)
	}
	p.first, p.last = min(first, p.first), max(last, p.last)
	return p
}

// plain makes an unnamed party of tokens.
func (s *search) plain(first, last int, role isnad.LinkRole) party {
	span := s.doc.Span(first, last)
	span.Start += s.words[first].Cut
	return party{role: role, first: first, last: last, span: span, name: span.In(s.doc.Article.Text), mention: -1, resolution: isnad.Explicit}
}

// source gives the text of tokens without a comma or proclitic at their rims.
func (s *search) source(first, last int) string {
	for first < last && s.doc.Tokens[first].Kind == text.Punct {
		first++
	}
	for last > first && s.doc.Tokens[last-1].Kind == text.Punct && !s.mark(last-1, "\"", "»", "”", ")") {
		last--
	}
	if first >= last {
		return ""
	}
	span := s.doc.Span(first, last)
	span.Start += s.words[first].Cut
	return span.In(s.doc.Article.Text)
}

// relayParties reads «نقلت رويترز عن مسؤول قوله»: the speaker stands behind عن, the verb's subject passes it on.
func (s *search) relayParties(first, last int) ([]party, bool) {
	about := first
	for about < last && s.doc.Tokens[about].Fold != "عن" {
		about++
	}
	if about == last {
		return nil, false
	}
	end := about + 1
	for end < last && !s.is("saying", end) {
		end++
	}
	speakers := s.parties(about+1, end)
	if len(speakers) == 0 {
		return nil, false
	}
	return append(speakers[:1:1], s.asRelay(s.parties(first, about))...), true
}

// asRelay gives the speaking parties the role of relays.
func (s *search) asRelay(in []party) []party {
	var out []party
	for _, p := range in {
		if p.role == isnad.RoleSpeaker {
			p.role = isnad.RoleRelay
		}
		if p.role == isnad.RoleRelay {
			out = append(out, p)
		}
	}
	return out
}

// speakers gives the speakers among parties.
func (s *search) speakers(in []party) []party {
	var out []party
	for _, p := range in {
		if p.role == isnad.RoleSpeaker {
			out = append(out, p)
		}
	}
	return out
}

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

// afterDate steps over a date and the preposition before it.
func (s *search) afterDate(i, last int) int {
	if i >= last {
		return i
	}
	at := i
	if s.dateAt(i) < 0 && s.words[i].Has(entity.Function) && i+1 < last {
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

// trimMarks gives the token behind a noun phrase without the marks at its end that do not belong to it.
func (s *search) trimMarks(first, last int) int {
	for last > first+1 && s.doc.Tokens[last-1].Kind == text.Punct && s.at[last-1] < 0 && s.inQuote(last-1) == nil && !s.mark(last-1, "\"", "»", "”", ")", ".", "%", "٪") {
		last--
	}
	return last
}

// kindOfName tells whether token i is a noun that stands before the name of a body, and a name follows: «صحيفة الرقيب», not «صحيفة محلية».
func (s *search) kindOfName(i int) bool {
	w := &s.words[i]
	return w.Has(entity.Descriptor) && (w.DescKind == isnad.Organisation || w.DescKind == isnad.Platform) && !w.Definite && s.words[i+1].IsWord &&
		(s.words[i+1].Definite || s.words[i+1].Class == 0 && !s.adjective(i+1))
}

// dateAt gives the index of the date that covers token i, or -1.
func (s *search) dateAt(i int) int {
	n := sort.Search(len(s.Dates), func(n int) bool { return s.Dates[n].End > s.doc.Tokens[i].Start })
	if n == len(s.Dates) || s.Dates[n].Start >= s.doc.Tokens[i].End {
		return -1
	}
	return n
}

// partyOf makes a party of a noun phrase.
func (s *search) partyOf(first, last int) party {
	last = s.trimMarks(first, last)
	head := &s.words[first]
	person, named := s.namesIn(first, last)
	p := s.plain(first, last, isnad.RoleSpeaker)
	if s.isDocument(first) && s.at[first] < 0 {
		return s.documentParty(p, first, last)
	}
	if person >= 0 && s.isBearer(person, first) {
		return s.personParty(person, first, last)
	}
	if q, ok := s.quotedName(first, last); ok && named < 0 {
		return q
	}
	switch {
	case s.partitive(first) || head.Has(entity.Role|entity.Group|entity.Title) && s.at[first] < 0 && !s.callsItself(first, last):
		if q, ok := s.unknownPerson(first, last); ok {
			return q
		}
		if head.Definite && !head.Has(entity.Group) && last-first <= 2 {
			return s.nominal(p)
		}
	case named >= 0 && s.leads(named, first, last):
		q := s.mentionParty(named, isnad.RoleSpeaker)
		q.first, q.last = first, max(last, q.last)
		return q
	case named < 0 && last-first >= 2 && (head.Has(entity.Head) || s.kindOfName(first)):
		p.named = true // a body that no table knows: «المكتب الوطني للكهرباء»
	case head.Definite && last-first <= 2:
		return s.nominal(p)
	case named < 0 && s.looksNamed(first, last):
		p.named = true
	default:
		if q, ok := s.unknownPerson(first, last); ok && named < 0 {
			return q
		}
	}
	return p
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

// widen lets the words of a document go on over what describes it («وثائق داخلية اطلعت عليها الوكالة»); its name stays short: up to the
// verb that tells of it.
func (s *search) widen(p party) party {
	last := p.last
	for last < s.sentence.Last && !s.mark(last, "،", ",", ".", ":", "؛") && !s.is(useThat, last) && s.quoteAt(last) == nil {
		if f := s.doc.Tokens[last].Fold; strings.HasPrefix(f, "و") && trimConjunction(f) != f && s.words[last].Class == 0 && s.at[last] < 0 {
			break
		}
		if s.grammatical(last) && last+1 < s.sentence.Last && s.is(useThat, last+1) {
			break // «إلى أن»
		}
		last++
	}
	for i := p.first + 1; i < p.last; i++ {
		if s.tellsOf(i, p) || s.is(useRelative, i) {
			p.name = s.source(p.first, i)
			break
		}
	}
	p.span.End = s.doc.Tokens[last-1].End
	p.last = last
	return p
}

// tellsOf tells whether token i is a verb that tells of a document: «وثائق اطلعت عليها …», «تقرير سنوي أعدته …».
func (s *search) tellsOf(i int, p party) bool {
	w := &s.words[i]
	if w.Class != 0 || s.at[i] >= 0 || s.definite(i) || s.adjective(i) {
		return false
	}
	past := strings.HasSuffix(w.Stem, "ت") && !strings.HasSuffix(w.Stem, "ات")
	return past || s.is(useSeen, i) || i > p.first+1 && i+1 < p.last
}

// isDocument tells whether the noun at token i is a document.
func (s *search) isDocument(i int) bool {
	stem := strings.TrimPrefix(s.words[i].Stem, "ال")
	if fold := trimConjunction(s.doc.Tokens[i].Fold); s.begins(useDocument, fold) {
		return true // «بحث», which looks like ب and another word
	}
	return s.begins(useDocument, stem) || s.begins(useDocument, trimConjunction(stem))
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

// speaks tells whether one of the parties speaks.
func (s *search) speaks(in []party) bool {
	for i := range in {
		if in[i].role == isnad.RoleSpeaker || in[i].role == isnad.RoleDocument {
			return true
		}
	}
	return false
}

// speakers gives those among parties who speak, documents too.
func (s *search) speakers(in []party) []party {
	var out []party
	for _, p := range in {
		if p.role == isnad.RoleSpeaker || p.role == isnad.RoleDocument {
			out = append(out, p)
		}
	}
	return out
}

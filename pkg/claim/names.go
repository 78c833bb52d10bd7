package claim

import (
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// namesIn gives the first person and the first name of all among tokens, or -1.
func (s *search) namesIn(first, last int) (person, named int) {
	person, named = -1, -1
	for i := first; i < last; i++ {
		n := s.at[i]
		if n < 0 {
			continue
		}
		if person < 0 && s.Mentions[n].Kind == isnad.Person {
			person = n
		}
		if named < 0 {
			named = n
		}
	}
	return person, named
}

// isBearer tells whether the person named in a noun phrase is the one it speaks of, and not one whose kin or aide does («محامي سامر»).
func (s *search) isBearer(person, first int) bool {
	w := &s.words[first]
	return s.mentionStart(person) != first+1 || w.Definite || w.Has(entity.Title) || !w.Has(entity.Role)
}

// documentParty makes a party of a document: one that points back, or one that is described.
func (s *search) documentParty(p party, first, last int) party {
	p.role = isnad.RoleDocument
	if s.words[first].Definite && last-first <= 2 {
		return s.nominal(p)
	}
	return s.widen(p)
}

// quotedName makes a party of a name that stands in quotation marks and that nobody knows: «بنك الواحة», «مجموعة تسمي نفسها "…"».
func (s *search) quotedName(first, last int) (party, bool) {
	const longest = 5
	for i := first; i < last; i++ {
		q := s.quoteAt(i)
		if q == nil || !q.Closed || q.Last-q.First > longest {
			continue
		}
		p := s.plain(q.First, q.Last, isnad.RoleSpeaker)
		p.named, p.first, p.last = true, first, last
		return p, true
	}
	return party{}, false
}

// unknownPerson makes a party of a name that no finder of names made out: behind a definite description, the words that are not
// definite can only be a name («الخبير المالي منصف الجريدي», «ابنته مريم»).
func (s *search) unknownPerson(first, last int) (party, bool) {
	for i := first + 1; i < last; i++ {
		end := s.personTail(first, i, last)
		if end == i || end < last {
			continue
		}
		p := s.plain(i, end, isnad.RoleSpeaker)
		p.named, p.first, p.title = true, first, s.source(first, i)
		return p, true
	}
	return party{}, false
}

// looksNamed tells a person's name that no finder of names made out and that nothing describes: «أبو وديع», «سعيد خطاطبة».
func (s *search) looksNamed(first, last int) bool {
	const longest = 4
	head := &s.words[first]
	if !head.Has(entity.Given|entity.GivenWeak|entity.Connector) || head.Has(entity.Role|entity.Title|entity.Group) || last-first < 2 || last-first > longest {
		return false
	}
	for i := first + 1; i < last; i++ {
		if !s.words[i].IsWord || s.grammatical(i) || s.is(useAdjective, i) || s.words[i].Has(entity.Role|entity.Title|entity.Group|entity.Head) {
			return false
		}
	}
	return true
}

// personTail gives the token behind a name that begins at token at of the noun phrase from token first, at where none does.
func (s *search) personTail(first, at, end int) int {
	w := &s.words[at]
	head := &s.words[first]
	if !w.IsWord || w.Definite && !w.Has(entity.Given) || s.at[at] >= 0 || s.grammatical(at) || !s.definite(at-1) || s.at[at-1] >= 0 || !head.Has(entity.Role|entity.Title) && head.Class != 0 || w.Has(entity.Role|entity.Title|entity.Group|entity.Head|entity.Demonym|entity.Verb) {
		return at
	}
	if s.adjective(at) && !w.Has(entity.Given|entity.GivenWeak|entity.Family) || w.Cut > 0 || w.Definite && (at+1 >= end || s.definite(at+1)) {
		return at
	}
	last := at + 1
	for last < end && last-at < 5 && (s.words[last].IsWord && !s.grammatical(last) && !s.words[last].Has(entity.Role|entity.Title|entity.Group|entity.Head) && s.words[last].Cut == 0 && s.at[last] < 0 || s.mark(last, ".") && s.doc.Glued(last)) {
		last++
	}
	given := w.Has(entity.Given | entity.GivenWeak | entity.Connector)
	if last-at >= 2 && (given || w.Class == 0) && head.Has(entity.Title|entity.Role) || given {
		return last
	}
	return at
}

// callsItself tells «جماعة تسمي نفسها "…"».
func (s *search) callsItself(first, last int) bool {
	for i := first + 1; i < last; i++ {
		if s.is(useNaming, i) {
			return true
		}
	}
	return false
}

package date

import (
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// speaksOfFuture tells whether the clause before the expression from token i to end speaks of what is to come: a word such as «سوف»,
// "will", «المقرر», a verb with the future prefix, or a verb of the present tense that news uses of what is planned («تبدأ», "begins").
func (s *scan) speaksOfFuture(i, end int) bool {
	const reach = 14
	for j := i - 1; j >= s.first && j > i-reach; j-- {
		if s.opensOther(j) {
			return false
		}
		if t := s.verb(j, kFuture); t != nil && s.meantFor(t, j, i, end) {
			return true
		}
		if s.verb(j, kPresent) != nil && !s.hedged(j) {
			return true
		}
		if s.f.language != isnad.Arabic {
			continue
		}
		if futureVerb(s.fold(j)) || firstPerson(s.d.Raw(j)) || s.opensClause(j) && presentVerb(s.fold(j)) && s.verb(j, kState) == nil && !s.hedged(j) {
			return true
		}
	}
	return false
}

// opensOther tells what parts the clause from the one before it: a comma, a colon, «إن» (but not «أن», which leads on what is planned).
func (s *scan) opensOther(j int) bool {
	switch f := s.fold(j); f {
	case "،", ",", "؛", ":", ".":
		return true
	}
	return s.f.language == isnad.Arabic && s.is(j, text.Word) && strings.HasPrefix(s.d.Raw(j), "إن") && len(s.fold(j)) <= len("انهما")
}

// opensClause tells whether token j is the first of its clause.
func (s *scan) opensClause(j int) bool {
	if j == s.first || s.is(j-1, text.Punct) || s.opensOther(j-1) {
		return true
	}
	return s.fold(j-1) == "ان"
}

// hedged tells of a verb of the present tense that it tells what was: «كان يزور», «لم يبدأ», «قبل أن يصل», «الذي يعقد».
func (s *scan) hedged(j int) bool {
	for back := j - 1; back >= s.first && back >= j-2; back-- {
		if s.opensOther(back) {
			return false
		}
		if t := s.verb(back, kHedge); t != nil && (t.mark != "beside" || back == j-1) {
			return true
		}
	}
	return false
}

// meantFor tells whether a word of the future at token j means the expression. A forecast names its own day right behind the verb, or
// before its «أن»; what is put off is put off to a day.
func (s *scan) meantFor(t *term, j, i, end int) bool {
	switch t.mark {
	case "said":
		return i-j > 2 && s.fold(end) != "ان" && s.fold(end) != "بان"
	case "to":
		return s.fold(i-1) == "الي" || s.fold(i-1) == "حتي"
	}
	return true
}

// verb gives the term of the kind that begins at token i, also where a conjunction is joined to it.
func (s *scan) verb(i int, k kind) *term {
	at := i - s.first
	if at < 0 || i >= s.last || (s.bare[at]|s.fused[at])&k.set() == 0 {
		return nil
	}
	for h := s.index[at]; h < s.index[at+1]; h++ {
		hit := &s.hits[h]
		if hit.Proclitics != "" && hit.Proclitics != "و" && hit.Proclitics != "ف" {
			continue
		}
		for _, v := range hit.Values {
			if t := &s.f.terms[v]; t.kind == k {
				return t
			}
		}
	}
	return nil
}

// nowadays tells «اليوم» that means these times from the day of publication: the clause tells how things are («يعيش», «بات») or what is
// due («على التنظيم اليوم …»), not what happened.
func (s *scan) nowadays(i int) bool {
	first := i
	for first > s.first && !s.opensOther(first-1) {
		first--
		if t := s.verb(first, kState); t != nil && t.mark == "" {
			return true
		}
	}
	if t := s.verb(first, kState); t != nil && t.mark == "first" && first < i {
		return true
	}
	if t := s.verb(i+1, kState); t != nil && t.mark == "" {
		return true
	}
	return first == i-1 && strings.HasPrefix(strings.TrimPrefix(s.fold(first), "و"), "ال")
}

// speaksOfPast tells English clauses with a past verb before token i: "blocked in six months" is no date.
func (s *scan) speaksOfPast(i int) bool {
	const reach = 14
	for j := i - 1; j > i-reach && s.is(j, text.Word); j-- {
		if strings.HasSuffix(s.fold(j), "ed") {
			return true
		}
	}
	return false
}

// firstPerson tells «سأعود», by its hamza, from «ساعة».
func firstPerson(raw string) bool {
	return strings.HasPrefix(raw, "سأ") && !strings.HasPrefix(raw, "سأل")
}

// futureVerb tells verbs with the prefix س by their shape: «سيعقد», «ستبدأ», «ستصل». Nouns of that shape are told by their next letters.
func futureVerb(fold string) bool {
	fold = strings.TrimPrefix(fold, "و")
	rest, ok := strings.CutPrefix(fold, "س")
	if !ok || utf8.RuneCountInString(rest) < 3 {
		return false
	}
	if !strings.HasPrefix(rest, "ي") && !strings.HasPrefix(rest, "ت") {
		return false
	}
	switch rest {
	case "يده", "يدي", "يدا", "يدنا", "يدات", "يره", "يرا", "يرته", "يرتها", "يوف", "يسي", "تون", "تاد", "تره":
		return false
	}
	for _, noun := range [...]string{"يا", "ينم", "ينا", "يطر", "تين", "تار", "تاي", "توك", "توديو", "يلا", "يول"} {
		if strings.HasPrefix(rest, noun) {
			return false
		}
	}
	return true
}

// presentVerb tells a verb of the present tense, where one may stand, by its shape: «يفتتح». Under ت stand too many of the past
// («تعرض»).
func presentVerb(fold string) bool {
	fold = strings.TrimPrefix(fold, "و")
	return strings.HasPrefix(fold, "ي") && utf8.RuneCountInString(fold) >= 4
}

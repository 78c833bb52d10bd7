package date

import (
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// speaksOfFuture tells whether the clause before token i speaks of what is to come: a word such as «سوف», "will", or a verb with the
// future prefix.
func (s *scan) speaksOfFuture(i int) bool {
	const reach = 14
	for j := i - 1; j >= s.first && j > i-reach; j-- {
		if f := s.fold(j); f == "،" || f == "," || f == "؛" || f == ":" || f == "." {
			return false
		}
		if t, _ := s.get(j, kFuture); t != nil {
			return true
		}
		if s.f.language == isnad.Arabic && (futureVerb(s.fold(j)) || firstPerson(s.d.Raw(j))) {
			return true
		}
	}
	return false
}

// speaksOfPast tells English clauses with a past verb before token i: "blocked in six months" is no date.
func (s *scan) speaksOfPast(i int) bool {
	for j := i - 1; j >= s.first && s.is(j, text.Word); j-- {
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

// futureVerb tells verbs with the prefix س by their shape: «سيعقد», «ستبدأ». Nouns of that shape are told by their next letters.
func futureVerb(fold string) bool {
	fold = strings.TrimPrefix(fold, "و")
	rest, ok := strings.CutPrefix(fold, "س")
	if !ok || utf8.RuneCountInString(rest) < 4 {
		return false
	}
	if !strings.HasPrefix(rest, "ي") && !strings.HasPrefix(rest, "ت") {
		return false
	}
	for _, noun := range [...]string{"يا", "يد", "ير", "ينم", "يطر", "تين", "تار", "توديو", "يلا", "يول"} {
		if strings.HasPrefix(rest, noun) {
			return false
		}
	}
	return true
}

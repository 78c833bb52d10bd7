package figure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// englishCounted looks for the thing counted behind an English number: the first plural noun of the phrase.
func (s *scan) englishCounted(g *find) {
	if g.number.sort == ordinal {
		return
	}
	at := s.hyphened(g.end)
	if end, ok := s.uses(partitive, at); ok {
		g.isPart, g.end = true, end
		return
	}
	if s.fold(at) == "of" {
		loose := g.kind == isnad.Percent || g.number.sort == vague || g.number.sort == fraction || g.number.sort == hundred
		at++
		start := at
		for s.determines(at) {
			at++
		}
		if !loose && (at == start || s.fold(start) == "all") {
			return
		}
		if m, ok := s.englishCardinal(at); ok && at > start {
			at = m.last // "12 of the 33 servers"
		}
		g.isPart = !loose
	} else if g.kind == isnad.Percent {
		return
	}
	name, end := s.englishNoun(at, !isInt(g.number.value, 1))
	if name == "" {
		g.isPart = false
		return
	}
	g.counted, g.end = []string{name}, end
	if f := s.fold(end); f == "and" || f == "or" {
		if second, last := s.englishNoun(end+1, true); second != "" && last == end+2 {
			g.counted, g.end = append(g.counted, second), last
		}
	}
}

// determines tells words that may stand between "of" and the noun.
func (s *scan) determines(i int) bool {
	switch s.fold(i) {
	case "the", "such", "all", "its", "their", "his", "her", "our", "my", "these", "those", "some":
		return true
	}
	return false
}

// englishNoun gives the singular of the head noun of the phrase at token i and the token behind it.
func (s *scan) englishNoun(i int, plural bool) (string, int) {
	const most = 5
	for k := i; k < i+most; k++ {
		if s.isPunct(k, "-") && s.glued(k) && k > i {
			continue
		}
		if !s.isWord(k) || s.isStop(k) || s.isMonth(k) || s.isUnit(k) && k > i && !s.isPunct(k+1, "-") {
			return "", i
		}
		w := s.fold(k)
		name, isPlural := s.englishSingular(w)
		if isPlural && plural {
			if next := k + 1; s.isWord(next) && !s.isCapital(next) && s.isPluralNoun(next) && !s.isCapital(k) {
				continue // "news websites"
			}
			return name, k + 1
		}
		if !plural && (k+1 >= s.last || !s.isWord(k+1) || s.isStop(k+1) || s.voc.nouns[w].singular != "") {
			return w, k + 1
		}
	}
	return "", i
}

func (s *scan) isStop(i int) bool {
	_, stops := s.uses(stop, i)
	return stops
}

func (s *scan) isPluralNoun(i int) bool {
	_, isPlural := s.englishSingular(s.fold(i))
	return isPlural && !s.isStop(i)
}

func (s *scan) isCapital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.raw(i))
	return unicode.IsUpper(r)
}

// englishSingular gives the singular of a plural noun.
func (s *scan) englishSingular(w string) (string, bool) {
	if known, ok := s.voc.nouns[w]; ok {
		return known.singular, known.plural
	}
	switch {
	case len(w) < 4 && w != "mps" && w != "gps", !strings.HasSuffix(w, "s"), strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w, false
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y", true
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "zes"):
		return w[:len(w)-2], true
	}
	return w[:len(w)-1], true
}

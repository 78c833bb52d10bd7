package figure

import (
	"strings"
)

// numbered gives the thing counted by a number that stands alone, where a word for its number tells: «بلغ عدد القتلى 12», or with a
// pronoun that leads back to the thing, «المودعون وعددهم 118».
func (s *scan) numbered(g *find) string {
	const reach = 8
	for k := g.number.first - 1; k > s.first && k >= g.number.first-reach; k-- {
		if s.beginsAny(numberNoun, k) && s.hasPronoun(k) {
			return s.leadsBack(k)
		}
		if _, _, ok := s.used(numberNoun, k); !ok {
			continue
		}
		if name := s.nameOf(k); name != "" {
			return name
		}
	}
	return s.polar(g)
}

func (s *scan) hasPronoun(i int) bool {
	_, _, ok := cutPronoun(s.fold(i))
	return ok
}

// nameOf gives the singular of a noun at token i, of an unknown one if it is definite.
func (s *scan) nameOf(i int) string {
	w, definite := bare(s.fold(i))
	if known := s.voc.nouns[w]; known.singular != "" {
		return known.singular
	}
	if definite {
		if singular, ok := s.soundSingular(w, strings.TrimPrefix(s.plainOf(i), "ال"), &number{sort: vague}); ok {
			return singular
		}
	}
	return ""
}

// leadsBack gives the plural noun next before token i: what a pronoun there speaks of.
func (s *scan) leadsBack(i int) string {
	const reach = 6
	for k := i - 1; k >= s.first && k >= i-reach; k-- {
		if !s.isWord(k) {
			continue
		}
		for _, r := range s.stems(k) {
			w, definite := bare(r.stem)
			if known := s.voc.nouns[w]; known.plural {
				return known.singular
			}
			if definite && (strings.HasSuffix(w, "ين") || strings.HasSuffix(w, "ون") || strings.HasSuffix(w, "ات")) {
				return s.nameOf(k)
			}
		}
	}
	return ""
}

// polar gives the thing counted by a bare number word of 3–10 in the form that feminine nouns ask for, the last such noun before it:
// «تضررت مئات الشركات … فتقل عن عشر».
func (s *scan) polar(g *find) string {
	n := &g.number
	if n.digits || n.last != n.first+1 || n.sort != unit || n.value == nil || !within(n.value, 3, 10) || len(s.counted) > 0 {
		return ""
	}
	if strings.HasSuffix(s.fold(n.first), "ه") {
		return "" // people, as a rule
	}
	const reach = 20
	for k := n.first - 1; k >= s.first && k >= n.first-reach; k-- {
		if !s.isWord(k) {
			continue
		}
		for _, r := range s.stems(k) {
			w, _ := bare(r.stem)
			known := s.voc.nouns[w]
			if known.plural && s.voc.isFeminine(known.singular) {
				return known.singular
			}
		}
	}
	return ""
}

package figure

import (
	"strings"
)

// setCode finds the country of a currency: the adjective behind its name, else the country that the article speaks of most.
func (s *scan) setCode(g *find, m *measure) {
	if len(m.codes) == 0 {
		return
	}
	if s.isWord(g.end) {
		for _, c := range m.codes {
			for _, of := range c.of {
				if adjectiveIs(s.fold(g.end), of) {
					g.unit = c.code
					g.end++
					return
				}
			}
		}
	}
	if m.unit == "" {
		g.unit = s.commonest(m)
	}
}

// adjectiveIs tells whether a folded word is the adjective in any of its forms.
func adjectiveIs(fold, adjective string) bool {
	if w, ok := bare(fold); ok {
		fold = w
	}
	rest, ok := strings.CutPrefix(fold, adjective)
	if !ok {
		return false
	}
	switch rest {
	case "", "ا", "ه", "ين", "ان", "تين", "تان", "ات", "ون":
		return true
	}
	return false
}

// commonest gives the currency of the country that the article names most often; "" where none or two stand equal.
func (s *scan) commonest(m *measure) string {
	if s.countries == nil {
		s.countCountries()
	}
	best, most, equal := "", 0, false
	for _, c := range m.codes {
		n := 0
		for _, of := range c.of {
			w, _ := bare(of)
			n += s.countries[w]
		}
		switch {
		case n > most:
			best, most, equal = c.code, n, false
		case n == most && n > 0:
			equal = true
		}
	}
	if equal {
		return ""
	}
	return best
}

func (s *scan) countCountries() {
	s.countries = map[string]int{}
	for _, l := range s.words {
		if l.country != "" {
			s.countries[l.country]++
		}
	}
}

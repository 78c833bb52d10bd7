package figure

import (
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// form is the form that an Arabic number asks of the noun behind it.
type form uint8

const (
	anyForm      form = iota
	pluralForm        // behind 3–10
	accusative        // behind 11–99
	genitive          // behind hundreds and scale words
	definiteForm      // behind vague numbers and fractions
)

func (n *number) wants() form {
	switch {
	case n.sort == vague || n.sort == fraction:
		return definiteForm
	case n.sort == few:
		return pluralForm
	}
	if n.scale != nil && n.scale.Cmp(rat(100)) < 0 {
		return pluralForm // «دستة أقلام»
	}
	switch r := remainder(n.tail); {
	case r < 0:
		return anyForm
	case r >= 3 && r <= 10:
		return pluralForm
	case r >= 11:
		return accusative
	}
	return genitive
}

// countedOf looks for the thing counted: behind the number, or before it.
func (s *scan) countedOf(g *find) {
	if g.number.sort == ordinal {
		return
	}
	if s.voc.language != isnad.Arabic {
		s.englishCounted(g)
		return
	}
	if s.dualNoun(g) || s.nounBefore(g) || s.oneMore(g) {
		return
	}
	at := s.behind(g)
	if end, ok := s.uses(partitive, at); ok {
		g.isPart, g.end = true, end
		return
	}
	want := g.number.wants()
	if s.fold(at) == "من" && (want == definiteForm || g.kind == isnad.Percent) {
		if _, definite := bare(s.fold(at + 1)); definite {
			at, want = at+1, definiteForm
		}
	} else if g.kind == isnad.Percent {
		return
	}
	singular, ok := s.nounAt(at, want, &g.number)
	if !ok {
		return
	}
	g.counted, g.end = []string{singular}, at+1
	s.construct(g, at)
	s.adjectives(g, 0)
	s.coordinated(g, want)
	if end, ok := s.uses(complement, g.end); ok {
		g.end = end
	}
}

// dualNoun takes the noun that is a number in itself.
func (s *scan) dualNoun(g *find) bool {
	d := g.number.dual
	if d == nil {
		return false
	}
	if g.number.dualStart > 0 {
		g.lead = g.number.dualStart
	}
	g.counted = []string{d.singular}
	s.adjectives(g, 0)
	return true
}

// nounBefore takes «الحافلات الخمس», «شرائح خمس», «شخص واحد», «مدافعين اثنين».
func (s *scan) nounBefore(g *find) bool {
	n := &g.number
	i := n.first - 1
	if n.digits || n.value == nil && n.sort != few || n.proclitics != "" || i < s.done || !s.isWord(i) || g.isRange || n.last-n.first > 1 {
		return false
	}
	for _, r := range s.stems(i) {
		w, definite := bare(r.stem)
		known := s.voc.nouns[w]
		if d, ok := s.voc.duals[w]; ok && isInt(n.value, 2) && d.measure == nil {
			known = noun{singular: d.singular, plural: true}
		}
		one := isInt(n.value, 1) && !known.plural
		if known.singular == "" || definite != n.definite || !one && !known.plural || definite && isInt(n.value, 1) {
			continue
		}
		if _, ok := s.nounAt(g.end, n.wants(), n); ok && !definite && !one {
			return false
		}
		if n.sort != unit && n.sort != few && !definite {
			return false
		}
		g.counted, g.lead = []string{known.singular}, s.start(i, r.cut)
		s.adjectives(g, 0)
		return true
	}
	return false
}

// construct takes a second noun that names the thing with the first: «فرصة عمل».
func (s *scan) construct(g *find, at int) {
	if !s.isWord(at + 1) {
		return
	}
	both := s.fold(at) + " " + s.fold(at+1)
	known, ok := s.voc.nouns[both]
	if !ok {
		known, ok = s.voc.nouns[strings.TrimSuffix(s.fold(at), "ا")+" "+s.fold(at+1)]
	}
	if ok {
		g.counted, g.end = []string{known.singular}, at+2
	}
}

// coordinated takes «وحسابا» behind «موقع إلكتروني»: a noun known to be counted, or one in the same form.
func (s *scan) coordinated(g *find, want form) {
	const most = 2
	for range most {
		i := g.end
		if !s.isWord(i) {
			return
		}
		rest, ok := strings.CutPrefix(s.fold(i), "و")
		if !ok || len(rest) < 4 || s.voc.numbers[rest] != nil || s.voc.nouns[s.fold(i)].singular != "" && s.voc.nouns[rest].singular == "" {
			return
		}
		w, definite := bare(rest)
		if definite != (want == definiteForm) {
			return
		}
		known := s.voc.nouns[w]
		if known.singular == "" {
			known = s.voc.nouns[strings.TrimSuffix(w, "ا")]
		}
		if known.singular == "" || s.isNumberAt(i+1) {
			return
		}
		g.counted, g.end = append(g.counted, known.singular), i+1
		s.adjectives(g, len(g.counted)-1)
	}
}

func (s *scan) isNumberAt(i int) bool {
	if s.kind(i) == text.Number && i < s.last && i >= s.first {
		return true
	}
	_, ok := s.numeral(i, plain)
	return ok
}

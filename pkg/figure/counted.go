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

// isOrdinalWord tells «الأولى» behind a number: «الأشهر الثلاثة الأولى».
func (s *scan) isOrdinalWord(i int) bool {
	w, ok := s.numeral(i, plain)
	return ok && w.definite && w.as(ordinal) != nil
}

// nounAt gives the singular of the noun at token i if it can be what such a number counts.
func (s *scan) nounAt(i int, want form, n *number) (string, bool) {
	if !s.isWord(i) {
		return "", false
	}
	f := s.fold(i)
	if f[0] < 0x80 || len(f) < 4 || s.isOrdinalWord(i) {
		return "", false
	}
	w, definite := bare(f)
	if n.sort == fraction && n.definite {
		return "", false // «الربع الثالث»
	}
	known := s.voc.nouns[f]
	if definite && known.singular == "" {
		if want != definiteForm && !n.definite {
			return "", false
		}
		known = s.voc.nouns[w]
	} else if !definite && want == definiteForm && known.singular == "" && n.sort == fraction {
		return "", false
	}
	if known.itself != "" && (want == accusative || want == genitive || n.sort == fraction) {
		return known.itself, true
	}
	if known.singular != "" {
		// «الست أم كلثوم» is no six mothers
		return known.singular, known.plural || want != pluralForm || n.digits
	}
	if _, stops := s.uses(stop, i); stops {
		return "", false
	}
	if _, isMonth := s.uses(month, i); isMonth {
		return "", false
	}
	if n.definite && n.sort != vague && s.voc.nouns[strings.TrimSuffix(f, "ا")].singular == "" || s.voc.numbers[f] != nil || strings.HasSuffix(f, "وا") || strings.HasPrefix(f, "سي") && len(f) > 10 || strings.HasPrefix(f, "ست") && len(f) > 10 {
		return "", false
	}
	if s.beginsAny(stop, i) {
		return "", false // «ولا»
	}
	if rest, ok := strings.CutPrefix(f, "و"); ok && (s.voc.numbers[rest] != nil || s.isKnownVerbal(rest)) {
		return "", false
	}
	return s.unknownNoun(i, w, want, n)
}

// isKnownVerbal tells whether what stands behind «و» goes on with something else than a noun of this number.
func (s *scan) isKnownVerbal(rest string) bool { return len(rest) >= 6 }

// unknownNoun takes a word that no table knows if its ending fits the number.
func (s *scan) unknownNoun(i int, w string, want form, n *number) (string, bool) {
	raw := strings.TrimPrefix(s.plainOf(i), "ال")
	if len(raw) < len("اب") {
		return "", false // the article alone
	}
	switch want {
	case accusative:
		if rest, ok := strings.CutSuffix(w, "ا"); ok {
			if known := s.voc.nouns[rest]; known.singular != "" {
				return known.singular, true
			}
			return strings.TrimSuffix(raw, "ا"), true
		}
		if strings.HasSuffix(w, "ه") {
			return raw, true
		}
		return "", false
	case definiteForm:
		singular, ok := s.soundSingular(w, raw, n)
		if !ok && n.sort == fraction && raw != s.plainOf(i) {
			return raw, true // «عشر الدخل»
		}
		return singular, ok
	case pluralForm:
		return s.soundSingular(w, raw, n)
	}
	if rest, ok := strings.CutSuffix(w, "ا"); ok && s.voc.nouns[rest].singular != "" {
		return s.voc.nouns[rest].singular, true
	}
	if strings.HasSuffix(w, "ت") {
		return "", false
	}
	return raw, true
}

// shortestPlural is the length in bytes of the shortest stem that an unknown word in -ون may have: «المخزون» is none.
const shortestPlural = 8

// soundSingular gives the singular of a regular plural; of a broken one that no table knows, the word itself.
func (s *scan) soundSingular(w, raw string, n *number) (string, bool) {
	if stem, ok := strings.CutSuffix(raw, "ات"); ok && len(stem) >= 4 {
		if masculineStem(w) || !n.digits && n.sort == unit && strings.HasSuffix(s.fold(n.last-1), "ه") {
			return stem, true
		}
		return stem + "ة", true
	}
	for _, ending := range []string{"ين", "ون"} {
		if stem, ok := strings.CutSuffix(raw, ending); ok && len(stem) >= shortestPlural {
			return stem, true
		}
	}
	inner := []rune(w)
	if len(inner) >= 4 && strings.ContainsAny(string(inner[1:]), "او") || len(inner) >= 3 && n.sort == few {
		return raw, true
	}
	return "", false
}

// masculineStem tells by its shape whether a plural in -ات belongs to a verbal noun without ة: «انتخابات», «تفجيرات».
func masculineStem(w string) bool {
	r := []rune(strings.TrimSuffix(w, "ات"))
	if len(r) < 4 {
		return false
	}
	before := r[len(r)-2]
	return r[0] == 'ا' && before == 'ا' || r[0] == 'ت' && before == 'ي'
}

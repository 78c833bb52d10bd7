package figure

import "strings"

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
	if s.isNoNoun(i, n) {
		return "", false
	}
	return s.unknownNoun(i, w, want, n)
}

// isNoNoun tells words that no table of nouns knows and that count nothing: particles, months, verbs, further numbers.
func (s *scan) isNoNoun(i int, n *number) bool {
	const longVerb = 10 // bytes
	f := s.fold(i)
	if _, isMonth := s.uses(month, i); isMonth || s.beginsAny(stop, i) {
		return true // also «ولا»
	}
	if n.definite && n.sort != vague && s.voc.nouns[strings.TrimSuffix(f, "ا")].singular == "" {
		return true // «الاثنين ماطرا»
	}
	if s.voc.numbers[f] != nil || strings.HasSuffix(f, "وا") || (strings.HasPrefix(f, "سي") || strings.HasPrefix(f, "ست")) && len(f) > longVerb {
		return true
	}
	rest, ok := strings.CutPrefix(f, "و")
	return ok && (s.voc.numbers[rest] != nil || s.isKnownVerbal(rest))
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

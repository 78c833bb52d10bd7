package figure

import "strings"

// adjectives takes the adjectives behind the noun: those that name the thing go into what is counted, others only into the words.
func (s *scan) adjectives(g *find, which int) {
	const most = 2
	_, definite := bare(s.fold(g.end - 1))
	for range most {
		f := s.fold(g.end)
		if !s.isWord(g.end) || len(f) < 6 {
			return
		}
		if s.beginsNumber(g.end) || s.isStop(g.end) {
			return
		}
		w, isDefinite := bare(f)
		masculine, ok := s.adjective(f)
		if ok {
			w, isDefinite = f, false // «إلكتروني» begins like a definite word
		} else {
			masculine, ok = s.adjective(w)
		}
		if isDefinite != definite {
			return
		}
		if ok && len(g.counted) > which {
			name := g.counted[which]
			g.counted[which] = name + " " + agree(s.voc.isFeminine(name), masculine, s.plainOf(g.end))
		} else if !relational(w) || s.voc.nouns[w].singular != "" {
			return
		}
		g.end++
	}
}

// adjective tells whether a folded word is an adjective that names things, and gives its masculine singular.
func (s *scan) adjective(w string) (string, bool) {
	for _, suffix := range []string{"", "ا", "ه", "ين", "ان", "ات", "تين", "تان", "ون"} {
		if stem, ok := strings.CutSuffix(w, suffix); ok && s.voc.adjectives[stem] {
			return stem, true
		}
	}
	return "", false
}

// agree gives the adjective in the singular, in the gender of the noun and with the letters of the source.
func agree(feminine bool, masculine, raw string) string {
	raw = strings.TrimPrefix(raw, "ال")
	r, m := []rune(raw), []rune(masculine)
	if len(r) < len(m) {
		return raw
	}
	out := string(r[:len(m)])
	if feminine {
		out += "ة"
	}
	return out
}

// isFeminine tells the gender of a singular.
func (v *vocabulary) isFeminine(singular string) bool {
	return strings.HasSuffix(singular, "ة") || v.feminine[singular]
}

// relational tells an adjective in -ي by its ending.
func relational(w string) bool {
	for _, suffix := range []string{"ي", "يا", "يه", "يين", "يون", "يات", "يان", "يتان", "يتين"} {
		if strings.HasSuffix(w, suffix) && len(w) >= len(suffix)+6 {
			return true
		}
	}
	return false
}

// beginsNumber tells whether token i is a number word, with or without «و».
func (s *scan) beginsNumber(i int) bool {
	for _, r := range s.stems(i) {
		if s.voc.numbers[r.stem] != nil {
			return true
		}
	}
	return false
}

package arabic

import "strings"

// Reading is one way to read a folded word: as Proclitics (conjunction and preposition letters written joined to it) and Stem.
type Reading struct {
	Proclitics string // "", "و", "ب", "ول", …
	Stem       string // what remains; for «للتنظيم» the restored «التنظيم»
	Cut        int    // bytes of the folded word before the stem; 0 of the last lam where it cannot be parted from the stem («لل…»)
}

// shortest is the least length in bytes of a stem that proclitics may be parted from: two letters.
const shortest = 4

// Readings lists the ways to read a folded word, the whole word first, then with ever more proclitics parted: a conjunction (و ف), then
// a preposition (ب ل ك). The letters are parted by shape alone; whether the stem is a word is for the tables to say. It appends to dst.
func Readings(dst []Reading, folded string) []Reading {
	dst = append(dst, Reading{Stem: folded})
	if !opensProclitic(folded) {
		return dst // most words
	}
	dst = preposition(dst, "", folded, 0)
	for _, c := range [...]string{"و", "ف"} {
		if rest, ok := strings.CutPrefix(folded, c); ok && len(rest) >= shortest {
			dst = append(dst, Reading{Proclitics: c, Stem: rest, Cut: len(c)})
			dst = preposition(dst, c, rest, len(c))
		}
	}
	return dst
}

// opensProclitic tells whether the first letter is one of those that Readings parts.
func opensProclitic(folded string) bool {
	if len(folded) < len("و") {
		return false
	}
	switch folded[:len("و")] {
	case "و", "ف", "ب", "ل", "ك":
		return true
	}
	return false
}

func preposition(dst []Reading, before, word string, cut int) []Reading {
	if !opensProclitic(word) {
		return dst
	}
	if rest, ok := strings.CutPrefix(word, "لل"); ok && len(rest) >= shortest {
		// «للعراق» is ل + العراق, or ل + a word that begins with lam («لليبيا»).
		proclitics := before + "ل"
		return append(dst,
			Reading{Proclitics: proclitics, Stem: "ال" + rest, Cut: cut},
			Reading{Proclitics: proclitics, Stem: "ل" + rest, Cut: cut + len("ل")})
	}
	for _, p := range [...]string{"ب", "ل", "ك"} {
		if rest, ok := strings.CutPrefix(word, p); ok && len(rest) >= shortest {
			dst = append(dst, Reading{Proclitics: before + p, Stem: rest, Cut: cut + len(p)})
		}
	}
	return dst
}

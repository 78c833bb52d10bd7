package entity

import "strings"

// How often a word must stand in the text of the word clusters to be taken for an everyday one, as the bits of its count: on annotated
// news two of three words right behind a person's name that are met less often are parts of the name, and one of six that are met more.
const (
	frequent     = 7 // 64 times in eight million words
	frequentRest = 6 // what is left of it without a proclitic: «وإخراج»
	frequentNoun = 5 // … without a preposition, or the ف of a verb: «بتمزق»، «فاحتسب»
)

// common tells a word, known to the tables or not, that text is full of in this spelling.
func (s *search) common(i int) bool {
	return s.model != nil && s.model.Frequency(s.doc.Tokens[i].Fold) >= frequent
}

// conjoined tells a word that no table knows and text does not have, where «و» may be joined to it: names that begin with و of their own
// stand in the tables.
func (s *search) conjoined(i int) bool {
	const fourLetters = 8
	rest, ok := strings.CutPrefix(s.doc.Tokens[i].Fold, "و")
	return ok && len(rest) >= fourLetters && s.model != nil && s.model.Frequency(s.doc.Tokens[i].Fold) == 0
}

// frequent tells a word that no table knows and that text is full of, so that it is hardly a name: «هدفين»، «وإخراج»، «بنشر». Without a
// model there is no such knowledge, and no word is.
func (s *search) frequent(i int) bool {
	w := &s.words[i]
	if s.model == nil || !w.Unknown() {
		return false
	}
	fold := s.doc.Tokens[i].Fold
	if s.common(i) {
		return true
	}
	if isForeign(fold) {
		return false
	}
	const threeLetters = 6
	for _, p := range [...]struct {
		letter string
		least  int
	}{{"و", frequentRest}, {"ل", frequentRest}, {"ك", frequentRest}, {"ف", frequentNoun}, {"ب", frequentNoun}} {
		if rest, ok := strings.CutPrefix(fold, p.letter); ok && len(rest) >= threeLetters && s.model.Frequency(rest) >= p.least {
			return true
		}
	}
	return false
}

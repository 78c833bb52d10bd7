package entity

import (
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
	"isnad/pkg/text"
)

// describedPlace proposes what stands behind a noun of settlements and lands: «بلدة …»، «مخيم …».
func (s *search) describedPlace(i int, _ []tagger.Tag) (p proposal) {
	if i == 0 || !s.joined(i) || s.words[i].Cut != 0 {
		return p
	}
	d := &s.words[i-1]
	if !d.Has(Descriptor) || d.DescKind != isnad.Place || d.Definite {
		return p
	}
	last := s.placeWords(i)
	if last == i {
		return p
	}
	least := float32(behindDescriptor)
	switch {
	case s.vocabulary.does(d.Stem, settlement) || isForeign(s.words[i].Stem):
		least = 0
	case s.words[i].Definite:
		least = behindDefinite
	}
	return proposal{first: i, last: last, kind: isnad.Place, least: least, extended: i - 1, rule: "entity/descriptor+place"}
}

// placeWords gives the end of the words from token i on that may be a place's name and that no table knows, or i.
func (s *search) placeWords(i int) int {
	w := &s.words[i]
	if s.vocabulary.does(w.Stem, opensPlace) && i+1 < len(s.words) && s.joined(i+1) && s.words[i+1].Cut == 0 && !s.words[i+1].Has(Function|Verb|Title|Role) {
		return i + 2
	}
	if !w.Unknown() || s.frequent(i) || s.adjectival(i) || isInflected(w.Stem) && !isForeign(w.Stem) {
		return i
	}
	last := i + 1
	if last < len(s.words) && s.joined(last) && !w.Definite && s.words[last].Unknown() && !s.frequent(last) && s.words[last].Cut == 0 && !s.words[last].Definite &&
		!isInflected(s.words[last].Stem) && !s.adjectival(last) && (isForeign(s.words[last].Stem) || s.closes(last+1)) {
		last++
	}
	return last
}

// adjectival tells the shapes of adjectives among words that no table knows: «صناعية»، «كبير».
func (s *search) adjectival(i int) bool {
	const fourLetters = 8
	stem := s.words[i].Stem
	if isForeign(stem) {
		return false
	}
	if strings.HasSuffix(stem, "يه") || strings.HasSuffix(s.doc.Raw(i), "ة") && !s.words[i].Definite || isNisba(stem) {
		return true
	}
	if n := len(stem); n >= 10 && (strings.HasSuffix(stem, "ات") || strings.HasSuffix(stem, "ين") || strings.HasSuffix(stem, "ون")) && s.words[i].Definite {
		return true
	}
	return len(stem) == fourLetters && stem[4:6] == "ي" // «كبير»، «قديم»
}

// placeBehindWord proposes a word that no table knows behind a preposition of place or a word for people of a place.
func (s *search) placeBehindWord(i int, _ []tagger.Tag) (p proposal) {
	if i == 0 || !s.joined(i) || s.words[i].Cut != 0 {
		return p
	}
	if !s.vocabulary.does(s.words[i-1].Stem, beforePlace) {
		return p
	}
	last := s.placeWords(i)
	if last == i {
		return p
	}
	least := float32(behindPlaceWord)
	if s.model.Frequency(s.doc.Tokens[i].Fold) == 0 && isForeign(s.words[i].Stem) {
		least = behindPlaceUnseen
	}
	return proposal{first: i, last: last, kind: isnad.Place, least: least, extended: -1, rule: "entity/preposition+place"}
}

// listedPlaces adds places of the tables that need context behind a preposition of place, or beside another place.
func (s *search) listedPlaces(tags []tagger.Tag, taken []bool) {
	place := s.placeEnds()
	for _, h := range s.hits {
		row := s.choose(h)
		if row == nil || row.Kind != string(isnad.Place) || row.Strength != "context" || slices.Contains(taken[h.First:h.Last], true) || s.misread(h) {
			continue
		}
		beside := h.First > 0 && s.joined(h.First) && (place[h.First-1] && h.Proclitics == "و" || h.Proclitics == "" && s.words[h.First-1].Cut == 0 && s.vocabulary.does(s.words[h.First-1].Stem, beforePlace))
		if !beside && h.Proclitics != "ب" || tags[h.First].P[tagger.Place] < listed {
			continue
		}
		s.add(candidate{first: h.First, last: h.Last, span: h.Span, kind: isnad.Place, entity: row.ID, name: row.Name, basis: isnad.BasisLexicon, confidence: 0.7, rule: row.Rule})
		for i := h.First; i < h.Last; i++ {
			taken[i] = true
		}
		place[h.Last-1] = true
	}
}

// besidePlaces adds a word that no table knows and that «و» joins to a place: «في سوسة و…».
func (s *search) besidePlaces(tags []tagger.Tag, taken []bool) {
	place := s.placeEnds()
	for i := 1; i < len(s.words); i++ {
		if taken[i] || !place[i-1] || !s.joined(i) {
			continue
		}
		rest, ok := strings.CutPrefix(s.doc.Tokens[i].Fold, "و")
		w := &s.words[i]
		if !ok || len(rest) < 6 || w.Class != 0 || w.Everyday || s.doc.Tokens[i].Kind != text.Word {
			continue
		}
		least := float32(besidePlace)
		if s.closes(i + 1) {
			least /= 3
		}
		if tags[i].P[tagger.Place] < least || isInflected(rest) {
			continue
		}
		span := s.doc.Tokens[i].Span
		span.Start += len("و")
		s.add(candidate{first: i, last: i + 1, span: span, kind: isnad.Place, basis: isnad.BasisPattern, confidence: 0.6, rule: "entity/place+and"})
		taken[i], place[i] = true, true
	}
}

// placeEnds marks the last token of each name of a place.
func (s *search) placeEnds() []bool {
	ends := make([]bool, len(s.words))
	for _, c := range s.candidates {
		if c.kind == isnad.Place && c.form == isnad.FormName && !c.nested {
			ends[c.last-1] = true
		}
	}
	return ends
}

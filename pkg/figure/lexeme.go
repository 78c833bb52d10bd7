package figure

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// lexeme is what the tables know of a word form, wherever it stands. It is looked up once a token, so that words which cannot begin a
// number, or play no part around one, cost nothing more.
type lexeme struct {
	fold      string
	stems     []stem    // the ways to read it; filled when first asked for
	numerals  []numeral // the readings that are number words
	starts    bool      // may begin a figure
	begins    useSet    // uses of context phrases that begin with the whole word
	beginsAny useSet    // … with one of its stems
	ends      useSet    // … that end with one of its stems
	before    bool      // an approximator that stands before ends with it
	after     bool      // one that stands behind begins with it
	unitFirst bool      // the name of a unit begins with it, or with it without its article
	unitLast  bool      // … ends with it
	gaps      []int     // gaps whose verb it is
	country   string    // the country that it names, for currencies
}

// useSet is a set of uses.
type useSet uint32

func (s useSet) has(u useSet) bool { return s&u != 0 }

// memory keeps the lexemes of the forms met so far. One scan has it at a time.
type memory struct {
	words  map[string]*lexeme
	tokens []*lexeme // of the doc at hand
	out    []isnad.Figure
}

// mostForms bounds a memory: a form takes about half a kilobyte.
const mostForms = 1 << 14

// longestForm is the length of the longest form worth keeping; no table has one that is longer.
const longestForm = 48

// digits and unknown stand for tokens of which no table can know anything.
var (
	digitsLexeme  = &lexeme{starts: true, stems: []stem{{}}}
	unknownLexeme = &lexeme{stems: []stem{{}}}
)

// learn classifies the tokens of a doc.
func (m *memory) learn(v *vocabulary, d *text.Doc) []*lexeme {
	if len(m.words) > mostForms {
		clear(m.words)
	}
	if cap(m.tokens) < len(d.Tokens) {
		m.tokens = make([]*lexeme, len(d.Tokens)+len(d.Tokens)/4)
	}
	tokens := m.tokens[:len(d.Tokens)]
	for i := range d.Tokens {
		t := &d.Tokens[i]
		l := m.words[t.Fold]
		if l == nil {
			l = m.lexeme(v, t)
		}
		tokens[i] = l
	}
	return tokens
}

func (m *memory) lexeme(v *vocabulary, t *text.Token) *lexeme {
	const shortDigits = 2 // «م2» is a unit
	switch {
	case t.Kind == text.Number && len(t.Fold) > shortDigits:
		return digitsLexeme
	case len(t.Fold) > longestForm:
		return unknownLexeme
	}
	l := v.classify(strings.Clone(t.Fold), t.Kind)
	m.words[l.fold] = l
	return l
}

// classify looks a form up in all tables.
func (v *vocabulary) classify(fold string, kind text.Kind) *lexeme {
	l := &lexeme{fold: fold}
	l.stems = v.stemsOf(fold, kind)
	for _, r := range l.stems {
		l.beginsAny |= v.firsts[r.stem]
		l.ends |= v.lasts[r.stem]
		l.before = l.before || v.before.byLast[r.stem] != nil
		l.unitLast = l.unitLast || v.units.byLast[r.stem] != nil
		l.gaps = append(l.gaps, v.gapVerbs[r.stem]...)
		if future, ok := strings.CutPrefix(r.stem, "س"); ok {
			l.gaps = append(l.gaps, v.gapVerbs[future]...)
		}
		if l.country == "" {
			l.country = v.countryOf(r.stem)
		}
	}
	l.begins = v.firsts[fold]
	l.after = v.after.byFirst[fold] != nil
	rest, _ := bare(fold)
	l.unitFirst = v.units.byFirst[fold] != nil || v.units.byFirst[rest] != nil
	if kind == text.Word {
		v.addNumerals(l)
	}
	l.starts = v.startsFigure(l, kind)
	return l
}

func (v *vocabulary) stemsOf(fold string, kind text.Kind) []stem {
	if kind != text.Word || v.language != isnad.Arabic || fold == "" {
		return []stem{{stem: fold}}
	}
	var readings [12]arabic.Reading
	all := arabic.Readings(readings[:0], fold)
	out := make([]stem, 0, len(all))
	for _, r := range all {
		out = append(out, stem{r.Stem, r.Cut, r.Proclitics})
	}
	return out
}

// addNumerals fills in the readings that are number words, with the article or without.
func (v *vocabulary) addNumerals(l *lexeme) {
	for _, r := range l.stems {
		entries, definite := v.numbers[r.stem], false
		if entries == nil {
			var rest string
			if rest, definite = bare(r.stem); definite {
				entries = v.numbers[rest]
			}
		}
		if entries != nil {
			l.numerals = append(l.numerals, numeral{entries: entries, cut: r.cut, proclitics: r.proclitics, definite: definite})
		}
	}
}

// startsFigure tells whether a figure may begin with the word; where a rule of a language might take more words, the answer is yes.
func (v *vocabulary) startsFigure(l *lexeme, kind text.Kind) bool {
	if kind != text.Word {
		return kind == text.Number || v.language != isnad.Arabic
	}
	if len(l.numerals) > 0 || l.unitFirst && v.language != isnad.Arabic {
		return true
	}
	if _, joined := v.joinedOrdinal(l.fold); joined {
		return true // "twentyfifth"
	}
	for _, r := range l.stems {
		if _, dual := v.duals[r.stem]; dual {
			return true
		}
		for _, ph := range v.units.byFirst[r.stem] {
			if len(ph.words) == 1 {
				return true
			}
		}
		if word, _, ok := cutPronoun(r.stem); ok && v.numbers[word] != nil {
			return true
		}
	}
	return false
}

// countryOf gives the country whose currency a word speaks of, as the name or the adjective in any form.
func (v *vocabulary) countryOf(stem string) string {
	w, _ := bare(stem)
	if short := strings.TrimSuffix(strings.TrimSuffix(w, "ه"), "ا"); v.countries[short] {
		return short
	}
	if v.countries[w] {
		return w
	}
	return ""
}

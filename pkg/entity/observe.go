package entity

import (
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
	"isnad/pkg/text"
)

// The bits of a token that the tagger reads: the classes of its word as they are, then these.
const (
	bitEveryday = 1 << (iota + classes)
	bitDefinite
	bitUnknown
	bitForeign
	bitConjoined   // و or ف is joined to it
	bitPreposition // ب, ل or ك is joined to it
	bitInflected
	bitNisba
	bitQuoted
	bitNumber
	bitMark // a mark that ends a phrase
	bitBracket
	bitLatin
	bitTable // from here on: of every kind of name, whether a row of the tables stands here (see tableBits)
)

// Kinds of names in the order of their bits.
var kindBits = [...]isnad.Kind{isnad.Person, isnad.Organisation, isnad.Place, isnad.Platform, isnad.Event}

// bitBasis are the bits of the evidence by which a rule found a name here.
const bitBasis = uint64(bitTable) << (3 * len(kindBits))

// grammar are the bits of words that are not looked up elsewhere in the article.
const grammar = uint64(Function)

// SkipBits gives the bits of the words that the tagger does not look up elsewhere in an article.
func SkipBits() uint64 { return grammar }

// Observe gives the tokens of a doc as the tagger reads them: with what the tables say and what the rules alone find.
func (f *Finder) Observe(d *text.Doc) []tagger.Token {
	s := f.begin(d, f.vocabulary.Read(d))
	s.rules()
	out := s.observe()
	s.observed = nil // the caller's
	s.leave()
	return out
}

func (s *search) observe() []tagger.Token {
	out := slices.Grow(s.observed[:0], len(s.words))[:len(s.words)]
	s.observed = out
	for i := range s.words {
		w, t := &s.words[i], &s.doc.Tokens[i]
		out[i] = tagger.Token{Fold: Spelling(t), Stem: Spelling(t), Sentence: t.Sentence, Word: w.IsWord, Bits: wordBits(w, t)}
		if w.IsWord {
			out[i].Stem = w.Stem
		}
	}
	for _, q := range s.doc.Quotes {
		const longest = 6
		for i := q.First; i < q.Last && q.Last-q.First <= longest; i++ {
			out[i].Bits |= bitQuoted
		}
	}
	s.tableBits(out)
	s.ruleBits(out)
	return out
}

// Spelling gives a token as the tagger and the word clusters know it: folded, and all numbers alike.
func Spelling(t *text.Token) string {
	if t.Kind == text.Number {
		return "0"
	}
	return t.Fold
}

func wordBits(w *Word, t *text.Token) uint64 {
	b := uint64(w.Class)
	set := func(bit uint64, on bool) {
		if on {
			b |= bit
		}
	}
	switch t.Kind {
	case text.Number:
		return b | bitNumber
	case text.Punct:
		set(bitMark, strings.Contains(".:،؛؟!-–", t.Fold))
		set(bitBracket, t.Fold == "(" || t.Fold == ")")
		return b
	}
	set(bitEveryday, w.Everyday)
	set(bitDefinite, w.Definite)
	set(bitUnknown, w.Unknown())
	set(bitForeign, isForeign(w.Stem))
	set(bitConjoined, strings.HasPrefix(w.Proclitics, "و") || strings.HasPrefix(w.Proclitics, "ف"))
	set(bitPreposition, strings.HasSuffix(w.Proclitics, "ب") || strings.HasSuffix(w.Proclitics, "ل") || strings.HasSuffix(w.Proclitics, "ك"))
	set(bitLatin, t.Fold[0] < 0x80)
	if w.Unknown() && t.Fold[0] >= 0x80 {
		set(bitInflected, isInflected(w.Stem))
		set(bitNisba, isNisba(w.Stem))
	}
	return b
}

// tableBits marks the rows of the tables of names, whether the rules took them or not: three bits a kind, for the first token of a
// strong row, the first of one that needs context, and further tokens.
func (s *search) tableBits(out []tagger.Token) {
	for _, h := range s.hits {
		for _, v := range h.Values {
			row := &s.names[v]
			bit := uint64(bitTable)
			for _, k := range kindBits {
				if k == isnad.Kind(row.Kind) {
					break
				}
				bit <<= 3
			}
			first := bit
			if row.Strength != "strong" {
				first = bit << 1
			}
			if row.Strength == "never" {
				continue
			}
			out[h.First].Bits |= first
			for i := h.First + 1; i < h.Last; i++ {
				out[i].Bits |= bit << 2
			}
		}
	}
}

// ruleBits marks what the rules found.
func (s *search) ruleBits(out []tagger.Token) {
	for _, c := range s.candidates {
		if c.nested || c.kind == "" {
			continue
		}
		kind := typeOf(c.kind)
		if c.form != isnad.FormName {
			kind = tagger.Other
		}
		for i := c.first; i < c.last; i++ {
			out[i].Rule = tagger.Inside(kind)
			if c.form == isnad.FormName {
				out[i].Bits |= bitBasis << rank[c.basis]
			}
		}
		out[c.first].Rule = tagger.Begin(kind)
	}
}

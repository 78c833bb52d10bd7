package entity

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/text"
)

// Word is a token as the vocabulary reads it.
type Word struct {
	*Entry            // what the tables say beside the class; many words share one, so it is never changed, and it is never nil
	Class      Class  // what the word may be here; 0 where no table knows it
	Stem       string // folded, without proclitics where they were parted
	Proclitics string
	Cut        int  // bytes of the token before the stem
	Definite   bool // the stem begins with the article
	IsWord     bool // letters, not a mark or number
}

// Has tells whether the word may be one of the classes.
func (w *Word) Has(c Class) bool { return w.Class&c != 0 }

// bear notes a name that is a word of grammar in the same spelling.
func (v *Vocabulary) bear(form string) {
	if raw := arabic.Plain(form); v.functions[raw] {
		v.borne[raw] = true
	}
}

// does tells whether the word with a stem has a use.
func (v *Vocabulary) does(stem string, u use) bool { return v.uses[stem]&u != 0 }

// Unknown tells whether no table knows the word.
func (w *Word) Unknown() bool { return w.IsWord && w.Class == 0 && !w.Everyday }

// Read reads all tokens of a doc.
func (v *Vocabulary) Read(d *text.Doc) []Word {
	return v.AppendWords(make([]Word, 0, len(d.Tokens)), d)
}

// AppendWords appends the words of a doc to dst.
func (v *Vocabulary) AppendWords(dst []Word, d *text.Doc) []Word {
	var readings [12]arabic.Reading
	for i := range d.Tokens {
		dst = append(dst, v.read(d, i, readings[:0]))
	}
	return dst
}

func (v *Vocabulary) read(d *text.Doc, i int, readings []arabic.Reading) Word {
	t := &d.Tokens[i]
	w := Word{Entry: &unknown, Stem: t.Fold, IsWord: t.Kind == text.Word}
	if !w.IsWord {
		return w
	}
	if t.Fold[0] < 0x80 { // Latin script has no proclitics
		if e := v.words[t.Fold]; e != nil {
			w.is(e)
			if v.functions[t.Fold] {
				w.Class |= Function
			}
		}
		return w
	}
	raw := d.Raw(i)
	if e := v.known(t.Fold, t.Hash, raw, true); e != nil {
		w.is(e) // most words, as they stand
	} else {
		for _, r := range arabic.Readings(readings, t.Fold)[1:] {
			cut := arabic.RawOffset(raw, r.Cut)
			if e := v.known(r.Stem, text.Hash(r.Stem), raw[cut:], len(raw) == len(t.Fold) && r.Cut+len(r.Stem) == len(t.Fold)); e != nil {
				w.is(e)
				w.Stem, w.Proclitics, w.Cut = r.Stem, r.Proclitics, cut
				break
			}
		}
	}
	if w.Class == 0 && !w.Everyday {
		w.Proclitics, w.Stem, w.Cut = guess(t.Fold, raw)
		w.shape()
	}
	w.Definite = strings.HasPrefix(w.Stem, "ال") && len(w.Stem) > 6
	return w
}

// known gives what the tables say of a stem that is spelled raw, or nil. Where the stem is raw folded, the entry tells whether a word of
// grammar may be spelled so.
func (v *Vocabulary) known(stem string, hash uint32, raw string, folded bool) *Entry {
	if !v.may.May(hash) {
		return nil
	}
	e := v.words[stem]
	if e == nil {
		return nil
	}
	if (e.grammar || !folded) && v.functions[arabic.Plain(raw)] {
		if e.Class&Connector != 0 {
			e = &joining
		} else {
			e = &grammatical
		}
	}
	if e.Class == 0 && !e.Everyday {
		return nil
	}
	return e
}

// Entries of words that no row is of.
var (
	unknown     = Entry{}
	grammatical = Entry{Class: Function}             // what else is spelled like it does not count
	joining     = Entry{Class: Function | Connector} // «أم»: “or”, and the mother of somebody
	givenShape  = Entry{Class: Given, Rule: "entity/compound"}
	familyShape = Entry{Class: Family, Rule: "entity/compound"}
)

func (w *Word) is(e *Entry) { w.Entry, w.Class = e, e.Class }

// shape gives a word that no table knows the class that its form tells: «عبدالقوي»، «نورالدين» are given names.
func (w *Word) shape() {
	const fourLetters = 8
	for _, ending := range [...]string{"الدين", "الله"} {
		if stem, ok := strings.CutSuffix(w.Stem, ending); ok && len(stem) >= 4 {
			w.is(&givenShape)
		}
	}
	if rest, ok := strings.CutPrefix(w.Stem, "عبدال"); ok && len(rest) >= 4 {
		w.is(&givenShape)
	}
	if rest, ok := strings.CutPrefix(w.Stem, "ابو"); ok && len(rest) >= fourLetters {
		w.is(&familyShape)
	}
}

// guess parts proclitics from a word that no table knows, where the article behind them gives them away: «والاتصالات», «بالقضايا», «للأبحاث».
func guess(fold, raw string) (proclitics, stem string, cut int) {
	const twoLetters = 4
	if len(fold) < twoLetters || !strings.Contains("وفبكل", fold[:len("و")]) {
		return "", fold, 0
	}
	for _, p := range [...]string{"و", "ف", "ب", "ك", "وب", "فب", "وك"} {
		if rest, ok := strings.CutPrefix(fold, p); ok && strings.HasPrefix(rest, "ال") && len(rest) > 8 {
			return p, rest, arabic.RawOffset(raw, len(p))
		}
	}
	for _, p := range [...]string{"لل", "ولل"} {
		if rest, ok := strings.CutPrefix(fold, p); ok && len(rest) > 4 {
			return strings.TrimSuffix(p, "ل"), "ال" + rest, arabic.RawOffset(raw, len(p)-2*len("ل"))
		}
	}
	return "", fold, 0
}

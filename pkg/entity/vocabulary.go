package entity

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// Class is what a word may be, as far as the tables know. A word may be several things at once.
type Class uint16

// The classes of words.
const (
	Function   Class = 1 << iota // grammar: no part of a name
	Given                        // a given name
	GivenWeak                    // one that is an everyday word too
	Family                       // a family name
	FamilyWeak                   // one that is an everyday word too
	Title                        // الرئيس، الدكتور
	Role                         // محلل، موظف
	Group                        // محللون، مصادر
	Head                         // begins an organisation's own name
	Descriptor                   // stands before a name and tells its kind
	Demonym                      // an adjective of a place
	Verb                         // a verb of reporting
	Connector                    // joins the parts of a person's name: بن، أبو، آل

	classes = iota // how many there are
)

// use is what a word does beside names or in them. A word may have several.
type use uint16

const (
	opensPlace  use = 1 << iota // begins a place's name of several words: «تل …»
	settlement                  // the name of a place stands behind it, also one with the article: «مخيم …»
	beforePlace                 // a place stands behind it: «سكان …»
	where                       // an everyday noun behind it is a place: «في سيول»
	outside                     // speaks of a body and is no part of its name: «التابعة ل…»
	standing                    // describes a body of either gender and is part of its name: «العليا»
	address                     // a person's name stands behind it though it has no article: «ابنته …»
	namesake                    // a body or place that may bear a person's name: «مستشفى …»
	bare                        // a body that an adjective alone names: «الجامعة الهاشمية»
	generic                     // an adjective that names none: «الجامعة الحكومية»
	members                     // a body of members, who may be two groups: «اتحاد …»
	naming                      // a name stands behind it, whatever the word is: «يدعى …»
)

// uses are the names that namewords.tsv has for them.
var uses = map[string]use{"opens": opensPlace, "settlement": settlement, "before": beforePlace, "where": where, "outside": outside, "rank": standing, "address": address, "namesake": namesake, "bare": bare, "generic": generic, "members": members, "naming": naming}

// Entry is what the tables say of a word.
type Entry struct {
	Class    Class
	HeadKind isnad.Kind // of what a Head names
	DescKind isnad.Kind // of what a Descriptor stands before
	Place    string     // of a Demonym
	Plural   bool       // of a Head or Descriptor: «وزارتي» stands before several names
	Everyday bool       // a noun that news counts, a day, a month: no part of a name unless a table of names says so
	Rule     string
	HeadRule string
	grammar  bool // a word of grammar folds to it; whether it is that word, the spelling tells
}

// Vocabulary holds the words of a language that the tables know, in all the forms that a rule derives. It is safe for many goroutines.
type Vocabulary struct {
	words     map[string]*Entry
	may       text.Filter     // of words
	functions map[string]bool // raw spellings: على is one, علي is not
	uses      map[string]use  // of words beside names, folded
	borne     map[string]bool // raw spellings of words of grammar that people bear as names too: «خلف»
}

// connectors join the parts of Arabic names; the word behind one belongs to the name whatever it is.
var connectors = []string{"بن", "ابن", "بنت", "منت", "أبو", "أبي", "أبا", "أم", "آل", "عبد", "bin", "ibn", "bint", "abu", "al", "el", "de", "van", "von", "der", "da", "di", "du", "la", "le"}

// NewVocabulary reads the tables of a language.
func NewVocabulary(lex *lexicon.Lexicon, language string) *Vocabulary {
	v := &Vocabulary{words: map[string]*Entry{}, functions: map[string]bool{}, uses: map[string]use{}, borne: map[string]bool{}}
	for _, r := range lexicon.Rows[lexicon.Function](lex, language) {
		v.functions[arabic.Plain(r.Form)] = true
		v.at(r.Form).grammar = true
	}
	for _, r := range lexicon.Rows[lexicon.Given](lex, language) {
		v.mark(r.Form, weaken(Given, GivenWeak, r.Strength), r.Rule)
		v.bear(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Family](lex, language) {
		v.mark(r.Form, weaken(Family, FamilyWeak, r.Strength), r.Rule)
		v.bear(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Title](lex, language) {
		for _, form := range titleForms(r, language) {
			v.mark(form, map[string]Class{"title": Title, "role": Role, "group": Group}[r.Kind], r.Rule)
		}
	}
	for _, r := range lexicon.Rows[lexicon.Descriptor](lex, language) {
		v.addDescriptor(r, language)
	}
	for _, r := range lexicon.Rows[lexicon.Demonym](lex, language) {
		for _, form := range demonymForms(r) {
			e := v.mark(form, Demonym, r.Rule)
			e.Place = r.Place
		}
	}
	if language == isnad.Arabic {
		for _, r := range lexicon.Rows[lexicon.Verb](lex, language) {
			for _, form := range arabic.VerbForms(r.Lemma, r.Present, r.Participle) {
				v.mark(form.Form, Verb, r.Rule)
			}
		}
	}
	for _, r := range lexicon.Rows[lexicon.NameWord](lex, language) {
		v.uses[arabic.Fold(r.Form)] |= uses[r.Use]
	}
	v.addEveryday(lex, language)
	for _, c := range connectors {
		v.mark(c, Connector, "entity/connector")
	}
	v.may = text.NewFilter(v.words)
	return v
}

func weaken(strong, weak Class, strength string) Class {
	if strength == "context" {
		return weak
	}
	return strong
}

func (v *Vocabulary) at(form string) *Entry {
	fold := arabic.Fold(form)
	e := v.words[fold]
	if e == nil {
		e = &Entry{}
		v.words[fold] = e
	}
	return e
}

func (v *Vocabulary) mark(form string, c Class, rule string) *Entry {
	e := v.at(form)
	e.Class |= c
	if e.Rule == "" {
		e.Rule = rule
	}
	return e
}

func (v *Vocabulary) addDescriptor(r lexicon.Descriptor, language string) {
	forms := []string{r.Form}
	if language == isnad.Arabic {
		forms = append(forms, "ال"+r.Form)
		if stem, ok := strings.CutSuffix(r.Form, "ة"); ok {
			forms = append(forms, stem+"تي", stem+"تا") // the construct dual
		}
	}
	for i, form := range forms {
		class := Descriptor
		if r.Use == "head" {
			class = Head
		}
		e := v.mark(form, class, r.Rule)
		e.Plural = e.Plural || i >= 2
		if class == Head {
			e.HeadKind, e.HeadRule = isnad.Kind(r.Kind), r.Rule
		} else {
			e.DescKind = isnad.Kind(r.Kind)
		}
	}
}

// addEveryday marks the nouns of other tables, so that they are not taken for unknown words, of which names are made.
func (v *Vocabulary) addEveryday(lex *lexicon.Lexicon, language string) {
	mark := func(forms ...string) {
		for _, form := range forms {
			v.at(form).Everyday = true
			if language == isnad.Arabic {
				v.at("ال" + form).Everyday = true
			}
		}
	}
	for _, r := range lexicon.Rows[lexicon.Countable](lex, language) {
		mark(r.Form)
		for _, form := range r.Forms {
			if suffix, ok := strings.CutPrefix(form, "-"); ok {
				form = strings.TrimSuffix(r.Form, "ة") + suffix
			}
			mark(form)
		}
		if language == isnad.Arabic && !strings.Contains(r.Form, " ") {
			mark(duals(r.Form)...)
		}
	}
	for _, r := range lexicon.Rows[lexicon.Weekday](lex, language) {
		mark(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Month](lex, language) {
		if language == isnad.English { // Arabic ones are people's names and companies too: «رمضان»، «نيسان»
			mark(r.Form)
		}
	}
	for _, r := range lexicon.Rows[lexicon.NumberWord](lex, language) {
		if language == isnad.English {
			mark(r.Form)
		}
	}
	for _, r := range lexicon.Rows[lexicon.DateUnit](lex, language) {
		mark(append(r.Plurals, r.Form)...)
	}
}

// duals derives the duals of a noun: «هدفان»، «هدفين»، «مباراتين».
func duals(noun string) []string {
	if stem, ok := strings.CutSuffix(noun, "ة"); ok {
		noun = stem + "ت"
	}
	return []string{noun + "ان", noun + "ين"}
}

// titleForms derives the definite, the feminine and the regular plurals of a title.
func titleForms(r lexicon.Title, language string) []string {
	if language != isnad.Arabic || strings.HasPrefix(r.Form, "ال") {
		return []string{r.Form}
	}
	forms := []string{r.Form, "ال" + r.Form}
	if r.Kind != "group" && !strings.HasSuffix(r.Form, "ة") && !strings.Contains(r.Form, " ") {
		forms = append(forms, r.Form+"ة", "ال"+r.Form+"ة")
	}
	return forms
}

// demonymForms derives gender, number and definiteness of a relative adjective.
func demonymForms(r lexicon.Demonym) []string {
	if !r.Derive {
		return []string{r.Form}
	}
	var out []string
	for _, ending := range [...]string{"", "ة", "ا", "ون", "ين", "ان", "ات", "تان", "تين"} {
		out = append(out, r.Form+ending, "ال"+r.Form+ending)
	}
	return out
}

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

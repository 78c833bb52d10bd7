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
	grammar   map[string]bool // … folded: «علي» is one of them, for many write على so
	borne     map[string]bool // raw spellings of words of grammar that people bear as names too: «خلف»
}

// connectors join the parts of Arabic names; the word behind one belongs to the name whatever it is.
var connectors = []string{"بن", "ابن", "بنت", "منت", "أبو", "أبي", "أبا", "أم", "آل", "عبد", "bin", "ibn", "bint", "abu", "al", "el", "de", "van", "von", "der", "da", "di", "du", "la", "le"}

// NewVocabulary reads the tables of a language.
func NewVocabulary(lex *lexicon.Lexicon, language string) *Vocabulary {
	v := &Vocabulary{words: map[string]*Entry{}, functions: map[string]bool{}, uses: map[string]use{}, borne: map[string]bool{}, grammar: map[string]bool{}}
	for _, r := range lexicon.Rows[lexicon.Function](lex, language) {
		v.functions[arabic.Plain(r.Form)] = true
		v.grammar[arabic.Fold(r.Form)] = true
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

package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// sort is the part that a word plays in a number.
type sort string

const (
	unit     sort = "unit" // 1–10
	teen     sort = "teen" // 11–19, and other numbers that one word says and nothing joins
	tens     sort = "tens"
	hundred  sort = "hundred"
	scale    sort = "scale"
	vague    sort = "vague" // «عشرات»
	few      sort = "few"   // «عدة»
	fraction sort = "fraction"
	measured sort = "measured" // a fraction only beside a unit, else another word: «نص», «ثمن»
	ordinal  sort = "ordinal"
	zero     sort = "zero"
	sign     sort = "sign"
	point    sort = "point"
	article  sort = "article" // English "a", one before a scale word
)

// entry is one meaning of a number word.
type entry struct {
	sort   sort
	value  *big.Rat
	high   *big.Rat // of few
	rule   string
	dual   bool // the word itself says two: «ألفين»
	either bool // a dual in the construct or a singular with tanween: «ألفا»
	plural bool
}

// use is the use of a context word.
type use string

const (
	label      use = "label"
	month      use = "month"
	never      use = "never"
	stop       use = "stop"
	negation   use = "negation"
	move       use = "move"
	change     use = "change"
	part       use = "part"
	previous   use = "previous"
	ageWord    use = "age"
	numberNoun use = "number"
	complement use = "complement"
	partitive  use = "partitive"
	zeroMark   use = "zero"
	between    use = "between"
	from       use = "from"
	to         use = "to"
	or         use = "or"
	and        use = "and"
	rate       use = "rate"      // «نسبة 17»: a percentage though the sign is not said
	lasting    use = "lasting"   // «لمدة ساعة»: one of the unit behind it
	entire     use = "entire"    // «أسبوع كامل»: one of the unit before it
	series     use = "series"    // «نطاق»: a range of bare numbers may follow
	clock      use = "clock"     // English, "5 pm": the number is a time
	dimension  use = "dimension" // "1.8m tall": metres, not millions
	filler     use = "filler"    // "two more hours": between the number and its unit
)

// noun is a countable noun: its singular, and whether the form at hand is a plural.
type noun struct {
	singular string
	plural   bool
	itself   string // of a plural: the singular that is written like it, «كتاب»
	rule     string
}

// vocabulary is the compiled tables of one language. It is not changed after it is made.
type vocabulary struct {
	language   string
	numbers    map[string][]entry
	before     *phrases[*lexicon.Approximator]
	after      *phrases[*lexicon.Approximator]
	gaps       []gap
	gapVerbs   map[string][]int // the gaps whose left part begins with a word
	units      *phrases[*measure]
	duals      map[string]dualNoun
	nouns      map[string]noun
	adjectives map[string]bool
	feminine   map[string]bool // singulars that are feminine without showing it
	contexts   map[use]*phrases[string]
	firsts     map[string]useSet // the uses of the context phrases that begin with a word
	lasts      map[string]useSet // … that end with it
	countries  map[string]bool
}

// dualNoun is a noun whose dual is a number without a number word.
type dualNoun struct {
	singular string
	measure  *measure
	rule     string
}

func newVocabulary(lex *lexicon.Lexicon, language string) *vocabulary {
	v := &vocabulary{language: language, numbers: map[string][]entry{}, before: newPhrases[*lexicon.Approximator](),
		after: newPhrases[*lexicon.Approximator](), units: newPhrases[*measure](), duals: map[string]dualNoun{}, nouns: map[string]noun{},
		adjectives: map[string]bool{}, feminine: map[string]bool{}, contexts: map[use]*phrases[string]{},
		firsts: map[string]useSet{}, lasts: map[string]useSet{}, gapVerbs: map[string][]int{}, countries: map[string]bool{}}
	for _, r := range lexicon.Rows[lexicon.NumberWord](lex, language) {
		v.addNumber(r)
	}
	if language == isnad.Arabic {
		v.joinHundreds()
	}
	rows := lexicon.Rows[lexicon.Approximator](lex, language)
	for i := range rows {
		v.addApproximator(&rows[i])
	}
	for _, r := range lexicon.Rows[lexicon.Countable](lex, language) {
		v.addCountable(r)
	}
	v.addUnits(lex)
	v.addCurrencies(lex)
	if language != isnad.Arabic {
		v.joinCountries(lex)
	}
	for _, r := range lexicon.Rows[lexicon.FigureContext](lex, language) {
		v.addContext(r)
	}
	return v
}

func (v *vocabulary) addContext(r lexicon.FigureContext) {
	u := use(r.Use)
	c := v.contexts[u]
	if c == nil {
		c = newPhrases[string]()
		c.bit = 1 << len(v.contexts)
		v.contexts[u] = c
	}
	c.add(r.Form, r.Rule)
	if w := words(r.Form); len(w) > 0 {
		v.firsts[w[0]] |= c.bit
		v.lasts[w[len(w)-1]] |= c.bit
	}
}

func (v *vocabulary) addNumber(r lexicon.NumberWord) {
	e := entry{sort: sort(r.Sort), value: r.Value.Rat(), high: r.High.Rat(), rule: r.Rule}
	for _, form := range append([]string{r.Form}, r.Forms...) {
		v.putNumber(form, e)
	}
	for _, form := range r.Plurals {
		p := e
		p.plural = true
		if p.sort == measured {
			p.sort = fraction
		}
		v.putNumber(form, p)
	}
	if v.language == isnad.Arabic {
		v.addDuals(r.Form, e)
	}
}

func (v *vocabulary) putNumber(form string, e entry) {
	form = arabic.Fold(form)
	v.numbers[form] = append(v.numbers[form], e)
}

// addDuals makes the duals of hundreds, scale words and fractions, and their tanween, which looks like a dual in the construct.
func (v *vocabulary) addDuals(form string, e entry) {
	switch e.sort {
	case scale, hundred:
	case fraction:
		if e.value.Cmp(rat(1)) >= 0 || isFifthLike(e.value) {
			return
		}
	default:
		return
	}
	stem := strings.TrimSuffix(arabic.Fold(form), "ه")
	if e.sort == hundred {
		stem += "ت"
	}
	two := e
	two.dual, two.value = true, new(big.Rat).Mul(e.value, big.NewRat(2, 1))
	for _, ending := range []string{"ان", "ين", "ي"} {
		v.putNumber(stem+ending, two)
	}
	switch {
	case e.sort == scale:
		e.either = true
		v.putNumber(stem+"ا", e)
	case form != "ربع" && form != "نصف":
		v.putNumber(stem+"ا", two)
	}
}

// isFifthLike tells fractions whose dual would be written like a number of tens: «خمسين», «سبعين», «تسعين».
func isFifthLike(r *big.Rat) bool {
	return r.Cmp(big.NewRat(1, 5)) == 0 || r.Cmp(big.NewRat(1, 7)) == 0 || r.Cmp(big.NewRat(1, 9)) == 0 || r.Cmp(big.NewRat(1, 10)) == 0
}

// joinHundreds makes the hundreds that are written as one word with their unit: «ثلاثمئة».
func (v *vocabulary) joinHundreds() {
	joined := map[string]entry{}
	for form, entries := range v.numbers {
		for _, e := range entries {
			if e.sort != unit || e.value.Cmp(big.NewRat(3, 1)) < 0 || e.value.Cmp(big.NewRat(9, 1)) > 0 {
				continue
			}
			for _, h := range []string{"ميه", "مايه"} {
				for _, ending := range []string{"", "ا"} {
					joined[form+h+ending] = entry{sort: hundred, value: new(big.Rat).Mul(e.value, big.NewRat(100, 1)), rule: e.rule}
				}
			}
		}
	}
	for form, e := range joined {
		v.numbers[form] = append(v.numbers[form], e)
	}
}

// inflect gives the forms of a noun: itself, and the listed ones, where «-ات» and «-ون» are suffixes to the stem.
func inflect(form string, listed []string) (singulars, plurals []string, sound bool) {
	singulars = []string{form}
	for _, l := range listed {
		switch l {
		case "-ات":
			plurals = append(plurals, strings.TrimSuffix(form, "ة")+"ات")
		case "-ون":
			plurals = append(plurals, form+"ون", form+"ين")
			sound = true
		default:
			plurals = append(plurals, l)
		}
	}
	return singulars, plurals, sound
}

// dualsOf gives the folded duals of a singular; without oblique only those in -ان.
func dualsOf(singular string, oblique bool) []string {
	stem := arabic.Fold(singular)
	if strings.Contains(stem, " ") || len(stem) < 4 {
		return nil
	}
	if s, ok := strings.CutSuffix(singular, "ة"); ok {
		stem, oblique = arabic.Fold(s)+"ت", true
	}
	if oblique {
		return []string{stem + "ان", stem + "ين"}
	}
	return []string{stem + "ان"}
}

func (v *vocabulary) addCountable(r lexicon.Countable) {
	switch r.Sort {
	case "adjective":
		v.adjectives[arabic.Fold(r.Form)] = true
		return
	case "feminine":
		v.feminine[r.Form] = true
		return
	}
	singulars, plurals, sound := inflect(r.Form, r.Forms)
	for _, s := range singulars {
		fold := arabic.Fold(s)
		if known, taken := v.nouns[fold]; !taken {
			v.nouns[fold] = noun{singular: r.Form, rule: r.Rule}
		} else if known.plural {
			known.itself = r.Form
			v.nouns[fold] = known
		}
		if v.language == isnad.Arabic {
			const shortest = 6 // bytes: «أمان» is no dual of «أم»
			if len(fold) < shortest {
				continue
			}
			for _, dual := range dualsOf(s, !sound) {
				v.duals[dual] = dualNoun{singular: r.Form, rule: r.Rule}
			}
		}
	}
	for _, p := range plurals {
		if fold := arabic.Fold(p); !v.nouns[fold].plural {
			v.nouns[fold] = noun{singular: r.Form, plural: true, itself: v.nouns[fold].singular, rule: r.Rule}
		}
	}
}

package date

import (
	"fmt"
	"strconv"
	"strings"

	"isnad/pkg/gazetteer"
	"isnad/pkg/lexicon"
)

// kind is the part a term plays in a date.
type kind uint8

// The kinds of terms.
const (
	kMonth kind = iota
	kWeekday
	kUnit
	kClock // a unit finer than a day, which is only counted
	kCardinal
	kOrdinal
	kRelDay  // «أمس»; its value counts days
	kPost    // a direction behind its noun: «الماضي»
	kPre     // a direction before its noun: «هذا», "last"
	kPart    // a third of a period: «مطلع»
	kDayPart // «مساء» before a day
	kAfter   // "evening" behind a day
	kSeason
	kDecade // its value is the tens of the year
	kOf     // joins a part to its whole
	kTo     // joins the ends of a range
	kAnd
	kBetween
	kFrom
	kRelation  // «منذ» before a date
	kPrep      // another preposition that a date may follow
	kAgo       // «قبل» before a count of units
	kAgoPost   // "ago" behind it
	kAhead     // «بعد»
	kAheadPost // "from now"
	kFew       // a count that is not told: «بضعة»
	kEqual     // «الموافق»
	kEra       // «هـ»
	kDayNoun   // «يوم» before a date
	kArticle   // "the"
	kQuarter   // "Q", and "H" for a half
	kFuture    // says that the sentence speaks of what is to come
	kPresent   // a verb of the present tense that speaks of what is planned
	kHedge     // makes a verb of the present tense tell what was
	kState     // tells how things are
	kName      // a name that holds a word of time
	kGuard     // a noun that takes the date behind it as a name
	kDigits    // no term: a number in digits
	kMark      // no term: a mark
	kAttached  // no term: a unit behind a joined «ل» or «ب»
)

// kindNames are the names of the kinds; those of DateWord and DateNumber rows stand so in the tables.
var kindNames = map[string]kind{
	"month":     kMonth,
	"weekday":   kWeekday,
	"unit":      kUnit,
	"cardinal":  kCardinal,
	"ordinal":   kOrdinal,
	"relday":    kRelDay,
	"post":      kPost,
	"pre":       kPre,
	"part":      kPart,
	"daypart":   kDayPart,
	"after":     kAfter,
	"decade":    kDecade,
	"between":   kBetween,
	"relation":  kRelation,
	"season":    kSeason,
	"of":        kOf,
	"to":        kTo,
	"and":       kAnd,
	"from":      kFrom,
	"prep":      kPrep,
	"ago":       kAgo,
	"agopost":   kAgoPost,
	"ahead":     kAhead,
	"aheadpost": kAheadPost,
	"few":       kFew,
	"equal":     kEqual,
	"era":       kEra,
	"daynoun":   kDayNoun,
	"article":   kArticle,
	"quarter":   kQuarter,
	"future":    kFuture,
	"present":   kPresent,
	"hedge":     kHedge,
	"state":     kState,
	"name":      kName,
	"guard":     kGuard,
}

// kinds is a set of kinds.
type kinds uint64

func (k kind) set() kinds { return 1 << k }

// number is the grammatical number of a unit.
type number uint8

const (
	singular number = iota
	dual
	construct // dual before its complement: «عامي»
	plural
)

// term is one reading of a phrase of the tables.
type term struct {
	kind     kind
	value    int
	grain    grain
	number   number
	definite bool
	strong   bool // may stand alone
	era      bool // of a unit: stands before the number of a year
	hijri    bool
	mark     string // of a direction or part whose value is no number
	rule     string
}

// vocabulary gathers the phrases of the tables and the forms that rules derive from them.
type vocabulary struct {
	arabic  bool
	terms   []term
	phrases []gazetteer.Phrase
}

func (v *vocabulary) add(t term, forms ...string) {
	for _, f := range forms {
		v.phrases = append(v.phrases, gazetteer.Phrase{Form: f, Value: len(v.terms)})
	}
	v.terms = append(v.terms, t)
}

func (v *vocabulary) read(lex *lexicon.Lexicon, language string) error {
	for _, m := range lexicon.Rows[lexicon.Month](lex, language) {
		n, err := strconv.Atoi(m.Month)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Rule, err)
		}
		v.add(term{kind: kMonth, value: n, hijri: m.Calendar == "hijri", strong: m.Strength == "strong", rule: m.Rule}, m.Form)
	}
	for _, w := range lexicon.Rows[lexicon.Weekday](lex, language) {
		n, err := strconv.Atoi(w.Day)
		if err != nil {
			return fmt.Errorf("%s: %w", w.Rule, err)
		}
		t := term{kind: kWeekday, value: n, strong: w.Strength == "strong" && !v.arabic, rule: w.Rule}
		v.add(t, w.Form)
		if v.arabic {
			t.strong, t.definite = true, true
			v.add(t, "ال"+w.Form)
		}
	}
	for _, u := range lexicon.Rows[lexicon.DateUnit](lex, language) {
		v.unit(u)
	}
	for _, n := range lexicon.Rows[lexicon.DateNumber](lex, language) {
		value, err := strconv.Atoi(n.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", n.Rule, err)
		}
		t := term{kind: kindNames[n.Kind], value: value, rule: n.Rule}
		v.add(t, n.Form)
		if v.arabic {
			t.definite = true
			v.add(t, "ال"+n.Form)
		}
	}
	for _, w := range lexicon.Rows[lexicon.DateWord](lex, language) {
		v.word(w)
	}
	return nil
}

// unit adds a noun of a period in its numbers.
func (v *vocabulary) unit(u lexicon.DateUnit) {
	t := term{kind: kUnit, grain: grain(u.Grain), era: u.Era, rule: u.Rule}
	if t.grain.ofClock() {
		t.kind = kClock
	}
	add := func(n number, forms ...string) {
		t.number, t.definite = n, false
		v.add(t, forms...)
		if v.arabic && n != construct {
			t.definite = true
			for i, f := range forms {
				forms[i] = "ال" + f
			}
			v.add(t, forms...)
		}
	}
	forms := []string{u.Form}
	if v.arabic && !strings.HasSuffix(u.Form, "ة") && !strings.Contains(u.Form, " ") {
		forms = append(forms, u.Form+"ا") // «11 عاما»
	}
	add(singular, forms...)
	if v.arabic && !strings.Contains(u.Form, " ") {
		stem := u.Form
		if bare, ok := strings.CutSuffix(stem, "ة"); ok {
			stem = bare + "ت"
		}
		add(dual, stem+"ين", stem+"ان")
		add(construct, stem+"ي")
	}
	if len(u.Plurals) > 0 {
		forms := append([]string(nil), u.Plurals...)
		for _, p := range u.Plurals {
			if v.arabic && !strings.HasSuffix(p, "ين") && !strings.HasSuffix(p, "ات") {
				forms = append(forms, p+"ا")
			}
		}
		add(plural, forms...)
	}
}

// word adds a row of datewords.tsv. A value that is no number is a mark.
func (v *vocabulary) word(w lexicon.DateWord) {
	t := term{kind: kindNames[w.Kind], rule: w.Rule}
	if n, err := strconv.Atoi(w.Value); err == nil {
		t.value = n
	} else {
		t.mark = w.Value
	}
	v.add(t, w.Form)
	if stem, ok := strings.CutPrefix(w.Form, "ي"); v.arabic && ok && (t.kind == kPresent || t.kind == kState || t.kind == kFuture) {
		v.add(t, "ت"+stem)
	}
	_, twice := directionOf(&t).near() // «قبل الماضي» is inflected as «الماضي» is
	if v.arabic && t.kind == kPost && (!strings.Contains(w.Form, " ") || twice != 0) {
		stem := strings.TrimSuffix(w.Form, "ي")
		v.add(t, w.Form+"ة", stem+"يين", w.Form+"ات", w.Form+"تين", w.Form+"ين")
	}
}

package date

import (
	"fmt"
	"strconv"
	"strings"

	"isnad/pkg/gazetteer"
	"isnad/pkg/lexicon"
)

// kind is the part a term plays in a date.
type kind string

// The kinds of terms. Those of DateWord rows have the names that stand in the table.
const (
	kMonth    kind = "month"
	kWeekday  kind = "weekday"
	kUnit     kind = "unit"
	kCardinal kind = "cardinal"
	kOrdinal  kind = "ordinal"

	kRelDay    kind = "relday"    // «أمس»; its value counts days
	kPost      kind = "post"      // a direction behind its noun: «الماضي»
	kPre       kind = "pre"       // a direction before its noun: «هذا», "last"
	kPart      kind = "part"      // a third of a period: «مطلع»
	kDayPart   kind = "daypart"   // «مساء» before a day
	kAfter     kind = "after"     // "evening" behind a day
	kSeason    kind = "season"    //
	kDecade    kind = "decade"    // its value is the tens of the year
	kOf        kind = "of"        // joins a part to its whole
	kTo        kind = "to"        // joins the ends of a range
	kAnd       kind = "and"       //
	kBetween   kind = "between"   //
	kFrom      kind = "from"      //
	kRelation  kind = "relation"  // «منذ» before a date
	kPrep      kind = "prep"      // another preposition that a date may follow
	kAgo       kind = "ago"       // «قبل» before a count of units
	kAgoPost   kind = "agopost"   // "ago" behind it
	kAhead     kind = "ahead"     // «بعد»
	kAheadPost kind = "aheadpost" // "from now"
	kFew       kind = "few"       // a count that is not told: «بضعة»
	kEqual     kind = "equal"     // «الموافق»
	kEra       kind = "era"       // «هـ»
	kDayNoun   kind = "daynoun"   // «يوم» before a date
	kArticle   kind = "article"   // "the"
	kQuarter   kind = "quarter"   // "Q"
	kFuture    kind = "future"    // says that the sentence speaks of what is to come
	kName      kind = "name"      // a name that holds a word of time
	kGuard     kind = "guard"     // a noun that takes the date behind it as a name
)

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
		t := term{kind: kind(n.Kind), value: value, rule: n.Rule}
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
	t := term{kind: kind(w.Kind), rule: w.Rule}
	if n, err := strconv.Atoi(w.Value); err == nil {
		t.value = n
	} else {
		t.mark = w.Value
	}
	v.add(t, w.Form)
	if v.arabic && t.kind == kPost && !strings.Contains(w.Form, " ") {
		stem := strings.TrimSuffix(w.Form, "ي")
		v.add(t, w.Form+"ة", stem+"يين", w.Form+"ات", w.Form+"تين", w.Form+"ين")
	}
}

package date_test

import (
	"fmt"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Every name of a month in the generated tables is read in a whole date, whether an example shows it or not.
func TestGeneratedMonthsAreRead(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		n := 0
		for _, m := range lexicon.Rows[lexicon.Month](lex, language) {
			if !lexicon.Generated(m.Rule) {
				continue
			}
			n++
			year, form := 2018, "%s 12 %s %d."
			if m.Calendar == "hijri" {
				year = 1440
				form = map[string]string{isnad.Arabic: "%s 12 %s %d هـ.", isnad.English: "%s 12 %s %d AH."}[language]
			}
			text := fmt.Sprintf(form, map[string]string{isnad.Arabic: "عاد", isnad.English: "They left on"}[language], m.Form, year)
			found := find(finder(t, language), language, "2020-02-10", text)
			if len(found) != 1 || found[0].Grain != "day" {
				t.Errorf("%s: %q gives %v", m.Rule, text, found)
			}
		}
		if n < 20 {
			t.Errorf("%s: only %d generated months", language, n)
		}
	}
}

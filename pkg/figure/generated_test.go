package figure_test

import (
	"testing"

	"isnad/lexicons"
	"isnad/pkg/figure"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// Every currency in the generated tables is read as money behind a number, with the code that its row gives.
func TestGeneratedCurrenciesAreRead(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		f, err := figure.New(lex, language)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range lexicon.Rows[lexicon.Currency](lex, language) {
			if !lexicon.Generated(c.Rule) {
				continue
			}
			n++
			s := "35 " + c.Form
			switch {
			case len(c.Of) > 0 && language == isnad.Arabic:
				s += " " + c.Of[0]
			case len(c.Of) > 0:
				s = "35 " + c.Of[0] + " " + c.Form
			}
			a := &isnad.Article{Text: s + ".", Language: language}
			found := f.Find(text.Parser{}.Parse(a))
			if len(found) != 1 || found[0].Kind != isnad.Money || found[0].Unit != c.Code {
				t.Errorf("%s: %q gives %v", c.Rule, s, found)
			}
		}
		if n < 100 {
			t.Errorf("%s: only %d generated currencies", language, n)
		}
	}
}

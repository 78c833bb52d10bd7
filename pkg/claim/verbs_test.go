package claim_test

import (
	"slices"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Every Arabic verb that joins its content with «أن» reports in the past and in the present, with its own preposition.
func TestEveryVerbReports(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, row := range lexicon.Rows[lexicon.Verb](lex, isnad.Arabic) {
		if !slices.Contains(row.Complements, "that") || slices.Contains(row.Complements, "doc") || slices.Contains(row.Complements, "in") {
			continue
		}
		that := "أن"
		switch {
		case row.Preposition == "ب" || row.Preposition == "ل":
			that = row.Preposition + that
		case row.Preposition != "":
			that = row.Preposition + " " + that
		}
		for _, form := range []string{row.Lemma, row.Present} {
			switch form {
			case "":
				continue
			case "بين": // without its vowel mark it is the preposition
				form = "بيّن"
			}
			s := form + " وزير الزراعة فؤاد حداد " + that + " المخزون كاف."
			_, claims := find(isnad.Arabic, s)
			if len(claims) != 1 || claims[0].Content.Text != "المخزون كاف" || len(claims[0].Chain) == 0 || claims[0].Chain[0].Name != "فؤاد حداد" {
				t.Errorf("%s: %s\n\tgives %+v", row.Rule, s, claims)
				continue
			}
			read++
		}
	}
	const least = 400
	if read < least {
		t.Errorf("%d forms were read, want %d or more", read, least)
	}
}

package extract_test

import (
	"testing"
	"testing/fstest"

	"isnad/lexicons"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// A name, a spelling of it and a title are rows of a user's tables; no Go is needed.
func TestNamesAreAddedAsData(t *testing.T) {
	const text = "أعلنت جبهة الزيزفون وصول الشحنة. ونفت الزيزفونة ذلك. وقالت الدهقانة شهرزمان إن المخازن ممتلئة."
	layer := fstest.MapFS{
		"ar/names/ours.tsv": {Data: []byte("id\tkind\tname\tforms\tstrength\tnote\norg/zayzafun\torganisation\tجبهة الزيزفون\tالزيزفونة\tstrong\t\n")},
		"ar/titles.tsv":     {Data: []byte("form\tkind\tnote\nدهقان\ttitle\t\n")},
		"ar/given.tsv":      {Data: []byte("form\tgender\tstrength\tnote\nشهرزمان\tf\tstrong\t\n")},
	}
	find := func(lex *lexicon.Lexicon) map[string]string {
		x, err := extract.New(lex, extract.Options{Build: "test"})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, m := range x.Extract(&isnad.Article{Text: text, Language: isnad.Arabic, Zones: []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(text)}}}}).Mentions {
			out[m.Text] = m.Entity
		}
		return out
	}
	plain, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	layered, err := lexicon.Load(lexicons.FS, layer)
	if err != nil {
		t.Fatal(err)
	}
	before, after := find(plain), find(layered)
	for _, name := range []string{"جبهة الزيزفون", "الزيزفونة"} {
		if before[name] == "org/zayzafun" || after[name] != "org/zayzafun" {
			t.Errorf("%s is %q without the rows and %q with them", name, before[name], after[name])
		}
	}
	if before["شهرزمان"] != "" || after["شهرزمان"] == "" {
		t.Errorf("شهرزمان is %q without the rows and %q with them", before["شهرزمان"], after["شهرزمان"])
	}
	if plain.Hash() == layered.Hash() {
		t.Error("other tables have the same hash")
	}
}

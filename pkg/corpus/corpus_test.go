package corpus_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"isnad/pkg/corpus"
)

func TestRead(t *testing.T) {
	fsys := fstest.MapFS{"ar/figures.corpus": {Data: []byte("# c\n@published 2020-02-10\nنحو 20 موقعا\n\tfigure about 20\n\tfigure 3\n@published\nلا شيء\n\tnone\n")}}
	cases, err := corpus.Read(fsys, "figures")
	if err != nil || len(cases) != 2 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	first, second := cases[0], cases[1]
	if first.Language != "ar" || first.Line != 3 || len(first.Want) != 2 || first.Setting("published") != "2020-02-10" {
		t.Errorf("first case: %+v", first)
	}
	if len(second.Want) != 0 || second.Setting("published") != "" {
		t.Errorf("second case: %+v", second)
	}
}

func TestReadNamesTheLine(t *testing.T) {
	for data, want := range map[string]string{
		"\tfigure 3\n":        "ar/figures.corpus:1",
		"أ\nب\n\tnone\n":      "ar/figures.corpus:2",
		"أ\n\tnone\nب\n# end": "ar/figures.corpus:4",
	} {
		_, err := corpus.Read(fstest.MapFS{"ar/figures.corpus": {Data: []byte(data)}}, "figures")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v does not name %s", data, err, want)
		}
	}
}

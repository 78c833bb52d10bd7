package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/corpus"
	"isnad/pkg/figure"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// line writes a figure in the words of the corpus: figure RELATION VALUE KIND [UNIT] "counted" … [ROLE].
func line(f isnad.Figure) string {
	value := string(f.Value)
	if value == "" {
		value = string(f.Low) + "–" + string(f.High)
	}
	parts := []string{"figure", string(f.Relation), value, string(f.Kind)}
	if f.Unit != "" {
		parts = append(parts, f.Unit)
	}
	for _, c := range f.Counted {
		parts = append(parts, fmt.Sprintf("%q", c))
	}
	if f.Role != "" {
		parts = append(parts, string(f.Role))
	}
	return strings.Join(parts, " ")
}

func TestFiguresCorpus(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	corpus.Run(t, lexicons.FS, "figures", func(c corpus.Case) []string {
		finder, err := figure.New(lex, c.Language)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		a := &isnad.Article{Text: c.Text, Language: c.Language}
		for _, f := range finder.Find(text.Parser{}.Parse(a)) {
			out = append(out, line(f))
		}
		return out
	})
}

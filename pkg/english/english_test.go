package english_test

import (
	"strings"
	"testing"

	"isnad/pkg/english"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

func doc(s string) *text.Doc {
	return text.Parser{}.Parse(&isnad.Article{Text: s, Language: isnad.English})
}

func TestNamesLieOnTokens(t *testing.T) {
	d := doc("Yesterday Theresa Whitfield met Robert Mueller in Ottawa.")
	var found []string
	for _, h := range english.New().Names(d, 0) {
		found = append(found, d.Excerpt(h.First, h.Last).Text)
	}
	if !strings.Contains(strings.Join(found, "|"), "Robert Mueller") {
		t.Errorf("the hints are %q", found)
	}
}

// These are the inputs on which the library panics or miscounts.
func TestNothingPanics(t *testing.T) {
	tagger := english.New()
	for _, s := range []string{"ȺȺȺȺ's", "Ⱥ said Paris's", "\xff's Rome", "", "'s", strings.Repeat("Paris ", 5000)} {
		d := doc(s)
		for n := range d.Sentences {
			for _, h := range tagger.Names(d, n) {
				if h.First < 0 || h.Last > len(d.Tokens) || h.First >= h.Last {
					t.Errorf("%.20q: hint %v of %d tokens", s, h, len(d.Tokens))
				}
			}
		}
	}
}

func BenchmarkNames(b *testing.B) {
	d := doc("The Northern Water Company told Robert Mueller that Ottawa would pay.")
	tagger := english.New()
	b.ReportAllocs()
	b.SetBytes(int64(len(d.Article.Text)))
	for b.Loop() {
		tagger.Names(d, 0)
	}
}

package gazetteer_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

func find(m *gazetteer.Matcher, s string) []string {
	d := text.Parser{}.Parse(&isnad.Article{Text: s})
	var out []string
	for _, h := range m.Find(nil, d, 0, len(d.Tokens)) {
		out = append(out, fmt.Sprintf("%s+%s=%v", h.Proclitics, h.In(s), h.Values))
	}
	return out
}

func TestFind(t *testing.T) {
	m := gazetteer.Compile([]gazetteer.Phrase{{"تيليغرام", 1}, {"العراق", 2}, {"وكالة الصحافة الفرنسية", 3}, {"وكالة", 4}, {"تام تام", 5}, {"أ ف ب", 6}, {"Agence France-Presse", 7}, {"وكالة", 8}})
	for in, want := range map[string]string{
		"فيسبوك وتيليغرام":                "و+تيليغرام=[1]",
		"للعراق":                          "ل+للعراق=[2]",
		"ولوكالة الصحافة الفرنسية":        "ول+وكالة الصحافة الفرنسية=[3]",
		"وكالة أخرى":                      "+وكالة=[4 8]",
		"على تـام تام":                    "+تـام تام=[5]",
		"(أ ف ب)":                         "+أ ف ب=[6]",
		"told Agence France-Presse today": "+Agence France-Presse=[7]",
		"تيليغرامات":                      "",
	} {
		if got := strings.Join(find(m, in), " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	m := gazetteer.Compile([]gazetteer.Phrase{{"تيليغرام", 1}, {"ال", 2}, {"a b", 3}, {"ليبيا", 4}})
	for _, s := range []string{"وللليبيا", "ـو\u064eتيليغرام", "a b a", "فلل"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		d := text.Parser{}.Parse(&isnad.Article{Text: s})
		for _, h := range m.Find(nil, d, 0, len(d.Tokens)) {
			if h.Empty() || h.End > len(s) || !utf8.ValidString(h.In(s)) {
				t.Fatalf("hit %+v in %q", h, s)
			}
		}
	})
}

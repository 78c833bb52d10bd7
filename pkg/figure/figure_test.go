package figure

import (
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"نحو 26 ألف موقع إلكتروني وحسابا على الإنترنت", "مليون د.ك و3 آلاف ج.م و$200 و200$", "10-12 ساعة", "بين ست أو سبع",
		"about $2.3 million (two-thirds of the 10- to 12-hour shifts)", "1500 / 1500", "ثلثا", "و", "ألفا", "ـ\u202b2000\u202c شخص", "5%", "-", "a", "half a"} {
		f.Add(seed)
	}
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		f.Log(err)
	}
	var finders []*Finder
	for _, language := range []string{isnad.Arabic, isnad.English} {
		finder, err := New(lex, language)
		if err != nil {
			f.Fatal(err)
		}
		finders = append(finders, finder)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := &isnad.Article{Text: s}
		d := text.Parser{}.Parse(a)
		for _, finder := range finders {
			for _, g := range finder.Find(d) {
				if !g.Contains(g.Number.Span) || g.Number.Empty() || g.In(s) != g.Text || g.Number.In(s) != g.Number.Text {
					t.Fatalf("%q: %+v", s, g)
				}
			}
		}
	})
}

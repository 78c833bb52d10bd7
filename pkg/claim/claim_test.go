package claim_test

import (
	"strings"
	"sync"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/claim"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// finders are the finders of names and claims of a language.
type finders struct {
	names  *entity.Finder
	claims *claim.Finder
}

var languages = sync.OnceValue(func() map[string]finders {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	out := map[string]finders{}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		v := entity.NewVocabulary(lex, language)
		out[language] = finders{entity.New(lex, language, v, nil), claim.New(lex, language, v)}
	}
	return out
})

func find(language, s string) (*text.Doc, []isnad.Claim) {
	f := languages()[language]
	a := &isnad.Article{ID: "a", Outlet: "منبر", Language: language, Text: s}
	d := text.Parser{}.Parse(a)
	return d, f.claims.Find(d, claim.Found{Mentions: f.names.Find(d)})
}

// Whatever the text, a claim's evidence holds its cue and content, and what it quotes is what stands there.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"قال فؤاد حداد لرويترز إن «الجسر مغلق»، مضيفا أن لا بديل.", "نقلت رويترز عن مصدر قوله: \"لا", "بحسب", "وفقا ل، قال", "«قال»، قال «",
		"Reuters quoted him as saying \"no", "\"Yes,\" she said, adding that", "according to, said", "نفت نفت نفت إن أن"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, arabic bool) {
		language := isnad.English
		if arabic {
			language = isnad.Arabic
		}
		d, claims := find(language, strings.ToValidUTF8(s, "?"))
		for _, c := range claims {
			if c.In(d.Article.Text) != c.Text || c.Content.In(d.Article.Text) != c.Content.Text {
				t.Fatalf("a span does not give its text: %+v", c)
			}
			if !c.Contains(c.Content.Span) || c.Cue != nil && !c.Contains(c.Cue.Span) {
				t.Fatalf("the evidence lacks cue or content: %+v", c)
			}
			for _, q := range c.Quotes {
				if q.In(d.Article.Text) != q.Text {
					t.Fatalf("a quotation does not give its text: %+v", q)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("قال فؤاد حداد لرويترز إن «الجسر مغلق»، مضيفا أن لا بديل. ونقلت وكالة الأناضول عن مصدر في الوزارة قوله إن العمل يبدأ الأحد.\n", 50)
	f := languages()[isnad.Arabic]
	d := text.Parser{}.Parse(&isnad.Article{ID: "a", Language: isnad.Arabic, Text: s})
	found := claim.Found{Mentions: f.names.Find(d)}
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		f.claims.Find(d, found)
	}
}

package extract_test

import (
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// news gives our own articles of a language.
func news(b *testing.B, language string) (out []*isnad.Article, size int64) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		b.Fatal(err)
	}
	for item := range article.NewReader(lex).Files([]string{"../../testdata/gold/text", examples}, article.Meta{Published: "2024-05-20", Outlet: "منبر"}) {
		if item.Err != nil {
			b.Fatal(item.Err)
		}
		if item.Article.Language == language {
			out, size = append(out, item.Article), size+int64(len(item.Article.Text))
		}
	}
	return out, size
}

// BenchmarkNews extracts whole articles, names, figures, dates and claims.
func BenchmarkNews(b *testing.B) {
	for _, language := range []string{isnad.Arabic, isnad.English} {
		b.Run(language, func(b *testing.B) {
			articles, size := news(b, language)
			shared()
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				for _, a := range articles {
					shared().Extract(a)
				}
			}
		})
	}
}

// BenchmarkLong extracts one long article: the cost of a byte must not grow with the length.
func BenchmarkLong(b *testing.B) {
	articles, _ := news(b, isnad.Arabic)
	var text strings.Builder
	for range 20 {
		for _, a := range articles {
			text.WriteString(a.Text + "\n")
		}
	}
	a := plain(isnad.Arabic, text.String())
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		shared().Extract(a)
	}
}

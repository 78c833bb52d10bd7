package extract_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"isnad/lexicons"
	"isnad/pkg/date"
	"isnad/pkg/figure"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// figuresAndDates gives a function that runs both finders over a Doc.
func figuresAndDates(tb testing.TB, language string) func(*text.Doc) {
	tb.Helper()
	lex, err := lexicon.Load(lexicons.FS)
	if lex == nil {
		tb.Fatal(err)
	}
	figures, err := figure.New(lex, language)
	if err != nil {
		tb.Fatal(err)
	}
	dates, err := date.New(lex, language)
	if err != nil {
		tb.Fatal(err)
	}
	return func(d *text.Doc) {
		figures.Find(d)
		dates.Find(d)
	}
}

// BenchmarkFiguresAndDates runs the finders of figures and of dates over Arabic news that is parsed already. MB/s must be at least 20
// and the same at every length: a Doc of ten times the length takes ten times as long.
func BenchmarkFiguresAndDates(b *testing.B) {
	find := figuresAndDates(b, isnad.Arabic)
	articles, _ := news(b, isnad.Arabic)
	var page strings.Builder
	for _, a := range articles {
		page.WriteString(a.Text + "\n")
	}
	for _, times := range []int{1, 10, 100} {
		s := strings.Repeat(page.String(), times)
		b.Run(fmt.Sprintf("%dKB", len(s)>>10), func(b *testing.B) {
			d := text.Parser{}.Parse(&isnad.Article{Text: s, Language: isnad.Arabic, Published: "2024-05-20"})
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				find(d)
			}
		})
	}
}

// A text of nothing but digits, or of nothing but «و», costs no more than its length asks for.
func TestFiguresAndDatesDoNotBlowUp(t *testing.T) {
	find := figuresAndDates(t, isnad.Arabic)
	for unit, n := range map[string]int{"1": 1_000_000, "و": 1_000_000, "و ": 1_000_000, "1 ": 200_000} {
		d := text.Parser{}.Parse(&isnad.Article{Text: strings.Repeat(unit, n), Language: isnad.Arabic, Published: "2024-05-20"})
		start := time.Now()
		find(d)
		if took := time.Since(start); took > time.Minute { // a square would take hours
			t.Errorf("%d of %q took %v", n, unit, took)
		} else {
			t.Logf("%d of %q: %v", n, unit, took)
		}
	}
}

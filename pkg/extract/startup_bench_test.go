package extract_test

import (
	"io/fs"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/extract"
	"isnad/pkg/lexicon"
)

// BenchmarkStart shows what is done before the first article: tables, learned model, finders.
func BenchmarkStart(b *testing.B) {
	layers := []fs.FS{lexicons.FS}
	b.Run("tables", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := lexicon.Load(layers...); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("model", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := extract.ReadNames([]fs.FS{lexicons.Learned}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	lex, err := lexicon.Load(layers...)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("finders", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := extract.New(lex, extract.Options{Build: "bench"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

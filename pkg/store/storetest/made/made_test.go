package made_test

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
)

func TestRecordsAreValidAndTheSameEveryTime(t *testing.T) {
	a, b := made.New(7, 4000), made.New(7, 4000)
	known := map[string]bool{}
	for range 200 {
		r := a.Next()
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		if known[r.Article.ID] {
			t.Fatalf("article %s comes twice", r.Article.ID)
		}
		known[r.Article.ID] = true
		ids := map[string]bool{}
		for _, c := range r.Claims {
			if ids[c.ID] {
				t.Fatalf("claim %s comes twice", c.ID)
			}
			ids[c.ID] = true
		}
		if d := cmp.Diff(r, b.Next()); d != "" {
			t.Fatal(d)
		}
	}
	if other := made.New(8, 4000).Next(); known[other.Article.ID] {
		t.Error("another seed gives the same")
	}
}

// What load tests count on: see the constants of the package.
func TestWhatRecordsAreLike(t *testing.T) {
	s := made.New(1, 10_000)
	var articles, claims, letters, common, english, withFigure, anonymous int
	outlets, days := map[string]int{}, map[string]bool{}
	for batch := range s.Batches(10_000, 50) {
		if len(batch) > 50 {
			t.Fatalf("a batch of %d", len(batch))
		}
		for _, e := range batch {
			articles++
			outlets[e.Record.Article.Outlet]++
			days[e.Record.Article.Published[:4]] = true
			if e.Record.Article.Language == isnad.English {
				english++
			}
			for _, row := range store.Rows(e.Record) {
				claims++
				letters += utf8.RuneCountInString(row.Claim.Text)
				if len(row.Figures) > 0 {
					withFigure++
				}
				if row.Voice() == store.VoiceAnonymous {
					anonymous++
				}
				for _, m := range row.Claim.Mentions {
					if row.Mentions[m].Entity == made.Entity(0).ID {
						common++
						break
					}
				}
			}
		}
	}
	for what, test := range map[string]struct{ got, low, high float64 }{
		"claims":                      {float64(claims), 10_000, 10_200},
		"claims of an article":        {float64(claims) / float64(articles), 16, 24},
		"letters of evidence":         {float64(letters) / float64(claims), 110, 220},
		"share of the common entity":  {float64(common) / float64(claims), 0.30, 0.40},
		"share of English":            {float64(english) / float64(articles), 0.04, 0.13},
		"share of claims with figure": {float64(withFigure) / float64(claims), 0.4, 0.8},
		"share of anonymous":          {float64(anonymous) / float64(claims), 0.1, 0.3},
		"outlets":                     {float64(len(outlets)), 30, made.Outlets},
		"share of the first outlet":   {float64(outlets[made.Outlet(0)]) / float64(articles), 0.15, 0.6},
		"years":                       {float64(len(days)), 10, 10},
	} {
		if test.got < test.low || test.got > test.high {
			t.Errorf("%s: %.3f, not between %.2f and %.2f", what, test.got, test.low, test.high)
		}
	}
}

// Platforms are spelled in several ways that have one spelling key, so that a question can find one by another.
func TestPlatformsHaveSpellings(t *testing.T) {
	n := 0
	for rank := range made.Entities {
		e := made.Entity(rank)
		if len(e.Spellings) == 1 {
			continue
		}
		n++
		for _, s := range e.Spellings {
			if got, want := arabic.SpellingKey(arabic.Fold(s), 3), arabic.SpellingKey(arabic.Fold(e.Name), 3); got != want || got == "" {
				t.Errorf("%s has the key %q, %s %q", s, got, e.Name, want)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d names have several spellings", n)
	}
}

func BenchmarkRecords(b *testing.B) {
	s := made.New(1, 1_000_000)
	claims := 0
	for b.Loop() {
		claims += len(s.Next().Claims)
	}
	b.ReportMetric(float64(claims)/b.Elapsed().Seconds(), "claims/s")
}

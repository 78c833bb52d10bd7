package storetest

import (
	"testing"

	"isnad/pkg/store"
)

// The sizes of Benchmark.
const (
	benchRecords = 100 // of a batch
	benchClaims  = 20  // of an article
	benchHeld    = 1000
)

// Benchmark measures a store: storing batches of 100 records, one record at a time, and questions put to 20,000 claims.
func Benchmark(b *testing.B, place func(t testing.TB) Opener) {
	b.Run("Put100", func(b *testing.B) {
		s := opened(b, place(b))
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			batch := batchOf(b, n*benchRecords, benchRecords)
			b.StartTimer()
			put(b, s, batch...)
		}
		b.ReportMetric(float64(b.N*benchRecords)/b.Elapsed().Seconds(), "records/s")
	})
	b.Run("Put1", func(b *testing.B) {
		s := opened(b, place(b))
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			batch := batchOf(b, n, 1)
			b.StartTimer()
			put(b, s, batch...)
		}
	})
	b.Run("Claims", func(b *testing.B) { benchmarkClaims(b, opened(b, place(b))) })
}

func batchOf(t testing.TB, first, n int) []store.Entry {
	out := make([]store.Entry, n)
	for i := range out {
		out[i] = numbered(t, first+i, benchClaims).entry(1)
	}
	return out
}

func benchmarkClaims(b *testing.B, s store.Store) {
	for n := 0; n < benchHeld; n += benchRecords {
		put(b, s, batchOf(b, n, benchRecords)...)
	}
	for _, test := range []struct {
		name string
		q    store.Query
		want int
	}{
		{"Latest", store.Query{}, store.DefaultLimit},
		{"TextRare", store.Query{Text: "99907"}, 1},
		{"TextCommon", store.Query{Text: "houses"}, store.DefaultLimit},
		{"TextShort", store.Query{Text: "of"}, store.DefaultLimit},
		{"Speaker", store.Query{Speaker: "ahmed7"}, store.DefaultLimit},
		{"Entity", store.Query{Entity: "Ahmed7"}, store.DefaultLimit},
		{"Figure", store.Query{FigureMin: "5000", FigureMax: "5010"}, 11},
		{"NothingFound", store.Query{Text: "houses nowhere"}, 0},
	} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				page, err := s.Claims(b.Context(), test.q)
				if err != nil || len(page.Rows) != test.want {
					b.Fatalf("%d rows, %v", len(page.Rows), err)
				}
			}
		})
	}
}

package export_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// many is a reader of as many articles as one likes, each of ten claims, all made when they are asked for.
type many struct {
	articles int
	pattern  *isnad.Record
	fail     error // after the first page
	pages    []int // limits that were asked for
}

const perArticle = 10

func (m *many) Claims(_ context.Context, q store.Query) (store.Page, error) {
	m.pages = append(m.pages, q.Limit)
	from, _ := strconv.Atoi(q.After)
	if from > 0 && m.fail != nil {
		return store.Page{}, m.fail
	}
	total := m.articles * perArticle
	to := min(from+q.Limit, total)
	var p store.Page
	for n := from; n < to; n++ {
		row := store.Rows(m.pattern)[0]
		row.Article.ID, row.Claim.ID, row.State = name(n/perArticle), name(n)[:32], store.StateNew
		p.Rows = append(p.Rows, row)
	}
	if to < total {
		p.Next = strconv.Itoa(to)
	}
	return p, nil
}

func (m *many) Record(_ context.Context, id string) (*isnad.Record, error) {
	r := *m.pattern
	r.Article.ID, r.Article.Text = id, strings.Clone(r.Article.Text)
	return &r, nil
}

func name(n int) string { return fmt.Sprintf("%064x", n) }

func TestRowsStopAtTheirLimit(t *testing.T) {
	for _, test := range []struct {
		limit, want int
		pages       []int
	}{{0, 600, []int{250, 250, 250}}, {7, 7, []int{7}}, {250, 250, []int{250}}, {300, 300, []int{250, 50}}, {10_000, 600, []int{250, 250, 250}}} {
		m := &many{articles: 60, pattern: sites(t)}
		got := all(t, export.Rows(t.Context(), m, store.Query{Limit: test.limit}))
		if len(got) != test.want || !slices.Equal(m.pages, test.pages) || got[len(got)-1].Claim.ID != name(test.want - 1)[:32] {
			t.Errorf("limit %d: %d rows on pages %v", test.limit, len(got), m.pages)
		}
	}
	m := &many{articles: 60, pattern: sites(t)}
	rows := export.Rows(t.Context(), m, store.Query{})
	for range rows {
		break
	}
	if again := all(t, rows); len(again) != 600 || len(m.pages) != 4 {
		t.Errorf("rows begin anew each time: %d, pages %v", len(again), m.pages)
	}
}

// failing takes so many bytes.
type failing struct{ left int }

var errFull = errors.New("full")

func (w *failing) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// Whatever ends an export is told, and what is at its end was not written.
func TestWriteTellsWhatEndsIt(t *testing.T) {
	away := fmt.Errorf("the store: %w", isnad.ErrUnavailable)
	for _, f := range export.Formats {
		broken := &many{articles: 100, pattern: sites(t), fail: away}
		var b strings.Builder
		_, err := export.Write(t.Context(), &b, f, export.Rows(t.Context(), broken, store.Query{}), broken)
		if !errors.Is(err, isnad.ErrUnavailable) || strings.Contains(b.String(), "\n]") {
			t.Errorf("%s: a store that goes away: %v", f.Name, err)
		}
		m := &many{articles: 10_000, pattern: sites(t)}
		if _, err := export.Write(t.Context(), &failing{100_000}, f, export.Rows(t.Context(), m, store.Query{}), m); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk: %v", f.Name, err)
		}
		if len(m.pages) > 30 {
			t.Errorf("%s: goes on for %d pages after the disk is full", f.Name, len(m.pages))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := export.Write(ctx, io.Discard, f, export.Rows(ctx, m, store.Query{}), m); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a caller who has gone: %v", f.Name, err)
		}
		empty := &many{pattern: sites(t)}
		if n, err := export.Write(t.Context(), io.Discard, f, export.Rows(t.Context(), empty, store.Query{}), empty); n != 0 || err != nil {
			t.Errorf("%s: nothing: %d, %v", f.Name, n, err)
		}
	}
	if _, err := export.Write(t.Context(), io.Discard, export.Format{Name: "mine"}, nil, nil); err == nil {
		t.Error("a format of nobody's was written")
	}
	if _, err := export.Find("xlsx"); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "csv-semicolon") {
		t.Errorf("an unknown format: %v", err)
	}
}

// An article that is gone ends an export of what needs its text.
type forgetful struct{ *many }

func (forgetful) Record(context.Context, string) (*isnad.Record, error) {
	return nil, store.ErrNotFound
}

func TestArticlesThatAreGone(t *testing.T) {
	for _, name := range []string{"csv", "records", "annotation"} {
		f, _ := export.Find(name)
		from := forgetful{&many{articles: 1, pattern: sites(t)}}
		if _, err := export.Write(t.Context(), io.Discard, f, export.Rows(t.Context(), from, store.Query{}), from); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// heap gives what the heap holds.
func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// weighing is a writer that weighs the heap now and then.
type weighing struct {
	bytes, next int
	most        uint64
}

func (w *weighing) Write(b []byte) (int, error) {
	if w.bytes += len(b); w.bytes >= w.next {
		w.next += 20 << 20
		w.most = max(w.most, heap())
	}
	return len(b), nil
}

// What is in memory does not grow with what is written.
func TestMemoryIsConstant(t *testing.T) {
	const bound = 8 << 20
	for name, rows := range map[string]int{"csv": 200_000, "annotation": 50_000} {
		if testing.Short() {
			rows /= 10
		}
		f, _ := export.Find(name)
		m := &many{articles: rows / perArticle, pattern: sites(t)}
		before := heap()
		w := &weighing{next: 1 << 20}
		n, err := export.Write(t.Context(), w, f, export.Rows(t.Context(), m, store.Query{}), m)
		if n != rows || err != nil {
			t.Fatalf("%s: %d rows, %v", name, n, err)
		}
		t.Logf("%s: %d bytes written, heap %d → %d", name, w.bytes, before, w.most)
		if w.bytes < rows*100 || w.most == 0 || w.most > before+bound {
			t.Errorf("%s: %d bytes were written, and the heap went from %d to %d bytes", name, w.bytes, before, w.most)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, f := range export.Formats {
		b.Run(f.Name, func(b *testing.B) {
			m := &many{articles: 100, pattern: sites(b)}
			var rows []store.Row
			for row := range export.Rows(b.Context(), m, store.Query{}) {
				rows = append(rows, row)
			}
			given := func(yield func(store.Row, error) bool) {
				for _, row := range rows {
					if !yield(row, nil) {
						return
					}
				}
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				w := &weighing{next: 1 << 62}
				if _, err := export.Write(b.Context(), w, f, given, m); err != nil {
					b.Fatal(err)
				}
				n += len(rows)
				b.SetBytes(int64(w.bytes))
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

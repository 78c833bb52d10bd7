package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
)

const arabic = isnad.Arabic

// search is one of the mix. n varies what it asks for.
type search struct {
	name string
	page int // which page is measured; 0 is the first
	ask  func(n int) store.Query
}

// searches are the mix. Ranks are chosen so that, of a million claims, a common word is in tens of thousands and a rare one in a few.
var searches = []search{
	{"everything, the latest", 0, func(int) store.Query { return store.Query{} }},
	{"a common word", 0, func(n int) store.Query { return store.Query{Text: word(40, n)} }},
	{"a rare word", 0, func(n int) store.Query { return store.Query{Text: word(9000, 37*n)} }},
	{"several words", 0, func(n int) store.Query {
		return store.Query{Text: word(45, n) + " " + word(80, n) + " " + word(150, n)}
	}},
	{"words that hardly meet", 0, func(n int) store.Query { return store.Query{Text: word(4000, n) + " " + word(6000, n)} }},
	{"two letters", 0, func(n int) store.Query { return store.Query{Text: string([]rune(word(400, n))[:2])} }},
	{"an exact word", 0, func(n int) store.Query { return store.Query{Text: word(60, n), Exact: true} }},
	{"a word in another spelling", 0, func(n int) store.Query { return store.Query{Text: platform(n).Spellings[1]} }},
	{"a figure between", 0, func(n int) store.Query {
		return store.Query{FigureMin: isnad.Int(int64(1000 + 10*n)), FigureMax: isnad.Int(int64(1100 + 10*n))}
	}},
	{"a unit", 0, func(n int) store.Query {
		return store.Query{Unit: []string{"USD", "%", "km", "tonne"}[n%4], FigureMin: isnad.Int(int64(n))}
	}},
	{"a thing counted", 0, func(n int) store.Query { return store.Query{Counted: made.Counted(n)} }},
	{"a common entity", 0, func(int) store.Query { return store.Query{Entity: made.Entity(0).ID} }},
	{"a rare entity", 0, func(n int) store.Query { return store.Query{Entity: made.Entity(2000 + 7*n%2000).ID} }},
	{"a common entity and a word", 0, func(n int) store.Query { return store.Query{Entity: made.Entity(0).ID, Text: word(300, 3*n)} }},
	{"a common entity and a figure", 0, func(n int) store.Query {
		return store.Query{Entity: made.Entity(0).ID, Unit: "USD", FigureMin: isnad.Int(int64(1_000_000 * (n + 1))), FigureMax: isnad.Int(int64(1_100_000 * (n + 1)))}
	}},
	{"a week", 0, func(n int) store.Query {
		day := time.Date(2015, 2, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 41*n%2900)
		return store.Query{PublishedFrom: day.Format(time.DateOnly), PublishedTo: day.AddDate(0, 0, 6).Format(time.DateOnly)}
	}},
	{"an outlet and a kind", 0, func(n int) store.Query { return store.Query{Outlet: made.Outlet(n % 40), Kind: "document"} }},
	{"a speaker", 0, func(n int) store.Query { return store.Query{Speaker: made.Person(13 * n % made.People)} }},
	{"a speaker and a word", 0, func(n int) store.Query { return store.Query{Speaker: made.Person(n % 50), Text: word(40, n)} }},
	{"a state", 0, func(n int) store.Query { return store.Query{State: store.States[1+n%5]} }},
	{"a common word, the earliest", 0, func(n int) store.Query { return store.Query{Text: word(40, n), Sort: store.SortEarliest} }},
	{"a common word, the third page", 2, func(n int) store.Query { return store.Query{Text: word(40, n)} }},
	{"what came since, with a word", 0, func(n int) store.Query { return store.Query{Text: word(40, n)} }}, // Since is set when it is known
}

// newest is the number of articles that "what came since" looks at.
const newest = 500

func word(rank, n int) string { return made.Word(arabic, (rank+n)%made.Words) }

// platform gives an entity that is spelled in several ways.
func platform(n int) *made.Named { return made.Entity(made.Platform(n)) }

// Measure is what was measured of one search, in milliseconds.
type Measure struct {
	Name  string  `json:"name"`
	Times int     `json:"times"`
	Rows  float64 `json:"rows"` // of the page that was measured, in the mean
	Page  Spread  `json:"page"`
	Count Spread  `json:"count"` // counting what it finds, which a page with filters does too
}

// Spread is how long something took, in milliseconds.
type Spread struct {
	Half    float64 `json:"p50"`
	Most    float64 `json:"p95"`
	Longest float64 `json:"max"`
}

// Mixed is what was measured of all searches.
type Mixed struct {
	Searches []Measure `json:"searches"`
	Page     Spread    `json:"page"`
	Count    Spread    `json:"count"`
}

// Mix puts every search so many times, each time with other words.
func Mix(ctx context.Context, s store.Reader, times int) (Mixed, error) {
	m := newMeter()
	for n := range max(times, 1) {
		if err := m.round(ctx, s, n); err != nil {
			return Mixed{}, err
		}
	}
	return m.mixed(), nil
}

// meter keeps how long everything took, a list for each search.
type meter struct {
	page, count [][]float64
	rows        []int
}

func newMeter() *meter {
	return &meter{page: make([][]float64, len(searches)), count: make([][]float64, len(searches)), rows: make([]int, len(searches))}
}

// round puts every search once.
func (m *meter) round(ctx context.Context, s store.Reader, n int) error {
	for i, one := range searches {
		q := one.ask(n)
		if i == len(searches)-1 {
			stats, err := s.Stats(ctx)
			if err != nil {
				return err
			}
			q.Since = max(stats.Latest-newest, 0)
		}
		if err := m.measure(ctx, s, i, q); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

func (m *meter) measure(ctx context.Context, s store.Reader, i int, q store.Query) error {
	began := time.Now()
	if _, err := s.Count(ctx, q); err != nil {
		return err
	}
	m.count[i] = append(m.count[i], milliseconds(time.Since(began)))
	for page := 0; ; page++ {
		began = time.Now()
		found, err := s.Claims(ctx, q)
		if err != nil {
			return err
		}
		took := milliseconds(time.Since(began))
		if page == searches[i].page || found.Next == "" {
			m.page[i], m.rows[i] = append(m.page[i], took), m.rows[i]+len(found.Rows)
			return nil
		}
		q.After = found.Next
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (m *meter) mixed() Mixed {
	var out Mixed
	for i, one := range searches {
		out.Searches = append(out.Searches, Measure{
			Name: one.name, Times: len(m.page[i]), Rows: float64(m.rows[i]) / float64(max(len(m.page[i]), 1)), Page: spread(m.page[i]), Count: spread(m.count[i]),
		})
	}
	out.Page, out.Count = spread(slices.Concat(m.page...)), spread(slices.Concat(m.count...))
	return out
}

// spread sorts a copy. The 95th of a hundred is the least that 95 of them do not exceed.
func spread(ms []float64) Spread {
	if len(ms) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(ms))
	at := func(of100 int) float64 { return sorted[(len(sorted)*of100+99)/100-1] }
	return Spread{Half: at(50), Most: at(95), Longest: sorted[len(sorted)-1]}
}

// String gives the report as a table for people.
func (r *Report) String() string {
	var b strings.Builder
	taken := func(what string, f Filling) {
		fmt.Fprintf(&b, "%s: %d claims of %d articles in %.1f s, %.0f claims/s, slowest batch %.0f ms\n", what, f.Claims, f.Articles, f.Seconds, f.Rate(), f.Slowest)
	}
	if r.Filled.Claims > 0 {
		taken("filled", r.Filled)
	}
	r.Alone.table(&b, "searches")
	if r.Beside != nil {
		taken("taken in beside searches", r.Taken)
		r.Beside.table(&b, "searches while claims came in")
	}
	return b.String()
}

// table writes the searches, a line each.
func (m *Mixed) table(b *strings.Builder, title string) {
	fmt.Fprintf(b, "\n%s, ms\n", title)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(name, times, rows string, page, count Spread) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", name, times, rows, page.Half, page.Most, page.Longest, count.Half, count.Most, count.Longest)
	}
	fmt.Fprint(w, "search\ttimes\trows\tp50\tp95\tmax\tcount p50\tp95\tmax\t\n")
	for _, s := range m.Searches {
		line(s.Name, fmt.Sprint(s.Times), fmt.Sprintf("%.1f", s.Rows), s.Page, s.Count)
	}
	line("all", "", "", m.Page, m.Count)
	_ = w.Flush() // a Builder takes everything
}

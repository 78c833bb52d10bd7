package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func newFilters(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	for _, test := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{}, "three four one two five"},
		{store.Query{Voice: store.VoiceNamed}, "one five"},
		{store.Query{Voice: store.VoiceAnonymous}, "three two"}, // a named medium names no speaker; a narrated claim has no voice
		{store.Query{Cue: "قال"}, "three"},
		{store.Query{Cue: "قال", Language: "en"}, ""},
		{store.Query{Cue: "SAY"}, "one"},
		{store.Query{Cue: "sa"}, ""},
		{store.Query{Relation: isnad.About}, "two"},
		{store.Query{Relation: isnad.Range, Unit: "KM"}, "four"},
		{store.Query{Relation: isnad.Exact, Unit: "km"}, ""},
		{store.Query{Relation: isnad.MoreThan, FigureMin: "1000"}, "three"},
		{store.Query{Relation: isnad.Indefinite}, "five"}, // it holds no number
		{store.Query{Unit: "usd"}, "five"},
		{store.Query{Unit: "USD", FigureMin: "1"}, ""}, // and is neither high nor low
		{store.Query{FigureMin: "-1"}, "three four one two"},
		{store.Query{FigureMin: "60", FigureMax: "60"}, "three four"},
		{store.Query{Counted: "سفينه"}, "three"},
		{store.Query{SaidFrom: "2021-01-05"}, "three two"}, // three was said at any time up to February, two at any time from January
		{store.Query{SaidTo: "2021-01-01"}, "three"},
		{store.Query{SaidFrom: "2021-01-04", SaidTo: "2021-01-04"}, "three one two"},
		{store.Query{SaidFrom: "2021-02-02"}, "two"},
		{store.Query{SaidFrom: "2021-02-01", SaidTo: "2021-02-01"}, "three two"},
		{store.Query{SaidTo: "2021-01-03", PublishedTo: "2021-01-31"}, "two"},
		{store.Query{SaidTo: "2030-01-01"}, "three one two"},
		{store.Query{PublishedFrom: "2021-02-10", PublishedTo: "2021-02-10"}, "three four"}, // the day of an hour
		{store.Query{State: store.StateNew}, "three four one two five"},
		{store.Query{State: store.StateConfirmed}, ""},
		{store.Query{Kind: "document", Voice: store.VoiceNamed, Outlet: "Alpha", Relation: isnad.Indefinite, Text: "millions report"}, "five"},
		{store.Query{Kind: "document", Voice: store.VoiceAnonymous}, ""},
	} {
		if got := tags(t, s, test.q); got != test.want {
			t.Errorf("%s gave %q, want %q", shown(test.q), got, test.want)
		}
	}
}

// since holds the number that Stats tells to what questions say of it.
func since(t *testing.T, open Opener) {
	s := opened(t, open)
	latest := func() int64 {
		n, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n.Latest
	}
	equal(t, "nothing there", latest(), int64(0))
	all := newsroom(t)
	put(t, s, all[0])
	first := latest()
	put(t, s, all[1], all[2])
	equal(t, "what came since", tags(t, s, store.Query{Since: first}), "three four five")
	if last := latest(); last <= first || tags(t, s, store.Query{Since: last}) != "" {
		t.Errorf("%d, then %d", first, last)
	}
	before := latest()
	put(t, s, january(t).by("build-2", "tables-1", 2)) // read anew, it is still no new article
	equal(t, "after a new revision", tags(t, s, store.Query{Since: first}), "three four five")
	equal(t, "latest after a new revision", latest(), before)
}

// Both orders of everything, whatever the pages, are each other's mirror.
func bothOrders(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	for n := range 20 {
		put(t, s, numbered(t, n, 4).entry(1))
	}
	ids := func(q store.Query) (out []string) {
		for _, r := range ask(t, s, q) {
			out = append(out, r.Claim.ID)
		}
		return out
	}
	for _, q := range []store.Query{{}, {Outlet: "Alpha"}, {Text: "houses"}, {Entity: "Ahmed1"}, {FigureMin: "500"}, {State: store.StateNew, Language: "en"}, {PublishedFrom: "2021-01-10"}} {
		latest := ids(q)
		if len(latest) < 3 {
			t.Errorf("%s: %d claims", shown(q), len(latest))
		}
		for _, size := range []int{1, 2, 7, 0} {
			q.Limit, q.Sort = size, store.SortEarliest
			earliest := ids(q)
			slices.Reverse(earliest)
			equal(t, "the earliest first, the other way round", earliest, latest)
			q.Sort = store.SortLatest
			equal(t, "the latest first, page by page", ids(q), latest)
		}
	}
}

// A page turned while articles come in and are read anew gives no claim twice and loses none that was there all the time, in both orders.
func pagesInBothOrders(t *testing.T, open Opener) {
	for _, sort := range []store.Sort{store.SortLatest, store.SortEarliest} {
		t.Run(string(sort), func(t *testing.T) {
			s := opened(t, open)
			want := map[string]bool{}
			for n := range 12 {
				for _, r := range putNumbered(t, s, n) {
					want[r] = true
				}
			}
			seen := map[string]bool{}
			q := store.Query{Sort: sort, Limit: 5}
			for n := 0; ; n++ {
				page, err := s.Claims(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range page.Rows {
					if seen[r.Claim.ID] {
						t.Fatalf("claim %s comes twice", r.Claim.ID)
					}
					seen[r.Claim.ID] = true
				}
				if q.After = page.Next; q.After == "" {
					break
				}
				m := numbered(t, n%12, 4)
				slices.Reverse(m.r.Claims)
				put(t, s, m.by("build-2", "tables-1", uint64(2+n)))
				putNumbered(t, s, 1000+n)
			}
			for id := range want {
				if !seen[id] {
					t.Errorf("claim %s is lost between pages", id)
				}
			}
		})
	}
}

// Of one day what came in last stands first, and what has no day stands last.
func orderOfADay(t *testing.T, open Opener) {
	s := opened(t, open)
	for n, day := range []string{"2021-01-05", "", "2021-01-05T23:00:00+02:00", "2021-01-06", "2021-01-05", "yesterday"} {
		l := line{text: fmt.Sprintf("a%d one", n)}
		m := article(t, isnad.Article{Published: day, Text: l.text + ". " + fmt.Sprintf("b%d two", n)})
		m.tell(l)
		m.tell(line{text: fmt.Sprintf("b%d two", n)})
		put(t, s, m.entry(1))
	}
	equal(t, "the latest", tags(t, s, store.Query{}), "a3 b3 a4 b4 a2 b2 a0 b0 a5 b5 a1 b1")
	equal(t, "the earliest", tags(t, s, store.Query{Sort: store.SortEarliest, Limit: 5}), "b1 a1 b5 a5 b0 a0 b2 a2 b4 a4 b3 a3")
	equal(t, "of a day", tags(t, s, store.Query{PublishedFrom: "2021-01-05", PublishedTo: "2021-01-05"}), "a4 b4 a2 b2 a0 b0")
	equal(t, "up to a day", tags(t, s, store.Query{PublishedTo: "2021-01-05"}), "a4 b4 a2 b2 a0 b0")
}

func putNumbered(t testing.TB, s store.Store, n int) (ids []string) {
	e := numbered(t, n, 4).entry(1)
	put(t, s, e)
	for _, c := range e.Record.Claims {
		ids = append(ids, c.ID)
	}
	return ids
}

func oneClaim(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	for _, row := range ask(t, s, store.Query{}) {
		got, err := s.Claim(t.Context(), row.Claim.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "claim "+tag(row), got, row)
	}
	id := ask(t, s, store.Query{Text: "one"})[0].Claim.ID
	m := january(t)
	m.r.Claims = m.r.Claims[1:]
	put(t, s, m.by("build-2", "tables-1", 2))
	for _, id := range []string{id, "none", "", "%", "a\x00b", "\xff", strings.Repeat("x", 100_000)} {
		if row, err := s.Claim(t.Context(), id); !isNotFound(err) {
			t.Errorf("%.20q: %+v, %v", id, row, err)
		}
	}
}

// All that people and machines may get wrong is told as what it is.
func moreBadQuestions(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	for _, q := range []store.Query{
		{Sort: "random"}, {Voice: "loud"}, {State: "done"}, {SaidFrom: "2020-2-1"}, {SaidTo: "soon"}, {Cue: "ـ"}, {Counted: "\x00"}, {Entity: "\xff"},
		{Text: words(store.MostTerms + 1)}, {Outlet: "a\x00"}, {Claim: "\xff"}, {Article: "\x00"}, {Kind: "\xc3"}, {Language: "\x00"}, {Stance: "\x00"}, {Unit: "\x00"}, {Relation: "\x00"},
		{After: store.Key{Day: "\x00"}.String()}, {Limit: -5},
	} {
		if _, err := s.Claims(t.Context(), q); !isnad.IsBadInput(err) {
			t.Errorf("claims %s: %v", shown(q), err)
		}
		if q.After == "" && q.Limit == 0 && q.Sort == "" {
			if _, err := s.Count(t.Context(), q); !isnad.IsBadInput(err) {
				t.Errorf("count %s: %v", shown(q), err)
			}
		}
	}
	for _, q := range []store.EntityQuery{{Verdict: "perhaps"}, {SeenFrom: "x"}, {SeenTo: "2020-13-01"}, {ID: "\x00"}, {Kind: "\xff"}, {Name: "\x00"}} {
		if _, err := s.Entities(t.Context(), q); !isnad.IsBadInput(err) {
			t.Errorf("entities %+v: %v", q, err)
		}
	}
	if _, err := s.Reviews(t.Context(), store.ReviewQuery{Limit: -1}); !isnad.IsBadInput(err) {
		t.Errorf("reviews: %v", err)
	}
	equal(t, "a limit beyond all", len(ask(t, s, store.Query{Limit: 1 << 40})), 5)
	equal(t, "a limit below an int's end", len(ask(t, s, store.Query{Limit: int(^uint(0) >> 1)})), 5)
	for _, k := range []store.Key{{}, {Day: "9999"}, {Day: "x'", Article: 1 << 62, At: -1, N: 1 << 60}, {Article: -1 << 62}, {Day: "2021-02-10", Article: 1 << 62}} {
		for _, sort := range []store.Sort{store.SortLatest, store.SortEarliest} {
			if _, err := s.Claims(t.Context(), store.Query{After: k.String(), Sort: sort}); err != nil {
				t.Errorf("a cursor that somebody made up, %+v: %v", k, err)
			}
		}
	}
}

// words gives n words of which no two are alike.
func words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "w" + strings.Repeat("x", i)
	}
	return strings.Join(out, " ")
}

package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
	"isnad/pkg/wire"
)

// The records that Same puts into both stores.
const (
	sameClaims = 3000
	sameBatch  = 7
	mostPages  = 4 // of one question that are looked at
)

// Same holds two stores to each other: they are given the same records and the same work, and must give the same answers to questions
// written down and to questions at random. Both places must be empty.
func Same(t *testing.T, a, b Opener) {
	if testing.Short() {
		t.Skip("thousands of claims and questions: the run without -short puts them")
	}
	both := pair{opened(t, a), opened(t, b)}
	since := both.load(t)
	t.Run("Questions", func(t *testing.T) {
		for _, ask := range questions() {
			t.Run(ask.name, func(t *testing.T) {
				if both.claims(t, ask.q, ask.q) == 0 {
					t.Error("it finds nothing, so it tells nothing")
				}
			})
		}
		t.Run("what came since", func(t *testing.T) {
			if both.claims(t, store.Query{Since: since[0]}, store.Query{Since: since[1]}) == 0 {
				t.Error("nothing came")
			}
		})
	})
	t.Run("Desk", both.desk)
	t.Run("Articles", both.articles)
	t.Run("AtRandom", func(t *testing.T) { rapid.Check(t, func(r *rapid.T) { both.random(t.Context(), r) }) })
}

// pair is two stores with the same in them.
type pair [2]store.Store

// each calls f with both.
func (p pair) each(t *testing.T, f func(s store.Store) error) {
	t.Helper()
	for i, s := range p {
		if err := f(s); err != nil {
			t.Fatalf("store %d: %v", i+1, err)
		}
	}
}

// load puts records and people's work into both, and gives the number that the latest article had in each at some time.
func (p pair) load(t *testing.T) (since [2]int64) {
	t.Helper()
	stream := made.New(11, sameClaims)
	stream.Shuffled = true
	var all []store.Entry
	for batch := range stream.Batches(sameClaims, sameBatch) {
		all = append(all, batch...)
	}
	half := len(all) / 2
	for _, part := range [][]store.Entry{append(newsroom(t), all[:half]...), append(again(all[:half]), all[half:]...)} {
		for batch := range slices.Chunk(part, sameBatch) {
			var receipts []store.Receipt
			p.each(t, func(s store.Store) error {
				r, err := s.Put(t.Context(), batch)
				receipts = append(receipts, r)
				return err
			})
			equal(t, "receipts", receipts[0], receipts[1])
		}
		for i, s := range p {
			n, err := s.Stats(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if since[i] == 0 {
				since[i] = n.Latest
			}
		}
	}
	p.work(t, all)
	return since
}

// again gives every fifth record as another program reads it: later for some and earlier for others, and without every third claim.
func again(all []store.Entry) []store.Entry {
	var out []store.Entry
	for i := 0; i < len(all); i += 5 {
		r := *all[i].Record
		r.Extractor, r.Claims = "made again", slices.Clone(r.Claims)
		n := 0
		r.Claims = slices.DeleteFunc(r.Claims, func(isnad.Claim) bool { n++; return n%3 == 0 })
		out = append(out, store.Entry{Record: &r, Run: uint64(i % 2 * 2)})
	}
	return out
}

// work does what people do: reviews and decisions.
func (p pair) work(t *testing.T, all []store.Entry) {
	t.Helper()
	for i := range 60 {
		claims := all[i*2].Record.Claims
		r := store.Review{Claim: claims[0].ID, State: store.States[i%len(store.States)], Who: fmt.Sprint("reviewer ", i%3), Note: "ملاحظة"}
		p.each(t, func(s store.Store) error {
			_, err := s.Review(t.Context(), r)
			return err
		})
	}
	verdicts := []store.Verdict{store.VerdictConfirmed, store.VerdictIgnored, store.VerdictMerged}
	for i := range 12 {
		d := store.EntityDecision{Entity: made.Entity(2 + 3*i).ID, Verdict: verdicts[i%3], Who: "Lois"}
		if d.Verdict == store.VerdictMerged {
			d.Into = made.Entity(i % 2).ID
		}
		p.each(t, func(s store.Store) error {
			_, err := s.Decide(t.Context(), d)
			return err
		})
	}
}

// claims compares the answers to a question, and gives the number of rows that were looked at.
func (p pair) claims(t *testing.T, a, b store.Query) int {
	t.Helper()
	rows, what := p.differ(t.Context(), a, b)
	if what != "" {
		t.Fatal(what)
	}
	return rows
}

// differ compares the answers to a question, page by page, and its counts. It gives the number of rows that were looked at, and what is
// different.
func (p pair) differ(ctx context.Context, a, b store.Query) (rows int, what string) {
	ask := [2]store.Query{a, b}
	for range mostPages {
		var pages [2]store.Page
		for i, s := range p {
			var err error
			if pages[i], err = s.Claims(ctx, ask[i]); err != nil {
				return rows, fmt.Sprintf("store %d: %s: %v", i+1, shown(ask[i]), err)
			}
		}
		if d := diff(pages[0].Rows, pages[1].Rows); d != "" {
			return rows, fmt.Sprintf("%s (-first +second):\n%s", shown(a), d)
		}
		if (pages[0].Next == "") != (pages[1].Next == "") {
			return rows, fmt.Sprintf("%s: one has another page: %q, %q", shown(a), pages[0].Next, pages[1].Next)
		}
		rows += len(pages[0].Rows)
		if ask[0].After, ask[1].After = pages[0].Next, pages[1].Next; ask[0].After == "" {
			break
		}
	}
	var counts [2]store.Counts
	for i, s := range p {
		var err error
		if counts[i], err = s.Count(ctx, [2]store.Query{a, b}[i]); err != nil {
			return rows, fmt.Sprintf("store %d: count of %s: %v", i+1, shown(a), err)
		}
	}
	if d := diff(counts[0], counts[1]); d != "" {
		return rows, fmt.Sprintf("count of %s (-first +second):\n%s", shown(a), d)
	}
	return rows, ""
}

// same is equal, and ends the test.
func same(t *testing.T, what string, a, b any) {
	t.Helper()
	if d := diff(a, b); d != "" {
		t.Fatalf("%s (-first +second):\n%s", what, d)
	}
}

// desk compares what is asked about entities and reviews. Numbers are the store's own: only their order counts.
func (p pair) desk(t *testing.T) {
	for _, q := range []store.EntityQuery{
		{}, {Limit: 1000}, {Announced: true, Limit: 200}, {Kind: "person", Limit: 300}, {Verdict: store.VerdictConfirmed}, {Verdict: store.VerdictIgnored}, {Verdict: store.VerdictMerged}, {Verdict: store.VerdictNew, Limit: 10},
		{Name: "هيئة", Limit: 100}, {Name: made.Entity(39).Name}, {Name: "ف"}, {SeenFrom: "2016-05-01", SeenTo: "2017-12-31", Limit: 100}, {SeenTo: "2014-06-01"}, {ID: made.Entity(0).ID}, {ID: made.Entity(1).ID}, {ID: made.Entity(8).ID},
		{ID: made.Entity(39).ID}, {ID: "nobody"},
	} {
		var got [2][]store.Entity
		for i, s := range p {
			got[i] = entities(t, s, q)
			for j := range got[i] {
				got[i][j].Number = 0
			}
		}
		same(t, fmt.Sprintf("%+v", q), got[0], got[1])
	}
	for _, q := range []store.ReviewQuery{{}, {Limit: 5}, {Who: "reviewer 1"}, {Claim: reviewsOf(t, p[0], store.ReviewQuery{Limit: 1})[0].Claim}, {Claim: "none"}} {
		var got [2][]store.Review
		for i, s := range p {
			got[i] = reviewsOf(t, s, q)
			for j := range got[i] {
				got[i][j].Number, got[i][j].At = 0, time.Time{}
			}
		}
		same(t, fmt.Sprintf("%+v", q), got[0], got[1])
	}
	var stats [2]store.Stats
	var announced [2][]wire.Announcement
	for i, s := range p {
		var err error
		if stats[i], err = s.Stats(t.Context()); err != nil {
			t.Fatal(err)
		}
		stats[i].Latest = 0
		if announced[i], err = s.Announcements(t.Context(), 0, 100_000); err != nil {
			t.Fatal(err)
		}
		for j := range announced[i] {
			announced[i][j].ID = 0
		}
	}
	same(t, "stats", stats[0], stats[1])
	same(t, "announcements", announced[0], announced[1])
}

// articles compares what is kept of articles.
func (p pair) articles(t *testing.T) {
	page, err := p[0].Claims(t.Context(), store.Query{Limit: store.MostLimit})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range page.Rows {
		id := r.Article.ID
		if seen[id] || len(seen) == 30 {
			continue
		}
		seen[id] = true
		var revisions [2][]store.Revision
		var versions [2][]store.Article
		for i, s := range p {
			if revisions[i], err = s.Revisions(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if versions[i], err = s.Versions(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "revisions", revisions[0], revisions[1])
		same(t, "versions", versions[0], versions[1])
		same(t, "record", current(t, p[0], id), current(t, p[1], id))
	}
}

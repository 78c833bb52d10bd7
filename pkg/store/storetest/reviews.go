package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func review(t testing.TB, s store.Store, r store.Review) store.Review {
	t.Helper()
	got, err := s.Review(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func reviewsOf(t testing.TB, s store.Store, q store.ReviewQuery) []store.Review {
	t.Helper()
	got, err := s.Reviews(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func reviews(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	rows := ask(t, s, store.Query{Outlet: "Alpha", Language: "en"})
	one, two := rows[0], rows[1]
	before := time.Now()
	first := review(t, s, store.Review{Claim: one.Claim.ID, State: store.StateInReview, Who: "لويس", Note: "أين\nالمصدر؟ '; DROP TABLE reviews; --", Number: 99, Article: "wrong", At: time.Unix(0, 0)})
	if first.Number <= 0 || first.Article != one.Article.ID || first.At.Before(before.Add(-time.Minute)) || first.At.After(time.Now().Add(time.Minute)) || first.Note != "أين\nالمصدر؟ '; DROP TABLE reviews; --" {
		t.Errorf("%+v", first)
	}
	second := review(t, s, store.Review{Claim: two.Claim.ID, State: store.StateRejected, Who: "Clark"})
	third := review(t, s, store.Review{Claim: one.Claim.ID, State: store.StateConfirmed, Who: "Clark", Correction: "13 ships"})
	if first.Number >= second.Number || second.Number >= third.Number {
		t.Errorf("numbers do not count up: %d, %d, %d", first.Number, second.Number, third.Number)
	}
	for _, test := range []struct {
		q    store.ReviewQuery
		want []store.Review
	}{
		{store.ReviewQuery{}, []store.Review{third, second, first}},
		{store.ReviewQuery{Claim: one.Claim.ID}, []store.Review{third, first}},
		{store.ReviewQuery{Who: "Clark"}, []store.Review{third, second}},
		{store.ReviewQuery{Who: "clark"}, []store.Review{}},
		{store.ReviewQuery{Claim: two.Claim.ID, Who: "لويس"}, []store.Review{}},
		{store.ReviewQuery{Limit: 1}, []store.Review{third}},
		{store.ReviewQuery{Limit: 1, After: third.Number}, []store.Review{second}},
		{store.ReviewQuery{After: first.Number}, []store.Review{}},
		{store.ReviewQuery{Claim: "' OR 1=1 --"}, []store.Review{}},
	} {
		equal(t, fmt.Sprintf("%+v", test.q), reviewsOf(t, s, test.q), test.want)
	}
	for state, want := range map[store.State]string{store.StateConfirmed: "one", store.StateRejected: "two", store.StateInReview: "", store.StateNew: "three four five"} {
		equal(t, string(state), tags(t, s, store.Query{State: state}), want)
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Reviews != 3 {
		t.Errorf("%+v, %v", n, err)
	}
	review(t, s, store.Review{Claim: one.Claim.ID, State: store.StateNew, Who: "Clark"}) // taken back, and the log says so
	equal(t, "taken back", tags(t, s, store.Query{State: store.StateNew}), "three four one five")
	equal(t, "the log", len(reviewsOf(t, s, store.ReviewQuery{Claim: one.Claim.ID})), 3)
}

// What people think of a claim outlives the programs that found it: also where one of them did not find it.
func stateOutlivesRevisions(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	one := ask(t, s, store.Query{Text: "one"})[0]
	review(t, s, store.Review{Claim: one.Claim.ID, State: store.StateConfirmed, Who: "Lois"})
	state := func() store.State {
		t.Helper()
		row, err := s.Claim(t.Context(), one.Claim.ID)
		if err != nil {
			t.Fatal(err)
		}
		return row.State
	}
	m := january(t)
	m.r.Claims[0].Cue.Stance = isnad.Warn
	m.r.Claims[0], m.r.Claims[1] = m.r.Claims[1], m.r.Claims[0]
	put(t, s, m.by("build-2", "tables-1", 2))
	equal(t, "read anew", state(), store.StateConfirmed)
	equal(t, "found by it", tags(t, s, store.Query{State: store.StateConfirmed, Stance: "warn"}), "one")
	equal(t, "counted by it", count(t, s, store.Query{State: store.StateConfirmed}).Claims, 1)
	gone := january(t)
	gone.r.Claims = gone.r.Claims[1:]
	put(t, s, gone.by("build-3", "tables-1", 3))
	equal(t, "not found any more", tags(t, s, store.Query{State: store.StateConfirmed}), "")
	equal(t, "the log stays", len(reviewsOf(t, s, store.ReviewQuery{Claim: one.Claim.ID})), 1)
	if _, err := s.Review(t.Context(), store.Review{Claim: one.Claim.ID, State: store.StateRejected, Who: "Lois"}); !isNotFound(err) {
		t.Errorf("a claim that no current revision has: %v", err)
	}
	put(t, s, m.by("build-4", "tables-1", 4))
	equal(t, "found again", state(), store.StateConfirmed)
	equal(t, "the others", tags(t, s, store.Query{State: store.StateNew}), "three four two five")
}

func badReviews(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	id := ask(t, s, store.Query{Text: "one"})[0].Claim.ID
	long := strings.Repeat("ن", 10_000)
	for _, r := range []store.Review{
		{}, {Claim: id, State: store.StateNew}, {Claim: id, Who: "x"}, {State: store.StateNew, Who: "x"}, {Claim: id, State: "wrong", Who: "x"}, {Claim: id, State: store.StateNew, Who: " \t"},
		{Claim: id, State: store.StateNew, Who: "x", Note: "\xff"}, {Claim: id, State: store.StateNew, Who: "x", Note: long + "ن"}, {Claim: id, State: store.StateNew, Who: "x", Correction: "a\x00b"},
		{Claim: "a\x00b", State: store.StateNew, Who: "x"},
	} {
		if _, err := s.Review(t.Context(), r); !isnad.IsBadInput(err) {
			t.Errorf("%+.100v: %v", r, err)
		}
	}
	for _, claim := range []string{"none", "'", "%", strings.Repeat("x", 1000)} {
		if _, err := s.Review(t.Context(), store.Review{Claim: claim, State: store.StateNew, Who: "x"}); !isNotFound(err) {
			t.Errorf("%.20q: %v", claim, err)
		}
	}
	equal(t, "the log", len(reviewsOf(t, s, store.ReviewQuery{})), 0)
	equal(t, "as long as may be", review(t, s, store.Review{Claim: id, State: store.StateNew, Who: "x", Note: long}).Note, long)
}

// Many people at once lose no review, and no two have one number.
func manyReviewers(t *testing.T, open Opener) {
	stores := []store.Store{opened(t, open), opened(t, open)}
	put(t, stores[0], newsroom(t)...)
	id := ask(t, stores[0], store.Query{Text: "one"})[0].Claim.ID
	var wg sync.WaitGroup
	const each = 10
	for w := range writers {
		wg.Go(func() {
			for n := range each {
				r := store.Review{Claim: id, State: store.States[n%len(store.States)], Who: fmt.Sprint("reviewer ", w), Note: fmt.Sprint(n)}
				if _, err := stores[w%2].Review(t.Context(), r); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	all := reviewsOf(t, stores[1], store.ReviewQuery{Limit: store.MostLimit})
	equal(t, "reviews", len(all), writers*each)
	for i, r := range all {
		if i > 0 && r.Number >= all[i-1].Number {
			t.Errorf("number %d comes behind %d", r.Number, all[i-1].Number)
		}
	}
	row, err := stores[0].Claim(t.Context(), id)
	if err != nil || row.State != all[0].State {
		t.Errorf("the state is %s, the latest review says %s: %v", row.State, all[0].State, err)
	}
}

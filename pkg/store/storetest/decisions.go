package storetest

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// speech is an article in which one person says one thing. The entity's id is its name after "name1:".
func speech(t testing.TB, n int, name string) store.Entry {
	text := fmt.Sprintf("%s said %d things.", name, n)
	m := article(t, isnad.Article{Outlet: "Wire", Published: fmt.Sprintf("2021-01-%02d", n), Language: isnad.English, Text: text})
	who := m.named(name, isnad.Person, "name1:"+name, name, isnad.BasisPattern, 0.9)
	m.said(strings.TrimSuffix(text, "."), "said", fmt.Sprintf("%d things", n), isnad.Say, name, who).Mentions = []int{who}
	return m.entry(1)
}

func decide(t testing.TB, s store.Store, entity string, v store.Verdict, into string) store.EntityDecision {
	t.Helper()
	d, err := s.Decide(t.Context(), store.EntityDecision{Entity: entity, Verdict: v, Into: into, Who: "Lois", Note: "لأنّ"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func entity(t testing.TB, s store.Store, id string) store.Entity {
	t.Helper()
	got := entities(t, s, store.EntityQuery{ID: id})
	if len(got) != 1 {
		t.Fatalf("%d entities have the id %s", len(got), id)
	}
	return got[0]
}

// listed gives the names of entities, in order.
func listed(t testing.TB, s store.Store, q store.EntityQuery) string {
	t.Helper()
	var out []string
	for _, e := range entities(t, s, q) {
		out = append(out, e.Name)
	}
	return strings.Join(out, " ")
}

func verdicts(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, speech(t, 1, "Ann"), speech(t, 2, "Bob"))
	equal(t, "at first", entity(t, s, "name1:Ann").Verdict, store.VerdictNew)
	first := decide(t, s, "name1:Ann", store.VerdictConfirmed, "")
	second := decide(t, s, "name1:Ann", store.VerdictIgnored, "")
	if first.Number <= 0 || second.Number <= first.Number || first.At.IsZero() || first.Who != "Lois" || first.Note != "لأنّ" {
		t.Errorf("%+v, %+v", first, second)
	}
	equal(t, "now", entity(t, s, "name1:Ann").Verdict, store.VerdictIgnored)
	log, err := s.EntityDecisions(t.Context(), "name1:Ann")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "the log", log, []store.EntityDecision{second, first})
	for v, want := range map[store.Verdict]string{"": "Bob Ann", store.VerdictNew: "Bob", store.VerdictIgnored: "Ann", store.VerdictConfirmed: "", store.VerdictMerged: ""} {
		equal(t, "verdict "+string(v), listed(t, s, store.EntityQuery{Verdict: v}), want)
	}
	equal(t, "claims of what is ignored", len(ask(t, s, store.Query{Entity: "name1:Ann"})), 1)
	for _, x := range nowhere {
		if log, err := s.EntityDecisions(t.Context(), x); err != nil || len(log) != 0 {
			t.Errorf("%q: %+v, %v", x, log, err)
		}
	}
}

func badDecisions(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, speech(t, 1, "Ann"), speech(t, 2, "Bob"))
	const ann, bob = "name1:Ann", "name1:Bob"
	for _, d := range []store.EntityDecision{
		{}, {Entity: ann, Verdict: store.VerdictNew}, {Verdict: store.VerdictNew, Who: "x"}, {Entity: ann, Verdict: "wrong", Who: "x"}, {Entity: ann, Verdict: store.VerdictMerged, Who: "x"},
		{Entity: ann, Verdict: store.VerdictMerged, Into: ann, Who: "x"}, {Entity: ann, Verdict: store.VerdictConfirmed, Into: bob, Who: "x"}, {Entity: ann, Verdict: store.VerdictNew, Who: " "},
		{Entity: ann, Verdict: store.VerdictNew, Who: "x", Note: "\x00"}, {Entity: "\xff", Verdict: store.VerdictNew, Who: "x"}, {Entity: ann, Verdict: store.VerdictMerged, Into: "\x00", Who: "x"},
	} {
		if _, err := s.Decide(t.Context(), d); !isnad.IsBadInput(err) {
			t.Errorf("%+v: %v", d, err)
		}
	}
	for _, d := range []store.EntityDecision{{Entity: "none", Verdict: store.VerdictNew, Who: "x"}, {Entity: ann, Verdict: store.VerdictMerged, Into: "none", Who: "x"}, {Entity: "'", Verdict: store.VerdictMerged, Into: ann, Who: "x"}} {
		if _, err := s.Decide(t.Context(), d); !isNotFound(err) {
			t.Errorf("%+v: %v", d, err)
		}
	}
	decide(t, s, ann, store.VerdictMerged, bob)
	if _, err := s.Decide(t.Context(), store.EntityDecision{Entity: bob, Verdict: store.VerdictMerged, Into: ann, Who: "x"}); !isnad.IsBadInput(err) {
		t.Errorf("a ring: %v", err)
	}
	equal(t, "Bob", entity(t, s, bob).Verdict, store.VerdictNew)
	if log, err := s.EntityDecisions(t.Context(), bob); err != nil || len(log) != 0 {
		t.Errorf("what was refused stands in the log: %+v, %v", log, err)
	}
}

func merges(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, speech(t, 1, "Ann"), speech(t, 2, "Anna"), speech(t, 3, "Anne"), speech(t, 4, "Bob"))
	const ann, anna, anne, bob = "name1:Ann", "name1:Anna", "name1:Anne", "name1:Bob"
	decide(t, s, anna, store.VerdictMerged, ann)
	if e := entity(t, s, anna); e.Verdict != store.VerdictMerged || e.MergedInto != ann || e.Articles != 0 { // its articles are the other's
		t.Errorf("%+v", e)
	}
	if e := entity(t, s, ann); e.Verdict != store.VerdictNew || e.MergedInto != "" || e.Articles != 2 || strings.Join(e.Names, " ") != "Anna" {
		t.Errorf("%+v", e)
	}
	equal(t, "listed", listed(t, s, store.EntityQuery{}), "Bob Anne Ann")
	equal(t, "listed as merged", listed(t, s, store.EntityQuery{Verdict: store.VerdictMerged}), "Anna")
	equal(t, "found by the name of what was merged into it", listed(t, s, store.EntityQuery{Name: "anna"}), "Ann")
	for _, id := range []string{ann, anna} {
		equal(t, "claims of "+id, tags(t, s, store.Query{Entity: id}), "Anna Ann")
		equal(t, "claims of a word that names "+id, tags(t, s, store.Query{Text: "queen", Names: map[string][]string{"queen": {id}}}), "Anna Ann")
		equal(t, "count of "+id, count(t, s, store.Query{Entity: id}).Claims, 2)
	}
	equal(t, "claims of a name", tags(t, s, store.Query{Entity: "Anna"}), "Anna")

	d := decide(t, s, anne, store.VerdictMerged, anna) // which is Ann by now
	equal(t, "where it went", d.Into, ann)
	equal(t, "Anne", entity(t, s, anne).MergedInto, ann)
	decide(t, s, ann, store.VerdictMerged, bob) // and all with it
	for _, id := range []string{ann, anna, anne} {
		equal(t, id, entity(t, s, id).MergedInto, bob)
	}
	for _, id := range []string{ann, anna, anne, bob} {
		equal(t, "claims of "+id, tags(t, s, store.Query{Entity: id}), "Bob Anne Anna Ann")
	}
	if e := entity(t, s, bob); e.Articles != 4 || strings.Join(e.Names, " ") != "Ann Anna Anne" {
		t.Errorf("%+v", e)
	}
	equal(t, "listed", listed(t, s, store.EntityQuery{}), "Bob")

	anni := speech(t, 7, "Anni")
	anni.Record.Mentions[0].Entity = anna // another name of what was merged
	put(t, s, speech(t, 5, "Anna"), speech(t, 6, "Eve"), anni)
	equal(t, "claims to come", tags(t, s, store.Query{Entity: bob}), "Anni Anna Bob Anne Anna Ann")
	if e := entity(t, s, bob); e.Articles != 6 || strings.Join(e.Names, " ") != "Ann Anna Anne Anni" {
		t.Errorf("%+v", e)
	}
	equal(t, "found by a name that came later", listed(t, s, store.EntityQuery{Name: "anni"}), "Bob")
	equal(t, "listed", listed(t, s, store.EntityQuery{}), "Eve Bob")

	if _, err := s.Decide(t.Context(), store.EntityDecision{Entity: anna, Verdict: store.VerdictConfirmed, Who: "x"}); !isnad.IsBadInput(err) {
		t.Errorf("a decision about what is another by now: %v", err)
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Entities != 2 || n.Waiting != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}

// Whoever merges what at the same time, an entity never goes into one that went elsewhere, nor round in a ring.
func manyMerges(t *testing.T, open Opener) {
	stores := []store.Store{opened(t, open), opened(t, open)}
	const n = 10
	id := func(i int) string { return fmt.Sprint("name1:N", i%n) }
	for i := range n {
		put(t, stores[0], speech(t, i+1, fmt.Sprint("N", i)))
	}
	var wg sync.WaitGroup
	var merged atomic.Int64
	for w := range writers {
		wg.Go(func() {
			for i := range n {
				d := store.EntityDecision{Entity: id(i + w), Verdict: store.VerdictMerged, Into: id(3*i + w*w + 1), Who: "x"}
				switch _, err := stores[w%2].Decide(t.Context(), d); {
				case err == nil:
					merged.Add(1)
				case !isnad.IsBadInput(err):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	claims, roots := 0, 0
	for i := range n {
		e := entity(t, stores[1], id(i))
		if e.MergedInto == "" {
			roots++
			claims += len(ask(t, stores[0], store.Query{Entity: e.ID}))
			continue
		}
		if into := entity(t, stores[1], e.MergedInto); into.MergedInto != "" || e.Verdict != store.VerdictMerged {
			t.Errorf("%s is %s and went into %s, which went into %q", e.ID, e.Verdict, e.MergedInto, into.MergedInto)
		}
	}
	equal(t, "claims of all that were not merged", claims, n)
	equal(t, "merges", int(merged.Load()), n-roots)
	if roots == n || roots == 0 {
		t.Errorf("%d of %d are left", roots, n)
	}
}

// An article that names both is one article, and one that names the merged one only by a nested name is none.
func mergedInOneArticle(t *testing.T, open Opener) {
	s := opened(t, open)
	m := article(t, isnad.Article{Text: "Ann and Anna said so."})
	a := m.named("Ann", isnad.Person, "name1:Ann", "Ann", isnad.BasisPattern, 0.9)
	b := m.named("Anna", isnad.Person, "name1:Anna", "Anna", isnad.BasisPattern, 0.9)
	m.said("Ann and Anna said so", "said", "so", isnad.Say, "Ann", a).Mentions = []int{a, b}
	put(t, s, m.entry(1))
	decide(t, s, "name1:Anna", store.VerdictMerged, "name1:Ann")
	equal(t, "articles", entity(t, s, "name1:Ann").Articles, 1)
	equal(t, "claims", len(ask(t, s, store.Query{Entity: "name1:Anna"})), 1)
}

// What was merged is nothing new any more, and what was announced is not announced again.
func mergedAreNotAnnounced(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, speech(t, 1, "Ann"), learned(t, isnad.Article{Outlet: "x", Text: "Foo Bar."}, 0.1).entry(1))
	equal(t, "at first", names(t, s), "Ann")
	foo := isnad.NameEntity(isnad.Organisation, "Foo Bar")
	decide(t, s, foo, store.VerdictMerged, "name1:Ann")
	if n, err := s.Stats(t.Context()); err != nil || n.Waiting != 0 || n.Entities != 1 {
		t.Errorf("what was merged does not wait: %+v, %v", n, err)
	}
	put(t, s, learned(t, isnad.Article{Outlet: "y", Text: "Foo Bar came."}, 0.99).entry(1), speech(t, 2, "Ann"))
	equal(t, "after the merge", names(t, s), "Ann")
}

// What people ignore is no news. Once they think better of it, it is what it was.
func ignoredAreNotAnnounced(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, learned(t, isnad.Article{Outlet: "x", Text: "Foo Bar."}, 0.1).entry(1))
	foo := isnad.NameEntity(isnad.Organisation, "Foo Bar")
	decide(t, s, foo, store.VerdictIgnored, "")
	put(t, s, learned(t, isnad.Article{Outlet: "z", Text: "Foo Bar went."}, 0.99).entry(1))
	equal(t, "ignored", names(t, s), "")
	decide(t, s, foo, store.VerdictNew, "")
	put(t, s, learned(t, isnad.Article{Outlet: "z", Text: "Foo Bar is back."}, 0.99).entry(1))
	equal(t, "as new as before", names(t, s), "Foo Bar")
}

func moreEntityFilters(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1), storm(t).entry(1), speech(t, 9, "Ann"))
	undated := article(t, isnad.Article{Text: "Zed is here."})
	undated.named("Zed", isnad.Person, "", "Zed", isnad.BasisPattern, 0.9)
	undated.named("here", isnad.Person, isnad.NameEntity(isnad.Person, "Zed"), "Hereward", isnad.BasisPattern, 0.9)
	undated.r.Mentions[1].Nested = true // in a longer name it is none of its own
	put(t, s, undated.entry(1))
	for _, test := range []struct {
		q    store.EntityQuery
		want string
	}{
		{store.EntityQuery{SeenFrom: "2020-03-01"}, "Ann Jane Roe"},
		{store.EntityQuery{SeenTo: "2020-03-01"}, "Jane Roe تنظيم الدولة الإسلامية رعد الكعبي"},
		{store.EntityQuery{SeenFrom: "2020-02-11", SeenTo: "2020-12-31"}, "Jane Roe"},
		{store.EntityQuery{Name: "داعش"}, "تنظيم الدولة الإسلامية"}, // as a text spells it
		{store.EntityQuery{Name: "دولة", Kind: "organisation", SeenTo: "2020-02-10"}, "تنظيم الدولة الإسلامية"},
		{store.EntityQuery{Name: "داعش", Kind: "person"}, ""},
		{store.EntityQuery{Name: "Hereward"}, ""},
		{store.EntityQuery{Name: "%"}, ""},
		{store.EntityQuery{Name: "' OR 1=1 --"}, ""},
		{store.EntityQuery{Kind: "' OR 1=1 --"}, ""},
		{store.EntityQuery{ID: "'"}, ""},
	} {
		equal(t, fmt.Sprintf("%+v", test.q), listed(t, s, test.q), test.want)
	}
	if e := entity(t, s, "org/isis"); strings.Join(e.Names, ",") != "داعش" {
		t.Errorf("%+v", e)
	}
	for _, e := range entities(t, s, store.EntityQuery{}) {
		if e.Names != nil {
			t.Errorf("names that nobody asked for: %+v", e)
		}
	}
}

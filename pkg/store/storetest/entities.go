package storetest

import (
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// names gives the names in the outbox, oldest first.
func names(t testing.TB, s store.Store) string {
	t.Helper()
	var out []string
	for _, a := range pending(t, s, 1000) {
		out = append(out, a.Name)
	}
	return strings.Join(out, ", ")
}

func pending(t testing.TB, s store.Store, limit int) []wire.Announcement {
	t.Helper()
	got, err := s.Pending(t.Context(), limit)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func drain(t testing.TB, s store.Store) {
	t.Helper()
	var ids []int64
	for _, a := range pending(t, s, 1000) {
		ids = append(ids, a.ID)
	}
	if err := s.Announced(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
}

func entities(t testing.TB, s store.Store, q store.EntityQuery) []store.Entity {
	t.Helper()
	got, err := s.Entities(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func onceForEver(t *testing.T, open Opener) {
	first, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := sites(t)
	put(t, first, m.entry(1))
	got := pending(t, first, 10)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	want := wire.Announcement{
		ID: got[0].ID, Entity: isnad.NameEntity(isnad.Person, "رعد الكعبي"), Kind: isnad.Person, Name: "رعد الكعبي",
		Sentence: strings.Split(m.r.Article.Text, "\n")[1], ArticleID: m.r.Article.ID, Outlet: "ديارنا", URL: "https://example.org/ar/1",
		Published: "2020-02-10", Language: "ar", Confidence: 0.95, Basis: isnad.BasisPattern,
	}
	equal(t, "announcement", got[0], want)
	drain(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s := opened(t, open)
	put(t, s, revised(t, "build-2", isnad.Warn, 2))
	other := article(t, isnad.Article{Outlet: "x", Text: "Nothing but رعد الكعبي here."})
	other.named("رعد الكعبي", isnad.Person, "", "رعد الكعبي", isnad.BasisLexicon, 1)
	equal(t, "elsewhere", put(t, s, other.entry(1)), store.Receipt{Articles: 1, Revisions: 1, Current: 1})
	if got := names(t, s); got != "" {
		t.Errorf("announced again: %s", got)
	}
	e := entities(t, s, store.EntityQuery{ID: want.Entity})
	if len(e) != 1 || e[0].Articles != 2 || !e[0].Announced || e[0].Sentence != want.Sentence || e[0].Article.ID != want.ArticleID || e[0].Confidence != 1 {
		t.Errorf("%+v", e)
	}
}

// learned is an article that names Foo Bar, for all that the tagger knows.
func learned(t testing.TB, a isnad.Article, confidence float64) *maker {
	m := article(t, a)
	m.named("Foo Bar", isnad.Organisation, "", "Foo Bar", isnad.BasisLearned, confidence)
	m.named("Bar", isnad.Organisation, isnad.NameEntity(isnad.Organisation, "Foo Bar"), "Foo Bar", isnad.BasisMemory, 0.7) // no evidence of its own
	return m
}

func learnedWaits(t *testing.T, open Opener) {
	s := opened(t, open)
	first := isnad.Article{Outlet: "x", URL: "https://x/1", Text: "It rained. Then Foo Bar came."}
	put(t, s, learned(t, first, 0.6).entry(1))
	put(t, s, learned(t, first, 0.6).by("build-2", "tables-1", 2))
	version, copied, second := first, first, first
	version.Text = "It rained hard. Then Foo Bar came."
	copied.Outlet, copied.URL = "y", "https://y/1"
	second.URL, second.Text = "https://x/2", "Foo Bar went."
	put(t, s, learned(t, version, 0.7).entry(1), learned(t, copied, 0.6).entry(1))
	if got := names(t, s); got != "" {
		t.Errorf("announced for a version and a copy: %s", got)
	}
	if e := entities(t, s, store.EntityQuery{}); len(e) != 1 || e[0].Announced || e[0].Articles != 3 || e[0].Confidence != 0.7 {
		t.Errorf("%+v", e)
	}
	equal(t, "second article", put(t, s, learned(t, second, 0.5).entry(1)).Announced, 1)
	if got := pending(t, s, 9); len(got) != 1 || got[0].Sentence != "Then Foo Bar came." || got[0].URL != "https://x/1" || got[0].Basis != isnad.BasisLearned || got[0].Confidence != 0.7 {
		t.Errorf("%+v", got)
	}
	equal(t, "third article", put(t, s, learned(t, isnad.Article{Text: "Foo Bar again."}, 0.95).entry(1)).Announced, 0)

	sure := article(t, isnad.Article{Text: "Ping Pong and Tic Tac and Hop Hop."})
	sure.named("Ping Pong", isnad.Organisation, "", "Ping Pong", isnad.BasisLearned, 0.9)
	sure.named("Tic Tac", isnad.Organisation, "", "Tic Tac", isnad.BasisLearned, 0.89)
	sure.named("Hop Hop", isnad.Organisation, "", "Hop Hop", isnad.BasisHead, 0.3)
	drain(t, s)
	put(t, s, sure.entry(1))
	if got := names(t, s); got != "Ping Pong, Hop Hop" {
		t.Errorf("announced: %s", got)
	}
	sure.r.Mentions[1].Basis = isnad.BasisLexicon // the lexicon learned it
	equal(t, "new lexicon", put(t, s, sure.by("build-1", "tables-2", 2)).Announced, 1)
}

func nestedNames(t *testing.T, open Opener) {
	s := opened(t, open)
	m := article(t, isnad.Article{Text: "The London Bridge attack, said the Russian army."})
	m.named("London", isnad.Place, "place/london", "London", isnad.BasisLexicon, 1)
	m.named("London Bridge attack", isnad.Event, "event/lb", "London Bridge attack", isnad.BasisLexicon, 1)
	m.named("Russian", isnad.Place, "place/russia", "Russia", isnad.BasisLexicon, 1)
	m.r.Mentions[0].Nested = true
	m.r.Mentions[2].Form = isnad.FormDemonym
	put(t, s, m.entry(1))
	if got := names(t, s); got != "London Bridge attack" {
		t.Errorf("announced: %s", got)
	}
	if got := entities(t, s, store.EntityQuery{}); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	m.r.Mentions[0].Nested, m.r.Mentions = false, m.r.Mentions[:1]
	put(t, s, m.by("build-2", "tables-1", 2))
	if got := entities(t, s, store.EntityQuery{ID: "event/lb"}); len(got) != 1 || got[0].Articles != 0 {
		t.Errorf("no current revision names it: %+v", got)
	}
}

func entityFilters(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1), storm(t).entry(1), learned(t, isnad.Article{Text: "Foo Bar."}, 0.1).entry(1))
	for _, test := range []struct {
		q    store.EntityQuery
		want string
	}{
		{store.EntityQuery{}, "Foo Bar, Jane Roe, تنظيم الدولة الإسلامية, رعد الكعبي"}, // latest first
		{store.EntityQuery{Announced: true, Limit: 1}, "Jane Roe"},
		{store.EntityQuery{Kind: "person"}, "Jane Roe, رعد الكعبي"},
		{store.EntityQuery{Name: "JANE"}, "Jane Roe"},
		{store.EntityQuery{Name: "الدوله الاسلاميه"}, "تنظيم الدولة الإسلامية"},
		{store.EntityQuery{ID: "org/isis"}, "تنظيم الدولة الإسلامية"},
		{store.EntityQuery{ID: "org"}, ""},
	} {
		var got []string
		for _, e := range entities(t, s, test.q) {
			got = append(got, e.Name)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%+v: %q", test.q, got)
		}
	}
	seen, q := 0, store.EntityQuery{Limit: 1}
	for page := entities(t, s, q); len(page) > 0; page = entities(t, s, q) {
		q.After = page[0].Number
		seen++
	}
	equal(t, "entities page by page", seen, 4)
}

func outbox(t *testing.T, open Opener) {
	s := opened(t, open)
	for n := range 10 {
		put(t, s, numbered(t, n, n+1).entry(1))
	}
	seen := map[int64]bool{}
	for {
		batch := pending(t, s, 4)
		if len(batch) == 0 {
			break
		}
		equal(t, "asked twice", pending(t, s, 4), batch)
		var ids []int64
		for _, a := range batch {
			if seen[a.ID] || a.ID <= 0 {
				t.Fatalf("row %d comes twice", a.ID)
			}
			seen[a.ID] = true
			ids = append(ids, a.ID)
		}
		for range 2 { // marking twice does no harm
			if err := s.Announced(t.Context(), ids); err != nil {
				t.Fatal(err)
			}
		}
	}
	equal(t, "announced", len(seen), 10)
	put(t, s, sites(t).entry(1))
	for _, a := range pending(t, s, 10) {
		if seen[a.ID] {
			t.Errorf("number %d is used again: a relay that is late would mark what was not sent", a.ID)
		}
	}
}

func stats(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1), revised(t, "build-2", isnad.Warn, 2), storm(t).entry(1), learned(t, isnad.Article{Text: "Foo Bar."}, 0.1).entry(1), numbered(t, 1, 3).entry(1))
	got, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "stats", got, store.Stats{
		Articles: 4, Revisions: 5, Claims: 6, Figures: 5, Entities: 7, Waiting: 1, Outbox: 6, Latest: 4,
		Outlets:   []store.Share{{Name: "", Articles: 1}, {Name: "The Daily Planet", Articles: 1, Claims: 2}, {Name: "Wire", Articles: 1, Claims: 3}, {Name: "ديارنا", Articles: 1, Claims: 1}},
		Languages: []store.Share{{Name: "en", Articles: 2, Claims: 5}, {Name: "", Articles: 1}, {Name: "ar", Articles: 1, Claims: 1}},
	})
}

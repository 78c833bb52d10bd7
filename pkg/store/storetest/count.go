package storetest

import (
	"fmt"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func count(t testing.TB, s store.Store, q store.Query) store.Counts {
	t.Helper()
	got, err := s.Count(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", shown(q), err)
	}
	return got
}

func counts(t *testing.T, open Opener) {
	s := opened(t, open)
	equal(t, "nothing", count(t, s, store.Query{}), store.Counts{Complete: true})
	put(t, s, newsroom(t)...)
	review(t, s, store.Review{Claim: ask(t, s, store.Query{Text: "one"})[0].Claim.ID, State: store.StateConfirmed, Who: "Lois"})
	equal(t, "everything", count(t, s, store.Query{}), store.Counts{
		Claims: 5, Complete: true,
		Outlets:   []store.Tally{{Value: "Alpha", Claims: 3}, {Value: "Beta", Claims: 2}},
		Kinds:     []store.Tally{{Value: "indirect", Claims: 3}, {Value: "document", Claims: 1}, {Value: "narrated", Claims: 1}},
		Stances:   []store.Tally{{Value: "say", Claims: 2}, {Value: "deny", Claims: 1}, {Value: "warn", Claims: 1}}, // what has none is not counted
		Languages: []store.Tally{{Value: "en", Claims: 3}, {Value: "ar", Claims: 2}},
		States:    []store.Tally{{Value: "new", Claims: 4}, {Value: "confirmed", Claims: 1}},
	})
	q := store.Query{Outlet: "Alpha", FigureMin: "20", Limit: 1, Sort: store.SortEarliest, After: store.Key{Day: "2021-01-05", Article: 1 << 40}.String()}
	equal(t, "something, whatever the page", count(t, s, q), store.Counts{
		Claims: 1, Complete: true, Outlets: []store.Tally{{Value: "Alpha", Claims: 1}}, Kinds: []store.Tally{{Value: "indirect", Claims: 1}},
		Stances: []store.Tally{{Value: "deny", Claims: 1}}, Languages: []store.Tally{{Value: "en", Claims: 1}}, States: []store.Tally{{Value: "new", Claims: 1}},
	})
	for _, q := range []store.Query{{}, {Voice: store.VoiceAnonymous}, {Text: "ships"}, {State: store.StateConfirmed}, {SaidTo: "2021-01-01"}, {Since: 1}} {
		equal(t, shown(q), count(t, s, q).Claims, len(ask(t, s, q)))
	}
}

// Of more claims than are counted, the first ones in the order of Claims are.
func countsOfVeryMany(t *testing.T, open Opener) {
	s := opened(t, open)
	const each = store.MostCounted / 4
	for n, day := range []string{"2021-01-05", "2021-01-04", "2021-01-03", "2021-01-02"} {
		put(t, s, crowd(t, fmt.Sprint("Outlet ", n), day, each).entry(1))
	}
	got := count(t, s, store.Query{})
	if got.Claims != store.MostCounted || !got.Complete || len(got.Outlets) != 4 {
		t.Errorf("all that are counted: %+v", got)
	}
	put(t, s, crowd(t, "Later", "2021-01-06", 7).entry(1))
	got = count(t, s, store.Query{})
	if got.Claims != store.MostCounted || got.Complete {
		t.Errorf("%d claims, complete: %v", got.Claims, got.Complete)
	}
	equal(t, "outlets", got.Outlets, []store.Tally{
		{Value: "Outlet 0", Claims: each}, {Value: "Outlet 1", Claims: each}, {Value: "Outlet 2", Claims: each}, {Value: "Outlet 3", Claims: each - 7}, {Value: "Later", Claims: 7},
	})
	equal(t, "one outlet", count(t, s, store.Query{Outlet: "Outlet 3"}).Claims, each)
	equal(t, "the other order", count(t, s, store.Query{Sort: store.SortEarliest}), got)
}

// crowd is an article of very many claims that are short.
func crowd(t testing.TB, outlet, day string, claims int) *maker {
	lines := make([]line, claims)
	var text strings.Builder
	for i := range lines {
		lines[i] = line{text: fmt.Sprintf("c%d fell", i)}
		fmt.Fprintf(&text, "%s\n", lines[i].text)
	}
	m := article(t, isnad.Article{Outlet: outlet, Published: day, Language: isnad.English, Text: text.String()})
	for _, l := range lines {
		m.tell(l)
	}
	return m
}

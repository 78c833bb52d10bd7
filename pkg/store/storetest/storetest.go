// Package storetest is the suite that every store must pass: what package store promises, and nothing of how it is kept. A store's own
// tests call Run, and its benchmarks Benchmark.
//
// Records are built here by hand, so that a fault of extraction is no fault of the store.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Opener opens one and the same place each time it is called: two stores that it gave share what they hold, as two processes would.
type Opener func(ctx context.Context) (store.Store, error)

// Run holds a store to its promises. place makes a new, empty place.
func Run(t *testing.T, place func(t testing.TB) Opener) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, open Opener)
	}{
		{"PutTwiceIsPutOnce", putTwice},
		{"TheHighestRunIsCurrent", highestRun},
		{"ALaterRunOfTheSameProgram", sameProgram},
		{"AnOlderRunLeavesNoTraceInClaims", olderRun},
		{"BadRecordsAreRefused", badRecords},
		{"ABatchIsAllOrNone", allOrNone},
		{"NothingIsFoundInAnEmptyStore", empty},
		{"RowsReadWithoutTheirRecord", rows},
		{"Filters", filters},
		{"ArabicSearch", arabicSearch},
		{"ReplacedWordsAreForgotten", replacedWords},
		{"QuestionsThatMakeNoSense", badQuestions},
		{"HostileText", hostileText},
		{"PagesAreWholeAndWithoutDoubles", large(pages)},
		{"AnEntityIsAnnouncedOnceForEver", onceForEver},
		{"ALearnedNameWaits", learnedWaits},
		{"NamesInsideNamesDoNotCount", nestedNames},
		{"EntityFilters", entityFilters},
		{"TheOutboxIsEmptied", outbox},
		{"Stats", stats},
		{"NamesAndSpellings", large(searchByNames)},
		{"SpitefulQuestions", large(spitefulQuestions)},
		{"SpitefulRecords", large(spitefulRecords)},
		{"WordsAsLongAsABook", large(longWords)},
		{"MoreFilters", newFilters},
		{"WhatCameSince", since},
		{"TheOrdersAreMirrors", large(bothOrders)},
		{"TheOrderOfADay", orderOfADay},
		{"PagesInBothOrdersWhileWriting", pagesInBothOrders},
		{"OneClaim", oneClaim},
		{"MoreQuestionsThatMakeNoSense", moreBadQuestions},
		{"Counts", counts},
		{"CountsOfVeryMany", large(countsOfVeryMany)},
		{"Revisions", revisions},
		{"HeadsOfArticlesFollow", headsFollow},
		{"Versions", versions},
		{"AllArticles", allArticles},
		{"Reviews", reviews},
		{"AStateOutlivesRevisions", stateOutlivesRevisions},
		{"BadReviews", badReviews},
		{"ManyReviewers", manyReviewers},
		{"Verdicts", verdicts},
		{"BadDecisions", badDecisions},
		{"Merges", merges},
		{"ManyMergesAtOnce", manyMerges},
		{"MergedInOneArticle", mergedInOneArticle},
		{"WhatWasMergedIsNotAnnounced", mergedAreNotAnnounced},
		{"WhatIsIgnoredIsNotAnnounced", ignoredAreNotAnnounced},
		{"MoreEntityFilters", moreEntityFilters},
		{"SavedSearches", searches},
		{"AnnouncementsFromAnyNumber", announcements},
		{"ManyWriters", manyWriters},
		{"ManyOpenAtOnce", manyOpen},
		{"TheEndOfTheContext", cancelled},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, place(t)) })
	}
}

// large marks a test of one goroutine that reads or writes much: it takes long under the race detector, to which it tells nothing. The run
// without -short does it.
func large(run func(t *testing.T, open Opener)) func(t *testing.T, open Opener) {
	return func(t *testing.T, open Opener) {
		if testing.Short() {
			t.Skip("one goroutine, and much to do: the run without -short does it")
		}
		run(t, open)
	}
}

// opened opens a store that is closed at the end of the test.
func opened(t testing.TB, open Opener) store.Store {
	t.Helper()
	s, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// shown is a question as people read it.
func shown(q store.Query) string {
	v := q.Values()
	out := make([]string, 0, len(v)+1)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		out = append(out, fmt.Sprintf("%s=%.80q", name, v.Get(name)))
	}
	if len(q.Names) > 0 {
		out = append(out, fmt.Sprintf("names=%.80q", q.Names))
	}
	return "{" + strings.Join(out, " ") + "}"
}

func put(t testing.TB, s store.Store, entries ...store.Entry) store.Receipt {
	t.Helper()
	receipt, err := s.Put(t.Context(), entries)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// ask gives all rows that answer a question, page by page.
func ask(t testing.TB, s store.Store, q store.Query) []store.Row {
	t.Helper()
	var out []store.Row
	for range 10_000 {
		page, err := s.Claims(t.Context(), q)
		if err != nil {
			t.Fatalf("%s: %v", shown(q), err)
		}
		if out = append(out, page.Rows...); page.Next == "" {
			return out
		}
		q.After = page.Next
	}
	t.Fatal("the pages have no end")
	return nil
}

// diff tells what is different. No elements and no list are the same.
func diff(a, b any) string {
	if reflect.DeepEqual(a, b) { // much faster, and nearly always so
		return ""
	}
	return cmp.Diff(a, b, cmpopts.EquateEmpty())
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func current(t testing.TB, s store.Store, id string) *isnad.Record {
	t.Helper()
	r, err := s.Record(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func putTwice(t *testing.T, open Opener) {
	s := opened(t, open)
	e := sites(t).entry(1)
	equal(t, "first", put(t, s, e), store.Receipt{Articles: 1, Revisions: 1, Current: 1, Announced: 2})
	before := ask(t, s, store.Query{})
	equal(t, "again", put(t, s, e, e), store.Receipt{Stored: 2})
	equal(t, "claims", ask(t, s, store.Query{}), before)
	equal(t, "record", current(t, s, e.Record.Article.ID), e.Record)
	equal(t, "both in a batch", put(t, s, storm(t).entry(1), storm(t).entry(1)), store.Receipt{Articles: 1, Revisions: 1, Current: 1, Stored: 1, Announced: 1})
}

// revised gives the article of sites as other programs see it: with another stance, and without its figure.
func revised(t testing.TB, extractor string, stance isnad.Stance, run uint64) store.Entry {
	m := sites(t)
	m.r.Claims[0].Cue.Stance = stance
	m.r.Claims[0].Figures, m.r.Figures = nil, nil
	return m.by(extractor, "tables-1", run)
}

func highestRun(t *testing.T, open Opener) {
	s := opened(t, open)
	old, next, tied := sites(t).entry(3), revised(t, "build-2", isnad.Warn, 7), revised(t, "build-3", isnad.Deny, 7)
	put(t, s, old)
	equal(t, "next", put(t, s, next), store.Receipt{Revisions: 1, Current: 1})
	equal(t, "tied", put(t, s, tied), store.Receipt{Revisions: 1})
	equal(t, "old again", put(t, s, old), store.Receipt{Stored: 1})
	equal(t, "record", current(t, s, old.Record.Article.ID), next.Record)
	if got := ask(t, s, store.Query{}); len(got) != 1 || got[0].Stance() != isnad.Warn {
		t.Errorf("claims: %+v", got)
	}
	for name, q := range map[string]store.Query{"the old stance": {Stance: "say"}, "the old figure": {FigureMin: "1"}} {
		if got := ask(t, s, q); len(got) != 0 {
			t.Errorf("%s is found still: %+v", name, got)
		}
	}
	if got := ask(t, s, store.Query{Text: "مواقع"}); len(got) != 0 {
		t.Errorf("words that are not in the evidence are found: %+v", got)
	}
	if got := ask(t, s, store.Query{Text: "الشرطة"}); len(got) != 1 {
		t.Errorf("%d claims are found by their words, want 1: the index must follow", len(got))
	}
}

func sameProgram(t *testing.T, open Opener) {
	s := opened(t, open)
	a, b := sites(t).entry(1), revised(t, "build-2", isnad.Warn, 2)
	put(t, s, a, b)
	equal(t, "replay", put(t, s, sites(t).entry(5)), store.Receipt{Current: 1})
	equal(t, "record", current(t, s, a.Record.Article.ID), a.Record)
	if got := ask(t, s, store.Query{Stance: "say"}); len(got) != 1 {
		t.Errorf("%d claims of the replay", len(got))
	}
	equal(t, "the other again", put(t, s, b), store.Receipt{Stored: 1})
	equal(t, "a late one between", put(t, s, revised(t, "build-2", isnad.Warn, 4)), store.Receipt{})
	equal(t, "record", current(t, s, a.Record.Article.ID), a.Record)
	equal(t, "nothing new but the run", put(t, s, sites(t).entry(6)), store.Receipt{Current: 1})
	if got := ask(t, s, store.Query{}); len(got) != 1 {
		t.Errorf("%d claims", len(got))
	}
}

func olderRun(t *testing.T, open Opener) {
	s := opened(t, open)
	next, old := revised(t, "build-2", isnad.Warn, 7), sites(t).entry(3)
	put(t, s, next)
	equal(t, "late", put(t, s, old), store.Receipt{Revisions: 1})
	if got := ask(t, s, store.Query{}); len(got) != 1 || got[0].Stance() != isnad.Warn || len(got[0].Figures) != 0 {
		t.Errorf("claims: %+v", got)
	}
}

func badRecords(t *testing.T, open Opener) {
	s := opened(t, open)
	for name, spoil := range map[string]func(e *store.Entry){
		"no record":         func(e *store.Entry) { e.Record = nil },
		"schema":            func(e *store.Entry) { e.Record.Schema = "isnad.record/2" },
		"text":              func(e *store.Entry) { e.Record.Article.Text += "." },
		"id":                func(e *store.Entry) { e.Record.Article.ID = "1" },
		"span":              func(e *store.Entry) { e.Record.Mentions[0].Start++ },
		"index":             func(e *store.Entry) { e.Record.Claims[0].Figures = []int{9} },
		"link":              func(e *store.Entry) { n := -1; e.Record.Claims[0].Chain[0].Mention = &n },
		"number":            func(e *store.Entry) { e.Record.Figures[0].Low = "many" },
		"lexicon":           func(e *store.Entry) { e.Record.Lexicon = "" },
		"run":               func(e *store.Entry) { e.Run = 1 << 63 },
		"nothing whatever":  func(e *store.Entry) { e.Record = &isnad.Record{} },
		"claim beyond text": func(e *store.Entry) { e.Record.Claims[0].End = 1 << 40 },
	} {
		e := sites(t).entry(1)
		spoil(&e)
		if _, err := s.Put(t.Context(), []store.Entry{e}); !isnad.IsBadInput(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Articles != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}

func allOrNone(t *testing.T, open Opener) {
	s := opened(t, open)
	bad := storm(t).entry(1)
	bad.Record.Schema = ""
	if _, err := s.Put(t.Context(), []store.Entry{sites(t).entry(1), bad}); !isnad.IsBadInput(err) {
		t.Fatal(err)
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Articles+n.Entities+n.Outbox != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}

func empty(t *testing.T, open Opener) {
	s := opened(t, open)
	if _, err := s.Record(t.Context(), "none"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	equal(t, "nothing", put(t, s), store.Receipt{})
	if got := ask(t, s, store.Query{Text: "داعش"}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got, err := s.Pending(t.Context(), 10); err != nil || len(got) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.Announced(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func cancelled(t *testing.T, open Opener) {
	s := opened(t, open)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, []store.Entry{sites(t).entry(1)}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := s.Claims(ctx, store.Query{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	equal(t, "afterwards", put(t, s, sites(t).entry(1)), store.Receipt{Articles: 1, Revisions: 1, Current: 1, Announced: 2})
}

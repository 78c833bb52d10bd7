package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"isnad/pkg/client"
	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/webtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func handler(d *desk.Desk, done chan struct{}) http.Handler {
	return web.New(web.Options{Desk: d, Guard: auth.NewGuard(auth.Options{Tokens: webtest.Tokens(), FreeReads: true}), Log: zerolog.Nop(), Done: done})
}

// serve gives a desk over a store, and the client of a server of that desk.
func serve(t *testing.T, s store.Desk) (*desk.Desk, *client.Client) {
	t.Helper()
	d := webtest.Desk(s)
	server := httptest.NewServer(handler(d, nil))
	t.Cleanup(server.Close)
	return d, connect(t, server.URL, webtest.Noura)
}

func connect(t *testing.T, url, token string) *client.Client {
	t.Helper()
	c, err := client.New(url+"/", token, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// asker is what both sides can do.
type asker interface {
	store.Desk
	Ask(q store.Query) store.Query
	Compare(ctx context.Context, q desk.CompareQuery) (desk.Comparison, error)
	Similar(ctx context.Context, claim string) ([]compare.Group, error)
}

// same are answers that are equal though one of them came over a wire: lists without elements, and what package compare keeps to itself.
var same = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(compare.Group{}, compare.Figure{})}

// Every question has the same answer from the server as from the store, and every word of it.
func TestAnswersAreThoseOfTheStore(t *testing.T) {
	s := webtest.Store(t)
	d, c := serve(t, s)
	ctx := t.Context()
	row, err := s.Claims(ctx, store.Query{Counted: "متجر", Limit: 1})
	if err != nil || len(row.Rows) != 1 {
		t.Fatal(err)
	}
	claim, record := row.Rows[0].Claim.ID, webtest.Records()[1]
	older := *record
	older.Extractor = "an older/one?"
	if _, err := s.Put(ctx, []store.Entry{{Record: &older}}); err != nil {
		t.Fatal(err)
	}
	var entities []store.Entity
	entities, err = s.Entities(ctx, store.EntityQuery{Kind: "place"})
	if err != nil || len(entities) < 2 {
		t.Fatal(len(entities), err)
	}
	// What is written comes back as it is kept.
	first := must(c.Review(ctx, store.Review{Claim: claim, State: store.StateInReview}))
	must(c.Review(ctx, store.Review{Claim: claim, State: store.StateConfirmed, Note: "ملاحظة", Correction: "٩٦ متجرا"}))
	must(c.Decide(ctx, store.EntityDecision{Entity: entities[0].ID, Verdict: store.VerdictConfirmed, Note: "نعم"}))
	must(c.Decide(ctx, store.EntityDecision{Entity: entities[1].ID, Verdict: store.VerdictMerged, Into: entities[0].ID}))
	search := must(c.SaveSearch(ctx, store.Search{Name: "ضحايا", Query: "counted=قتيل"}))
	must(c.SaveSearch(ctx, store.Search{Name: "all"}))
	if err := c.SeenSearch(ctx, search.ID, 77); err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func(a asker) (any, error){
		"Claims": func(a asker) (any, error) { return a.Claims(ctx, store.Query{}) },
		"Claims/words": func(a asker) (any, error) {
			return a.Claims(ctx, a.Ask(store.Query{Text: `telegram "300 طالب"`}))
		},
		"Claims/all": func(a asker) (any, error) {
			return a.Claims(ctx, store.Query{Text: "متجرا", Exact: true, Claim: claim, Article: row.Rows[0].Article.ID, Speaker: "غرفة", Voice: store.VoiceNamed,
				Outlet: "مرقب الأخبار", Language: "ar", State: store.StateConfirmed, FigureMin: "90", FigureMax: "130", Counted: "متجر",
				Relation: isnad.Exact, PublishedFrom: "2024-09-01", PublishedTo: "2024-09-30", Sort: store.SortEarliest, Limit: 3})
		},
		"Claims/page":        func(a asker) (any, error) { return secondPage(ctx, a) },
		"Claims/since":       func(a asker) (any, error) { return a.Claims(ctx, store.Query{Since: 3}) },
		"Claims/bad":         func(a asker) (any, error) { return a.Claims(ctx, store.Query{FigureMin: "many"}) },
		"Claims/no letters":  func(a asker) (any, error) { return a.Claims(ctx, store.Query{Text: "َ"}) },
		"Claim":              func(a asker) (any, error) { return a.Claim(ctx, claim) },
		"Claim/missing":      func(a asker) (any, error) { return a.Claim(ctx, "0123/../x") },
		"Count":              func(a asker) (any, error) { return a.Count(ctx, store.Query{Language: "ar"}) },
		"Similar":            func(a asker) (any, error) { return a.Similar(ctx, claim) },
		"Similar/missing":    func(a asker) (any, error) { return a.Similar(ctx, "nowhere") },
		"Compare":            func(a asker) (any, error) { return a.Compare(ctx, desk.CompareQuery{Counted: "متجر"}) },
		"Compare/single":     func(a asker) (any, error) { return a.Compare(ctx, desk.CompareQuery{Single: true, From: "2024-09-04"}) },
		"Compare/bad":        func(a asker) (any, error) { return a.Compare(ctx, desk.CompareQuery{From: "yesterday"}) },
		"Record":             func(a asker) (any, error) { return a.Record(ctx, record.Article.ID) },
		"Record/missing":     func(a asker) (any, error) { return a.Record(ctx, "nowhere") },
		"Revisions":          func(a asker) (any, error) { return a.Revisions(ctx, record.Article.ID) },
		"Revision":           func(a asker) (any, error) { return a.Revision(ctx, record.Article.ID, older.Extractor, older.Lexicon) },
		"Revision/missing":   func(a asker) (any, error) { return a.Revision(ctx, record.Article.ID, "x", "y") },
		"Articles":           func(a asker) (any, error) { return a.Articles(ctx, 0, 1000) },
		"Articles/page":      func(a asker) (any, error) { return a.Articles(ctx, 2, 2) },
		"Articles/none":      func(a asker) (any, error) { return a.Articles(ctx, 1_000_000, 2) },
		"Versions":           func(a asker) (any, error) { return a.Versions(ctx, record.Article.ID) },
		"Entities":           func(a asker) (any, error) { return a.Entities(ctx, store.EntityQuery{}) },
		"Entities/by id":     func(a asker) (any, error) { return a.Entities(ctx, store.EntityQuery{ID: entities[1].ID}) },
		"Entities/merged":    func(a asker) (any, error) { return a.Entities(ctx, store.EntityQuery{Verdict: store.VerdictMerged}) },
		"Entities/page":      func(a asker) (any, error) { return a.Entities(ctx, store.EntityQuery{Limit: 2, After: 4}) },
		"Entities/bad":       func(a asker) (any, error) { return a.Entities(ctx, store.EntityQuery{Verdict: "maybe"}) },
		"EntityDecisions":    func(a asker) (any, error) { return a.EntityDecisions(ctx, entities[1].ID) },
		"Announcements":      func(a asker) (any, error) { return a.Announcements(ctx, 1, 3) },
		"Announcements/many": func(a asker) (any, error) { return a.Announcements(ctx, 0, 1000) },
		"Reviews":            func(a asker) (any, error) { return a.Reviews(ctx, store.ReviewQuery{Claim: claim}) },
		"Reviews/page": func(a asker) (any, error) {
			return a.Reviews(ctx, store.ReviewQuery{Who: "noura", Limit: 1, After: first.Number + 1})
		},
		"Searches": func(a asker) (any, error) { return a.Searches(ctx) },
		"Stats":    func(a asker) (any, error) { return a.Stats(ctx) },
		"Review/missing": func(a asker) (any, error) {
			return a.Review(ctx, store.Review{Claim: "x", State: store.StateNew, Who: "noura"})
		},
		"Review/bad": func(a asker) (any, error) {
			return nil, second(a.Review(ctx, store.Review{Claim: claim, State: "sure", Who: "noura"}))
		},
		"Decide/missing": func(a asker) (any, error) {
			return nil, second(a.Decide(ctx, store.EntityDecision{Entity: "org/x", Verdict: store.VerdictIgnored, Who: "noura"}))
		},
		"Decide/bad": func(a asker) (any, error) {
			return nil, second(a.Decide(ctx, store.EntityDecision{Entity: entities[0].ID, Verdict: store.VerdictMerged, Who: "noura"}))
		},
		"SaveSearch/bad":     func(a asker) (any, error) { return nil, second(a.SaveSearch(ctx, store.Search{Who: "noura"})) },
		"SeenSearch/missing": func(a asker) (any, error) { return nil, a.SeenSearch(ctx, 1000, 1) },
		"DropSearch/missing": func(a asker) (any, error) { return nil, a.DropSearch(ctx, 1000) },
	} {
		want, wantErr := ask(d)
		got, err := ask(c)
		if kind(err) != kind(wantErr) {
			t.Errorf("%s: %v, the store says %v", name, err, wantErr)
			continue
		}
		if err != nil {
			continue
		}
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if err := c.DropSearch(ctx, search.ID); err != nil {
		t.Error(err)
	}
	if list := must(s.Searches(ctx)); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func second[T any](_ T, err error) error { return err }

func secondPage(ctx context.Context, a asker) (store.Page, error) {
	page, err := a.Claims(ctx, store.Query{Limit: 2})
	if err != nil {
		return page, err
	}
	return a.Claims(ctx, store.Query{Limit: 2, After: page.Next})
}

// kind tells what an error says to a program.
func kind(err error) string {
	switch {
	case err == nil:
		return ""
	case isnad.IsBadInput(err):
		return "bad input"
	case errors.Is(err, store.ErrNotFound):
		return "not found"
	case errors.Is(err, isnad.ErrUnavailable):
		return "unavailable"
	}
	return "other: " + err.Error()
}

// The test of answers asks by every method there is.
func TestNoMethodIsForgotten(t *testing.T) {
	known := "Claims Claim Count Record Revisions Revision Articles Versions Entities EntityDecisions Announcements Reviews Searches Stats " +
		"Review Decide SaveSearch SeenSearch DropSearch"
	desk := reflect.TypeFor[store.Desk]()
	for i := range desk.NumMethod() {
		if name := desk.Method(i).Name; !strings.Contains(" "+known+" ", " "+name+" ") {
			t.Errorf("a desk has learned %s", name)
		}
	}
}

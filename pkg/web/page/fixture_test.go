package page_test

import (
	"context"
	"io/fs"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/desk"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/web"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/download"
	"isnad/pkg/web/page"
)

// The reviewer of the tests, and what shows it.
const (
	reviewer = "نورة حداد"
	token    = "a-token-of-noura-0001"
)

// tables are read once: it takes a second.
var tables = sync.OnceValues(func() (*lexicon.Lexicon, *extract.Extractor) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	names, err := extract.ReadNames([]fs.FS{lexicons.Learned}, nil)
	if err != nil {
		panic(err)
	}
	x, err := extract.New(lex, extract.Options{Names: names})
	if err != nil {
		panic(err)
	}
	return lex, x
})

// examples are the records of the articles that come with the project.
var examples = sync.OnceValue(func() (out []*isnad.Record) {
	lex, x := tables()
	for item := range article.NewReader(lex).Files([]string{"../../../examples/articles", "../../../examples/desk"}, article.Meta{}) {
		if item.Err != nil {
			panic(item.Err)
		}
		out = append(out, x.Extract(item.Article))
	}
	return out
})

// read makes the record of a text.
func read(t testing.TB, m article.Meta, text string) *isnad.Record {
	t.Helper()
	lex, x := tables()
	a, err := article.NewReader(lex).Text("test", text, m)
	if err != nil {
		t.Fatal(err)
	}
	return x.Extract(a)
}

// site is a server over a store of its own.
type site struct {
	*httptest.Server
	store store.Store
}

func newSite(t testing.TB, records ...*isnad.Record) *site {
	t.Helper()
	s := &site{store: model.New()}
	s.put(t, records...)
	guard := auth.NewGuard(auth.Options{Tokens: auth.New([]auth.Secret{{Name: reviewer, Token: token}}), FreeReads: true})
	lex, _ := tables()
	d := desk.New(s.store, lex)
	p, err := page.New(page.Options{Desk: d, Log: zerolog.New(zerolog.NewTestWriter(t)), Who: auth.Who, SignIn: guard.SignIn, SignOut: guard.SignOut, Stream: "/api/v1/stream/entities"})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	s.Server = httptest.NewServer(web.New(web.Options{Desk: d, Guard: guard, Parts: []web.Part{p, download.Files{Desk: d}}, Done: done}))
	t.Cleanup(func() { close(done); s.Close() })
	return s
}

func (s *site) put(t testing.TB, records ...*isnad.Record) {
	t.Helper()
	entries := make([]store.Entry, len(records))
	for i, r := range records {
		entries[i] = store.Entry{Record: r, Run: 1}
	}
	if _, err := s.store.Put(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
}

// work leaves traces of people on the store: reviews, decisions, a saved search.
func (s *site) work(t testing.TB, row store.Row) {
	t.Helper()
	ctx := context.Background()
	for _, r := range []store.Review{
		{Claim: row.Claim.ID, State: store.StateInReview, Note: "سألنا الوزارة عن مصدر الرقم.", Who: "سليم"},
		{Claim: row.Claim.ID, State: store.StateNeedsSource, Note: "الرقم يختلف عن النسخة السابقة من المقال نفسه.", Correction: "420 أسرة حتى مساء الاثنين", Who: reviewer},
	} {
		if _, err := s.store.Review(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.store.SaveSearch(ctx, store.Search{Name: "فيضان العالية", Query: "q=العالية&state=new", Who: reviewer}); err != nil {
		t.Fatal(err)
	}
	s.put(t, read(t, article.Meta{Outlet: "نبض الشبكة", Published: "2025-03-21", URL: "https://example.org/nabd/aliya"},
		"قال وزير الإسكان في تصريح للتلفزيون إن 300 أسرة من العالية تسلمت بيوتا جديدة.\n"))
}

// entity gives the page of an entity by its name.
func (s *site) entity(t testing.TB, name string) string {
	t.Helper()
	found, err := s.store.Entities(context.Background(), store.EntityQuery{Name: name})
	if err != nil || len(found) == 0 {
		t.Fatal(name, found, err)
	}
	return "/entities/" + found[0].ID
}

// diffPath gives the page of what changed in an article since its other version.
func (s *site) diffPath(t testing.TB, id string) string {
	t.Helper()
	versions, err := s.store.Versions(context.Background(), id)
	if err != nil || len(versions) < 2 {
		t.Fatal(versions, err)
	}
	return "/articles/" + versions[1].ID + "/diff?with=" + versions[0].ID
}

package sqlite_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/store/storetest/made"
)

// A store that the first tables hold is brought up to date when it is opened: nothing of it is lost, and all of it is found.
func TestStoresOfTheFirstTables(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and hundreds of articles made anew: the run without -short does it")
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := sqlite.MigrateTo(t.Context(), path, 1); err != nil {
		t.Fatal(err)
	}
	const articles = 250 // more than are made anew at a time
	claims := fillFirst(t, path, articles)

	for range 2 { // the second time there is nothing to do
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		stats, err := s.Stats(t.Context())
		if err != nil || stats.Articles != articles || stats.Claims != claims || stats.Outbox != 1 || stats.Waiting != 1 {
			t.Errorf("%+v, %v", stats, err)
		}
		found := 0
		for q := (store.Query{Limit: store.MostLimit}); ; {
			page, err := s.Claims(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			found += len(page.Rows)
			if q.After = page.Next; q.After == "" {
				break
			}
		}
		if found != claims {
			t.Errorf("%d of %d claims are found", found, claims)
		}
		first := made.New(7, 1000).Next()
		c := first.Claims[0]
		row, err := s.Claim(t.Context(), c.ID)
		if err != nil || row.Claim.Text != c.Text || row.Article.Outlet != first.Article.Outlet || row.State != store.StateNew {
			t.Errorf("%+v, %v", row, err)
		}
		all, err := s.Announcements(t.Context(), 0, 10)
		if err != nil || len(all) != 2 || all[0].Name != "الأول" || all[1].Name != "الثاني" || all[0].Outlet != first.Article.Outlet {
			t.Errorf("%+v, %v", all, err)
		}
		if e, err := s.Entities(t.Context(), store.EntityQuery{Announced: true}); err != nil || len(e) != 2 || e[0].ID != "person/2" || e[1].ID != "person/1" {
			t.Errorf("%+v, %v", e, err)
		}
		pending, err := s.Pending(t.Context(), 10)
		if err != nil || len(pending) != 1 || pending[0].Entity != "person/2" {
			t.Errorf("%+v, %v", pending, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// fillFirst puts articles into the first tables, with three entities of which one waits in the outbox, and one for evidence, and gives the number of claims.
func fillFirst(t *testing.T, path string, articles int) (claims int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	packer, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	stream := made.New(7, 1000)
	for n := range articles {
		r := stream.Next()
		a := &r.Article
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256(data)
		exec(`INSERT INTO articles (number, id, source_id, url, outlet, title, byline, published, language, sha256, run, extractor, lexicon, claims, figures)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`, n+1, a.ID, a.SourceID, a.URL, a.Outlet, a.Title, a.Byline, a.Published, a.Language, a.SHA256,
			r.Extractor, r.Lexicon, len(r.Claims), len(r.Figures))
		exec("INSERT INTO revisions (article, extractor, lexicon, run, digest, record) VALUES (?, ?, ?, 1, ?, ?)", n+1, r.Extractor, r.Lexicon, digest[:], packer.EncodeAll(data, nil))
		claims += len(r.Claims)
	}
	for i, e := range []struct {
		id, name  string
		announced bool
	}{{"person/1", "الأول", true}, {"person/3", "المنتظر", false}, {"person/2", "الثاني", true}} {
		exec(`INSERT INTO entities (number, id, kind, name, folded, wikidata, sentence, article, basis, confidence, announced)
			VALUES (?, ?, 'person', ?, ?, '', 'جملة', 1, 'lexicon', 1, ?)`, i+1, e.id, e.name, e.name, e.announced)
	}
	exec(`INSERT INTO outbox (announcement) VALUES ('{"entity":"person/2","kind":"person","name":"الثاني"}')`)
	return claims
}

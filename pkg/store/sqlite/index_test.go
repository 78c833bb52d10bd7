package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/store/storetest/made"
)

// Two processes put revisions of the same articles, are cut short at any moment, and merge entities. The index of letters holds what its
// table holds, every row of a claim has its other rows, and what each article says is its latest revision.
func TestIndexKeepsStep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	const writers, articles, rounds = 2, 12, 25
	var records []*isnad.Record
	stream := made.New(3, 1000)
	for range articles {
		records = append(records, stream.Next())
	}
	var mu sync.Mutex
	latest := map[string]store.Entry{} // of an article, among those that were certainly stored
	var group sync.WaitGroup
	for w := range writers {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 1))
			for round := range rounds {
				var batch []store.Entry
				for range 1 + r.IntN(6) {
					batch = append(batch, revised(records[r.IntN(articles)], r, uint64(round*writers+w+1)))
				}
				ctx, cancel := context.WithCancel(t.Context())
				if r.IntN(3) == 0 {
					time.AfterFunc(time.Duration(r.IntN(8000))*time.Microsecond, cancel)
				}
				err := patiently(func() error { _, err := s.Put(ctx, batch); return err })
				mu.Lock()
				for _, e := range batch {
					if id := e.Record.Article.ID; err == nil && e.Run > latest[id].Run {
						latest[id] = e
					}
				}
				mu.Unlock()
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("putting: %v", err)
				}
				cancel()
				if round%5 == 4 {
					merge(t, s, r)
				}
			}
		})
	}
	group.Wait()
	if len(latest) < articles/2 {
		t.Fatalf("of %d articles only %d were stored", articles, len(latest))
	}
	inspect(t, path)
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for id, want := range latest {
		revisions, err := s.Revisions(t.Context(), id)
		if err != nil || revisions[0].Run < want.Run {
			t.Errorf("%s: %+v, %v; want run %d", id, revisions, err, want.Run)
		}
		rec, err := s.Record(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Claims(t.Context(), store.Query{Article: id, Limit: store.MostLimit})
		if err != nil || len(page.Rows) != len(rec.Claims) {
			t.Errorf("%s: %d claims, want %d, %v", id, len(page.Rows), len(rec.Claims), err)
		}
	}
}

// revised gives a reading of an article that lacks some of its claims.
func revised(r *isnad.Record, random *rand.Rand, run uint64) store.Entry {
	out := *r
	out.Claims = nil
	for _, c := range r.Claims {
		if random.IntN(4) > 0 {
			out.Claims = append(out.Claims, c)
		}
	}
	out.Lexicon = fmt.Sprintf("tables-%d", random.IntN(3))
	return store.Entry{Record: &out, Run: run}
}

// patiently tries again while the other process holds the file for longer than one waits, as on a busy machine.
func patiently(f func() error) error {
	for end := time.Now().Add(time.Minute); ; {
		if err := f(); !errors.Is(err, isnad.ErrUnavailable) || time.Now().After(end) {
			return err
		}
	}
}

func merge(t *testing.T, s store.Store, random *rand.Rand) {
	list, err := s.Entities(t.Context(), store.EntityQuery{Limit: 40})
	if err != nil || len(list) < 2 {
		t.Error(len(list), err)
		return
	}
	from, into := list[random.IntN(len(list))], list[random.IntN(len(list))]
	if from.ID == into.ID {
		return
	}
	err = patiently(func() error {
		_, err := s.Decide(t.Context(), store.EntityDecision{Entity: from.ID, Verdict: store.VerdictMerged, Into: into.ID, Who: "x"})
		return err
	})
	if err != nil && !isnad.IsBadInput(err) {
		t.Errorf("merging: %v", err)
	}
}

// inspect looks at the tables themselves.
func inspect(t *testing.T, path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO claims_letters (claims_letters, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("the index of letters: %v", err)
	}
	for what, statement := range map[string]string{
		"claims without texts":          "SELECT count(*) FROM claims WHERE number NOT IN (SELECT number FROM claim_texts)",
		"claims without bodies":         "SELECT count(*) FROM claims WHERE number NOT IN (SELECT number FROM claim_bodies)",
		"texts without claims":          "SELECT count(*) FROM claim_texts WHERE number NOT IN (SELECT number FROM claims)",
		"bodies without claims":         "SELECT count(*) FROM claim_bodies WHERE number NOT IN (SELECT number FROM claims)",
		"mentions without claims":       "SELECT count(*) FROM claim_mentions WHERE claim NOT IN (SELECT number FROM claims)",
		"figures without claims":        "SELECT count(*) FROM claim_figures WHERE claim NOT IN (SELECT number FROM claims)",
		"claims outside of the article": "SELECT count(*) FROM claims c JOIN articles a ON a.number = c.article WHERE c.number NOT BETWEEN a.low AND a.high",
		"other numbers of claims":       "SELECT count(*) FROM articles a WHERE claims <> (SELECT count(*) FROM claims c WHERE c.article = a.number)",
		"mentions of what was merged":   "SELECT count(*) FROM claim_mentions m JOIN entities e ON e.id = m.entity WHERE e.root <> ''",
		"sightings of what was merged":  "SELECT count(*) FROM sightings s JOIN entities e ON e.id = s.entity WHERE e.root <> ''",
		"roots that were merged":        "SELECT count(*) FROM entities e JOIN entities r ON r.id = e.root WHERE r.root <> ''",
		"announced twice":               "SELECT count(*) - count(DISTINCT json_extract(CAST(body AS TEXT), '$.entity')) FROM announcements",
	} {
		var n int
		if err := db.QueryRow(statement).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
}

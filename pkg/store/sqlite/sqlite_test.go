package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/store/storetest"
	"isnad/pkg/store/storetest/model"
)

func place(t testing.TB) storetest.Opener {
	path := filepath.Join(t.TempDir(), "a ?#%41 ب.db") // what a URI would take for something else
	return func(ctx context.Context) (store.Store, error) { return sqlite.Open(ctx, path) }
}

func TestConformance(t *testing.T) { storetest.Run(t, place) }

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, place) }

// A store that is away is no message's fault: the worker waits for it.
func TestAwayIsUnavailable(t *testing.T) {
	for name, path := range map[string]string{"folder": t.TempDir(), "nowhere": filepath.Join(t.TempDir(), "none", "x.db"), "no store": garbage(t)} {
		if s, err := sqlite.Open(t.Context(), path); !errors.Is(err, isnad.ErrUnavailable) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	for _, path := range []string{"", ":memory:"} {
		if _, err := sqlite.Open(t.Context(), path); !isnad.IsBadInput(err) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func garbage(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "garbage")
	if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Another process that holds the lock too long makes the store unavailable, not the record bad; and readers are not held up.
func TestLockedIsUnavailable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Claims(t.Context(), store.Query{Text: "abc"}); err != nil {
		t.Errorf("reading: %v", err)
	}
	if err := s.Announced(t.Context(), []int64{1}); !errors.Is(err, isnad.ErrUnavailable) {
		t.Errorf("writing: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A full disk is no record's fault, and stores nothing by halves; once there is room, all is as before.
func TestAFullDiskIsUnavailable(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // the end is not what is tested
	if err := sqlite.Full(s, true); err != nil {
		t.Fatal(err)
	}
	stored, n := 0, 0
	for ; err == nil && n < 10_000; n++ {
		if _, err = s.Put(t.Context(), []store.Entry{plain(1, n)}); err == nil {
			stored++
		}
	}
	if !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), "full") {
		t.Errorf("the %d. record: %v", n, err)
	}
	if err := sqlite.Full(s, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), []store.Entry{plain(1, n)}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if stats, err := s.Stats(t.Context()); err != nil || stats.Articles != stored+1 {
		t.Errorf("%+v (%v), want %d articles", stats, err, stored+1)
	}
}

// A store that a newer program made is not touched.
func TestNewerTables(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Error(err)
	}
}

// What was committed is safe from a power cut, and several processes may write: the file says so itself.
func TestPragmas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1"} {
		if got, err := sqlite.Pragma(s, name); got != want || err != nil {
			t.Errorf("%s = %s, want %s, %v", name, got, want, err)
		}
	}
}

func TestSameAsTheModel(t *testing.T) { storetest.Same(t, place(t), model.Place()) }

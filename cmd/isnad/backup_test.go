package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"isnad/pkg/store"
	"isnad/pkg/store/storetest/pgtest"
)

// A backup that is made while articles come in is whole; restored, the pipeline goes on with it, and a replay of what it
// lacks brings back what came later.
func TestBackupAndRestore(t *testing.T) {
	stores(t, func(t *testing.T, l *lab) {
		make := copyFileStore
		if strings.HasPrefix(l.store, "postgres") {
			make = dumpAndRestore
		}
		l.start("extract")
		sink := l.start("sink")
		s := l.open()
		stored := func(n int) func() bool {
			return func() bool { st, err := s.Stats(t.Context()); return err == nil && st.Articles >= n && st.Outbox == 0 }
		}
		early, _ := articles(t, 20)
		l.do("ingest", early)
		eventually(t, "the first are stored", stored(20))
		reviewed := allRows(t, s)[0].Claim.ID
		l.do("isnad", "review", reviewed, "--state", "confirmed")
		const all = 200
		late, _ := articles(t, all)
		ingesting := l.command("ingest", late)
		if err := ingesting.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "more are coming", stored(40))
		dsn := make(t, l)
		if err := ingesting.Wait(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "all are stored", stored(all))
		want := lines(t, s)
		l.stop(sink)

		l.store = dsn
		copied := l.open()
		st, err := copied.Stats(t.Context())
		if err != nil || st.Articles < 40 || st.Articles >= all || st.Reviews != 1 {
			t.Fatalf("the backup holds %+v, %v: it was not made while articles came in, or is not whole", st, err)
		}
		t.Logf("the backup holds %d of %d articles", st.Articles, all)
		if got := lines(t, copied); !subset(got, want) {
			t.Error("the backup holds other claims than the store")
		}
		l.start("sink")
		l.do("isnad", "replay", "--missing")
		eventually(t, "what came later is back", func() bool {
			st, err := copied.Stats(t.Context())
			return err == nil && st.Articles == all && st.Outbox == 0
		})
		if got := lines(t, copied); !slices.Equal(got, want) {
			t.Errorf("the restored store holds %d claims, the other %d, or they differ", len(got), len(want))
		}
		if row, err := copied.Claim(t.Context(), reviewed); err != nil || row.State != store.StateConfirmed {
			t.Errorf("the review is gone: %q, %v", row.State, err)
		}
	})
}

// copyFileStore makes a backup that is a store.
func copyFileStore(t *testing.T, l *lab) (dsn string) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "backup.db")
	l.do("isnad", "backup", to)
	if out, err := l.command("isnad", "backup", to).CombinedOutput(); err == nil || !strings.Contains(string(out), "is there already") {
		t.Errorf("a second backup into the same file: %v\n%s", err, out)
	}
	if left, err := filepath.Glob(to + "?*"); err != nil || len(left) > 0 {
		t.Errorf("beside the backup stands %s", left)
	}
	return to
}

// dumpAndRestore makes a backup, and a store of it.
func dumpAndRestore(t *testing.T, l *lab) (dsn string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "isnad.dump")
	run := func(program string, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), pgtest.Program(t, program), args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", program, err, out)
		}
	}
	run("pg_dump", "--format=custom", "--file", file, l.store)
	dsn = pgtest.Start(t, pgtest.Fast...).Database(t)
	for range 2 { // the second time over what is there, as when the database was damaged
		run("pg_restore", "--clean", "--if-exists", "--exit-on-error", "-d", dsn, file)
	}
	if out, err := l.command("isnad", "backup", filepath.Join(t.TempDir(), "x")).CombinedOutput(); err == nil || !strings.Contains(string(out), "pg_dump") {
		t.Errorf("isnad backup of PostgreSQL: %v\n%s", err, out)
	}
	return dsn
}

func allRows(t *testing.T, s store.Store) (out []store.Row) {
	t.Helper()
	for q := (store.Query{Limit: store.MostLimit}); ; {
		page, err := s.Claims(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Rows...)
		if q.After = page.Next; q.After == "" {
			return out
		}
	}
}

// subset tells whether all of a sorted list stand in another.
func subset(some, all []string) bool {
	for _, s := range some {
		if _, found := slices.BinarySearch(all, s); !found {
			return false
		}
	}
	return len(some) > 0
}

// What was under way to the store when the backup was made came to the broker before: a replay from the time of the backup would not find it.
func TestWhatWasUnderWayAtTheBackup(t *testing.T) {
	l := newLab(t)
	extract, sink := l.start("extract"), l.start("sink")
	path, _ := articles(t, 3)
	l.do("ingest", path)
	l.until(3, 30*time.Second)
	l.stop(sink)
	more, _ := articles(t, 8)
	l.do("ingest", more)
	eventually(t, "their records wait", func() bool { return len(l.claims()) == 8 })
	l.stop(extract)
	time.Sleep(time.Second) // times on the command line are to the second
	from := time.Now().Format(time.RFC3339)
	backup := copyFileStore(t, l)
	sink = l.start("sink")
	l.until(8, 30*time.Second)
	l.stop(sink)
	l.store = backup
	if said := l.do("isnad", "replay", "--from", from, "--dry-run"); !strings.HasPrefix(said, "0 articles") {
		t.Errorf("a replay from the time of the backup: %s", said)
	}
	if said := l.do("isnad", "replay", "--missing"); !strings.HasPrefix(said, "5 articles sent again") {
		t.Errorf("a replay of what is missing: %s", said)
	}
	l.start("extract")
	l.start("sink")
	l.until(8, 30*time.Second)
	if said := l.do("isnad", "replay", "--missing"); !strings.HasPrefix(said, "0 articles") {
		t.Errorf("a replay of what is missing when nothing is: %s", said)
	}
}

// A copy of the embedded broker's folder that was made with the broker stopped is a broker: what it holds can be read anew into an empty store.
func TestACopyOfTheBroker(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	l := &lab{t: t, store: filepath.Join(one, storeFile), alive: map[*exec.Cmd]string{}}
	l.do("isnad", "run", "--data", one, "--show", "0", examples)
	want := rows(t, l.store)
	if err := os.CopyFS(filepath.Join(two, brokerDir), os.DirFS(filepath.Join(one, brokerDir))); err != nil {
		t.Fatal(err)
	}
	if said := l.do("isnad", "replay", "--data", two); !strings.Contains(said, "6 articles sent again as run 2") {
		t.Fatal(said)
	}
	l.do("isnad", "run", "--data", two, "--show", "0", filepath.Join(examples, "solar-oman.txt"))
	if got := rows(t, filepath.Join(two, storeFile)); !slices.Equal(got, want) || len(want) < 20 {
		t.Errorf("%d claims, want %d", len(got), len(want))
	}
}

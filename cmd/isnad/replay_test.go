package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/storage"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/pgtest"
	"isnad/pkg/wire"
)

// stores calls f with a lab over each kind of store.
func stores(t *testing.T, f func(t *testing.T, l *lab)) {
	t.Run("SQLite", func(t *testing.T) { f(t, newLab(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		dsn := pgtest.Start(t, pgtest.Fast...).Database(t)
		l := newLab(t)
		l.store = dsn
		f(t, l)
	})
}

// open opens the lab's store.
func (l *lab) open() store.Store {
	l.t.Helper()
	s, err := storage.Open(l.t.Context(), l.store, zerolog.Nop())
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = s.Close() })
	return s
}

// metric gives a sample of a program's metrics, as it is written there; 0 where there is none.
func metric(t *testing.T, address, sample string) float64 {
	t.Helper()
	_, body := get(t, "http://"+address+"/metrics")
	for line := range strings.SplitSeq(body, "\n") {
		var value float64
		if rest, ok := strings.CutPrefix(line, sample+" "); ok {
			if _, err := fmt.Sscan(rest, &value); err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	return 0
}

// claims gives the records on CLAIMS by article, in their order.
func (l *lab) claims() map[string][]wire.Message {
	l.t.Helper()
	out := map[string][]wire.Message{}
	for m, err := range wire.Walk(l.t.Context(), l.js(), wire.Range{Stream: wire.Claims}) {
		if err != nil {
			l.t.Fatal(err)
		}
		r, _, err := wire.ReadRecord(&m)
		if err != nil {
			l.t.Fatal(err)
		}
		out[r.Article.ID] = append(out[r.Article.ID], m)
	}
	return out
}

// current waits until the current readings of all articles are of a run, and gives them by article.
func current(t *testing.T, s store.Store, articles map[string][]wire.Message, run uint64) map[string]store.Revision {
	t.Helper()
	out := map[string]store.Revision{}
	eventually(t, fmt.Sprintf("all are of run %d", run), func() bool {
		for id := range articles {
			list, err := s.Revisions(t.Context(), id)
			if err != nil || !list[0].Current || list[0].Run != run {
				return false
			}
			out[id] = list[0]
		}
		return true
	})
	return out
}

// A replay with the same program and the same tables is really run again, and gives the same bytes.
func TestReplayReadsAgain(t *testing.T) {
	stores(t, func(t *testing.T, l *lab) {
		address := freeAddress(t)
		l.start("extract", "--http", address)
		l.start("sink")
		const n = 12
		path, _ := articles(t, n)
		l.do("ingest", path)
		s := l.open()
		eventually(t, "all are stored", func() bool { st, err := s.Stats(t.Context()); return err == nil && st.Articles == n })
		first := l.claims()
		if len(first) != n {
			t.Fatalf("%d records", len(first))
		}
		before := current(t, s, first, 1)
		const handled = `isnad_messages_total{outcome="handled",stage="extract"}`
		if got := metric(t, address, handled); got != n {
			t.Errorf("%v articles were handled before the replay", got)
		}
		if out := l.do("isnad", "replay", "--dry-run", "--from", "1h"); !strings.Contains(out, "12 articles would be sent") {
			t.Errorf("a dry run prints %s", out)
		}
		if out := l.do("isnad", "replay"); !strings.Contains(out, "12 articles sent again as run 2") {
			t.Errorf("the replay prints %s", out)
		}
		after := current(t, s, first, 2)
		if got := metric(t, address, handled); got != 2*n {
			t.Errorf("%v articles were handled after the replay, want %d", got, 2*n)
		}
		for id, both := range l.claims() {
			if len(both) != 2 || !bytes.Equal(both[0].Data, both[1].Data) || both[1].Header.Get(wire.HeaderRun) != "2" {
				t.Errorf("article %s has %d records, and they differ or are of another run", id, len(both))
			}
			if before[id].SHA256 != after[id].SHA256 || before[id].Extractor != after[id].Extractor {
				t.Errorf("article %s is stored otherwise: %+v, then %+v", id, before[id], after[id])
			}
		}
		if out := l.do("isnad", "replay", "--to", "3"); !strings.Contains(out, "3 articles sent again as run 3") {
			t.Errorf("the replay of three prints %s", out)
		}
		// What the broker holds no more comes from the store, and is the same article.
		stream, err := l.js().Stream(t.Context(), wire.Articles)
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "all is read", func() bool { return metric(t, address, handled) == 2*n+3 })
		if err := stream.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if out := l.do("isnad", "replay", "--stored", "--outlet", "منبر", "--language", "ar"); !strings.Contains(out, "12 articles sent again as run 4") {
			t.Errorf("the replay of what is stored prints %s", out)
		}
		for id, last := range current(t, s, first, 4) {
			if last.SHA256 != before[id].SHA256 {
				t.Errorf("article %s is stored otherwise: %+v, then %+v", id, before[id], last)
			}
		}
	})
}

// An article for a replay with other tables: a claim that both readings have, one that only the first has, one whose speaker only the second
// knows; and the words that report them.
const (
	readTwice = "قال فؤاد حداد إن نحو 120 شخصا غادروا بغداد.\nتبرطم فؤاد حداد أن «الطريق 5 مغلق».\nأعلنت السنديانة الخضراء أن 100 عامل عادوا إلى الحقول.\n"
	keptCue   = "قال"
	lostCue   = "تبرطم"
	freshCue  = "أعلنت"
)

// After a replay with other tables the new reading is the current one, the old one can still be read, and reviews stay with their claims,
// also with the one that is no longer found.
func TestReplayWithOtherTables(t *testing.T) {
	stores(t, func(t *testing.T, l *lab) {
		old, other := t.TempDir(), t.TempDir()
		writeTable(t, old, "ar/verbs.tsv", "lemma\tpresent\tparticiple\tstance\tpreposition\tcomplements\tforms\tnote\nتبرطم\tيتبرطم\tمتبرطم\tsay\t\tthat | quote\t\t\n")
		writeTable(t, other, "ar/names/ours.tsv", "id\tkind\tname\tforms\tstrength\tnote\norg/sindiyana\torganisation\tالسنديانة الخضراء\t\tstrong\t\n")
		worker := l.start("extract", "--lexicons", old)
		address := freeAddress(t)
		l.start("sink", "--http", address)
		path := filepath.Join(t.TempDir(), "one.txt")
		if err := os.WriteFile(path, []byte(readTwice), 0o600); err != nil {
			t.Fatal(err)
		}
		l.do("ingest", path)
		s := l.open()
		eventually(t, "it is stored", func() bool { st, err := s.Stats(t.Context()); return err == nil && st.Articles == 1 })
		first := l.claims()
		var id string
		for id = range first {
		}
		was := current(t, s, first, 1)[id]
		claims := claimsOf(t, s, id)
		if len(claims) != 3 || strings.Contains(l.do("isnad", "query", "--json"), "org/sindiyana") {
			t.Fatalf("%d claims in the first reading", len(claims))
		}
		for _, words := range []string{keptCue, lostCue} {
			l.do("isnad", "review", claims[words], "--state", "confirmed", "--note", "heard")
		}

		l.stop(worker)
		l.start("extract", "--lexicons", other)
		l.do("isnad", "replay", "--article", id)
		eventually(t, "the new reading is current", func() bool { return strings.Contains(l.do("isnad", "query", "--json"), "org/sindiyana") })
		now := claimsOf(t, s, id)
		if now[keptCue] != claims[keptCue] || now[lostCue] != "" || now[freshCue] != claims[freshCue] {
			t.Errorf("claims of the new reading: %v, of the old one: %v", now, claims)
		}
		row, err := s.Claim(t.Context(), claims[keptCue])
		if err != nil || row.State != store.StateConfirmed {
			t.Errorf("the reviewed claim is %q in the new reading, %v", row.State, err)
		}
		for _, words := range []string{keptCue, lostCue} {
			if log := l.do("isnad", "review", "--log", claims[words]); !strings.Contains(log, "confirmed") || !strings.Contains(log, "heard") {
				t.Errorf("the log of %s:\n%s", words, log)
			}
		}
		oldReading(t, l, s, id, address, was)
	})
}

// oldReading holds the first reading of an article, by every way to it, against what it was.
func oldReading(t *testing.T, l *lab, s store.Store, id, address string, was store.Revision) {
	t.Helper()
	r, err := s.Revision(t.Context(), id, was.Extractor, was.Lexicon)
	if err != nil || !has(r, lostCue) {
		t.Errorf("the store has lost the first reading: %v", err)
	}
	if list := l.do("isnad", "article", id, "--revisions"); strings.Count(list, "\n") != 2 || !strings.Contains(list, was.SHA256[:16]) || strings.Count(list, "current") != 1 {
		t.Errorf("isnad article --revisions prints\n%s", list)
	}
	var printed isnad.Record
	if err := json.Unmarshal([]byte(l.do("isnad", "article", id, "--revision", "1", "--json")), &printed); err != nil || !has(&printed, lostCue) {
		t.Errorf("isnad article --revision 1 prints another reading: %v", err)
	}
	if now := l.do("isnad", "article", id); strings.Contains(now, "الطريق 5") || !strings.Contains(now, "120 شخصا") {
		t.Errorf("isnad article prints\n%s", now)
	}
	code, body := get(t, "http://"+address+"/api/v1/articles/"+id+"?extractor="+was.Extractor+"&lexicon="+was.Lexicon)
	var answered isnad.Record
	if err := json.Unmarshal([]byte(body), &answered); code != 200 || err != nil || !has(&answered, lostCue) {
		t.Errorf("the API answers with %d %.200s, %v", code, body, err)
	}
}

func writeTable(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// claimsOf gives the ids of the claims of an article's current reading, by the word that reports them.
func claimsOf(t *testing.T, s store.Store, id string) map[string]string {
	t.Helper()
	page, err := s.Claims(t.Context(), store.Query{Article: id, Limit: store.MostLimit})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i := range page.Rows {
		out[cueOf(page.Rows[i].Claim.Text)] = page.Rows[i].Claim.ID
	}
	return out
}

func cueOf(text string) string { return strings.Fields(text)[0] }

func has(r *isnad.Record, words string) bool {
	for i := range r.Claims {
		if cueOf(r.Claims[i].Text) == words {
			return true
		}
	}
	return false
}

// What --from and --to may say.
func TestMoments(t *testing.T) {
	now := time.Date(2026, 11, 3, 12, 0, 0, 0, time.Local)
	for _, c := range []struct {
		s        string
		end      bool
		at       time.Time
		sequence uint64
	}{
		{"", false, time.Time{}, 0},
		{"17", false, time.Time{}, 17},
		{"48h", false, now.Add(-48 * time.Hour), 0},
		{"1h30m", true, now.Add(-90 * time.Minute), 0},
		{"2026-11-01", false, time.Date(2026, 11, 1, 0, 0, 0, 0, time.Local), 0},
		{"2026-11-01", true, time.Date(2026, 11, 2, 0, 0, 0, 0, time.Local), 0},
		{"2026-11-01T06:00:00Z", false, time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC), 0},
		{"2026-11-01T06:00:00Z", true, time.Date(2026, 11, 1, 6, 0, 1, 0, time.UTC), 0},
	} {
		if at, n, err := moment("--from", c.s, now, c.end); err != nil || !at.Equal(c.at) || n != c.sequence {
			t.Errorf("%q is %v or %d, %v", c.s, at, n, err)
		}
	}
	for _, s := range []string{"0", "-1h", "yesterday", "2026-13-01", "2026-11-01 06:00", "-5"} {
		if at, n, err := moment("--from", s, now, false); !isnad.IsBadInput(err) {
			t.Errorf("%q is %v or %d, %v", s, at, n, err)
		}
	}
	for _, c := range []replayCmd{{From: "2026-11-02", To: "2026-11-01"}, {From: "9", To: "8"}, {Language: "fr"}, {Stored: true, From: "1h"}, {Stored: true, Missing: true}} {
		if q, err := c.query(now); !isnad.IsBadInput(err) {
			t.Errorf("%+v gives %+v, %v", c, q, err)
		}
	}
}

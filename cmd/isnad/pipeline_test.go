package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/wire"
)

// Three workers over a broker of its own store the same rows as the one process, and more copies of them change nothing.
func TestWorkersStoreWhatOneProcessStores(t *testing.T) {
	one := t.TempDir()
	l := newLab(t)
	l.do("isnad", "run", "--data", one, "--show", "0", examples)
	want := rows(t, filepath.Join(one, storeFile))
	if len(want) < 20 {
		t.Fatalf("one process stores %d claims", len(want))
	}
	l.start("extract")
	l.start("sink")
	l.do("ingest", examples)
	s := l.until(6, 30*time.Second)
	if got := rows(t, l.store); !slices.Equal(got, want) {
		t.Errorf("three processes store %d claims, one process %d", len(got), len(want))
	}
	l.start("extract")
	l.start("sink")
	path, _ := articles(t, 60)
	l.do("ingest", examples, path)
	if more := l.until(66, 30*time.Second); more.Articles != 66 || more.Revisions != 66 {
		t.Errorf("%d articles in %d revisions", more.Articles, more.Revisions)
	}
	if s.Articles != 6 || s.Revisions != 6 {
		t.Errorf("%d articles in %d revisions", s.Articles, s.Revisions)
	}
	if d := l.dead(); len(d) > 0 {
		t.Errorf("put aside: %s", d)
	}
}

// Workers that are killed in the midst of 2,000 articles lose, double and alter nothing.
func TestKilledWorkersLoseNothing(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 300
	}
	l := newLab(t)
	path, texts := articles(t, n)
	extract, sink := l.start("extract"), l.start("sink")
	ingested := make(chan struct{})
	go func() {
		defer close(ingested)
		l.do("ingest", path)
	}()
	kills := 0
	for s := l.stats(); s.Articles < n*3/4; s = l.stats() {
		time.Sleep(400 * time.Millisecond)
		l.kill(extract)
		extract = l.start("extract")
		time.Sleep(300 * time.Millisecond)
		l.kill(sink)
		sink = l.start("sink")
		if kills++; kills > 100 {
			t.Fatalf("the workers do not get through: %d articles", s.Articles)
		}
		l.progress(s.Articles) // else a slow machine would only ever start them
	}
	<-ingested
	s := l.until(n, 60*time.Second)
	if s.Articles != n || s.Revisions != n {
		t.Errorf("%d articles in %d revisions, want %d", s.Articles, s.Revisions, n)
	}
	if kills == 0 {
		t.Error("nothing was killed")
	}
	t.Logf("killed each worker %d times", kills)
	if d := l.dead(); len(d) > 0 {
		t.Errorf("put aside: %s", d[:1])
	}
	compareTexts(t, l.store, texts)
}

// compareTexts holds the store against the ledger: every article once, byte for byte.
func compareTexts(t *testing.T, path string, texts map[string]string) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	seen := map[string]int{}
	for q := (store.Query{Limit: store.MostLimit}); ; {
		page, err := st.Claims(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Rows {
			a := page.Rows[i].Article
			if seen[a.SourceID]++; seen[a.SourceID] > 1 {
				continue
			}
			r, err := st.Record(t.Context(), a.ID)
			if err != nil || r.Article.Text != texts[a.SourceID] {
				t.Fatalf("article %s was altered (%v)", a.SourceID, err)
			}
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	for id := range texts {
		if seen[id] != 2 {
			t.Errorf("article %s has %d claims, want 2", id, seen[id])
		}
	}
}

// A broken message is put aside with a reason that names the place, and can be sent again; the worker goes on.
func TestBrokenMessagesArePutAside(t *testing.T) {
	l := newLab(t)
	l.start("extract")
	l.start("sink")
	js := l.js()
	for i, m := range []struct{ schema, body string }{
		{wire.ArticleSchema, "{\"id\":"}, {"isnad.article/9", "{}"}, {wire.ArticleSchema, "{\"text\":\"\xff\xfe\"}"},
	} {
		msg := &nats.Msg{Subject: "isnad.articles.ar.test", Data: []byte(m.body), Header: nats.Header{wire.HeaderSchema: {m.schema}}}
		publish(t, js, msg, i)
	}
	path, _ := articles(t, 3)
	l.do("ingest", path)
	l.until(3, 20*time.Second)
	var d []string
	for end := time.Now().Add(10 * time.Second); len(d) < 3 && time.Now().Before(end); d = l.dead() {
		time.Sleep(50 * time.Millisecond)
	}
	if len(d) != 3 {
		t.Fatalf("%d messages put aside: %s", len(d), d)
	}
	number := map[string]string{} // of the letter, by its reason's place
	for _, letter := range d {
		var l struct {
			Number json.Number `json:"number"`
			Reason string      `json:"reason"`
		}
		if err := json.Unmarshal([]byte(letter), &l); err != nil {
			t.Fatal(err)
		}
		number[strings.FieldsFunc(l.Reason, func(r rune) bool { return r == ' ' || r == ',' })[0]] = l.Number.String()
	}
	for _, want := range []string{"ARTICLES:1", "ARTICLES:2", "ARTICLES:3"} {
		if number[want] == "" && number[want+":"] == "" {
			t.Errorf("no reason names %s: %s", want, d)
		}
	}
	wrong := number["ARTICLES:2"] + number["ARTICLES:2:"]
	shown := l.do("isnad", "dead", "show", wrong)
	if !strings.Contains(shown, "schema") || !strings.Contains(shown, "ARTICLES:2, delivered 1 time") {
		t.Errorf("dead show prints\n%s", shown)
	}
	l.do("isnad", "dead", "redrive", wrong)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if d = l.dead(); len(d) == 3 && strings.Contains(d[2], `"reason":"ARTICLES:7`) && strings.Contains(d[2], `"number":4`) {
			break // it was delivered again, and failed again
		}
		if time.Now().After(end) {
			t.Fatalf("after the redrive: %s", d)
		}
	}
}

// broken is an article that cannot be read.
func broken() *nats.Msg {
	return &nats.Msg{Subject: "isnad.articles.ar.test", Data: []byte("{\"id\":"), Header: nats.Header{wire.HeaderSchema: {wire.ArticleSchema}}}
}

func publish(t *testing.T, js jetstream.JetStream, msg *nats.Msg, try int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, err := js.PublishMsg(t.Context(), msg)
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("message %d: %v", try, err)
		}
	}
}

// An article of 3 MB goes through whole.
func TestLargeArticle(t *testing.T) {
	l := newLab(t)
	l.start("extract")
	l.start("sink")
	var b strings.Builder
	lines := 0
	for ; b.Len() < 3<<20; lines++ {
		fmt.Fprintf(&b, "قال فؤاد حداد إن نحو %d شخصا غادروا بغداد في اليوم الماضي.\n", 10_000+lines)
	}
	text := b.String()
	path := filepath.Join(t.TempDir(), "large.txt")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	l.do("ingest", path)
	l.until(1, 90*time.Second)
	st, err := sqlite.Open(t.Context(), l.store)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	page, err := st.Claims(t.Context(), store.Query{Limit: 1})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d claims, %v", len(page.Rows), err)
	}
	r, err := st.Record(t.Context(), page.Rows[0].Article.ID)
	if err != nil || r.Article.Text != text {
		t.Errorf("the text was altered (%v)", err)
	}
	if len(r.Claims) != lines {
		t.Errorf("%d claims of %d sentences", len(r.Claims), lines)
	}
}

// While the store is away nothing is put aside, and all is there afterwards. away is the time; the project's bar is two minutes, which
// ISNAD_AWAY=2m tries.
func TestStoreAway(t *testing.T) {
	away := 8 * time.Second // beyond SQLite's own patience of 5 s
	if s := os.Getenv("ISNAD_AWAY"); s != "" {
		var err error
		if away, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	l := newLab(t)
	l.start("extract")
	l.start("sink")
	first, _ := articles(t, 1)
	l.do("ingest", first)
	l.until(1, 20*time.Second)
	unlock := lock(t, l.store)
	path, _ := articles(t, 40)
	l.do("ingest", path)
	time.Sleep(away)
	unlock()
	s := l.until(40, 60*time.Second)
	if s.Articles != 40 || s.Revisions != 40 {
		t.Errorf("%d articles in %d revisions", s.Articles, s.Revisions)
	}
	if d := l.dead(); len(d) > 0 {
		t.Errorf("put aside: %s", d)
	}
}

// lock keeps everybody else from writing to the store.
func lock(t *testing.T, path string) (unlock func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Error(err)
		}
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// Each entity is announced once, across restarts of everything, and by whatever way its articles come.
func TestEntitiesAreAnnouncedOnce(t *testing.T) {
	dir := t.TempDir()
	l := newLab(t)
	for range 2 {
		l.do("isnad", "run", "--data", dir, "--show", "0", examples)
	}
	l.do("isnad", "run", "--data", dir, "--show", "0", "--outlet", "سائر", examples)

	extract, sink := l.start("extract"), l.start("sink")
	l.do("ingest", examples)
	l.until(6, 30*time.Second)
	l.stop(extract)
	l.stop(sink)
	l.start("extract")
	l.start("sink")
	path, _ := articles(t, 20)
	l.do("ingest", examples, path)
	l.until(26, 30*time.Second)

	js := l.js()
	seen := map[string]int{}
	for n := uint64(1); ; {
		m, ok, err := wire.Next(t.Context(), js, wire.Entities, n)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		a, err := wire.ReadAnnouncement(&m)
		if err != nil {
			t.Fatal(err)
		}
		if seen[a.Entity]++; seen[a.Entity] > 1 {
			t.Errorf("%s (%s) was announced twice", a.Entity, a.Name)
		}
		if a.Name == "" || a.Sentence == "" || !strings.Contains(a.Sentence, strings.Fields(a.Name)[0]) && a.ArticleID == "" {
			t.Errorf("an announcement that tells little: %+v", a)
		}
		n = m.Sequence + 1
	}
	if len(seen) < 20 {
		t.Errorf("only %d entities were announced", len(seen))
	}
}

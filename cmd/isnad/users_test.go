package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// The whole pipeline works under these users, and nobody is refused anything: small articles and some beyond the limit of a message,
// pages, what cannot be handled, a redrive, a replay, announcements, and the keeper's cleaning.
func TestThePipelineWorksUnderItsUsers(t *testing.T) {
	g := newGuarded(t)
	l := &lab{t: t, store: filepath.Join(t.TempDir(), "isnad.db"), alive: map[*exec.Cmd]string{}}
	t.Cleanup(l.end)
	nc := g.connect(t, "operator")
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	logs := g.workers(t, l, js)
	path, _ := articles(t, 20)
	for range 2 { // the second time a large payload is written over itself
		g.do(t, l, "ingest", "ingest", "--kept", "--outlet", "منبر", "--published", "2024-05-20", path, large(t), examples)
	}
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte("<html><body><article><h1>خبر</h1><p>قال فؤاد حداد إن نحو 120 شخصا غادروا بغداد.</p></article></body></html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.do(t, l, "ingest", "ingest", "--kept", page)
	const all = 20 + 1 + 6 + 1
	l.until(all, 60*time.Second)
	for _, subject := range []string{"isnad.articles.ar.x", "isnad.claims.ar.x"} {
		for _, size := range []int{10, 2 << 20} {
			if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: subject, Data: []byte(strings.Repeat("x", size))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	letters := func() bool {
		return strings.Count(g.do(t, l, "operator", "isnad", "dead", "list", "--json"), "\n") == 4
	}
	eventually(t, "4 dead letters", letters)
	g.do(t, l, "operator", "isnad", "dead", "redrive", "--all")
	eventually(t, "4 new dead letters", letters)
	g.do(t, l, "operator", "isnad", "replay")
	if found := g.do(t, l, "operator", "isnad", "doctor"); !strings.Contains(found, "all are there, with their settings") || !strings.Contains(found, "messages could not be handled") {
		t.Errorf("isnad doctor prints\n%s", found)
	}
	g.follow(t, l)
	g.clean(t, js)
	for _, log := range logs {
		refusedNothing(t, log.String())
	}
}

// workers starts the workers, the keeper first: without streams the others would end.
func (g guarded) workers(t *testing.T, l *lab, js jetstream.JetStream) (logs []*safeBuffer) {
	t.Helper()
	start := func(program string, more ...string) {
		logs = append(logs, l.start(program, append(g.as(program), more...)...).Stderr.(*safeBuffer))
	}
	start("keeper")
	eventually(t, "the streams", func() bool { _, err := js.KeyValue(t.Context(), "isnad-runs"); return err == nil })
	start("extract", "--kept")
	start("sink", "--kept")
	return logs
}

// do runs a program as a user to its end, and gives what it prints.
func (g guarded) do(t *testing.T, l *lab, user, program string, args ...string) string {
	t.Helper()
	cmd := l.command(program, append(args, g.as(user)...)...)
	var log safeBuffer
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, log.String())
	}
	refusedNothing(t, log.String())
	return string(out)
}

// refusedNothing holds a program's log against the broker's refusals, which show nowhere else.
func refusedNothing(t *testing.T, log string) {
	t.Helper()
	if strings.Contains(strings.ToLower(log), "permission") {
		t.Errorf("a program was refused something:\n%s", log)
	}
}

// large writes an article beyond the limit of a message.
func large(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("وصلت 12 سفينة إلى الميناء.\n", 25_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// follow sees the announcements that were made as the user of subscribers.
func (g guarded) follow(t *testing.T, l *lab) {
	t.Helper()
	cmd := l.command("isnad", append([]string{"watch", "entities", "--all", "--json"}, g.as("watch")...)...)
	var out, log safeBuffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "announcements", func() bool { return strings.Contains(out.String(), `"entity"`) })
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	refusedNothing(t, log.String())
}

// clean looks after the streams as the keeper, as if they were full.
func (g guarded) clean(t *testing.T, js jetstream.JetStream) {
	t.Helper()
	nc := g.connect(t, "keeper")
	defer nc.Close()
	as, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	janitor := stage.Janitor{JS: as, High: 1e-12}
	eventually(t, "the streams to be purged", func() bool {
		if err := janitor.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, err := js.Stream(t.Context(), wire.Articles)
		return err == nil && s.CachedInfo().State.Msgs == 0
	})
	for _, stream := range []string{wire.Articles, wire.Claims} {
		if n, err := wire.DropObjects(t.Context(), as, stream, time.Now().Add(time.Hour)); err != nil || n == 0 {
			t.Errorf("%d objects of %s dropped, %v", n, stream, err)
		}
	}
	// What the broker gave up, the keeper reads and puts aside.
	if _, err := stage.PublishArticle(t.Context(), js, sealed("خبر")); err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	note := fmt.Sprintf(`{"type":"io.nats.jetstream.advisory.v1.max_deliver","stream":"ARTICLES","consumer":"extract","stream_seq":%d,"deliveries":6}`, s.CachedInfo().State.LastSeq)
	out, err := stage.ReconcileHandler(as)(t.Context(), []wire.Message{{Stream: wire.Advisories, Sequence: 1, Data: []byte(note)}})
	if err != nil || len(out) != 1 || !strings.Contains(string(out[0].Data), "خبر") {
		t.Errorf("the keeper cannot read what was given up: %v, %v", out, err)
	} else if _, err := wire.Publish(t.Context(), as, out[0]); err != nil {
		t.Error(err)
	}
	if errors.Is(nc.LastError(), nats.ErrPermissionViolation) {
		t.Errorf("the keeper was refused something: %v", nc.LastError())
	}
}

func sealed(text string) *isnad.Article {
	a := &isnad.Article{Outlet: "منبر", Language: isnad.Arabic, Text: text, Zones: []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(text)}}}}
	a.Seal()
	return a
}

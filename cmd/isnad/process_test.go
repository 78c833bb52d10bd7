package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/freeport"
	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
)

// examples are the articles that come with the project.
const examples = "../../examples/articles"

// lab is a deployment: a broker, a store and workers, each a process of its own.
type lab struct {
	t     *testing.T
	url   string
	store string
	alive map[*exec.Cmd]string
}

// safeBuffer is a buffer that may be read while it is written.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newLab starts the broker.
func newLab(t *testing.T) *lab {
	t.Helper()
	l := &lab{t: t, store: filepath.Join(t.TempDir(), "isnad.db"), alive: map[*exec.Cmd]string{}}
	address := freeAddress(t)
	l.url = "nats://" + address
	t.Cleanup(l.end)
	l.start("broker", address, t.TempDir())
	return l
}

func freeAddress(t *testing.T) string {
	t.Helper()
	at, err := freeport.Address()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// start starts a program that goes on.
func (l *lab) start(program string, args ...string) *exec.Cmd {
	l.t.Helper()
	cmd := l.command(program, args...)
	log := &safeBuffer{}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.alive[cmd] = program
	l.t.Cleanup(func() {
		if l.t.Failed() {
			l.t.Logf("%s %s:\n%s", program, strings.Join(args, " "), log)
		}
	})
	return cmd
}

func (l *lab) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), programEnv+"="+program, "ISNAD_NATS="+l.url, "ISNAD_STORE="+l.store, "ISNAD_ACK_WAIT=1s", "ISNAD_LOG_LEVEL=info")
	return cmd
}

// do runs a program to its end and gives what it prints.
func (l *lab) do(program string, args ...string) string {
	l.t.Helper()
	cmd := l.command(program, args...)
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("%s %v: %v\n%s%s", program, args, err, out, &log)
	}
	return string(out)
}

// stop tells a program to end, and waits: it must end in good order.
func (l *lab) stop(cmd *exec.Cmd) {
	l.t.Helper()
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		l.t.Errorf("%s did not end in good order: %v", l.alive[cmd], err)
	}
	delete(l.alive, cmd)
}

// kill ends a program without a word.
func (l *lab) kill(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	delete(l.alive, cmd)
}

// end stops the workers, and the broker last.
func (l *lab) end() {
	for _, cmd := range slices.Collect(maps.Keys(l.alive)) {
		if l.alive[cmd] != "broker" {
			l.stop(cmd)
		}
	}
	for _, cmd := range slices.Collect(maps.Keys(l.alive)) {
		l.stop(cmd)
	}
}

// js connects to the broker.
func (l *lab) js() jetstream.JetStream {
	l.t.Helper()
	nc, err := nats.Connect(l.url, nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1))
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		l.t.Fatal(err)
	}
	return js
}

// stats asks the store what it holds; zeros where there is none yet.
func (l *lab) stats() store.Stats {
	l.t.Helper()
	if _, err := os.Stat(l.store); err != nil {
		return store.Stats{}
	}
	st, err := sqlite.Open(l.t.Context(), l.store)
	if err != nil {
		return store.Stats{} // locked
	}
	defer st.Close()
	s, err := st.Stats(l.t.Context())
	if err != nil {
		return store.Stats{}
	}
	return s
}

// until waits until the store holds n articles and all announcements were sent.
func (l *lab) until(n int, patience time.Duration) store.Stats {
	l.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		s := l.stats()
		if s.Articles >= n && s.Outbox == 0 {
			return s
		}
		if time.Now().After(end) {
			l.t.Fatalf("the store holds %d of %d articles, %d announcements wait", s.Articles, n, s.Outbox)
		}
	}
}

// progress waits until the store holds more than n articles, for a while.
func (l *lab) progress(n int) {
	for end := time.Now().Add(15 * time.Second); l.stats().Articles <= n && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
}

// rows gives all claims of a store as lines in a fixed order. Keys of paging are not among them, for they number what came first.
func rows(t *testing.T, path string) []string {
	t.Helper()
	st, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	return lines(t, st)
}

// lines is rows of an open store.
func lines(t *testing.T, st store.Store) []string {
	t.Helper()
	var out []string
	for _, row := range allRows(t, st) {
		b, err := json.Marshal(&row)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

// dead lists the messages that were put aside, one a line of JSON.
func (l *lab) dead() []string {
	l.t.Helper()
	return strings.FieldsFunc(l.do("isnad", "dead", "list", "--json"), func(r rune) bool { return r == '\n' })
}

// articles writes n different articles as lines, and gives the file and their texts by id.
func articles(t *testing.T, n int) (path string, texts map[string]string) {
	t.Helper()
	texts = map[string]string{}
	var b strings.Builder
	for i := range n {
		id := fmt.Sprintf("a%04d", i)
		text := fmt.Sprintf("قال فؤاد حداد رقم %d إن نحو %d شخصا غادروا بغداد في 3 أيار/مايو.\nوأضاف أن «الطريق %d مغلق».", i, 100+i, i)
		line, err := json.Marshal(map[string]string{"id": id, "text": text, "outlet": "منبر", "published": "2024-05-20"})
		if err != nil {
			t.Fatal(err)
		}
		texts[id] = text
		b.Write(append(line, '\n'))
	}
	path = filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, texts
}

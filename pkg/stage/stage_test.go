package stage_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// libraryLeak is a goroutine of nats.go: where storing an object ends before the goroutine that watches over it has begun to run, as on a
// busy machine, it waits on a channel that is nil by then, for ever (v1.55, the latest at the time).
var libraryLeak = goleak.IgnoreTopFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect")

func TestMain(m *testing.M) {
	if url := os.Getenv(workerEnv); url != "" {
		work(url) // this process is a worker of a test that kills workers
		return
	}
	goleak.VerifyTestMain(m, libraryLeak)
}

// broker starts a broker with the project's streams in it.
func broker(t testing.TB, o wire.Options) jetstream.JetStream {
	t.Helper()
	s, err := natsd.Start(natsd.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	js := connect(t, s)
	if err := wire.EnsureStreams(t.Context(), js, o); err != nil {
		t.Fatal(err)
	}
	return js
}

func connect(t testing.TB, s *natsd.Server) jetstream.JetStream {
	t.Helper()
	nc, err := wire.Connect(t.Context(), s.URL(), "test", nil, s.InProcess())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wire.Close(nc) })
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// quick is a worker of ARTICLES whose times are scaled down.
func quick(t testing.TB, js jetstream.JetStream, handle stage.Handler) stage.Config {
	return stage.Config{Name: stage.ExtractStage, Stream: wire.Articles, JS: js, Handle: handle, AckWait: 300 * time.Millisecond, RetryFirst: 5 * time.Millisecond, RetryMost: 20 * time.Millisecond,
		ReadyEvery: 50 * time.Millisecond, FetchWait: 200 * time.Millisecond, DrainTimeout: 2 * time.Second, Log: zerolog.New(zerolog.NewTestWriter(t))}
}

// start runs a worker until the test or the function that it gives ends it; it must then end cleanly.
func start(t testing.TB, c stage.Config) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- stage.Run(ctx, c) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("stage %s: %v", c.Name, err)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("stage %s does not end", c.Name)
		}
	})
	t.Cleanup(stop)
	return stop
}

func article(text string) *isnad.Article {
	a := &isnad.Article{Outlet: "Harbour Wire", Language: isnad.English, Text: text}
	a.Seal()
	return a
}

func give(t testing.TB, js jetstream.JetStream, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := stage.PublishArticle(t.Context(), js, article(text)); err != nil {
			t.Fatal(err)
		}
	}
}

func texts(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("The port took in %d ships.", i+2)
	}
	return out
}

func count(t testing.TB, js jetstream.JetStream, stream string) int {
	t.Helper()
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return int(s.CachedInfo().State.Msgs)
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); {
		if time.Now().After(end) {
			t.Fatalf("in vain waited until %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// finished waits until the consumer has nothing left.
func finished(t *testing.T, js jetstream.JetStream, stream, consumer string) {
	t.Helper()
	eventually(t, consumer+" has finished "+stream, func() bool { return !pending(t, js, stream, consumer) })
}

// pending tells whether the consumer has yet to finish messages of the stream. It asks for the ack floor: for a moment after a consumer
// is made the broker says that it has nothing to do.
func pending(t *testing.T, js jetstream.JetStream, stream, consumer string) bool {
	t.Helper()
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		return true
	}
	c, err := js.Consumer(t.Context(), stream, consumer)
	return err != nil || c.CachedInfo().AckFloor.Stream < s.CachedInfo().State.LastSeq
}

func listed(t *testing.T, js jetstream.JetStream, q stage.LetterQuery) (out []wire.DeadLetter) {
	t.Helper()
	for l, err := range (stage.Dead{JS: js}).Letters(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func letters(t *testing.T, js jetstream.JetStream) []wire.DeadLetter {
	t.Helper()
	return listed(t, js, stage.LetterQuery{})
}

// ledger counts what a handler was given, by text.
type ledger struct {
	mu   sync.Mutex
	seen map[string]int
	most int // the largest batch
}

func (l *ledger) note(in []wire.Message) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen = map[string]int{}
	}
	l.most = max(l.most, len(in))
	var out []string
	for i := range in {
		a, err := wire.ReadArticle(&in[i])
		if err != nil {
			panic(err)
		}
		l.seen[a.Text]++
		out = append(out, a.Text)
	}
	return out
}

func (l *ledger) times(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seen[text]
}

func record(a *isnad.Article) *isnad.Record {
	return &isnad.Record{Schema: isnad.Schema, Extractor: "build", Lexicon: "tables", Article: *a}
}

package stage_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

func TestEveryArticleGivesOneRecord(t *testing.T) {
	js := broker(t, wire.Options{})
	big := strings.Repeat("A ship of 12,000 tons. ", 3<<20/23)
	give(t, js, append(texts(50), big)...)
	give(t, js, texts(50)...) // duplicates
	c := quick(t, js, stage.ExtractHandler(record, 3))
	c.Batch, c.Concurrency = 8, 2
	start(t, c)
	start(t, c) // a second process
	finished(t, js, wire.Articles, stage.ExtractStage)
	if n := count(t, js, wire.Claims); n != 51 {
		t.Fatalf("%d records", n)
	}
	var mu sync.Mutex
	rows := map[string]uint64{}
	sink := quick(t, js, stage.SinkHandler(func(_ context.Context, entries []stage.Entry) error {
		mu.Lock()
		defer mu.Unlock()
		for _, e := range entries {
			rows[e.Record.Article.Text] = e.Run
		}
		return nil
	}))
	sink.Name, sink.Stream, sink.Batch = stage.SinkStage, wire.Claims, 16
	start(t, sink)
	finished(t, js, wire.Claims, stage.SinkStage)
	mu.Lock()
	defer mu.Unlock()
	if len(rows) != 51 || rows[big] != 3 {
		t.Errorf("%d rows, the large one of run %d", len(rows), rows[big])
	}
	if l := letters(t, js); len(l) != 0 {
		t.Errorf("%d dead letters: %+v", len(l), l[0].Reason)
	}
}

func TestTheTraceIsPassedOn(t *testing.T) {
	js := broker(t, wire.Options{})
	const trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
	if _, err := stage.PublishArticle(wire.WithTrace(t.Context(), trace), js, article("x")); err != nil {
		t.Fatal(err)
	}
	give(t, js, "y")
	start(t, quick(t, js, stage.ExtractHandler(record, 1)))
	finished(t, js, wire.Articles, stage.ExtractStage)
	for n, want := range map[uint64]bool{1: true, 2: false} {
		m, err := wire.Get(t.Context(), js, wire.Claims, n)
		if got := m.Header.Get(wire.HeaderTrace); err != nil || (wire.TraceID(got) == wire.TraceID(trace)) != want || got == trace || wire.TraceID(got) == "" {
			t.Errorf("record %d has the trace %q, %v", n, got, err)
		}
	}
}

// The worker is cut off after it published and before it acknowledged: the message comes again and gives the same. Without message ids
// there would be two records: that shows that the id is what does it.
func TestACrashBetweenPublishAndAck(t *testing.T) {
	for name, want := range map[string]int{"with ids": 1, "without": 2} {
		t.Run(name, func(t *testing.T) {
			js := broker(t, wire.Options{})
			give(t, js, "x")
			handle := func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
				out, err := stage.ExtractHandler(record, 1)(ctx, in)
				if err == nil && want == 2 {
					out[0].ID = ""
				}
				return out, err
			}
			publishAndDie(t, js, handle)
			var l ledger
			start(t, quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
				l.note(in)
				return handle(ctx, in)
			}))
			finished(t, js, wire.Articles, stage.ExtractStage)
			if l.times("x") != 1 || count(t, js, wire.Claims) != want {
				t.Errorf("handled again %d times, %d records", l.times("x"), count(t, js, wire.Claims))
			}
		})
	}
}

// publishAndDie does by hand what a worker does, up to the acknowledgement.
func publishAndDie(t *testing.T, js jetstream.JetStream, handle stage.Handler) {
	t.Helper()
	consumer, err := js.CreateOrUpdateConsumer(t.Context(), wire.Articles, jetstream.ConsumerConfig{Durable: stage.ExtractStage, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: 300 * time.Millisecond, MaxDeliver: 6, MaxAckPending: 64})
	if err != nil {
		t.Fatal(err)
	}
	msg, err := consumer.Next()
	if err != nil {
		t.Fatal(err)
	}
	m, err := wire.Receive(msg)
	if err != nil {
		t.Fatal(err)
	}
	out, err := handle(t.Context(), []wire.Message{m})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wire.Publish(t.Context(), js, out[0]); err != nil {
		t.Fatal(err)
	}
}

// A worker whose dependencies are away from the start fetches nothing.
func TestNothingIsFetchedBeforeAllIsReady(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "x")
	var away atomic.Bool
	away.Store(true)
	c := quick(t, js, stage.ExtractHandler(record, 1))
	c.Ready = func(context.Context) error {
		if away.Load() {
			return errors.New("no store")
		}
		return nil
	}
	start(t, c)
	time.Sleep(300 * time.Millisecond)
	if i := consumerInfo(t, js, wire.Articles, c.Name); i.Delivered.Consumer != 0 {
		t.Errorf("%d deliveries", i.Delivered.Consumer)
	}
	away.Store(false)
	finished(t, js, wire.Articles, c.Name)
}

func TestADrainFinishesWhatIsInHand(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, texts(5)...)
	begun := make(chan struct{}, 5)
	c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		begun <- struct{}{}
		time.Sleep(500 * time.Millisecond) // longer than AckWait
		return stage.ExtractHandler(record, 1)(ctx, in)
	})
	c.Batch = 5
	stop := start(t, c)
	<-begun
	stop()
	// The acknowledgements were sent before the worker ended; the broker may still be counting them.
	settled := func() bool {
		i := consumerInfo(t, js, wire.Articles, stage.ExtractStage)
		return i.NumAckPending == 0 && i.NumRedelivered == 0 && int(i.AckFloor.Stream) == count(t, js, wire.Claims) && i.AckFloor.Stream > 0
	}
	for end := time.Now().Add(200 * time.Millisecond); !settled(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) { // well before AckWait would give them out anew
			t.Fatalf("%+v with %d records", consumerInfo(t, js, wire.Articles, stage.ExtractStage), count(t, js, wire.Claims))
		}
	}
}

func TestRunTellsWhatItCannotBegin(t *testing.T) {
	js := broker(t, wire.Options{})
	good := quick(t, js, stage.ExtractHandler(record, 1))
	for name, spoil := range map[string]func(*stage.Config){
		"no handler":    func(c *stage.Config) { c.Handle = nil },
		"no connection": func(c *stage.Config) { c.JS = nil },
		"bad name":      func(c *stage.Config) { c.Name = "a.b" },
		"one delivery":  func(c *stage.Config) { c.MaxDeliver = 1 },
		"no stream":     func(c *stage.Config) { c.Stream = "NOWHERE" },
	} {
		c := good
		spoil(&c)
		if err := stage.Run(t.Context(), c); err == nil || errors.Is(err, isnad.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkExtractStage measures the hop alone – fetch, publish, PubAck, ack, with a broker that syncs every message – on records of some
// 4 KB.
func BenchmarkExtractStage(b *testing.B) {
	js := broker(b, wire.Options{})
	body := strings.Repeat("The port took in 12 ships. ", 150)
	for i := range b.N {
		give(b, js, strconv.Itoa(i)+body)
	}
	c := quick(b, js, stage.ExtractHandler(record, 1))
	c.Batch, c.Concurrency, c.Log, c.AckWait = 16, 2, zerolog.Nop(), 30*time.Second
	b.ReportAllocs()
	b.ResetTimer()
	start(b, c)
	for count(b, js, wire.Claims) < b.N {
		time.Sleep(time.Millisecond)
	}
}

// While a message that was delivered before is handled nothing else is fetched, so that nothing is lost with it; but not for long.
func TestNothingIsFetchedBesideWhatMayEndTheWorker(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "suspect")
	var l ledger
	again, release := make(chan struct{}), make(chan struct{})
	c := quick(t, js, func(_ context.Context, in []wire.Message) ([]wire.Message, error) {
		if l.note(in)[0] == "suspect" {
			if l.times("suspect") == 1 {
				return nil, errors.New("not this time")
			}
			close(again)
			<-release
		}
		return nil, nil
	})
	c.Batch, c.Concurrency, c.AckWait = 8, 3, 10*time.Second
	start(t, c)
	<-again
	give(t, js, "next", "one more")
	time.Sleep(500 * time.Millisecond)
	consumer, err := js.Consumer(t.Context(), wire.Articles, stage.ExtractStage)
	if err != nil {
		t.Fatal(err)
	}
	if i := consumer.CachedInfo(); i.NumAckPending != 1 || i.NumPending != 2 || l.times("next") != 0 {
		t.Errorf("beside it %d messages are in hand, and %d wait with the broker", i.NumAckPending-1, i.NumPending)
	}
	eventually(t, "the others are handled beside one that takes long", func() bool { return l.times("next") == 1 && l.times("one more") == 1 })
	close(release)
	finished(t, js, wire.Articles, stage.ExtractStage)
	if n := l.times("suspect"); n != 2 {
		t.Errorf("the suspect was handled %d times", n)
	}
}

package stage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// A store that is away for longer than all deliveries would take costs no message its life, whether it says so by its errors, or by
// Ready while its errors say nothing.
func TestADependencyThatIsAwayCountsForNothing(t *testing.T) {
	for name, refusal := range map[string]error{"told": fmt.Errorf("store %w", isnad.ErrUnavailable), "untold": errors.New("some error")} {
		t.Run(name, func(t *testing.T) {
			js := broker(t, wire.Options{})
			give(t, js, texts(20)...)
			var l ledger
			var away atomic.Bool
			fetched := make(chan struct{})
			goAway := sync.OnceFunc(func() { away.Store(true); close(fetched) })
			c := quick(t, js, func(_ context.Context, in []wire.Message) ([]wire.Message, error) {
				if goAway(); away.Load() {
					return nil, refusal
				}
				l.note(in)
				return nil, nil
			})
			c.Ready = func(context.Context) error {
				if away.Load() {
					return refusal
				}
				return nil
			}
			c.Batch, c.Concurrency, c.Metrics = 4, 2, stage.NewMetrics(prometheus.NewRegistry())
			c.Holds = &stage.Holds{}
			start(t, c)
			<-fetched
			time.Sleep(c.AckWait * 7)
			if err := c.Holds.Err(); err == nil || !errors.Is(err, refusal) || !strings.Contains(err.Error(), c.Name) {
				t.Errorf("the worker waits, and what it says of it is: %v", err)
			}
			info := consumerInfo(t, js, wire.Articles, c.Name)
			if info.NumRedelivered != 0 || info.NumAckPending > 8 || info.NumAckPending == 0 {
				t.Errorf("during the outage: %d redelivered, %d in hand", info.NumRedelivered, info.NumAckPending)
			}
			away.Store(false)
			finished(t, js, wire.Articles, c.Name)
			if err := c.Holds.Err(); err != nil {
				t.Errorf("all is handled, and yet: %v", err)
			}
			if n := count(t, js, wire.Dead); n != 0 || len(l.seen) != 20 {
				t.Errorf("%d dead letters, %d handled", n, len(l.seen))
			}
		})
	}
}

func consumerInfo(t *testing.T, js jetstream.JetStream, stream, name string) *jetstream.ConsumerInfo {
	t.Helper()
	c, err := js.Consumer(t.Context(), stream, name)
	if err != nil {
		t.Fatal(err)
	}
	return c.CachedInfo()
}

// The broker goes away while a message is in hand, and for longer than AckWait.
func TestTheBrokerGoesAwayAndComesBack(t *testing.T) {
	dir := t.TempDir()
	s, err := natsd.Start(natsd.Options{Dir: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	url := s.URL()
	nc, err := wire.Connect(t.Context(), url, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer wire.Close(nc)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	give(t, js, texts(10)...)
	inHand, down := make(chan struct{}, 100), make(chan struct{})
	c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		inHand <- struct{}{}
		<-down
		return stage.ExtractHandler(record, 1)(ctx, in)
	})
	c.Batch = 3
	stop := start(t, c)
	defer stop()
	<-inHand
	s.Stop()
	close(down)
	time.Sleep(3 * c.AckWait)
	if s, err = natsd.Start(natsd.Options{Dir: dir, Listen: strings.TrimPrefix(url, "nats://")}); err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	eventually(t, "the connection is back", nc.IsConnected)
	finished(t, js, wire.Articles, c.Name)
	if a, b := count(t, js, wire.Claims), count(t, js, wire.Dead); a != 10 || b != 0 {
		t.Errorf("%d records, %d dead letters", a, b)
	}
	stop()
}

// A worker that must end while the store is away gives its messages back, and the last delivery of one is not its death.
func TestEndingDuringAnOutageCostsNoMessage(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "x")
	for range 8 {
		tried := make(chan struct{}, 1000)
		c := quick(t, js, func(context.Context, []wire.Message) ([]wire.Message, error) {
			tried <- struct{}{}
			return nil, fmt.Errorf("disk full: %w", isnad.ErrUnavailable)
		})
		stop := start(t, c)
		<-tried
		stop()
	}
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	eventually(t, "the record is there", func() bool { return count(t, js, wire.Claims) == 1 })
	finished(t, js, wire.Articles, c.Name)
	if n := count(t, js, wire.Dead); n != 0 {
		t.Errorf("%d dead letters: %+v", n, letters(t, js))
	}
}

// A dependency that takes what it is asked and never answers is told, while the handler still waits for it.
func TestADependencyThatHangsIsTold(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "x")
	answers := make(chan struct{})
	hang := func(ctx context.Context) error {
		select {
		case <-answers:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	c := quick(t, js, func(ctx context.Context, _ []wire.Message) ([]wire.Message, error) { return nil, hang(ctx) })
	registry := prometheus.NewRegistry()
	var begun atomic.Bool
	c.Metrics = stage.NewMetrics(registry)
	c.Ready = func(ctx context.Context) error {
		if begun.CompareAndSwap(false, true) { // the look before the first message is fetched
			return nil
		}
		return hang(ctx)
	}
	stop := start(t, c)
	holds := func(value int) func() bool {
		return func() bool {
			want := fmt.Sprintf("# HELP isnad_stage_holding 1 while the stage waits for a dependency that is away.\n# TYPE isnad_stage_holding gauge\nisnad_stage_holding{stage=\"extract\"} %d\n", value)
			return testutil.GatherAndCompare(registry, strings.NewReader(want), "isnad_stage_holding") == nil
		}
	}
	eventually(t, "the worker holds", holds(1))
	close(answers)
	finished(t, js, wire.Articles, c.Name)
	eventually(t, "the worker goes on", holds(0))
	if n := count(t, js, wire.Dead); n != 0 {
		t.Errorf("%d dead letters", n)
	}
	stop()
}

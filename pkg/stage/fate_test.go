package stage_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

func TestAPoisonedMessageGoesToTheDeadLettersAtOnce(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, texts(3)...)
	if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: "isnad.articles.en.x", ID: "poison", Data: []byte(`{"text": "cut`)}); err != nil {
		t.Fatal(err)
	}
	give(t, js, "x")
	c := quick(t, js, stage.ExtractHandler(record, 1))
	c.Batch, c.Metrics = 10, stage.NewMetrics(prometheus.NewRegistry())
	start(t, c)
	finished(t, js, wire.Articles, stage.ExtractStage)
	l := letters(t, js)
	if len(l) != 1 || l[0].Stage != "extract" || l[0].Stream != wire.Articles || l[0].Sequence != 4 || l[0].Deliveries != 1 || l[0].ID != "poison" || l[0].Payload != `{"text": "cut` {
		t.Fatalf("%+v", l)
	}
	if !strings.Contains(l[0].Reason, "ARTICLES:4 byte 13: bad JSON") {
		t.Errorf("the reason is %q", l[0].Reason)
	}
	if n := count(t, js, wire.Claims); n != 4 {
		t.Errorf("%d records", n)
	}
}

func TestOneBadMessageTakesNoOthersAlong(t *testing.T) {
	boom := map[string]func() error{
		"panic":     func() error { panic("boom") },
		"error":     func() error { return errors.New("boom") },
		"bad input": func() error { return isnad.Bad("here", "boom") },
		"goexit":    nil,
	}
	for name, do := range boom {
		t.Run(name, func(t *testing.T) {
			js := broker(t, wire.Options{})
			give(t, js, texts(9)...)
			bad := texts(9)[4]
			var l ledger
			c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
				if slices.Contains(l.note(in), bad) {
					if do == nil {
						runtime.Goexit() // as t.FailNow does
					}
					if err := do(); err != nil {
						return nil, err
					}
				}
				return stage.ExtractHandler(record, 1)(ctx, in)
			})
			c.Batch = 9
			start(t, c)
			finished(t, js, wire.Articles, stage.ExtractStage)
			dead := letters(t, js)
			if len(dead) != 1 || !strings.Contains(dead[0].Payload, bad) {
				t.Fatalf("%d dead letters", len(dead))
			}
			if n := count(t, js, wire.Claims); n != 8 || l.most < 2 {
				t.Errorf("%d records, batches up to %d", n, l.most)
			}
			want := map[string]struct {
				reason     string
				deliveries int
			}{"panic": {"given up after 5 deliveries: panic: boom", 5}, "error": {"given up after 5 deliveries: boom", 5}, "bad input": {"here: boom", 1},
				"goexit": {"given up after 5 deliveries: the handler ended its goroutine", 5}}[name]
			if dead[0].Reason != want.reason || dead[0].Deliveries != want.deliveries {
				t.Errorf("%q after %d deliveries", dead[0].Reason, dead[0].Deliveries)
			}
			if name == "panic" && !strings.Contains(dead[0].Detail, "fate_test.go") {
				t.Errorf("the stack is %q", dead[0].Detail)
			}
		})
	}
}

func TestABatchErrorSettlesEachByItself(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, texts(6)...)
	var l ledger
	var away atomic.Bool
	away.Store(true)
	c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		failed := map[int]error{}
		var good []wire.Message
		for i, text := range l.note(in) {
			switch {
			case text == texts(6)[1]:
				failed[i] = isnad.Bad("", "bad for ever")
			case text == texts(6)[2] && l.times(text) < 3:
				failed[i] = errors.New("passing")
			case text == texts(6)[3] && away.Load():
				away.Store(false)
				failed[i] = fmt.Errorf("store %w", isnad.ErrUnavailable)
			default:
				good = append(good, in[i])
			}
		}
		out, err := stage.ExtractHandler(record, 1)(ctx, good)
		if err == nil && len(failed) > 0 {
			err = &stage.BatchError{Failed: failed}
		}
		return out, err
	})
	c.Batch = 6
	start(t, c)
	finished(t, js, wire.Articles, stage.ExtractStage)
	if n := count(t, js, wire.Claims); n != 5 {
		t.Errorf("%d records", n)
	}
	if d := letters(t, js); len(d) != 1 || d[0].Reason != "bad for ever" {
		t.Errorf("%+v", d)
	}
	if n := l.times(texts(6)[0]); n != 1 {
		t.Errorf("a good one was handled %d times", n)
	}
}

// A message that ends its worker is delivered until it is at the limit, and then put aside unhandled.
func TestAtTheLimitAMessageIsPutAsideUnhandled(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "killer")
	c := quick(t, js, nil)
	consumer, err := js.CreateOrUpdateConsumer(t.Context(), wire.Articles, jetstream.ConsumerConfig{Durable: c.Name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: c.AckWait, MaxDeliver: 6, MaxAckPending: 64})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		msg, err := consumer.Next()
		if err != nil {
			t.Fatal(err)
		}
		if err := msg.Nak(); err != nil {
			t.Fatal(err)
		}
	}
	give(t, js, "bystander")
	var l ledger
	c.Handle = func(_ context.Context, in []wire.Message) ([]wire.Message, error) { l.note(in); return nil, nil }
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	if l.times("killer") != 0 || l.times("bystander") != 1 {
		t.Errorf("%v", l.seen)
	}
	if d := letters(t, js); len(d) != 1 || !strings.Contains(d[0].Reason, "not handled: 5 deliveries") || d[0].Deliveries != 6 || !strings.Contains(d[0].Payload, "killer") {
		t.Errorf("%+v", d)
	}
}

func TestAHandlerThatDoesNotAnswerHasFailed(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "hangs", "x")
	release := make(chan struct{})
	defer close(release)
	var l ledger
	c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		if l.note(in)[0] == "hangs" {
			<-release
		}
		return nil, nil
	})
	c.HandleTimeout, c.MaxDeliver = 60*time.Millisecond, 3
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	if d := letters(t, js); len(d) != 1 || !strings.Contains(d[0].Reason, "given up after 2 deliveries: the handler gave no answer within 60ms") || l.times("x") != 1 {
		t.Errorf("%+v, %v", d, l.seen)
	}
}

// What waits for another try, however much of it there is, does not keep others from being handled.
func TestWhatIsToBeTriedAgainStopsNoOthers(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, texts(200)...)
	c := quick(t, js, func(_ context.Context, in []wire.Message) ([]wire.Message, error) {
		if m, err := wire.ReadArticle(&in[0]); err != nil || m.Text != "good" {
			return nil, errors.New("not now")
		}
		return stage.ExtractHandler(record, 1)(t.Context(), in)
	})
	c.RetryFirst, c.RetryMost = time.Hour, time.Hour
	start(t, c)
	give(t, js, "good")
	eventually(t, "the record of the good one is there", func() bool { return count(t, js, wire.Claims) == 1 })
	eventually(t, "200 wait for another try", func() bool { return consumerInfo(t, js, wire.Articles, c.Name).NumAckPending == 200 })
}

// A dead letter that cannot be stored yet holds up its own message only.
func TestALetterThatMustWaitStopsNoOthers(t *testing.T) {
	js := broker(t, wire.Options{DeadMaxBytes: 1})
	if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: "isnad.articles.en.x", ID: "poison", Data: []byte(`{"text": "cut`)}); err != nil {
		t.Fatal(err)
	}
	give(t, js, texts(3)...)
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	eventually(t, "the records of the good ones are there", func() bool { return count(t, js, wire.Claims) == 3 })
	if n := count(t, js, wire.Dead); n != 0 || !pending(t, js, wire.Articles, c.Name) {
		t.Fatalf("%d letters in a full stream, or the bad message was ended without one", n)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	finished(t, js, wire.Articles, c.Name)
	if d := letters(t, js); len(d) != 1 || d[0].ID != "poison" || d[0].Deliveries != 1 {
		t.Errorf("%+v", d)
	}
}

func TestMetricsCountTheFates(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "good", "fails once", "bad")
	registry := prometheus.NewRegistry()
	var l ledger
	c := quick(t, js, func(_ context.Context, in []wire.Message) ([]wire.Message, error) {
		switch text := l.note(in)[0]; {
		case text == "bad":
			return nil, isnad.Bad("", "bad")
		case text == "fails once" && l.times(text) == 1:
			return nil, errors.New("passing")
		}
		return nil, nil
	})
	c.Metrics = stage.NewMetrics(registry)
	stop := start(t, c)
	finished(t, js, wire.Articles, c.Name)
	stop()
	want := `# HELP isnad_messages_total Messages by stage and outcome.
# TYPE isnad_messages_total counter
isnad_messages_total{outcome="dead",stage="extract"} 1
isnad_messages_total{outcome="handled",stage="extract"} 2
isnad_messages_total{outcome="released",stage="extract"} 0
isnad_messages_total{outcome="retried",stage="extract"} 1
# HELP isnad_messages_in_flight Messages that this process has in hand.
# TYPE isnad_messages_in_flight gauge
isnad_messages_in_flight{stage="extract"} 0
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "isnad_messages_total", "isnad_messages_in_flight"); err != nil {
		t.Error(err)
	}
	if n, err := testutil.GatherAndCount(registry, "isnad_handle_seconds", "isnad_consumer_pending", "isnad_consumer_unacknowledged"); err != nil || n != 3 {
		t.Errorf("%d other metrics, %v", n, err)
	}
}

// A payload that is gone is tried as often as any failure; the letter keeps the reference, and a redrive finds the payload if it is back.
func TestAMessageWhoseObjectIsGone(t *testing.T) {
	js := broker(t, wire.Options{})
	big := strings.Repeat("12 ships. ", 2<<17)
	give(t, js, big)
	if n, err := wire.DropObjects(t.Context(), js, wire.Articles, time.Now().Add(time.Hour)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	d := letters(t, js)
	if len(d) != 1 || !strings.Contains(d[0].Reason, "given up after 5 deliveries: ARTICLES:1: object") || d[0].Header.Get(wire.HeaderObject) == "" || len(d[0].Data()) != 0 {
		t.Fatalf("%+v", d)
	}
	give(t, js, big) // a duplicate, whose object is put all the same
	if err := (stage.Dead{JS: js}).Redrive(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the record is there", func() bool { return count(t, js, wire.Claims) == 1 })
}

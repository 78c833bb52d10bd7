package stage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

func reconciler(t *testing.T, js jetstream.JetStream) stage.Config {
	c := quick(t, js, stage.ReconcileHandler(js))
	c.Name, c.Stream = stage.ReconcileStage, wire.Advisories
	return c
}

func TestWhatTheBrokerGaveUpIsReconciled(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "exhausted", "ended by hand")
	consumer, err := js.CreateOrUpdateConsumer(t.Context(), wire.Articles, jetstream.ConsumerConfig{Durable: stage.ExtractStage, AckPolicy: jetstream.AckExplicitPolicy, AckWait: 100 * time.Millisecond, MaxDeliver: 2})
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		msg, err := consumer.Next()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(msg.Data()), "ended by hand") {
			if err := msg.TermWithReason("away with it"); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	for range 2 { // the first is delivered until it is given up
		_, _ = consumer.Next(jetstream.FetchMaxWait(300 * time.Millisecond))
	}
	eventually(t, "the broker has said so", func() bool { return count(t, js, wire.Advisories) == 2 })
	for range 2 { // a second reconciler that begins anew finds nothing more to do
		stop := start(t, reconciler(t, js))
		finished(t, js, wire.Advisories, stage.ReconcileStage)
		stop()
		s, err := js.Stream(t.Context(), wire.Advisories)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteConsumer(t.Context(), stage.ReconcileStage); err != nil {
			t.Fatal(err)
		}
	}
	got := letters(t, js)
	slices.SortFunc(got, func(a, b wire.DeadLetter) int { return int(a.Sequence) - int(b.Sequence) })
	if len(got) != 2 || got[0].Stage != "extract" || !strings.Contains(got[0].Payload, "exhausted") || !strings.Contains(got[0].Reason, "given up by the broker: 2 deliveries") ||
		!strings.Contains(got[1].Payload, "ended by hand") || got[1].Reason != "ended by hand: away with it" {
		t.Errorf("%+v", got)
	}
}

// What a worker has put aside is done: the broker has nothing to report of it, and nothing comes of it once more.
func TestTheReconcilerHearsNothingOfTheWorkersLetters(t *testing.T) {
	js := broker(t, wire.Options{})
	give(t, js, "x")
	c := quick(t, js, func(context.Context, []wire.Message) ([]wire.Message, error) { return nil, isnad.Bad("", "bad") })
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	if err := (stage.Dead{JS: js}).Redrive(t.Context(), 1); err != nil { // even where its letter is gone again
		t.Fatal(err)
	}
	finished(t, js, wire.Articles, c.Name)
	start(t, reconciler(t, js))
	give(t, js, "y") // time for a report to come in
	finished(t, js, wire.Articles, c.Name)
	if got := letters(t, js); len(got) != 2 || got[0].Number != 2 || count(t, js, wire.Advisories) != 0 {
		t.Errorf("%d reports, letters %+v", count(t, js, wire.Advisories), got)
	}
}

func TestTheJanitorPurgesOnlyWhatIsFinished(t *testing.T) {
	js := broker(t, wire.Options{MaxBytes: 100_000})
	j := stage.Janitor{JS: js, High: 0.2, Log: zerolog.Nop()}
	look := func() {
		t.Helper()
		for range 2 {
			if err := j.Look(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	long := make([]string, 20)
	for i := range long {
		long[i] = strings.Repeat(fmt.Sprint(i), 1500)
	}
	give(t, js, long...)
	look()
	if n := count(t, js, wire.Articles); n != 20 {
		t.Fatalf("without its consumer the stream has %d messages left", n)
	}
	consumer, err := js.CreateOrUpdateConsumer(t.Context(), wire.Articles, jetstream.ConsumerConfig{Durable: stage.ExtractStage, AckPolicy: jetstream.AckExplicitPolicy, MaxDeliver: 6})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		msg, err := consumer.Next()
		if err != nil {
			t.Fatal(err)
		}
		if i == 9 { // the tenth stays in hand
			continue
		}
		if err := msg.DoubleAck(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Look(t.Context()); err != nil || count(t, js, wire.Articles) != 20 {
		t.Fatalf("the first look purged: %v", err)
	}
	look()
	if n := count(t, js, wire.Articles); n != 11 {
		t.Errorf("%d messages are left: the tenth and those after it should be", n)
	}
	other := stage.Janitor{JS: js, High: 0.9, Log: zerolog.Nop()}
	before := count(t, js, wire.Articles)
	for range 2 {
		if err := other.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if count(t, js, wire.Articles) != before {
		t.Error("purged below the high-water mark")
	}
}

func TestTheJanitorWaitsForTheReconciler(t *testing.T) {
	js := broker(t, wire.Options{MaxBytes: 10_000})
	give(t, js, strings.Repeat("a", 3000), strings.Repeat("b", 3000))
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	if err := js.Conn().Publish("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.ARTICLES.extract",
		[]byte(`{"type":"io.nats.jetstream.advisory.v1.max_deliver","stream":"ARTICLES","consumer":"extract","stream_seq":1,"deliveries":6}`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the advisory is stored", func() bool { return count(t, js, wire.Advisories) == 1 })
	j := stage.Janitor{JS: js, High: 0.1, Log: zerolog.Nop()}
	for range 3 {
		if err := j.Look(t.Context()); err == nil {
			t.Error("nothing tells that there is no reconciler")
		}
	}
	if n := count(t, js, wire.Articles); n != 2 {
		t.Fatalf("%d messages are left before the reconciler came", n)
	}
	start(t, reconciler(t, js))
	finished(t, js, wire.Advisories, stage.ReconcileStage)
	for range 2 {
		if err := j.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, js, wire.Articles); n != 0 || len(letters(t, js)) != 1 {
		t.Errorf("%d messages and %d letters are left", n, len(letters(t, js)))
	}
}

// A stream that is too full is looked at much more often than one that is not.
func TestTheJanitorHurriesWhileAStreamIsTooFull(t *testing.T) {
	js := broker(t, wire.Options{MaxBytes: 10_000})
	give(t, js, strings.Repeat("a", 3000), strings.Repeat("b", 3000))
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	j := stage.Janitor{JS: js, Every: 40 * time.Second, High: 0.2, Log: zerolog.Nop()}
	go func() { j.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	eventually(t, "the stream is emptied", func() bool { return count(t, js, wire.Articles) == 0 })
}

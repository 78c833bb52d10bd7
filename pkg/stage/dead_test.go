package stage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

func TestRedriveDeliversAgain(t *testing.T) {
	for _, size := range []int{10, 2 << 20} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			js := broker(t, wire.Options{})
			text := strings.Repeat("12 ships. ", size/10)
			give(t, js, text)
			var healed atomic.Bool
			var l ledger
			c := quick(t, js, func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
				if l.note(in); !healed.Load() {
					return nil, isnad.Bad("table 7", "not understood")
				}
				return stage.ExtractHandler(record, 1)(ctx, in)
			})
			start(t, c)
			eventually(t, "there is a dead letter", func() bool { return count(t, js, wire.Dead) == 1 })
			dead := stage.Dead{JS: js}
			d, err := dead.Show(t.Context(), 1)
			if err != nil || d.Reason != "table 7: not understood" || !strings.Contains(d.Payload, text) || d.Number != 1 || d.At.IsZero() {
				t.Fatalf("%v", err)
			}
			// Still bad: it dies again, and leaves a new letter.
			if err := dead.Redrive(t.Context(), 1); err != nil {
				t.Fatal(err)
			}
			eventually(t, "there is another dead letter", func() bool { return len(letters(t, js)) == 1 && letters(t, js)[0].Number == 2 })
			healed.Store(true)
			if err := dead.Redrive(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the record is there", func() bool { return count(t, js, wire.Claims) == 1 })
			if l.times(text) != 3 || len(letters(t, js)) != 0 {
				t.Errorf("handled %d times, %d letters left", l.times(text), len(letters(t, js)))
			}
			if err := dead.Redrive(t.Context(), 2); !isnad.IsBadInput(err) {
				t.Errorf("a letter that is gone: %v", err)
			}
		})
	}
}

func TestLettersAreListedByStage(t *testing.T) {
	js := broker(t, wire.Options{})
	for i, name := range []string{"extract", "sink", "extract", "sink"} {
		m, err := wire.DeadLetterMessage(wire.NewDeadLetter(name, &wire.Message{Stream: wire.Articles, Sequence: uint64(i + 1), Subject: "isnad.articles.en.x", Data: []byte("x")}, "r", ""))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wire.Publish(t.Context(), js, m); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: "isnad.dead.sink", Data: []byte("no letter")}); err != nil {
		t.Fatal(err)
	}
	dead := stage.Dead{JS: js}
	for _, test := range []struct {
		q    stage.LetterQuery
		want []uint64
	}{{stage.LetterQuery{}, []uint64{1, 2, 3, 4, 5}}, {stage.LetterQuery{Stage: "sink"}, []uint64{2, 4, 5}}, {stage.LetterQuery{From: 4}, []uint64{4, 5}},
		{stage.LetterQuery{Stage: "extract", From: 2}, []uint64{3}}, {stage.LetterQuery{Stage: "ingest"}, nil}, {stage.LetterQuery{Reason: "unread"}, []uint64{5}},
		{stage.LetterQuery{Reason: "other"}, nil}} {
		var got []uint64
		for _, l := range listed(t, js, test.q) {
			got = append(got, l.Number)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%+v gives %v", test.q, got)
		}
	}
	if _, err := dead.Show(t.Context(), 5); !isnad.IsBadInput(err) {
		t.Errorf("what is no letter: %v", err)
	}
	if all := letters(t, js); !strings.Contains(all[4].Reason, "unreadable: DEAD:5") {
		t.Errorf("%+v", all[4])
	}
	if err := dead.Drop(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if err := dead.Drop(t.Context(), 3); !isnad.IsBadInput(err) {
		t.Errorf("one that is gone: %v", err)
	}
	if n, err := dead.Count(t.Context()); n != 4 || err != nil {
		t.Errorf("%d letters are left, %v", n, err)
	}
}

// A letter whose payload is not what it says it is ends no list: those behind it come too. It can be dropped.
func TestASpoiltLetterEndsNoList(t *testing.T) {
	js := broker(t, wire.Options{})
	spoilt := wire.Message{Subject: "isnad.dead.sink", Header: nats.Header{wire.HeaderObject: {"x"}, wire.HeaderSize: {"much"}}}
	for i := range 3 {
		m, err := wire.DeadLetterMessage(wire.NewDeadLetter("sink", &wire.Message{Stream: wire.Claims, Sequence: uint64(i + 1), Data: []byte("x")}, "r", ""))
		if i == 1 {
			m = spoilt
		}
		if err == nil {
			_, err = wire.Publish(t.Context(), js, m)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	all := letters(t, js)
	if len(all) != 3 || !strings.HasPrefix(all[1].Reason, "unreadable: DEAD:2") || all[1].Number != 2 || all[2].Reason != "r" {
		t.Errorf("%+v", all)
	}
	if err := (stage.Dead{JS: js}).Drop(t.Context(), 2); err != nil || count(t, js, wire.Dead) != 2 {
		t.Error(err)
	}
}

// A record that the sink could not take goes back to CLAIMS, with the run that it had, and is stored once the sink is mended.
func TestRedriveOfARecordGoesToTheSink(t *testing.T) {
	js := broker(t, wire.Options{})
	m, err := wire.RecordMessage(record(article("x")), 7)
	if err == nil {
		_, err = wire.Publish(t.Context(), js, m)
	}
	if err != nil {
		t.Fatal(err)
	}
	var healed atomic.Bool
	var stored atomic.Uint64
	c := quick(t, js, stage.SinkHandler(func(_ context.Context, entries []stage.Entry) error {
		if !healed.Load() {
			return isnad.Bad("store", "not understood")
		}
		stored.Store(entries[0].Run)
		return nil
	}))
	c.Name, c.Stream = stage.SinkStage, wire.Claims
	start(t, c)
	eventually(t, "there is a dead letter", func() bool { return count(t, js, wire.Dead) == 1 })
	healed.Store(true)
	for l := range (stage.Dead{JS: js}).Letters(t.Context(), stage.LetterQuery{Stage: stage.SinkStage, Reason: "not understood"}) {
		if err := (stage.Dead{JS: js}).Redrive(t.Context(), l.Number); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "it is stored", func() bool { return stored.Load() == 7 })
	if n, articles := count(t, js, wire.Claims), count(t, js, wire.Articles); n != 2 || articles != 0 || count(t, js, wire.Dead) != 0 {
		t.Errorf("%d messages in CLAIMS, %d in ARTICLES", n, articles)
	}
}

package stage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

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
		stage string
		from  uint64
		limit int
		want  []uint64
	}{{"", 0, 0, []uint64{1, 2, 3, 4, 5}}, {"sink", 0, 0, []uint64{2, 4, 5}}, {"", 2, 2, []uint64{2, 3}}, {"extract", 2, 9, []uint64{3}}, {"ingest", 0, 0, nil}} {
		list, err := dead.List(t.Context(), test.stage, test.from, test.limit)
		var got []uint64
		for _, l := range list {
			got = append(got, l.Number)
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%+v gives %v, %v", test, got, err)
		}
	}
	if _, err := dead.Show(t.Context(), 5); !isnad.IsBadInput(err) {
		t.Errorf("what is no letter: %v", err)
	}
	if all := letters(t, js); !strings.Contains(all[4].Reason, "unreadable: DEAD:5") {
		t.Errorf("%+v", all[4])
	}
}

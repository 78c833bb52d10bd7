package stage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// outbox is a store's outbox.
type outbox struct {
	mu   sync.Mutex
	rows []wire.Announcement
	fail error // of the next Announced
}

func (o *outbox) Pending(_ context.Context, limit int) ([]wire.Announcement, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.rows[:min(limit, len(o.rows))]), nil
}

func (o *outbox) Announced(_ context.Context, ids []int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.fail; err != nil {
		o.fail = nil
		return err
	}
	o.rows = slices.DeleteFunc(o.rows, func(a wire.Announcement) bool { return slices.Contains(ids, a.ID) })
	return nil
}

func (o *outbox) left() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.rows)
}

func TestTheOutboxIsEmptiedOnceByManyRelays(t *testing.T) {
	js := broker(t, wire.Options{})
	var o outbox
	for i := range 250 {
		o.rows = append(o.rows, wire.Announcement{ID: int64(i), Entity: fmt.Sprint("name1:", i), Kind: isnad.Person, Name: "x"})
	}
	o.rows[7].Entity = "" // can never be announced
	o.rows[9].Sentence = strings.Repeat("x", 2<<20)
	o.fail = errors.New("the process dies before it marks what it sent")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := stage.RelayOutbox(ctx, &o, js, stage.Relay{Every: 20 * time.Millisecond}); err != nil {
				t.Error(err)
			}
		})
	}
	eventually(t, "the outbox is empty", func() bool { return o.left() == 0 })
	cancel()
	wg.Wait()
	if n := count(t, js, wire.Entities); n != 248 {
		t.Errorf("%d entities were announced", n)
	}
	if d := letters(t, js); len(d) != 2 || d[0].Stage != stage.OutboxStage {
		t.Errorf("%d dead letters", len(d))
	}
}

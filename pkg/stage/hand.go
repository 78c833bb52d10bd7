package stage

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/wire"
)

// item is one message in hand.
type item struct {
	msg  jetstream.Msg
	wire wire.Message
}

// hand is what a worker has in hand. While it is there the broker is told, every beat, that the message is being worked on: so a
// dependency that stays away for long costs no delivery.
type hand struct {
	mu    sync.Mutex
	items map[*item]struct{}
	told  func(n int) // hears how many there are
}

func newHand(told func(int)) *hand { return &hand{items: map[*item]struct{}{}, told: told} }

func (h *hand) take(items ...*item) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, it := range items {
		h.items[it] = struct{}{}
	}
	h.told(len(h.items))
}

func (h *hand) drop(it *item) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.items, it)
	h.told(len(h.items))
}

// keep tells the broker, until done is closed. What does not reach it leads to a redelivery, which is harmless.
func (h *hand) keep(beat time.Duration, done <-chan struct{}) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			h.mu.Lock()
			for it := range h.items {
				_ = it.msg.InProgress()
			}
			h.mu.Unlock()
		}
	}
}

// queue holds the messages that were delivered before. One goroutine at a time works them off, one by one.
type queue struct {
	mu     sync.Mutex
	items  []*item
	worked bool
	change chan struct{} // is closed when more or fewer wait; nil while nobody wants to know
}

// mostSuspects is how many may wait in the queue before nothing more is fetched. Each costs a delivery when the worker dies, whether its turn
// had come or not; those that the broker keeps cost nothing.
const mostSuspects = 3

// add gives whether the caller must have the queue worked off, for nobody else does.
func (q *queue) add(items []*item) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, items...)
	if len(items) > 0 {
		q.changed()
	}
	if q.worked || len(q.items) == 0 {
		return false
	}
	q.worked = true
	return true
}

// awaitRoom waits while the queue is full, or until ctx ends.
func (q *queue) awaitRoom(ctx context.Context) {
	q.await(ctx, func(waiting int) bool { return waiting < mostSuspects })
}

// awaitFull waits until the queue is full, or until ctx ends.
func (q *queue) awaitFull(ctx context.Context) {
	q.await(ctx, func(waiting int) bool { return waiting >= mostSuspects })
}

// await waits until so many are waiting as enough wants, or until ctx ends.
func (q *queue) await(ctx context.Context, enough func(waiting int) bool) {
	for ctx.Err() == nil {
		q.mu.Lock()
		if enough(len(q.items)) {
			q.mu.Unlock()
			return
		}
		if q.change == nil {
			q.change = make(chan struct{})
		}
		change := q.change
		q.mu.Unlock()
		select {
		case <-change:
		case <-ctx.Done():
		}
	}
}

// changed tells those who await that the number that waits is another. The lock is held.
func (q *queue) changed() {
	if q.change != nil {
		close(q.change)
		q.change = nil
	}
}

// next gives the message to handle next, nil when there is none: then the queue is no longer worked.
//
// One of them may be what ended the workers that had them all in hand. It has been delivered as often as any, so those with fewer
// deliveries go first. Among equals, the older go first on even deliveries and the younger on odd ones: whatever stands behind the
// culprit one time stands before it the next.
func (q *queue) next() *item {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		q.worked = false
		return nil
	}
	slices.SortFunc(q.items, func(a, b *item) int {
		if c := cmp.Compare(a.wire.Deliveries, b.wire.Deliveries); c != 0 {
			return c
		}
		c := cmp.Compare(a.wire.Sequence, b.wire.Sequence)
		if a.wire.Deliveries%2 == 1 {
			c = -c
		}
		return c
	})
	first := q.items[0]
	q.items = q.items[1:]
	q.changed()
	return first
}

package stage

import (
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

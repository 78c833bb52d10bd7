package api

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"isnad/pkg/wire"
)

// outbox is announcements that tests make, and counts how often it is read.
type outbox struct {
	mu    sync.Mutex
	list  []wire.Announcement
	reads int
	away  bool
}

func (o *outbox) announce(ids ...int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		o.list = append(o.list, wire.Announcement{ID: id})
	}
}

func (o *outbox) read(_ context.Context, after int64, limit int) ([]wire.Announcement, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.reads++; o.away {
		return nil, errors.New("away")
	}
	var out []wire.Announcement
	for _, a := range o.list {
		if a.ID > after && len(out) < limit {
			out = append(out, a)
		}
	}
	return out, nil
}

func (o *outbox) setAway(away bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.away = away
}

// The last number is found whatever gaps there are, in few steps.
func TestLatest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		o := &outbox{}
		last := int64(0)
		for range r.IntN(200) {
			last += 1 + r.Int64N(1+r.Int64N(50))
			o.announce(last)
		}
		known := int64(0)
		if last > 0 {
			known = r.Int64N(last + 1)
		}
		f := newFeed(o.read, zerolog.Nop())
		if got, err := f.latest(t.Context(), known); err != nil || got != max(last, known) {
			t.Fatalf("%d, %v, want %d (known %d)", got, err, last, known)
		}
		if o.reads > 40 {
			t.Errorf("%d reads for %d announcements up to %d", o.reads, len(o.list), last)
		}
	}
}

// hear reads until the number last is there, and tells what came.
func hear(t *testing.T, f *feed, after, last int64) []int64 {
	t.Helper()
	var out []int64
	for after != last {
		list, news, err := f.behind(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			out = append(out, a.ID)
			after = a.ID
		}
		if len(list) == 0 {
			<-news
		}
	}
	return out
}

// Everybody hears everything behind the number that they name, also what is no longer kept for all.
func TestEverybodyHearsEverything(t *testing.T) {
	o := &outbox{}
	o.announce(1, 2, 3)
	f := newFeed(o.read, zerolog.Nop())
	last, ok, err := f.join(t.Context())
	if err != nil || !ok || last != 3 {
		t.Fatalf("%d %v %v", last, ok, err)
	}
	defer f.leave()
	const n = recentMost + 700
	var all []int64
	for id := int64(4); id < 4+n; id++ {
		all = append(all, 2*id) // numbers may have gaps
	}
	o.announce(all...)
	for _, after := range []int64{3, 0, 8, 9, 2*n - 100} {
		want := 0
		for _, a := range o.list {
			if a.ID > after {
				want++
			}
		}
		got := hear(t, f, after, all[len(all)-1])
		if len(got) != want {
			t.Errorf("after %d: %d announcements, want %d", after, len(got), want)
		}
		for i := 1; i < len(got); i++ {
			if got[i] <= got[i-1] {
				t.Errorf("after %d: %d behind %d", after, got[i], got[i-1])
			}
		}
	}
	if len(f.recent) > recentMost {
		t.Errorf("%d are kept", len(f.recent))
	}
}

// A store that is away for a while loses nothing; without listeners nobody asks it.
func TestFeedOutlivesAnAbsentStore(t *testing.T) {
	o := &outbox{}
	f := newFeed(o.read, zerolog.Nop())
	o.setAway(true)
	if _, _, err := f.join(t.Context()); err == nil {
		t.Error("joined without a store")
	}
	o.setAway(false)
	last, _, err := f.join(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.setAway(true)
	o.announce(7)
	o.setAway(false)
	if got := hear(t, f, last, 7); len(got) != 1 {
		t.Errorf("%v", got)
	}
	f.leave()
	o.announce(9, 12)
	if last, _, err = f.join(t.Context()); err != nil || last != 12 {
		t.Errorf("%d %v", last, err)
	}
	f.leave()
}

func TestTooManyListeners(t *testing.T) {
	f := newFeed((&outbox{}).read, zerolog.Nop())
	for range mostListeners {
		if _, ok, err := f.join(t.Context()); !ok || err != nil {
			t.Fatal(ok, err)
		}
		defer f.leave()
	}
	if _, ok, _ := f.join(t.Context()); ok {
		t.Error("one more was let in")
	}
}

package api

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"isnad/pkg/wire"
)

const (
	pollEvery     = 300 * time.Millisecond
	pollMost      = 500  // announcements that are read at a time
	recentMost    = 1000 // announcements that are kept for all; who is further behind reads from the store
	mostListeners = 200
)

// feed hands announcements on to any number of listeners, each at its own speed. One goroutine looks into the store for all of them, as
// long as there are any.
type feed struct {
	read func(ctx context.Context, after int64, limit int) ([]wire.Announcement, error)
	log  zerolog.Logger

	mu        sync.Mutex
	listeners int
	stop      context.CancelFunc
	from      int64               // recent holds all behind this number
	recent    []wire.Announcement // in their order
	news      chan struct{}       // closed when there is more
}

func newFeed(read func(context.Context, int64, int) ([]wire.Announcement, error), log zerolog.Logger) *feed {
	return &feed{read: read, log: log, news: make(chan struct{})}
}

// join adds a listener, and gives the number of the last announcement. Whoever joined must leave. ok is false where there are too many.
func (f *feed) join(ctx context.Context) (last int64, ok bool, err error) {
	f.mu.Lock()
	known := f.last()
	idle := f.listeners == 0
	f.mu.Unlock()
	if idle { // nobody has looked for a while
		if known, err = f.latest(ctx, known); err != nil {
			return 0, false, err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listeners == mostListeners {
		return 0, false, nil
	}
	if f.listeners++; f.listeners == 1 {
		f.from, f.recent = known, nil
		polling, stop := context.WithCancel(context.WithoutCancel(ctx))
		f.stop = stop
		go f.poll(polling, known)
	}
	return f.last(), true, nil
}

// leave takes a listener away.
func (f *feed) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listeners--; f.listeners == 0 {
		f.stop()
	}
}

// last gives the number of the last announcement that is known. The lock is held.
func (f *feed) last() int64 {
	if n := len(f.recent); n > 0 {
		return f.recent[n-1].ID
	}
	return f.from
}

// behind gives what was announced after a number, as far as it is known, and a channel that is closed when there is more.
func (f *feed) behind(ctx context.Context, after int64) ([]wire.Announcement, <-chan struct{}, error) {
	f.mu.Lock()
	news, kept := f.news, after >= f.from
	var out []wire.Announcement
	if kept {
		i, _ := slices.BinarySearchFunc(f.recent, after+1, func(a wire.Announcement, id int64) int { return int(min(max(a.ID-id, -1), 1)) })
		out = slices.Clone(f.recent[i:])
	}
	f.mu.Unlock()
	if kept {
		return out, news, nil
	}
	out, err := f.read(ctx, after, pollMost)
	return out, news, err
}

// poll looks for announcements until ctx ends. A store that is away is asked again.
func (f *feed) poll(ctx context.Context, last int64) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		more, err := f.read(ctx, last, pollMost)
		if err != nil && ctx.Err() == nil {
			f.log.Debug().Err(err).Msg("looking for announcements")
		}
		if len(more) > 0 && f.add(ctx, more) {
			last = more[len(more)-1].ID
			continue // perhaps there are more still
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// add keeps what was read, and wakes the listeners, unless nobody listens any more.
func (f *feed) add(ctx context.Context, more []wire.Announcement) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	f.recent = append(f.recent, more...)
	if drop := len(f.recent) - recentMost; drop > 0 {
		f.from = f.recent[drop-1].ID
		f.recent = slices.Clone(f.recent[drop:])
	}
	close(f.news)
	f.news = make(chan struct{})
	return true
}

// latest gives the number of the last announcement, which is known or higher, without reading all of them: it goes up in growing steps
// while there is something behind, and then halves the rest.
func (f *feed) latest(ctx context.Context, known int64) (int64, error) {
	next := func(after int64) (int64, error) { // the number of the next one, 0 where there is none
		list, err := f.read(ctx, after, 1)
		if err != nil || len(list) == 0 {
			return 0, err
		}
		return list[0].ID, nil
	}
	low, high := known, int64(0) // something may lie behind low; nothing lies behind high, where it is not 0
	for step := int64(1); high == 0 || low < high; {
		at := low + step
		if high != 0 {
			at = low + (high-low)/2
		}
		if at < low { // beyond the last number there is
			return low, nil
		}
		id, err := next(at)
		switch {
		case err != nil:
			return 0, err
		case id != 0:
			low, step = id, step*2
		case at == low:
			return low, nil
		default:
			high = at
		}
	}
	return low, nil
}

package stage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// handleBatch handles messages that are delivered for the first time, together.
func (w *worker) handleBatch(ctx, work context.Context, items []*item) {
	whole := items[:0:0]
	for _, it := range items {
		if w.open(ctx, work, it) {
			whole = append(whole, it)
		}
	}
	if len(whole) == 0 {
		return
	}
	err := w.attempt(ctx, work, whole)
	var partial *BatchError
	switch {
	case errors.As(err, &partial):
		for i, it := range whole {
			w.settlePart(ctx, work, it, partial.Failed[i])
		}
	case err == nil, errors.Is(err, errReleased), len(whole) == 1:
		for _, it := range whole {
			w.settle(ctx, work, it, err)
		}
	default:
		for _, it := range whole {
			w.settle(ctx, work, it, w.attempt(ctx, work, []*item{it}))
		}
	}
}

// settlePart settles one message of a batch of which others failed. One that failed for want of a dependency is tried again by itself.
func (w *worker) settlePart(ctx, work context.Context, it *item, err error) {
	if err != nil && w.nobodysFault(work, err) {
		err = w.attempt(ctx, work, []*item{it})
	}
	w.settle(ctx, work, it, err)
}

// handleSuspects handles messages that were delivered before, each alone, those with the fewest deliveries first: any of them may end the
// process. It comes back when they are settled, or when that takes long; then it goes on beside.
func (w *worker) handleSuspects(ctx, work context.Context, items []*item) {
	if len(items) == 0 {
		return
	}
	slices.SortStableFunc(items, func(a, b *item) int { return cmp.Compare(a.wire.Deliveries, b.wire.Deliveries) })
	settled := make(chan struct{})
	w.loops.Go(func() {
		defer close(settled)
		for _, it := range items {
			w.handleSuspect(ctx, work, it)
			w.flush() // the next one may end the process, and the answer for this one must not be lost with it
		}
	})
	select {
	case <-settled:
	case <-time.After(slow):
	}
}

func (w *worker) handleSuspect(ctx, work context.Context, it *item) {
	switch {
	case !w.open(ctx, work, it):
	case it.wire.Deliveries >= w.MaxDeliver:
		w.putAside(ctx, work, it, fmt.Sprintf("not handled: %d deliveries brought no answer, so it may be what ends its worker", it.wire.Deliveries-1), "")
	default:
		w.settle(ctx, work, it, w.attempt(ctx, work, []*item{it}))
	}
}

// open fetches the payload of a message where that is an object. A message that cannot be opened is settled, which false tells.
func (w *worker) open(ctx, work context.Context, it *item) bool {
	err := w.hold(ctx, work, func(c context.Context) error { return wire.Resolve(c, w.JS, &it.wire) })
	if err == nil {
		return true
	}
	w.settle(ctx, work, it, err)
	return false
}

// attempt handles messages and has their results stored. Its error is that of the handler, or of a result that can never be stored; the
// want of a dependency is waited out. Where a BatchError comes back, the results of the other messages are stored.
func (w *worker) attempt(ctx, work context.Context, items []*item) error {
	in := make([]wire.Message, len(items))
	for i, it := range items {
		in[i] = it.wire
	}
	var out []wire.Message
	var partial *BatchError
	err := w.hold(ctx, work, func(c context.Context) (err error) {
		partial = nil
		if out, err = w.call(c, in); errors.As(err, &partial) {
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := w.hold(ctx, work, func(c context.Context) error { return w.publish(c, out) }); err != nil {
		return err
	}
	w.Metrics.gave(w.Name, len(out))
	if partial != nil {
		return partial
	}
	return nil
}

// publishers is how many results of one batch are under way at once: each waits for the broker's disk.
const publishers = 16

// publish has the results stored. What was stored before, by this process or another, the broker knows by its id.
func (w *worker) publish(ctx context.Context, out []wire.Message) error {
	var g errgroup.Group
	g.SetLimit(publishers)
	for i := range out {
		g.Go(func() error {
			_, err := wire.Publish(ctx, w.JS, out[i])
			return err
		})
	}
	return g.Wait()
}

// panicked is a handler's panic.
type panicked struct {
	value any
	stack string
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// errNoAnswer says that a handler took longer than Config.HandleTimeout.
var errNoAnswer = errors.New("the handler gave no answer")

// call calls the handler, in a goroutine of its own: one that does not heed its context is left behind, and its messages have failed.
func (w *worker) call(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
	limited, cancel := context.WithTimeout(ctx, w.HandleTimeout)
	defer cancel()
	type answer struct {
		out []wire.Message
		err error
	}
	watched, enough := context.WithCancel(ctx)
	defer enough()
	go w.watchHandler(watched)
	began := time.Now()
	defer func() { w.Metrics.took(w.Name, time.Since(began)) }()
	answered := make(chan answer, 1)
	go func() {
		a := answer{err: errors.New("the handler ended its goroutine")}
		defer func() { answered <- a }()
		a.out, a.err = guard(limited, w.Handle, in)
	}()
	select {
	case a := <-answered:
		return a.out, a.err
	case <-limited.Done():
	}
	select { // one that does heed its context answers now
	case a := <-answered:
		return a.out, a.err
	case <-time.After(min(w.HandleTimeout, time.Second)):
		return nil, fmt.Errorf("%w within %s", errNoAnswer, w.HandleTimeout)
	}
}

// slow is how long a handler may take before it is asked whether that is because of what it depends on, and before others are fetched beside
// a message that is handled alone.
const slow = 3 * time.Second

// watchHandler tells that the worker holds while a handler waits for a dependency that does not answer, as a server does that hangs. It ends
// with ctx.
func (w *worker) watchHandler(ctx context.Context) {
	halt := halt{worker: w}
	defer func() { halt.over() }()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(slow):
		}
		ask, cancel := context.WithTimeout(ctx, askTimeout)
		err := w.Ready(ask)
		cancel()
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			halt.because(err)
		default:
			halt.over()
		}
	}
}

// guard turns a panic of the handler into an error.
func guard(ctx context.Context, handle Handler, in []wire.Message) (out []wire.Message, err error) {
	defer func() {
		if v := recover(); v != nil {
			out, err = nil, &panicked{v, string(debug.Stack())}
		}
	}()
	return handle(ctx, in)
}

// detail gives what a dead letter tells beyond the reason.
func detail(err error) string {
	var p *panicked
	if errors.As(err, &p) {
		return p.stack
	}
	return ""
}

// isFinal tells an error that no retry can help.
func isFinal(err error) bool { return isnad.IsBadInput(err) && !errors.Is(err, isnad.ErrUnavailable) }

package stage

import (
	"context"
	"errors"
	"time"

	"isnad/pkg/isnad"
)

// pause is a delay that doubles, from firstPause up to most.
type pause struct {
	most, delay time.Duration
}

func (p *pause) reset()      { p.delay = 0 }
func (p *pause) first() bool { return p.delay == 0 }

// wait pauses, or until ctx ends.
func (p *pause) wait(ctx context.Context) {
	p.delay = min(max(2*p.delay, firstPause), p.most)
	t := time.NewTimer(p.delay)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// readyFor is how long the dependencies are believed to answer after they last did.
const readyFor = 2 * time.Second

// awaitReady waits until the broker and the dependencies answer. The error is ctx's.
func (w *worker) awaitReady(ctx context.Context) error {
	p := pause{most: w.ReadyEvery}
	halt := halt{worker: w}
	defer halt.over()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := w.ready(ctx)
		if err == nil {
			return nil
		}
		halt.because(err)
		p.wait(ctx)
	}
}

// ready asks whether the broker and the dependencies answer, unless they just did.
func (w *worker) ready(ctx context.Context) error {
	if !w.JS.Conn().IsConnected() {
		return errors.New("the broker is away")
	}
	w.mu.Lock()
	recent := time.Since(w.readyAt) < readyFor
	w.mu.Unlock()
	if recent {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if err := w.Ready(ctx); err != nil {
		return err
	}
	w.mu.Lock()
	w.readyAt = time.Now()
	w.mu.Unlock()
	return nil
}

// doubt makes the next look at the dependencies a real one.
func (w *worker) doubt() {
	w.mu.Lock()
	w.readyAt = time.Time{}
	w.mu.Unlock()
}

// halt is one goroutine's wait for something that is away. The first of a worker is logged, and the end of the last.
type halt struct {
	worker *worker
	begun  bool
}

func (h *halt) because(err error) {
	h.worker.doubt()
	h.worker.mu.Lock()
	defer h.worker.mu.Unlock()
	h.worker.Holds.note(h.worker.Name, err)
	if h.begun {
		return
	}
	h.begun = true
	if h.worker.halts++; h.worker.halts == 1 {
		h.worker.Log.Warn().Err(err).Str("stage", h.worker.Name).Msg("a dependency is away: holding")
		h.worker.Metrics.holds(h.worker.Name, true)
	}
}

func (h *halt) over() {
	if !h.begun {
		return
	}
	h.begun = false
	h.worker.mu.Lock()
	defer h.worker.mu.Unlock()
	if h.worker.halts--; h.worker.halts == 0 {
		h.worker.Log.Info().Str("stage", h.worker.Name).Msg("going on")
		h.worker.Metrics.holds(h.worker.Name, false)
		h.worker.Holds.note(h.worker.Name, nil)
	}
}

// nobodysFault tells whether an error says that a dependency is away, or was given while one is.
func (w *worker) nobodysFault(ctx context.Context, err error) bool {
	var own *panicked
	switch {
	case errors.Is(err, isnad.ErrUnavailable):
		return true
	case isnad.IsBadInput(err), errors.As(err, &own):
		return false
	}
	w.doubt()
	return w.ready(ctx) != nil
}

// errReleased says that the worker was told to end while it held messages for a dependency that is away.
var errReleased = errors.New("the worker ended while a dependency was away")

// hold runs do until it no longer fails for want of a dependency, and gives its error. Between two attempts it waits until all is
// ready; a dependency that says it is ready and yet refuses (a full disk) is tried again after pauses that grow.
func (w *worker) hold(ctx, work context.Context, do func(context.Context) error) error {
	p := pause{most: w.ReadyEvery}
	halt := halt{worker: w}
	defer halt.over()
	for {
		err := do(work)
		if err == nil || !w.nobodysFault(work, err) {
			return err
		}
		halt.because(err)
		p.wait(ctx)
		if w.awaitReady(ctx) != nil {
			return errReleased
		}
	}
}

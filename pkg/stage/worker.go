package stage

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

const (
	firstPause   = 50 * time.Millisecond // before the second look at something that is away; it doubles
	readyTimeout = 10 * time.Second      // for one look
	lagEvery     = 10 * time.Second      // between two looks at how far behind the stage is
	askTimeout   = 5 * time.Second       // for a question to the broker that work does not wait for
)

// worker is a running Config.
type worker struct {
	Config
	hand     *hand
	loops    sync.WaitGroup // fetch and handle
	fetching sync.Mutex     // one loop fetches at a time
	aside    sync.WaitGroup // stores dead letters
	letters  chan struct{}  // holds one for each letter that is being stored

	mu       sync.Mutex
	consumer jetstream.Consumer
	readyAt  time.Time // when the dependencies last answered; zero to ask anew
	halts    int       // goroutines that wait for something that is away
}

// Run works until ctx ends, then finishes what it has in hand and gives nil. It waits for a broker or a dependency that is away for as
// long as it takes, also at the start; an error means that it could not begin: a bad Config, or a stream that is not there.
func Run(ctx context.Context, c Config) error {
	c, err := c.withDefaults()
	if err != nil {
		return err
	}
	c.Metrics.begins(c.Name)
	w := &worker{Config: c, letters: make(chan struct{}, publishers)}
	w.hand = newHand(func(n int) { c.Metrics.inHand(c.Name, n) })
	if err := w.begin(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	work, stop := outlive(ctx, c.DrainTimeout)
	defer stop()
	done := make(chan struct{})
	var beside sync.WaitGroup
	beside.Go(func() { w.hand.keep(c.AckWait/3, done) })
	beside.Go(func() { w.watchLag(ctx) })
	for range c.Concurrency {
		w.loops.Go(func() { w.loop(ctx, work) })
	}
	w.loops.Wait()
	w.aside.Wait()
	close(done)
	beside.Wait()
	w.flush()
	return nil
}

// outlive gives a context for finishing what is in hand: it ends some time after ctx does.
func outlive(ctx context.Context, patience time.Duration) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		select {
		case <-work.Done():
			return
		case <-ctx.Done():
		}
		select {
		case <-work.Done():
		case <-time.After(patience):
			cancel()
		}
	}()
	return work, cancel
}

// begin makes the durable consumer, as soon as there is a broker.
func (w *worker) begin(ctx context.Context) error {
	p := pause{most: w.ReadyEvery}
	for {
		err := w.subscribe(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if !errors.Is(err, isnad.ErrUnavailable) {
			return fmt.Errorf("stage %s: %w", w.Name, err)
		}
		if p.first() {
			w.Log.Warn().Err(err).Str("stage", w.Name).Msg("waiting for the broker")
		}
		p.wait(ctx)
	}
}

func (w *worker) subscribe(ctx context.Context) error {
	var consumer jetstream.Consumer
	err := wire.Ask(ctx, w.JS.Conn(), askTimeout, func(c context.Context) (err error) {
		consumer, err = w.JS.CreateOrUpdateConsumer(c, w.Stream, w.Config.consumer())
		return err
	})
	if err != nil {
		return fmt.Errorf("consumer %s of %s: %w", w.Name, w.Stream, wire.Unavailable(err))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.consumer = consumer
	return nil
}

func (w *worker) source() jetstream.Consumer {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.consumer
}

// loop fetches and handles until ctx ends. Everything fetched is handled; work is the context to do it in.
func (w *worker) loop(ctx, work context.Context) {
	trouble := pause{most: w.ReadyEvery}
	for ctx.Err() == nil {
		fresh, err := w.take(ctx, work)
		if len(fresh) > 0 {
			w.handleBatch(ctx, work, fresh)
		}
		if err == nil {
			trouble.reset()
			continue
		}
		if ctx.Err() != nil {
			return
		}
		if trouble.first() {
			w.Log.Warn().Err(err).Str("stage", w.Name).Msg("fetching failed; trying on")
		}
		trouble.wait(ctx)
		if w.JS.Conn().IsConnected() {
			_ = w.subscribe(ctx) // the consumer may have been deleted; else the next fetch tells what is wrong
		}
	}
}

// take fetches messages as soon as all is there to handle them, and gives those that are delivered for the first time. One that was delivered
// before is handled here, and meanwhile nothing is fetched: should it end the process, no other has waited behind it and lost a delivery that
// nobody used.
func (w *worker) take(ctx, work context.Context) ([]*item, error) {
	w.fetching.Lock()
	defer w.fetching.Unlock()
	if w.awaitReady(ctx) != nil {
		return nil, nil
	}
	fresh, suspects, err := w.fetch(ctx)
	w.handleSuspects(ctx, work, suspects)
	return fresh, err
}

// fetch waits for one message and then takes along what else is there, up to a batch. Messages that were delivered before come apart.
// An error comes beside what was fetched until then.
func (w *worker) fetch(ctx context.Context) (fresh, suspects []*item, err error) {
	err = wire.Ask(ctx, w.JS.Conn(), w.FetchWait, func(c context.Context) error {
		first, err := w.source().Fetch(1, jetstream.FetchContext(c))
		fresh, suspects, err = w.collect(fresh, suspects, first, err)
		return err
	})
	if w.Batch > 1 && len(fresh) > 0 && err == nil {
		more, ferr := w.source().FetchNoWait(w.Batch - 1)
		fresh, suspects, err = w.collect(fresh, suspects, more, ferr)
	}
	return fresh, suspects, err
}

func (w *worker) collect(fresh, suspects []*item, batch jetstream.MessageBatch, err error) ([]*item, []*item, error) {
	if err != nil {
		return fresh, suspects, err
	}
	for msg := range batch.Messages() {
		it := &item{msg: msg}
		if it.wire, err = wire.Receive(msg); err != nil {
			return fresh, suspects, err
		}
		if header := it.wire.Header; wire.TraceID(header.Get(wire.HeaderTrace)) == "" {
			header.Set(wire.HeaderTrace, wire.NextHop("")) // of a stranger's message: a trace begins here
		}
		w.hand.take(it)
		if it.wire.Deliveries > 1 {
			suspects = append(suspects, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	err = batch.Error()
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.Canceled) {
		err = nil // there was nothing; or there is no broker, which is waited for before the next fetch
	}
	return fresh, suspects, err
}

// watchLag measures how far behind the stage is.
func (w *worker) watchLag(ctx context.Context) {
	tick := time.NewTicker(lagEvery)
	defer tick.Stop()
	for {
		ask, cancel := context.WithTimeout(ctx, askTimeout)
		if info, err := w.source().Info(ask); err == nil {
			w.Metrics.lag(w.Name, int(min(info.NumPending, 1<<53)), info.NumAckPending)
		}
		cancel()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// flush sees to it that the last acknowledgements have reached the broker.
func (w *worker) flush() {
	if nc := w.JS.Conn(); nc.IsConnected() {
		_ = nc.FlushTimeout(askTimeout) // an acknowledgement that is lost leads to a redelivery
	}
}

package workers

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/cli"
	"isnad/pkg/stage"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// Stages runs stages over one broker.
type Stages struct {
	JS      jetstream.JetStream
	Options cli.Worker
	Log     zerolog.Logger
	Metrics *stage.Metrics // nil measures nothing
	Holds   *stage.Holds   // hears what they are waiting for; nil for nobody
	Kept    cli.Kept       // whether a keeper elsewhere looks after the streams, and how it is done here
}

// sinkBatch is how many records are taken together: the sink commits them in one transaction, and a commit is what it waits for.
const sinkBatch = 32

// reconcileBatch is how many advisories are taken together: of most there is nothing to do.
const reconcileBatch = 32

// Config gives the settings of a worker.
func (s Stages) Config(name, stream string, handle stage.Handler) stage.Config {
	c := stage.Config{Name: name, Stream: stream, JS: s.JS, Handle: handle, AckWait: s.Options.AckWait, MaxDeliver: s.Options.MaxDeliver,
		Concurrency: s.Options.Concurrency, Log: s.Log, Metrics: s.Metrics, Holds: s.Holds}
	if c.Concurrency <= 0 {
		c.Concurrency = runtime.GOMAXPROCS(0)
	}
	return c
}

// Sink writes records to the store, and announces the entities that are new in it, until ctx ends.
func (s Stages) Sink(ctx context.Context, st store.Store) error {
	wake := make(chan struct{}, 1)
	put := func(ctx context.Context, in []stage.Entry) error {
		entries := make([]store.Entry, len(in))
		for i, e := range in {
			entries[i] = store.Entry(e)
		}
		receipt, err := st.Put(ctx, entries)
		if err != nil {
			return err
		}
		s.Log.Debug().Int("articles", receipt.Articles).Int("revisions", receipt.Revisions).Int("there_already", receipt.Stored).Msg("stored")
		if receipt.Announced > 0 {
			select {
			case wake <- struct{}{}:
			default: // it is awake
			}
		}
		return nil
	}
	c := s.Config(stage.SinkStage, wire.Claims, stage.SinkHandler(put))
	c.Batch, c.Concurrency, c.Ready = sinkBatch, 1, st.Ping
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Together(ctx, c) })
	group.Go(func() error {
		return stage.RelayOutbox(ctx, st, s.JS, stage.Relay{Wake: wake, Log: s.Log, Metrics: s.Metrics})
	})
	return group.Wait()
}

// Together runs a stage and, beside it, what keeps the streams in order, unless a keeper does.
func (s Stages) Together(ctx context.Context, c stage.Config) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return stage.Run(ctx, c) })
	if !s.Kept.Kept {
		group.Go(func() error { return s.Keep(ctx) })
	}
	return group.Wait()
}

// Keep keeps the streams in order until ctx ends: it makes room in them, and puts aside what the broker gave up. Any number of processes
// may do so at once.
func (s Stages) Keep(ctx context.Context) error {
	reconcile := s.Config(stage.ReconcileStage, wire.Advisories, stage.ReconcileHandler(s.JS))
	reconcile.Batch, reconcile.Concurrency = reconcileBatch, 1
	janitor := stage.Janitor{JS: s.JS, Every: s.Kept.Every, High: s.Kept.High, Log: s.Log, Metrics: s.Metrics}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return stage.Run(ctx, reconcile) })
	group.Go(func() error { janitor.Run(ctx); return nil })
	return group.Wait()
}

// Drained tells whether the stages have finished all messages that the streams hold, and announced what there is to announce in the outbox;
// nil does not look there.
func (s Stages) Drained(ctx context.Context, outbox stage.OutboxSource) (bool, error) {
	for stream, consumer := range map[string]string{wire.Articles: stage.ExtractStage, wire.Claims: stage.SinkStage, wire.Advisories: stage.ReconcileStage} {
		done, err := s.finished(ctx, stream, consumer)
		if err != nil || !done {
			return false, err
		}
	}
	// CLAIMS was looked at while extraction may still have been publishing: what it published last counts too.
	done, err := s.finished(ctx, wire.Claims, stage.SinkStage)
	if err != nil || !done {
		return false, err
	}
	if outbox == nil {
		return true, nil
	}
	pending, err := outbox.Pending(ctx, 1)
	return len(pending) == 0, err
}

// finished tells whether a consumer has finished all messages of its stream.
func (s Stages) finished(ctx context.Context, stream, consumer string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	str, err := s.JS.Stream(ctx, stream)
	if err != nil {
		return false, fmt.Errorf("stream %s: %w", stream, wire.Unavailable(err))
	}
	last := str.CachedInfo().State
	c, err := str.Consumer(ctx, consumer)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return false, nil // its stage has not begun
	}
	if err != nil {
		return false, fmt.Errorf("consumer %s: %w", consumer, wire.Unavailable(err))
	}
	info := c.CachedInfo()
	return info.NumPending == 0 && info.NumAckPending == 0 && (last.Msgs == 0 || info.AckFloor.Stream >= last.LastSeq), nil
}

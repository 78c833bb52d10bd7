package workers

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/cli"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
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
	// Reading is told of every extractor that takes the place of the first one, before articles are read by it; nil tells nobody.
	Reading func(x *extract.Extractor, run uint64)
}

// Batches: how many messages a stage takes together. Extraction gains nothing from batches but fewer requests; the sink commits a batch
// in one transaction, and a commit is what it waits for.
const (
	extractBatch = 4
	sinkBatch    = 32
)

func (s Stages) config(name, stream string, handle stage.Handler) stage.Config {
	c := stage.Config{Name: name, Stream: stream, JS: s.JS, Handle: handle, AckWait: s.Options.AckWait, MaxDeliver: s.Options.MaxDeliver,
		Concurrency: s.Options.Concurrency, Log: s.Log, Metrics: s.Metrics}
	if c.Concurrency <= 0 {
		c.Concurrency = runtime.GOMAXPROCS(0)
	}
	return c
}

// Run gives the number of this program and its tables among the runs, and waits for the broker to tell it.
func (s Stages) Run(ctx context.Context, x *extract.Extractor) (run uint64, err error) {
	build, lexicon := x.Name()
	err = patiently(ctx, s.Log, "asking for the number of the run", func() error {
		run, err = wire.Run(ctx, s.JS, build, lexicon)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.Log.Info().Str("build", build).Str("lexicon", lexicon).Uint64("run", run).Msg("extracting")
	return run, nil
}

// reading is an extractor in use, and the number of its run.
type reading struct {
	extract func(*isnad.Article) *isnad.Record
	run     uint64
}

// Extract makes records of articles until ctx ends. What fresh gives takes the place of the extractor for the articles that follow; it
// may be nil.
func (s Stages) Extract(ctx context.Context, x *extract.Extractor, fresh <-chan *extract.Extractor) error {
	run, err := s.Run(ctx, x)
	if err != nil {
		return orEnded(ctx, err)
	}
	var current atomic.Pointer[reading]
	current.Store(&reading{x.Extract, run})
	handle := stage.ReloadedHandler(func() (func(*isnad.Article) *isnad.Record, uint64) {
		r := current.Load()
		return r.extract, r.run
	})
	c := s.config(stage.ExtractStage, wire.Articles, handle)
	c.Batch = extractBatch
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.together(ctx, c) })
	group.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case x, ok := <-fresh: // nothing ever comes from nil
				if !ok {
					return nil
				}
				run, err := s.Run(ctx, x)
				if err != nil {
					return orEnded(ctx, err)
				}
				if s.Reading != nil {
					s.Reading(x, run)
				}
				current.Store(&reading{x.Extract, run})
			}
		}
	})
	return group.Wait()
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
	c := s.config(stage.SinkStage, wire.Claims, stage.SinkHandler(put))
	c.Batch, c.Concurrency, c.Ready = sinkBatch, 1, st.Ping
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.together(ctx, c) })
	group.Go(func() error {
		return stage.RelayOutbox(ctx, st, s.JS, stage.Relay{Wake: wake, Log: s.Log, Metrics: s.Metrics})
	})
	return group.Wait()
}

// together runs a stage and, beside it, what keeps the streams in order. Any number of processes may do so at once.
func (s Stages) together(ctx context.Context, c stage.Config) error {
	reconcile := s.config(stage.ReconcileStage, wire.Advisories, stage.ReconcileHandler(s.JS))
	reconcile.Concurrency = 1
	janitor := stage.Janitor{JS: s.JS, Log: s.Log, Metrics: s.Metrics}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return stage.Run(ctx, c) })
	group.Go(func() error { return stage.Run(ctx, reconcile) })
	group.Go(func() error { janitor.Run(ctx); return nil })
	return group.Wait()
}

// orEnded gives nil where an error only says that ctx has ended.
func orEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, isnad.ErrUnavailable)) {
		return nil
	}
	return err
}

// Drained tells whether the stages have finished all messages that the streams hold, and announced what there is to announce.
func (s Stages) Drained(ctx context.Context, st store.Store) (bool, error) {
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
	pending, err := st.Pending(ctx, 1)
	return len(pending) == 0, err
}

// finished tells whether a consumer has finished all messages of its stream.
func (s Stages) finished(ctx context.Context, stream, consumer string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
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

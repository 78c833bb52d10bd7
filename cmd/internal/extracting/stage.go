// Package extracting turns articles into records: it makes extractors, anew when their tables change, and runs the stage. It stands apart
// from the other workers' wiring, because extraction and its models are large.
package extracting

import (
	"context"
	"errors"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/workers"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// Stage makes records of articles.
type Stage struct {
	workers.Stages
	// Told hears of every extractor that takes the place of the first one, before articles are read by it; nil tells nobody.
	Told func(x *extract.Extractor, run uint64)
}

// batch is how many articles are taken together: extraction gains nothing from more but fewer requests.
const batch = 4

// Run gives the number of this program and its tables among the runs, and waits for the broker to tell it.
func (s Stage) Run(ctx context.Context, x *extract.Extractor) (run uint64, err error) {
	build, lexicon := x.Name()
	err = workers.Patiently(ctx, s.Log, "asking for the number of the run", func() error {
		run, err = wire.Run(ctx, s.JS, build, lexicon)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.Metrics.Reads(lexicon, run)
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
func (s Stage) Extract(ctx context.Context, x *extract.Extractor, fresh <-chan *extract.Extractor) error {
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
	c := s.Config(stage.ExtractStage, wire.Articles, handle)
	c.Batch = batch
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Together(ctx, c) })
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
				if s.Told != nil {
					s.Told(x, run)
				}
				current.Store(&reading{x.Extract, run})
			}
		}
	})
	return group.Wait()
}

// orEnded gives nil where an error only says that ctx has ended.
func orEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, isnad.ErrUnavailable)) {
		return nil
	}
	return err
}

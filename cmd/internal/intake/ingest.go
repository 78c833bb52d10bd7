package intake

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// Ingest gives articles to the pipeline.
type Ingest struct {
	JS     jetstream.JetStream
	Reader *article.Reader
	Meta   article.Meta // fills what an article leaves blank
	Log    zerolog.Logger

	Metrics *Metrics // nil measures nothing

	// Again tells of an article that the broker has had before whether it is to be sent once more, and under which mark. nil: never.
	Again func(context.Context, *isnad.Article) (mark string, err error)
}

// Outcome is what became of an item.
type Outcome struct {
	article.Item
	Duplicate bool   // it had been given to the pipeline before
	Again     bool   // and was sent once more
	Trace     string // traceparent under which it was given
}

// Tally counts outcomes.
type Tally struct {
	Accepted, Duplicates, Again, Rejected int
}

// Total is the number of items.
func (t Tally) Total() int { return t.Accepted + t.Duplicates + t.Again + t.Rejected }

// Add counts one outcome.
func (t *Tally) Add(o Outcome) {
	switch {
	case o.Err != nil:
		t.Rejected++
	case o.Again:
		t.Again++
	case o.Duplicate:
		t.Duplicates++
	default:
		t.Accepted++
	}
}

// publishers is the number of articles on their way to the broker at once: each waits until the broker has synced it to disk.
const publishers = 16

// All gives every item to the pipeline and reports each outcome to done, from one goroutine at a time. A broker that is away is waited for.
// It ends early only with ctx, whose error it gives.
func (g *Ingest) All(ctx context.Context, items iter.Seq[article.Item], done func(Outcome)) error {
	queue := make(chan article.Item)
	var lock sync.Mutex
	var workers sync.WaitGroup
	for range publishers {
		workers.Go(func() {
			for item := range queue {
				o := g.One(ctx, item)
				if ctx.Err() != nil && o.Err != nil {
					continue
				}
				lock.Lock()
				done(o)
				lock.Unlock()
			}
		})
	}
	for item := range items {
		select {
		case queue <- item:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	return ctx.Err()
}

// One gives one item to the pipeline, under the trace of ctx or a new one. It waits for a broker that is away or full until ctx ends.
func (g *Ingest) One(ctx context.Context, item article.Item) Outcome {
	return g.give(ctx, item, func(ctx context.Context, o *Outcome) error {
		return workers.Patiently(ctx, g.Log, "giving articles to the broker", func() error { return g.publish(ctx, o) })
	})
}

// Offer is One, but gives up at once where the broker is full: who asks can come again.
func (g *Ingest) Offer(ctx context.Context, item article.Item) Outcome {
	return g.give(ctx, item, func(ctx context.Context, o *Outcome) error {
		var full error
		err := workers.Patiently(ctx, g.Log, "giving articles to the broker", func() error {
			err := g.publish(ctx, o)
			if errors.Is(err, wire.ErrFull) {
				full = err
				return nil
			}
			return err
		})
		return errors.Join(full, err)
	})
}

func (g *Ingest) give(ctx context.Context, item article.Item, publish func(context.Context, *Outcome) error) Outcome {
	began := time.Now()
	o := Outcome{Item: item, Trace: wire.Trace(ctx)}
	if o.Err == nil {
		if err := publish(wire.WithTrace(ctx, o.Trace), &o); err != nil {
			o.Err = fmt.Errorf("%s: %w", o.Place, err)
		}
	}
	g.Metrics.note(&o, time.Since(began))
	if o.Err == nil {
		g.Log.Debug().Str("place", o.Place).Str("article", o.Article.ID).Str("outcome", o.name()).Str("trace_id", wire.TraceID(o.Trace)).Msg("accepted")
	}
	return o
}

// Refused logs an item that was not taken.
func (g *Ingest) Refused(o *Outcome) {
	g.Log.Error().Err(o.Err).Str("outcome", o.name()).Str("trace_id", wire.TraceID(o.Trace)).Msg("rejected")
}

// publish keeps the page first, then publishes: an article whose source is lost could never be cleaned anew.
func (g *Ingest) publish(ctx context.Context, o *Outcome) (err error) {
	if o.Page != nil {
		if err := wire.KeepSource(ctx, g.JS, o.Page); err != nil {
			return err
		}
	}
	if o.Duplicate, err = stage.PublishArticle(ctx, g.JS, o.Article); err != nil || !o.Duplicate || g.Again == nil {
		return err
	}
	mark, err := g.Again(ctx, o.Article)
	if err != nil || mark == "" {
		return err
	}
	m, err := wire.ArticleMessage(o.Article)
	if err != nil {
		return err
	}
	m.Header.Set(wire.HeaderTrace, wire.Trace(ctx))
	sent, err := wire.Publish(ctx, g.JS, wire.Again(&m, mark))
	o.Again = err == nil && !sent
	return err
}

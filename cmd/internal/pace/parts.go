// Package pace measures how fast the pipeline is, beside its parts alone on the same machine: bare hops through JetStream, extraction, and
// the store. It knows what the parts are given, and does not know how the pipeline is wired.
package pace

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// Parts is what each part takes for an article when it does nothing else and nothing else is done: time by the clock, all cores.
type Parts struct {
	Hops    time.Duration `json:"hops_ns"`
	Extract time.Duration `json:"extract_ns"`
	Store   time.Duration `json:"store_ns"`
}

// Sum is what an article takes where no part does its work while another one does.
func (p Parts) Sum() time.Duration { return p.Hops + p.Extract + p.Store }

// The settings of the workers, see cmd/internal/workers, extracting and intake.
const (
	publishers   = 16
	extractBatch = 4
	sinkBatch    = 32
)

// Extract makes a record of every article, as many at once as there are cores.
func Extract(ctx context.Context, articles []*isnad.Article, extract func(*isnad.Article) *isnad.Record) ([]*isnad.Record, time.Duration, error) {
	records := make([]*isnad.Record, len(articles))
	var next atomic.Int64
	started := time.Now()
	var group errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(articles)); i = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				records[i] = extract(articles[i])
			}
			return nil
		})
	}
	err := group.Wait()
	return records, each(started, len(articles)), err
}

// Store puts the records into a store, in batches as the sink does.
func Store(ctx context.Context, st store.Store, records []*isnad.Record) (time.Duration, error) {
	started := time.Now()
	for at := 0; at < len(records); at += sinkBatch {
		var batch []store.Entry
		for _, r := range records[at:min(at+sinkBatch, len(records))] {
			batch = append(batch, store.Entry{Record: r, Run: 1})
		}
		if _, err := st.Put(ctx, batch); err != nil {
			return 0, fmt.Errorf("the store alone: %w", err)
		}
	}
	return each(started, len(records)), nil
}

// The streams of the measurement of hops. They are deleted when it ends.
const (
	firstStream, firstSubject   = "BENCH_ARTICLES", "isnad.bench.articles"
	secondStream, secondSubject = "BENCH_CLAIMS", "isnad.bench.claims"
)

// Hops sends messages as large as these articles and records through two streams with the settings of the pipeline's, with no work
// between: published by id, fetched, published on, acknowledged, fetched, acknowledged.
func Hops(ctx context.Context, js jetstream.JetStream, articles, records []wire.Message) (took time.Duration, err error) {
	for stream, subject := range map[string]string{firstStream: firstSubject, secondStream: secondSubject} {
		c := jetstream.StreamConfig{Name: stream, Subjects: []string{subject}, Storage: jetstream.FileStorage, Duplicates: time.Hour, MaxBytes: 1 << 30, Discard: jetstream.DiscardNew}
		if _, err := js.CreateOrUpdateStream(ctx, c); err != nil {
			return 0, fmt.Errorf("the hops alone: stream %s: %w", stream, err)
		}
		defer func() { _ = js.DeleteStream(context.WithoutCancel(ctx), stream) }() // what is left over holds nothing of worth
	}
	started := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range publishers {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(articles)); i = next.Add(1) - 1 {
				if err := publish(ctx, js, firstSubject, &articles[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var through atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			return hop(ctx, js, firstStream, extractBatch, &through, len(articles), func(seq uint64) error {
				return publish(ctx, js, secondSubject, &records[(seq-1)%uint64(len(records))])
			})
		})
	}
	var stored atomic.Int64
	var last time.Time // when the last message came through; that nothing more comes is waited for afterwards
	group.Go(func() error {
		return hop(ctx, js, secondStream, sinkBatch, &stored, len(articles), func(uint64) error { last = time.Now(); return nil })
	})
	if err := group.Wait(); err != nil {
		return 0, fmt.Errorf("the hops alone: %w", err)
	}
	return last.Sub(started) / time.Duration(max(len(articles), 1)), nil
}

func publish(ctx context.Context, js jetstream.JetStream, subject string, m *wire.Message) error {
	_, err := wire.Publish(ctx, js, wire.Message{Subject: subject, ID: m.ID, Header: m.Header, Data: m.Data})
	return err
}

// hop fetches messages, does something for each, and acknowledges them, until all are through.
func hop(ctx context.Context, js jetstream.JetStream, stream string, batch int, through *atomic.Int64, all int, do func(seq uint64) error) error {
	consumer, err := js.CreateOrUpdateConsumer(ctx, stream, jetstream.ConsumerConfig{Durable: "bench", AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: 64})
	if err != nil {
		return err
	}
	const wait = 200 * time.Millisecond
	for through.Load() < int64(all) {
		messages, err := consumer.Fetch(batch, jetstream.FetchMaxWait(wait))
		if err != nil {
			return err
		}
		for m := range messages.Messages() {
			meta, err := m.Metadata()
			if err == nil {
				err = do(meta.Sequence.Stream)
			}
			if err == nil {
				err = m.Ack()
			}
			if err != nil {
				return err
			}
			through.Add(1)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

func each(started time.Time, n int) time.Duration {
	return time.Since(started) / time.Duration(max(n, 1))
}

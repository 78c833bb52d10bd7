package storage

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// measured is a store whose work is timed and counted, by operation.
type measured struct {
	store.Store
	seconds  *prometheus.HistogramVec
	failures *prometheus.CounterVec

	articles, revisions, repeats, claims prometheus.Counter
}

// Measured gives a store that measures what it does. It panics where its metrics are registered already, as prometheus does.
func Measured(s store.Store, r prometheus.Registerer) store.Store {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	m := &measured{
		Store: s,
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "isnad_store_seconds", Help: "Time the store takes, by operation.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 8)}, []string{"operation"}),
		failures:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isnad_store_failures_total", Help: "What the store failed at for want of anything but good input."}, []string{"operation"}),
		articles:  counter("isnad_store_articles_total", "Articles put into the store that were never seen before."),
		revisions: counter("isnad_store_revisions_total", "Readings put into the store of a program and tables that had not read the article before."),
		repeats:   counter("isnad_store_repeats_total", "Records that were put into the store and were there already."),
		claims:    counter("isnad_store_claims_total", "Claims of all records that were put into the store."),
	}
	r.MustRegister(m.seconds, m.failures, m.articles, m.revisions, m.repeats, m.claims)
	return m
}

// done notes an operation that began at a time.
func (m *measured) done(operation string, began time.Time, err error) {
	m.seconds.WithLabelValues(operation).Observe(time.Since(began).Seconds())
	if err != nil && !isnad.IsBadInput(err) && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, context.Canceled) {
		m.failures.WithLabelValues(operation).Inc()
	}
}

// timed does an operation and notes it.
func timed[T any](m *measured, operation string, f func() (T, error)) (T, error) {
	began := time.Now()
	out, err := f()
	m.done(operation, began, err)
	return out, err
}

func (m *measured) Put(ctx context.Context, entries []store.Entry) (store.Receipt, error) {
	r, err := timed(m, "put", func() (store.Receipt, error) { return m.Store.Put(ctx, entries) })
	if err != nil {
		return r, err
	}
	claims := 0
	for i := range entries {
		claims += len(entries[i].Record.Claims)
	}
	m.claims.Add(float64(claims))
	m.articles.Add(float64(r.Articles))
	m.revisions.Add(float64(r.Revisions))
	m.repeats.Add(float64(r.Stored))
	return r, nil
}

func (m *measured) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	return timed(m, "claims", func() (store.Page, error) { return m.Store.Claims(ctx, q) })
}

func (m *measured) Claim(ctx context.Context, id string) (store.Row, error) {
	return timed(m, "claim", func() (store.Row, error) { return m.Store.Claim(ctx, id) })
}

func (m *measured) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	return timed(m, "count", func() (store.Counts, error) { return m.Store.Count(ctx, q) })
}

func (m *measured) Record(ctx context.Context, article string) (*isnad.Record, error) {
	return timed(m, "record", func() (*isnad.Record, error) { return m.Store.Record(ctx, article) })
}

func (m *measured) Revisions(ctx context.Context, article string) ([]store.Revision, error) {
	return timed(m, "revisions", func() ([]store.Revision, error) { return m.Store.Revisions(ctx, article) })
}

func (m *measured) Revision(ctx context.Context, article, extractor, lexicon string) (*isnad.Record, error) {
	return timed(m, "revision", func() (*isnad.Record, error) { return m.Store.Revision(ctx, article, extractor, lexicon) })
}

func (m *measured) Articles(ctx context.Context, after int64, limit int) ([]store.Arrival, error) {
	return timed(m, "articles", func() ([]store.Arrival, error) { return m.Store.Articles(ctx, after, limit) })
}

func (m *measured) Versions(ctx context.Context, article string) ([]store.Article, error) {
	return timed(m, "versions", func() ([]store.Article, error) { return m.Store.Versions(ctx, article) })
}

func (m *measured) Entities(ctx context.Context, q store.EntityQuery) ([]store.Entity, error) {
	return timed(m, "entities", func() ([]store.Entity, error) { return m.Store.Entities(ctx, q) })
}

func (m *measured) EntityDecisions(ctx context.Context, id string) ([]store.EntityDecision, error) {
	return timed(m, "decisions", func() ([]store.EntityDecision, error) { return m.Store.EntityDecisions(ctx, id) })
}

func (m *measured) Announcements(ctx context.Context, after int64, limit int) ([]wire.Announcement, error) {
	return timed(m, "announcements", func() ([]wire.Announcement, error) { return m.Store.Announcements(ctx, after, limit) })
}

func (m *measured) Reviews(ctx context.Context, q store.ReviewQuery) ([]store.Review, error) {
	return timed(m, "reviews", func() ([]store.Review, error) { return m.Store.Reviews(ctx, q) })
}

func (m *measured) Searches(ctx context.Context) ([]store.Search, error) {
	return timed(m, "searches", func() ([]store.Search, error) { return m.Store.Searches(ctx) })
}

func (m *measured) Stats(ctx context.Context) (store.Stats, error) {
	return timed(m, "stats", func() (store.Stats, error) { return m.Store.Stats(ctx) })
}

func (m *measured) Review(ctx context.Context, r store.Review) (store.Review, error) {
	return timed(m, "review", func() (store.Review, error) { return m.Store.Review(ctx, r) })
}

func (m *measured) Decide(ctx context.Context, d store.EntityDecision) (store.EntityDecision, error) {
	return timed(m, "decide", func() (store.EntityDecision, error) { return m.Store.Decide(ctx, d) })
}

func (m *measured) SaveSearch(ctx context.Context, s store.Search) (store.Search, error) {
	return timed(m, "save_search", func() (store.Search, error) { return m.Store.SaveSearch(ctx, s) })
}

func (m *measured) SeenSearch(ctx context.Context, id, upTo int64) (err error) {
	defer func(began time.Time) { m.done("seen_search", began, err) }(time.Now())
	return m.Store.SeenSearch(ctx, id, upTo)
}

func (m *measured) DropSearch(ctx context.Context, id int64) (err error) {
	defer func(began time.Time) { m.done("drop_search", began, err) }(time.Now())
	return m.Store.DropSearch(ctx, id)
}

func (m *measured) Pending(ctx context.Context, limit int) ([]wire.Announcement, error) {
	return timed(m, "pending", func() ([]wire.Announcement, error) { return m.Store.Pending(ctx, limit) })
}

func (m *measured) Announced(ctx context.Context, ids []int64) (err error) {
	defer func(began time.Time) { m.done("announced", began, err) }(time.Now())
	return m.Store.Announced(ctx, ids)
}

func (m *measured) Ping(ctx context.Context) (err error) {
	defer func(began time.Time) { m.done("ping", began, err) }(time.Now())
	return m.Store.Ping(ctx)
}

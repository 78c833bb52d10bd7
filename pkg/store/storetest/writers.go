package storetest

import (
	"math/rand/v2"
	"sync"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// The work of manyWriters: each of the writers stores all articles in both runs, in an order of its own.
const (
	writers  = 8
	articles = 24
)

// Two stores on one place, four writers each. Whatever the order, each article is there once and its highest run is current.
func manyWriters(t *testing.T, open Opener) {
	stores := []store.Store{opened(t, open), opened(t, open)}
	entries := make([]store.Entry, 0, 2*articles)
	for n := range articles {
		late := numbered(t, n, 3)
		late.r.Claims[0].Cue.Stance = isnad.Warn
		entries = append(entries, numbered(t, n, 3).entry(1), late.by("build-2", "tables-1", 2))
	}
	var mu sync.Mutex
	var sum store.Receipt
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			s := stores[w%len(stores)]
			for _, n := range rand.New(rand.NewPCG(uint64(w), 0)).Perm(articles) {
				batch := []store.Entry{entries[2*n], entries[2*n+1]}
				if w%3 == 1 {
					batch[0], batch[1] = batch[1], batch[0]
				}
				r, err := s.Put(t.Context(), batch)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				sum.Articles, sum.Revisions, sum.Announced, sum.Stored = sum.Articles+r.Articles, sum.Revisions+r.Revisions, sum.Announced+r.Announced, sum.Stored+r.Stored
				mu.Unlock()
				if _, err := s.Claims(t.Context(), store.Query{Text: "district1", Limit: 5}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	puts := writers * articles * 2
	equal(t, "receipts together", sum, store.Receipt{Articles: articles, Revisions: 2 * articles, Announced: 3, Stored: puts - 2*articles})
	got := ask(t, stores[0], store.Query{})
	equal(t, "claims", len(got), 3*articles)
	equal(t, "claims of the later run", len(ask(t, stores[1], store.Query{Stance: "warn"})), articles)
	equal(t, "outbox", len(pending(t, stores[1], 100)), 3)
}

// Several processes may find the place empty at once.
func manyOpen(t *testing.T, open Opener) {
	var wg sync.WaitGroup
	for n := range writers {
		e := numbered(t, n, 2).entry(1)
		wg.Go(func() {
			s, err := open(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := s.Put(t.Context(), []store.Entry{e}); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	equal(t, "claims", len(ask(t, opened(t, open), store.Query{})), 2*writers)
}

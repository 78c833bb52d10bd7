// Package load fills a store with made-up records and measures how fast it takes them in and answers questions: the same mix of searches
// for every store, as people put them.
//
// It knows what is asked; what the records are like package made knows. It measures and does not judge.
package load

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
)

// Work is what is to be done.
type Work struct {
	Claims   int    // to fill the store with; 0 leaves it as it is: nothing is written, and the searches alone are measured
	Batch    int    // articles of a Put; 0 is defaultBatch
	Seed     uint64 // of the records: the same one makes the same records, which a store takes once
	Shuffled bool   // articles come in in no order of days
	Times    int    // each search is put so often
	Beside   int    // claims to be taken in while the searches are put once more; 0 leaves that out
}

const defaultBatch = 50

// Filling is how fast a store took claims in.
type Filling struct {
	Articles int     `json:"articles"`
	Claims   int     `json:"claims"`
	Seconds  float64 `json:"seconds"`
	Slowest  float64 `json:"slowest_ms"` // Put
}

// Rate gives claims a second.
func (f *Filling) Rate() float64 { return float64(f.Claims) / max(f.Seconds, 1e-9) }

// Report is what was measured.
type Report struct {
	Filled Filling `json:"filled"`
	Alone  Mixed   `json:"alone"`            // the searches, with nobody writing
	Beside *Mixed  `json:"beside,omitempty"` // the searches while claims come in
	Taken  Filling `json:"taken"`            // what came in meanwhile
}

// Run fills a store, puts the searches, and puts them again while claims come in. tell is told how far it is, now and then.
func Run(ctx context.Context, s store.Store, w Work, tell func(doing string)) (Report, error) {
	var out Report
	var err error
	if w.Batch <= 0 {
		w.Batch = defaultBatch
	}
	stream := made.New(w.Seed, w.Claims+w.Beside)
	stream.Shuffled = w.Shuffled
	if out.Filled, err = Fill(ctx, s, stream, w.Claims, w.Batch, tell); err != nil {
		return out, err
	}
	if w.Claims > 0 { // or the claims may be real ones, and reviews are for ever
		if err := review(ctx, s); err != nil {
			return out, err
		}
	}
	tell("searching")
	if out.Alone, err = Mix(ctx, s, w.Times); err != nil || w.Beside == 0 || w.Claims == 0 {
		return out, err
	}
	tell("searching while claims come in")
	return out, out.both(ctx, s, stream, w)
}

// writers is the number of batches that are stored at a time, as several sinks would: one is made ready while another is written.
const writers = 2

// Fill puts claims of a stream into a store.
func Fill(ctx context.Context, s store.Store, stream *made.Stream, claims, batch int, tell func(doing string)) (Filling, error) {
	var out Filling
	const tellEvery = 10 * time.Second
	began, told := time.Now(), time.Now()
	var mu sync.Mutex
	var group *errgroup.Group
	group, ctx = errgroup.WithContext(ctx)
	group.SetLimit(writers)
	for entries := range stream.Batches(claims, batch) {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			at := time.Now()
			_, err := s.Put(ctx, entries)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				return fmt.Errorf("after %d claims: %w", out.Claims, err)
			}
			out.Slowest = max(out.Slowest, milliseconds(time.Since(at)))
			out.Articles += len(entries)
			for _, e := range entries {
				out.Claims += len(e.Record.Claims)
			}
			out.Seconds = time.Since(began).Seconds()
			if time.Since(told) > tellEvery {
				told = time.Now()
				tell(fmt.Sprintf("%d of %d claims, %.0f claims/s", out.Claims, claims, out.Rate()))
			}
			return nil
		})
	}
	err := group.Wait()
	return out, err
}

// The claims that are reviewed before the searches: so many, some of what each of many words finds.
const (
	reviewed      = 300
	reviewedAWord = 5
)

// review gives states to some claims, old and new ones.
func review(ctx context.Context, s store.Desk) error {
	q := store.Query{Limit: reviewedAWord}
	for n := 0; n < reviewed; {
		q.Text = made.Word(arabic, 200+n) // so that they are strewn
		page, err := s.Claims(ctx, q)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			r := store.Review{Claim: page.Rows[i].Claim.ID, State: store.States[1+(n+i)%(len(store.States)-1)], Who: "load"}
			if _, err := s.Review(ctx, r); err != nil {
				return err
			}
		}
		n += reviewedAWord
	}
	return nil
}

// both puts the searches, over and over, until the claims have come in.
func (out *Report) both(ctx context.Context, s store.Store, stream *made.Stream, w Work) error {
	type filled struct {
		Filling
		err error
	}
	done := make(chan filled, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		f, err := Fill(ctx, s, stream, w.Beside, w.Batch, func(string) {})
		done <- filled{f, err}
	}()
	m := newMeter()
	for n := 0; ; n++ {
		if err := m.round(ctx, s, n); err != nil {
			cancel()
			<-done
			return err
		}
		select {
		case f := <-done:
			mixed := m.mixed()
			out.Taken, out.Beside = f.Filling, &mixed
			return f.err
		default:
		}
	}
}

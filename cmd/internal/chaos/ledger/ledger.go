// Package ledger keeps account of an experiment: which articles the pipeline has accepted, when each was stored, and, in the end, what was
// lost, doubled or altered. It gives articles as a client does that meets a server which is away, and believes nothing but what was
// answered. It does not know what is done to the pipeline meanwhile.
package ledger

import (
	"context"
	"sync"
	"time"

	"isnad/pkg/isnad"
)

// entry is an article that was accepted.
type entry struct {
	article  *isnad.Article
	accepted time.Time
	stored   time.Time // zero while it is not known to be
}

// Ledger is safe for several goroutines.
type Ledger struct {
	mu      sync.Mutex
	entries map[string]*entry
	pending map[string]*entry // those that are not known to be stored
	told    map[string]int    // refusals by what was answered
	stored  *sync.Cond        // is told when something was stored
}

// New makes an empty ledger.
func New() *Ledger {
	l := &Ledger{entries: map[string]*entry{}, pending: map[string]*entry{}, told: map[string]int{}}
	l.stored = sync.NewCond(&l.mu)
	return l
}

// Accept notes that the pipeline has accepted an article, now.
func (l *Ledger) Accept(a *isnad.Article) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries[a.ID] != nil {
		return
	}
	e := &entry{article: a, accepted: time.Now()}
	l.entries[a.ID], l.pending[a.ID] = e, e
}

// refuse notes an answer that was no acceptance.
func (l *Ledger) refuse(answer string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told[answer]++
}

// Refusals gives how often which answer was given.
func (l *Ledger) Refusals() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[string]int{}
	for answer, n := range l.told {
		out[answer] = n
	}
	return out
}

// Accepted and Pending count the articles that were accepted, and those of them that are not known to be stored.
func (l *Ledger) Accepted() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries)
}

// Pending counts the articles that are accepted and not known to be stored.
func (l *Ledger) Pending() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.pending)
}

// Lookup tells which of these articles are stored. An error means that the store is away.
type Lookup func(ctx context.Context, ids []string) ([]string, error)

// lookEvery is how exactly it is known when an article was stored.
const lookEvery = 10 * time.Millisecond

// Watch looks, until ctx ends, which articles have been stored.
func (l *Ledger) Watch(ctx context.Context, lookup Lookup) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if ids := l.oldest(); len(ids) > 0 {
			if found, err := lookup(ctx, ids); err == nil {
				l.store(found)
			}
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// oldest gives pending articles, some hundreds at most.
func (l *Ledger) oldest() []string {
	const most = 500
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := make([]string, 0, min(len(l.pending), most))
	for id := range l.pending {
		if ids = append(ids, id); len(ids) == most {
			break
		}
	}
	return ids
}

func (l *Ledger) store(ids []string) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		if e := l.pending[id]; e != nil {
			e.stored = now
			delete(l.pending, id)
		}
	}
	l.stored.Broadcast()
}

// Recovered waits until the pipeline has got over something that happened at a moment: all that was accepted before is stored, and so is
// an article that was accepted after. It gives how long that took, or ctx's error.
func (l *Ledger) Recovered(ctx context.Context, since time.Time) (time.Duration, error) {
	stop := context.AfterFunc(ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.stored.Broadcast()
	})
	defer stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if took, ok := l.recovered(since); ok {
			return took, nil
		}
		if err := ctx.Err(); err != nil {
			return time.Since(since), err
		}
		l.stored.Wait()
	}
}

// recovered looks once.
func (l *Ledger) recovered(since time.Time) (time.Duration, bool) {
	for _, e := range l.pending {
		if e.accepted.Before(since) {
			return 0, false
		}
	}
	var last, first time.Time // when the last from before was stored, and the first from after
	for _, e := range l.entries {
		switch {
		case e.stored.IsZero():
		case e.accepted.Before(since):
			if e.stored.After(last) {
				last = e.stored
			}
		case first.IsZero() || e.stored.Before(first):
			first = e.stored
		}
	}
	if first.IsZero() {
		return 0, false
	}
	if last.After(first) {
		first = last
	}
	return first.Sub(since), true
}

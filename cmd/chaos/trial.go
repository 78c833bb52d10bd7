//go:build linux

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
	"isnad/cmd/internal/extracting"
	"isnad/pkg/article"
	"isnad/pkg/extract"
)

// trial is one experiment under way: a lab, what is given to it, and the ledger.
type trial struct {
	*result
	ctx    context.Context
	lab    *lab.Lab
	ledger *ledger.Ledger
	giver  *ledger.Giver

	extractor *extract.Extractor
	forgotten int // refusals that count no more
	watching  context.CancelFunc
	beside    sync.WaitGroup
	stopGive  context.CancelFunc
	abandon   context.CancelFunc // what is being given
}

// trial makes a lab, starts it, and begins a result. Call end when done.
func (c *chaos) trial(name string, o lab.Options) (*trial, error) {
	c.labs++
	if o.Dir == "" {
		o.Dir = filepath.Join(c.Dir, fmt.Sprintf("lab%d", c.labs))
	}
	o.Bin = c.Bin
	progress("%s", name)
	x, lex, err := extracting.Extractor("", "")
	if err != nil {
		return nil, err
	}
	l, err := lab.New(o)
	if err != nil {
		return nil, err
	}
	book := ledger.New()
	nothing := func() {}
	t := &trial{result: &result{Name: name, Lenient: c.lenient}, stopGive: nothing, abandon: nothing, ctx: c.ctx, lab: l, ledger: book, extractor: x,
		giver: &ledger.Giver{Ledger: book, Reader: article.NewReader(lex), URL: l.URL(lab.Ingest), Token: l.Token}}
	c.results = append(c.results, t.result)
	ctx, cancel := context.WithTimeout(c.ctx, lab.Patience)
	defer cancel()
	if err := l.Start(ctx); err != nil {
		l.Cut()
		return nil, err
	}
	return t, t.watch()
}

// watch begins to look at what is stored.
func (t *trial) watch() error {
	lookup, end, err := t.lookup()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(t.ctx)
	t.watching = cancel
	t.beside.Go(func() {
		defer end()
		t.ledger.Watch(ctx, lookup)
	})
	return nil
}

// give begins to give articles by some clients, each with a pause behind each; at most so many (0: until enough is called).
func (t *trial) give(clients int, pause time.Duration, most int) {
	giving, stop := context.WithCancel(t.ctx)
	end, abandon := context.WithCancel(t.ctx)
	t.stopGive, t.abandon = stop, abandon
	t.giver.Each = pause
	t.beside.Go(func() { t.giver.Give(giving, end, clients, most); stop() })
}

// enough stops giving, and waits until all that was accepted is stored, or nothing more was for some time.
func (t *trial) enough(patience time.Duration) error {
	t.stopGive()
	accepted, pending, since := -1, -1, time.Now()
	for time.Since(since) < patience {
		a, p := t.ledger.Accepted(), t.ledger.Pending()
		if a == accepted && p == 0 {
			return nil
		}
		if a != accepted || p != pending {
			accepted, pending, since = a, p, time.Now()
		}
		if t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("%d articles are under way, and nothing happens", pending)
}

// audit waits until nothing is under way, and holds the ledger against what is there.
func (t *trial) audit(patience time.Duration) (*ledger.Verdict, error) {
	if err := t.enough(patience); err != nil && t.ctx.Err() != nil {
		return nil, err
	}
	t.abandon()
	st, err := t.lab.Store(t.ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	js, end, err := t.lab.JetStream()
	if err != nil {
		return nil, err
	}
	defer end()
	for range 100 { // what is announced goes its own way
		if pending, err := st.Pending(t.ctx, 1); err == nil && len(pending) == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return t.ledger.Audit(t.ctx, ledger.Source{JS: js, Store: st, Extract: t.extractor.Extract})
}

// end ends the lab.
func (t *trial) end() {
	t.stopGive()
	t.abandon()
	t.watching()
	t.beside.Wait()
	t.lab.Stop()
}

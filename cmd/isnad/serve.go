package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/front"
	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/measure"
)

// address says where it serves.
func (p *pipeline) address() service.Address {
	return service.Address{HTTP: p.HTTP, Serving: p.Serving}
}

// admit reads who may write. Where nobody was named, the one who starts the program may.
func (p *pipeline) admit(d *data) error {
	if err := p.address().Check(); err != nil {
		return err
	}
	if p.Tokens == "" {
		_, made, err := auth.EnsureFile(d.tokens(), userName())
		if err != nil {
			return err
		}
		if p.Tokens = d.tokens(); made {
			fmt.Fprintf(os.Stderr, "isnad: wrote a token for you to %s\n", p.Tokens)
		}
	}
	var err error
	p.tokens, err = workers.Tokens(p.Tokens, p.HTTP)
	return err
}

// serve goes on until ctx ends: HTTP, and what is new in the folders.
func (p *pipeline) serve(ctx context.Context, registry registry) error {
	mux := newMux(registry, func(ctx context.Context) error {
		return errors.Join(p.broker.Ready(ctx), p.store.Ping(ctx), p.stages.Holds.Err())
	})
	handler, err := front.New(front.Options{Store: p.store, Lexicon: p.lexicon, Tokens: p.tokens, Address: p.HTTP, Articles: p.ingest, Log: p.log, Done: ctx.Done()})
	if err != nil {
		return err
	}
	mux.Handle("/", handler)
	address, served, err := service.Listen(ctx, p.address(), measure.New(registry).Wrap(mux), p.log)
	if err != nil {
		return err
	}
	url := p.address().URL(address)
	fmt.Fprintf(os.Stderr, "isnad: serving %s (also /api/v1/, POST /articles, /metrics); %s\n", url, watching(p.Paths))
	fmt.Fprintf(os.Stderr, "isnad: to write, sign in at %s/login with a token of %s\n", url, p.Tokens)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return <-served })
	group.Go(func() error {
		_ = p.ingest.All(ctx, intake.Watch(ctx, p.ingest.Reader, p.ingest.Meta, folders(p.Paths)), func(o intake.Outcome) {
			if o.Err != nil {
				p.ingest.Refused(&o)
			}
		}) // ends with ctx, which is how it is told to end
		return nil
	})
	return group.Wait()
}

func folders(paths []string) []string {
	var out []string
	for _, p := range paths {
		if p != article.Stdin {
			out = append(out, p)
		}
	}
	return out
}

func watching(paths []string) string {
	if n := len(folders(paths)); n > 0 {
		return "watching " + strconv.Itoa(n) + " path" + plural(n)
	}
	return "Ctrl-C ends it"
}

package program

import (
	"context"
	"errors"
	"fmt"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
)

const sinkDescription = `Write records of the stream CLAIMS to the store, and announce on isnad.entities.new.> what was never seen before.

Several copies may share one SQLite file on one host. While the store is away the worker waits; nothing is lost.

Examples:

  sink --store isnad.db
  sink --store isnad.db --http 127.0.0.1:8083
  sink --store sqlite:/var/lib/isnad/isnad.db --http :8083 --tokens tokens

With --http it serves what the store holds too: pages, and the API under /api/v1. Whoever writes needs a token, and on an address that
other machines reach, whoever reads. A file of tokens has a name and a token of 20 characters or more on each line.`

type sinkFlags struct {
	cli.Log
	cli.Broker
	cli.Worker
	Store string `help:"Where records are kept: a path, or sqlite:PATH; ${default} by default." default:"isnad.db" placeholder:"DSN"`
	HTTP  string `name:"http" help:"Serve the claims, /healthz, /readyz and /metrics on this address." placeholder:"ADDR"`

	Tokens   string `help:"File of those who may write: a name and a token on each line." type:"path" placeholder:"FILE"`
	Lexicons string `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
}

// Sink is the program cmd/sink.
func Sink() {
	var f sinkFlags
	cli.Parse(&f, "sink", sinkDescription, "info")
	ctx, stop := service.Context()
	err := runSink(ctx, f)
	stop()
	cli.Exit("sink", err)
}

func runSink(ctx context.Context, f sinkFlags) error {
	log, err := service.Logger("sink", f.LogLevel)
	if err != nil {
		return err
	}
	tokens, err := workers.Tokens(f.Tokens, f.HTTP)
	if err != nil {
		return err
	}
	lex, err := workers.Tables(f.Lexicons)
	if err != nil {
		return err
	}
	return service.Run(ctx, f.HTTP, log, func(ctx context.Context, p *service.Program) (err error) {
		st, err := workers.OpenStore(ctx, f.Store, log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		front := workers.Front{Store: st, Lexicon: lex, Tokens: tokens, Address: f.HTTP, Log: log, Done: ctx.Done()}
		handler, err := front.Handler()
		if err != nil {
			return err
		}
		p.Mux.Handle("/", handler)
		broker, err := workers.Connect(ctx, f.NATS, "sink", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		p.SetReady(func(ctx context.Context) error { return errors.Join(broker.Ready(ctx), st.Ping(ctx)) })
		stages := workers.Stages{JS: broker.JS, Options: f.Worker, Log: log, Metrics: stage.NewMetrics(p.Registry)}
		log.Info().Str("store", f.Store).Msg("storing")
		if err := stages.Sink(ctx, st); err != nil {
			return fmt.Errorf("storing: %w", err)
		}
		return nil
	})
}

// Package sink is the program of the sink. It stands apart from those of the other workers, because it holds the stores and the pages,
// which would make the others larger.
package sink

import (
	"context"
	"errors"
	"fmt"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/front"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
)

const description = `Write records of the stream CLAIMS to the store, and announce on isnad.entities.new.> what was never seen before.

Several copies may share one SQLite file on one host, or one PostgreSQL database from any number of hosts; its password belongs into
the environment (ISNAD_STORE, PGPASSWORD), into ~/.pgpass or a file like it (…?passfile=FILE), for everybody on a machine sees the
arguments of a program. While the store is away the worker waits; nothing is lost.

Examples:

  sink --store isnad.db
  sink --store isnad.db --http 127.0.0.1:8083
  sink --store sqlite:/var/lib/isnad/isnad.db --http :8083 --tokens tokens --tls-cert cert.pem --tls-key key.pem
  ISNAD_STORE='postgres://isnad@db.example/isnad?sslmode=verify-full&sslrootcert=ca.pem' sink

With --http it serves what the store holds too: pages, and the API under /api/v1. Whoever writes needs a token, and on an address that
other machines reach, whoever reads. A file of tokens has a name and a token of 20 characters or more on each line.`

type flags struct {
	cli.Log
	cli.Broker
	cli.Kept
	cli.Worker
	cli.Serving
	Store string `help:"Where records are kept: a path, sqlite:PATH, or postgres://user@host/database; ${default} by default." default:"isnad.db" placeholder:"DSN"`
	HTTP  string `name:"http" help:"Serve the claims, /healthz, /readyz and /metrics on this address." placeholder:"ADDR"`

	Tokens   string `help:"File of those who may write: a name and a token on each line." type:"path" placeholder:"FILE"`
	Lexicons string `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
}

// Main is the program cmd/sink.
func Main() {
	var f flags
	cli.Parse(&f, "sink", description, "info")
	ctx, stop := service.Context()
	err := run(ctx, f)
	stop()
	cli.Exit("sink", err)
}

func run(ctx context.Context, f flags) error {
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
	return service.Run(ctx, "sink", service.Address{HTTP: f.HTTP, Serving: f.Serving}, log, func(ctx context.Context, p *service.Program) (err error) {
		st, err := storage.Open(ctx, f.Store, log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		st = storage.Measured(st, p.Registry)
		handler, err := front.New(front.Options{Store: st, Lexicon: lex, Tokens: tokens, Address: f.HTTP, Log: log, Done: ctx.Done()})
		if err != nil {
			return err
		}
		p.Mux.Handle("/", handler)
		broker, err := workers.Join(ctx, f.Broker, f.Kept, "sink", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		broker.Measure(p.Registry)
		holds := &stage.Holds{}
		p.SetReady(func(ctx context.Context) error { return errors.Join(broker.Ready(ctx), st.Ping(ctx), holds.Err()) })
		stages := workers.Stages{JS: broker.JS, Options: f.Worker, Log: log, Metrics: stage.NewMetrics(p.Registry), Holds: holds, Kept: f.Kept}
		log.Info().Str("store", storage.Name(f.Store)).Msg("storing")
		if err := stages.Sink(ctx, st); err != nil {
			return fmt.Errorf("storing: %w", err)
		}
		return nil
	})
}

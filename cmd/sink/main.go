// Command sink is the worker that writes records to the store and announces entities that were never seen before.
package main

import (
	"context"
	"errors"
	"fmt"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
)

const name = "sink"

const description = `Write records of the stream CLAIMS to the store, and announce on isnad.entities.new.> what was never seen before.

Several copies may share one SQLite file on one host. While the store is away the worker waits; nothing is lost.

Examples:

  sink --store isnad.db
  sink --store sqlite:/var/lib/isnad/isnad.db --http :8083`

type flags struct {
	cli.Log
	cli.Broker
	cli.Worker
	Store string `help:"Where records are kept: a path, or sqlite:PATH." default:"isnad.db" placeholder:"DSN"`
	HTTP  string `name:"http" help:"Serve /healthz, /readyz and /metrics on this address." placeholder:"ADDR"`
}

func main() {
	var f flags
	cli.Parse(&f, name, description, "info")
	ctx, stop := service.Context()
	err := run(ctx, f)
	stop()
	cli.Exit(name, err)
}

func run(ctx context.Context, f flags) error {
	log, err := service.Logger(name, f.LogLevel)
	if err != nil {
		return err
	}
	return service.Run(ctx, f.HTTP, log, func(ctx context.Context, p *service.Program) (err error) {
		st, err := workers.OpenStore(ctx, f.Store, log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		broker, err := workers.Connect(ctx, f.NATS, name, log)
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

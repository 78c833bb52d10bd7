package program

import (
	"context"
	"fmt"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
)

const keeperDescription = `Make the streams of the pipeline and keep them in order: make room in them, and put aside what the broker gave up.

The workers do so themselves unless they are told of a keeper (--kept). With one, they need no right to change a stream.

A stream that is full takes nothing more, and loses nothing: what every worker has finished is removed from it, the oldest first.

Examples:

  keeper --nats nats://keeper@nats:4222 --nats-password-file secrets/nats-keeper --http :8084
  keeper --max-bytes 8GB --max-age 168h`

type keeperFlags struct {
	cli.Log
	cli.Broker
	cli.Streams
	HTTP string `name:"http" help:"Serve /healthz, /readyz and /metrics on this address; it is ready when the streams are there." placeholder:"ADDR"`
}

// Keeper is the program cmd/keeper.
func Keeper() {
	var f keeperFlags
	cli.Parse(&f, "keeper", keeperDescription, "info")
	ctx, stop := service.Context()
	err := runKeeper(ctx, f)
	stop()
	cli.Exit("keeper", err)
}

func runKeeper(ctx context.Context, f keeperFlags) error {
	log, err := service.Logger("keeper", f.LogLevel)
	if err != nil {
		return err
	}
	return service.Run(ctx, "keeper", service.Address{HTTP: f.HTTP}, log, func(ctx context.Context, p *service.Program) error {
		broker, err := workers.Connect(ctx, f.Broker, "keeper", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		if err := broker.Prepare(ctx, workers.Streams(&f.Streams), log); err != nil {
			return err
		}
		broker.Measure(p.Registry)
		p.SetReady(broker.Ready)
		log.Info().Msg("the streams are there")
		stages := workers.Stages{JS: broker.JS, Kept: cli.Kept{Streams: f.Streams}, Log: log, Metrics: stage.NewMetrics(p.Registry)}
		if err := stages.Keep(ctx); err != nil {
			return fmt.Errorf("keeping the streams: %w", err)
		}
		return nil
	})
}

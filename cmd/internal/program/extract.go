package program

import (
	"context"
	"errors"
	"fmt"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
)

const extractDescription = `Turn articles of the stream ARTICLES into records on CLAIMS. Any number of copies share the work.

Articles that cannot be read are put aside with the reason: see isnad dead. Tables and model are read again when they change, or at SIGHUP,
without an article being lost.

Examples:

  extract --nats nats://127.0.0.1:4222
  extract --http :8082 --lexicons my-tables`

type extractFlags struct {
	cli.Log
	cli.Broker
	cli.Kept
	cli.Worker
	HTTP       string `name:"http" help:"Serve /healthz, /readyz and /metrics on this address." placeholder:"ADDR"`
	Lexicons   string `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	NamesModel string `help:"Model of names in place of the built-in one; see isnad train-names." type:"existingfile" placeholder:"FILE"`
}

// Extract is the program cmd/extract.
func Extract() {
	var f extractFlags
	cli.Parse(&f, "extract", extractDescription, "info")
	ctx, stop := service.Context()
	err := runExtract(ctx, f)
	stop()
	cli.Exit("extract", err)
}

func runExtract(ctx context.Context, f extractFlags) error {
	log, err := service.Logger("extract", f.LogLevel)
	if err != nil {
		return err
	}
	x, _, err := extracting.Extractor(f.Lexicons, f.NamesModel)
	if err != nil {
		return err
	}
	return service.Run(ctx, "extract", service.Address{HTTP: f.HTTP}, log, func(ctx context.Context, p *service.Program) error {
		broker, err := workers.Join(ctx, f.Broker, f.Kept, "extract", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		broker.Measure(p.Registry)
		holds := &stage.Holds{}
		p.SetReady(func(ctx context.Context) error { return errors.Join(broker.Ready(ctx), holds.Err()) })
		stages := extracting.Stage{Stages: workers.Stages{JS: broker.JS, Options: f.Worker, Log: log, Metrics: stage.NewMetrics(p.Registry), Holds: holds, Kept: f.Kept}}
		if err := stages.Extract(ctx, x, extracting.Reload(ctx, f.Lexicons, f.NamesModel, log)); err != nil {
			return fmt.Errorf("extracting: %w", err)
		}
		return nil
	})
}

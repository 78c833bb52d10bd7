package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/pkg/isnad"
	"isnad/pkg/store/storetest/load"
)

type benchCmd struct {
	Store    benchStoreCmd    `cmd:"" default:"withargs" help:"A store: how fast it takes claims in, and how fast it answers."`
	Pipeline benchPipelineCmd `cmd:"" help:"The whole pipeline, beside its parts alone."`
}

type benchStoreCmd struct {
	Store  string `required:"" help:"An empty store to fill: a path, or postgres://user@host/database; or, with --claims 0, one that is full, which is only read." placeholder:"DSN"`
	Claims int    `help:"Claims to make up and store; ${default} by default." default:"100000"`
	Batch  int    `help:"Articles of one transaction." default:"64"`
	Times  int    `help:"How often each search is put, with other words each time." default:"20"`
	Beside int    `help:"Claims to store while the searches are put again." default:"10000"`
	JSON   bool   `name:"json" help:"Print the report as JSON."`
}

// Help gives examples.
func (*benchStoreCmd) Help() string {
	return `Examples:

  isnad bench --store /tmp/bench.db --claims 1000000
  isnad bench --store postgres://isnad@localhost/bench --claims 1000000
  isnad bench --store /tmp/bench.db --claims 0          the searches alone: nothing is written

Fills a store with made-up claims – as long and as skewed as news, one entity in a third of all – and puts a fixed mix of searches to it:
words rare and common, figures, entities, days, pages. Prints claims stored a second, and how long answers took, the page of claims and the
counts beside the filters apart.`
}

// Run is the command.
func (c *benchStoreCmd) Run(ctx contextType, flags *cli.Log) (err error) {
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return err
	}
	s, err := storage.Open(ctx, c.Store, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	if stats.Articles > 0 && c.Claims > 0 {
		return isnad.Bad("--store", "it holds %d articles; made-up claims go into an empty store only, and --claims 0 measures one that is full", stats.Articles)
	}
	report, err := load.Run(ctx, s, load.Work{Claims: c.Claims, Batch: c.Batch, Seed: 1, Times: c.Times, Beside: c.Beside}, func(doing string) {
		fmt.Fprintln(os.Stderr, "isnad:", doing)
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(report)
	}
	_, err = fmt.Print(report.String())
	return err
}

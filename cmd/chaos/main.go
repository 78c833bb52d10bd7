//go:build linux

// Command chaos tries to make the pipeline lose, double or spoil something: it runs a whole deployment, gives articles, breaks one thing
// after the other, and holds a ledger of what was accepted against what is stored.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
)

const description = `Run a deployment of the pipeline, break it, and count what was lost, doubled or altered.

Needs Linux, the root user, Go, PostgreSQL's programs, mkfs.ext4, and the folder of this project as the current one.
Everything runs on this machine, in a folder that is deleted in the end.

Examples:

  chaos short             all experiments, small: some minutes
  chaos long              all experiments at full size: more than two hours
  chaos kills --kills 50  one experiment`

// common are the flags of all experiments.
type common struct {
	Dir  string `help:"Folder of the labs, which stays; a temporary one by default." type:"path" placeholder:"DIR"`
	Bin  string `help:"Folder of the programs; they are built by default." type:"path" placeholder:"DIR"`
	Seed uint64 `help:"Of what is random; another each time by default."`
	Out  string `help:"Write the report as JSON to this file too." type:"path" placeholder:"FILE"`
}

type flags struct {
	cli.Log
	common
	Short    shortCmd    `cmd:"" help:"All experiments, small."`
	Long     longCmd     `cmd:"" help:"All experiments at full size."`
	Kills    killsCmd    `cmd:"" help:"Kill programs at random (kill -9)."`
	Power    powerCmd    `cmd:"" help:"Cut the power."`
	Disk     diskCmd     `cmd:"" help:"Fill the disks of the broker and of the store."`
	Speed    speedCmd    `cmd:"" help:"Measure the pipeline beside its parts alone."`
	Controls controlsCmd `cmd:"" help:"Give the pipeline workers with faults: what they do must be seen."`
	Faulty   faultyCmd   `cmd:"" hidden:""`
	Network  networkCmd  `cmd:"" help:"Cut the network between two programs."`
	Full     fullCmd     `cmd:"" help:"Fill the streams to their limits."`
	Poison   poisonCmd   `cmd:"" help:"Give messages that nobody can handle."`
	Away     awayCmd     `cmd:"" help:"Take the store away for long."`
}

func main() {
	var f flags
	k := cli.Parse(&f, "chaos", description, "warn")
	ctx, stop := service.Context()
	defer stop()
	var err error
	if strings.HasPrefix(k.Command(), "faulty") { // a program of a lab
		k.BindTo(ctx, (*context.Context)(nil))
		err = k.Run(&f.Log)
	} else {
		err = run(ctx, &f.common, func(c *chaos) error { return k.Run(c) })
	}
	cli.Exit("chaos", err)
}

// chaos is what the experiments of one run share.
type chaos struct {
	common
	ctx     context.Context
	lenient bool // times are told and not judged
	labs    int
	disks   int
	results []*result
}

// run prepares a run, does it, and reports.
func run(ctx context.Context, c *common, do func(*chaos) error) (err error) {
	if os.Geteuid() != 0 {
		return errors.New("this must be run as root: it makes spaces of processes and of networks, and file systems")
	}
	if err := enterOwnMounts(); err != nil {
		return err
	}
	x := &chaos{common: *c, ctx: ctx}
	if x.Dir == "" {
		if x.Dir, err = os.MkdirTemp("", "isnad-chaos-"); err != nil {
			return err
		}
		if err := os.Chmod(x.Dir, 0o755); err != nil { // PostgreSQL runs as another user
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(x.Dir)) }()
	}
	if x.Bin == "" {
		x.Bin = filepath.Join(x.Dir, "bin")
		progress("building the programs")
		if err := lab.Build(ctx, x.Bin); err != nil {
			return err
		}
	}
	return cmp.Or(do(x), x.report()) // what was found before something went wrong is told too
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, "chaos: "+format+"\n", args...) }

// report prints what was found, and gives an error where something is not as it should be.
func (c *chaos) report() error {
	failed := false
	for _, r := range c.results {
		r.print(os.Stdout)
		failed = failed || !r.ok()
	}
	if c.Out != "" {
		data, err := json.MarshalIndent(c.results, "", "  ")
		if err == nil {
			err = os.WriteFile(c.Out, append(data, '\n'), 0o644)
		}
		if err != nil {
			return fmt.Errorf("the report: %w", err)
		}
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/doctor"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/certs"
	"isnad/pkg/isnad"
)

type doctorCmd struct {
	Checks []string `arg:"" optional:"" help:"Names of the checks to make; all by default."`
	brokerFlags
	Monitor  string `help:"Address of the broker's monitor; by default port 8222 of the broker's host." placeholder:"URL"`
	Store    string `help:"Where records are kept; without it and --nats, the store of the data folder." placeholder:"DSN"`
	Server   string `help:"Address of an isnad or a sink that serves." placeholder:"URL"`
	ServerCA string `name:"server-ca" help:"Who must have signed the certificates of --server and --monitor at https://; without it, one that the system trusts." type:"path" placeholder:"FILE"`
	Lexicons string `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	JSON     bool   `name:"json" help:"Print each finding as JSON on a line."`
}

// Help gives examples.
func (*doctorCmd) Help() string {
	return `Looks at broker, streams, consumers, dead letters, clocks, disk, store and tables, and says what is wrong and what to do. It changes nothing. It
ends with 1 where something fails; what could not be checked is a warning.

Examples:

  isnad doctor
  isnad doctor streams consumers
  isnad doctor --nats nats://127.0.0.1:4222 --store isnad.db
  isnad doctor --server http://127.0.0.1:8083 --monitor http://127.0.0.1:8222
  isnad doctor --json | jq 'select(.level != "ok")'`
}

// reaching bounds how long the doctor waits for a broker that is away.
const reaching = 10 * time.Second

// Run is the command.
func (c *doctorCmd) Run(ctx contextType, flags *cli.Log) error {
	for _, one := range c.Checks {
		if names := doctor.Names(); !slices.Contains(names, one) {
			return isnad.Bad("doctor", "there is no check %q: take some of %s", one, strings.Join(names, ", "))
		}
	}
	level := flags.LogLevel
	if level == "warn" {
		level = "error" // what a broker that is away has to say is a finding
	}
	log, err := service.Logger(name, level)
	if err != nil {
		return err
	}
	roots, err := certs.Roots(c.ServerCA)
	if err != nil {
		return fmt.Errorf("--server-ca: %w", err)
	}
	web := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	p := doctor.Pipeline{Web: web, Monitor: c.Monitor, Store: c.Store, Server: c.Server, Lexicons: c.Lexicons, Only: c.Checks}
	if c.NATS == "" {
		p.Data = c.Data
	}
	if p.Store == "" && c.NATS == "" {
		p.Store, _ = storeOf("", c.Data) // where there is none, there is nothing to look at, and the broker tells
	}
	broker, end, err := c.reach(ctx, &p, log)
	if err != nil {
		p.Away = err
	} else {
		p.JS = broker.JS
		defer end()
	}
	return c.print(doctor.Examine(ctx, p))
}

// reach connects to the broker, for a while. Over a data folder that nobody has open it starts the embedded broker as it is: the streams
// are not brought to their settings first.
func (c *doctorCmd) reach(ctx context.Context, p *doctor.Pipeline, log zerolog.Logger) (*workers.Broker, func(), error) {
	ctx, cancel := context.WithTimeout(ctx, reaching)
	defer cancel()
	if c.NATS != "" {
		return c.connect(ctx, log)
	}
	p.Embedded = true
	if _, err := os.Stat(c.Data); err != nil {
		return c.connect(ctx, log) // it says so
	}
	d, err := openData(c.Data)
	if errors.Is(err, errTaken) {
		return c.connect(ctx, log)
	}
	if err != nil {
		return nil, nil, err
	}
	server, err := d.start("", "", 0, log)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	p.Idle = true
	stop := func() { server.Stop(); _ = d.Close() }
	broker, err := workers.Connect(ctx, cli.Broker{NATS: nats.DefaultURL}, name, log, server.InProcess())
	if err != nil {
		stop()
		return nil, nil, err
	}
	return broker, func() { broker.Close(); stop() }, nil
}

func (c *doctorCmd) print(findings []doctor.Finding) error {
	counts := map[doctor.Level]int{}
	for i := range findings {
		f := &findings[i]
		counts[f.Level]++
		if c.JSON {
			if err := line(os.Stdout, f); err != nil {
				return err
			}
			continue
		}
		indent := strings.Repeat(" ", 17)
		says := wrap(f.Says, 100, indent)
		if f.Do != "" {
			says += "\n" + indent + "→ " + wrap(f.Do, 98, indent+"  ")
		}
		if _, err := fmt.Printf("%-5s %-10s %s\n", f.Level, f.Check, says); err != nil {
			return err
		}
	}
	if !c.JSON {
		fmt.Printf("%s\n", cmp.Or(strings.Join(nonBlank(told(counts[doctor.Failure], "fails"), told(counts[doctor.Warning], "to look at")), ", "), "all is well"))
	}
	if counts[doctor.Failure] > 0 {
		return cli.ErrReported
	}
	return nil
}

func told(n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", n, what)
}

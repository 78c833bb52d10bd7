//go:build linux

// Package lab runs a whole deployment of the pipeline for experiments: the broker, PostgreSQL and the workers, each a process of its own
// under a supervisor, as the containers are. It knows how they are started, killed, frozen and asked whether they are well. It does not
// know what is given to them, nor what should come out.
package lab

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"isnad/pkg/freeport"
)

// Host is where a program runs: what its command line begins with, and its address.
type Host struct {
	Enter   []string // "ip netns exec NAME" as words; nil for this machine's own network
	Address string   // "127.0.0.1"
}

// Options say what is run. Zero values take the defaults in brackets.
type Options struct {
	Dir        string                 // holds the lab: programs' logs, settings
	State      string                 // where the broker and PostgreSQL keep their data (Dir/state)
	Bin        string                 // folder of the programs, see Build
	AckWait    time.Duration          // of the workers (2 s)
	Extracts   int                    // copies of extract (1)
	Host       func(name string) Host // where each program runs (this machine)
	Sync       string                 // the broker's sync_interval ("always"); "default" leaves the line out
	MaxStore   string                 // the broker's max_file_store ("16GB")
	KeeperArgs []string               // more arguments of the keeper
	IngestArgs []string               // and of ingest
	Postgres   []string               // more settings of PostgreSQL, "name=value"
	Env        []string               // more of the workers' environment, "ISNAD_MAX_DELIVER=3"
	SQLite     string                 // file of the store, in place of PostgreSQL
	Single     bool                   // everything in one process, over SQLite; Sync, Extracts and what is PostgreSQL's do not count
	Command    map[string][]string    // other commands in place of programs, by their names; the usual arguments follow
}

// Lab is a deployment.
type Lab struct {
	Options
	NATS, PG, Keeper, Ingest, Sink *Process
	Extract                        []*Process
	Token                          string // what whoever gives articles must show; "" where programs are reached from this machine only

	ports map[string]int
	all   []*Process // in the order in which they are started
}

// The names of the programs.
const (
	NATS     = "nats"
	Postgres = "postgres"
	Keeper   = "keeper"
	Ingest   = "ingest"
	Extract  = "extract" // of several: extract, extract2, …
	Sink     = "sink"
)

// New makes what a lab needs and starts nothing.
func New(o Options) (*Lab, error) {
	if o.State == "" {
		o.State = filepath.Join(o.Dir, "state")
	}
	if o.AckWait == 0 {
		o.AckWait = 2 * time.Second
	}
	if o.Host == nil {
		o.Host = func(string) Host { return Host{Address: "127.0.0.1"} }
	}
	o.Extracts = max(o.Extracts, 1)
	l := &Lab{Options: o, ports: map[string]int{}}
	for _, dir := range []string{o.Dir, o.State, l.logs()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("the lab's folder: %w", err)
		}
	}
	for _, name := range []string{NATS, NATS + "-monitor", Postgres, Keeper, Ingest, Sink} {
		if err := l.takePort(name); err != nil {
			return nil, err
		}
	}
	if err := l.makeToken(); err != nil {
		return nil, err
	}
	if l.Single {
		l.SQLite = filepath.Join(l.singleData(), "isnad.db")
		return l, l.makeSingle()
	}
	return l, l.makeProcesses()
}

func (l *Lab) logs() string { return filepath.Join(l.Dir, "logs") }

// takePort finds a free port. Hosts of their own have all ports free.
func (l *Lab) takePort(name string) (err error) {
	l.ports[name], err = freeport.Take()
	return err
}

// makeToken makes a token where programs are reached by an address that is not this machine's own, or are one: they insist on it.
func (l *Lab) makeToken() error {
	if !l.Single && net.ParseIP(l.Host(Ingest).Address).IsLoopback() {
		return nil
	}
	l.Token = rand.Text()
	if err := os.WriteFile(l.tokens(), []byte("chaos "+l.Token+"\n"), 0o600); err != nil {
		return fmt.Errorf("the lab's tokens: %w", err)
	}
	return nil
}

func (l *Lab) tokens() string { return filepath.Join(l.Dir, "tokens") }

func (l *Lab) makeProcesses() error {
	var tokens []string
	if l.Token != "" {
		tokens = []string{"--tokens", l.tokens()}
	}
	for _, p := range []struct {
		into **Process
		name string
		args []string
	}{
		{&l.Keeper, Keeper, append([]string{"--http", l.at(Keeper)}, l.KeeperArgs...)},
		{&l.Ingest, Ingest, slices.Concat([]string{"--kept", "--http", l.at(Ingest)}, tokens, l.IngestArgs)},
		{&l.Sink, Sink, append([]string{"--kept", "--http", l.at(Sink)}, tokens...)},
	} {
		var err error
		if *p.into, err = l.program(p.name, p.name, p.args); err != nil {
			return err
		}
	}
	for i := range l.Extracts {
		name := Extract
		if i > 0 {
			name = fmt.Sprint(Extract, i+1)
		}
		if err := l.takePort(name); err != nil {
			return err
		}
		p, err := l.program(name, Extract, []string{"--kept", "--http", l.at(name)})
		if err != nil {
			return err
		}
		l.Extract = append(l.Extract, p)
	}
	if err := l.makeBroker(); err != nil {
		return err
	}
	l.all = append([]*Process{l.NATS, l.Keeper, l.Ingest, l.Sink}, l.Extract...)
	if l.SQLite != "" {
		return nil
	}
	if err := l.makePostgres(); err != nil {
		return err
	}
	l.all = append([]*Process{l.PG}, l.all...)
	return nil
}

// program is a worker. Arguments that all take come by environment.
func (l *Lab) program(name, program string, args []string) (*Process, error) {
	command := []string{filepath.Join(l.Bin, program)}
	if other := l.Command[program]; other != nil {
		command = other
	}
	words := slices.Concat(l.Host(name).Enter, command, args)
	return newProcess(name, filepath.Join(l.logs(), name+".log"), func() *exec.Cmd {
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = l.Dir
		cmd.Env = append(os.Environ(), "ISNAD_NATS="+l.BrokerURL(), "ISNAD_ACK_WAIT="+l.AckWait.String(), "ISNAD_STORE="+l.DSN(), "ISNAD_LOG_LEVEL=info")
		cmd.Env = append(cmd.Env, l.Env...)
		return cmd
	})
}

// Start starts everything and waits until all are ready.
func (l *Lab) Start(ctx context.Context) error {
	for _, p := range l.all {
		p.Start()
	}
	return l.Ready(ctx)
}

// Stop ends everything, the workers first.
func (l *Lab) Stop() {
	for _, p := range slices.Backward(l.all) {
		if p == l.PG {
			p.Stop(syscall.SIGINT) // SIGTERM would wait for sessions of processes that are gone
		}
		p.Stop(syscall.SIGTERM)
	}
}

// Cut ends everything at once, in no order, and starts nothing again.
func (l *Lab) Cut() {
	for _, p := range l.all {
		p.Stop(syscall.SIGKILL)
	}
}

// Freeze stops all programs where they are.
func (l *Lab) Freeze() {
	for _, p := range l.all {
		p.Signal(syscall.SIGSTOP)
	}
}

// Package cli holds what the command lines of all programs do alike: flags with environment variables of the same name, help, and what
// the exit code says.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	ExitFailed = 1 // something was rejected or went wrong; all else was done
	ExitUsage  = 2 // the command line cannot be understood
)

// ErrReported is returned by a command that has said on stderr what is wrong already: only the exit code is left to give.
var ErrReported = errors.New("failed")

// Log is the flag of every program that logs.
type Log struct {
	LogLevel string `help:"Least level that is logged." enum:"trace,debug,info,warn,error" default:"${log_level}"`
}

// Broker are the flags of every program that talks to one.
type Broker struct {
	NATS string `name:"nats" help:"Address of the NATS server; ${default} by default. Over tls:// nothing goes unencrypted." default:"nats://127.0.0.1:4222" placeholder:"URL"`
	Login
}

// Login is how a program is known to the broker, and the broker to the program.
type Login struct {
	NATSPasswordFile string `name:"nats-password-file" help:"File with the password of the user that --nats names (nats://USER@HOST:4222)." type:"path" placeholder:"FILE"`
	NATSCA           string `name:"nats-ca" help:"Speak TLS only, to a broker whose certificate is signed by one of this file; without it, by one that the system trusts." type:"path" placeholder:"FILE"`
	NATSCert         string `name:"nats-cert" help:"Certificate of this program, for a broker that wants one." type:"path" placeholder:"FILE"`
	NATSKey          string `name:"nats-key" help:"Its key." type:"path" placeholder:"FILE"`
}

// Serving are the flags of a program that serves HTTP to people and their programs.
type Serving struct {
	TLSCert string `name:"tls-cert" help:"Serve HTTPS, and nothing else, with this certificate. It is read again when it changes." type:"path" placeholder:"FILE"`
	TLSKey  string `name:"tls-key" help:"Its key." type:"path" placeholder:"FILE"`
}

// Kept is the flag of workers whose streams a keeper may look after.
type Kept struct {
	Kept bool `help:"A keeper makes the streams and keeps them in order; this program does neither, and the flags of the streams say nothing."`
	Streams
}

// Worker are the flags of a stage.
type Worker struct {
	AckWait     time.Duration `help:"Silence after which the broker takes a worker for dead and gives its articles to another." default:"30s"`
	MaxDeliver  int           `help:"Deliveries after which an article is put aside (isnad dead)." default:"6"`
	Concurrency int           `help:"Batches in hand at once; 0 is one per core." default:"0"`
}

// Parse reads the command line into into, a pointer to a struct of kong. Every flag --some-flag may be set by ISNAD_SOME_FLAG. A command
// line that cannot be understood ends the program with ExitUsage. logLevel is the default of --log-level.
func Parse(into any, name, description, logLevel string) *kong.Context {
	parser, err := kong.New(into, kong.Name(name), kong.Description(description), kong.DefaultEnvars("ISNAD"), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 80}), kong.Vars{"log_level": logLevel})
	if err != nil {
		panic(err) // the struct is wrong: no run of the program can be right
	}
	k, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\nTry %q.\n", name, err, name+" --help")
		os.Exit(ExitUsage)
	}
	return k
}

// Exit ends the program with the code that fits err, which it prints unless it was reported or says only that the user ended the program.
func Exit(name string, err error) {
	if err == nil {
		os.Exit(0)
	}
	if !errors.Is(err, ErrReported) && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	}
	os.Exit(ExitFailed)
}

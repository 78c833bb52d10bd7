package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
	"isnad/pkg/wire/natsd"
)

// contextType lets kong hand the context of the process to a command.
type contextType = context.Context

// data is the folder of the embedded pipeline. One process at a time has it; its lock file tells the others where the broker listens, and by
// which token it lets them in. Who may read that file may do all that the broker does.
type data struct {
	dir  string
	lock *os.File
}

// Files in the folder.
const (
	lockFile   = "lock"
	storeFile  = "isnad.db"
	brokerDir  = "nats"
	tokensFile = "tokens"
)

// errTaken says that another process has the folder.
var errTaken = errors.New("another isnad has it open")

// openData makes the folder where it is missing and takes it.
func openData(dir string) (*data, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder: %w", err)
	}
	if err := f.Chmod(0o600); err != nil { // an older program let all read it
		return nil, errors.Join(fmt.Errorf("the data folder: %w", err), f.Close())
	}
	// The system drops the lock with the process, however it ends.
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("the data folder %s: %w", dir, errTaken), f.Close())
	}
	return &data{dir, f}, nil
}

// say writes into the lock file where the broker listens.
func (d *data) say(url string) error {
	if err := d.lock.Truncate(0); err != nil {
		return err
	}
	_, err := d.lock.WriteAt([]byte(url+"\n"), 0)
	return err
}

// Close gives the folder back.
func (d *data) Close() error {
	return errors.Join(d.lock.Truncate(0), d.lock.Close())
}

func (d *data) store() string { return filepath.Join(d.dir, storeFile) }

func (d *data) tokens() string { return filepath.Join(d.dir, tokensFile) }

// start starts the embedded broker over the folder. listen is the address for others, who must show the token; most is the number of bytes
// that all streams may take together (0: what is free on the disk allows).
func (d *data) start(listen, token string, most int64, log zerolog.Logger) (*natsd.Server, error) {
	return natsd.Start(natsd.Options{Dir: filepath.Join(d.dir, brokerDir), Listen: listen, Token: token, MaxStore: most, Report: func(s string) { log.Warn().Msg("broker: " + s) }})
}

// leastBrokerToken is the length from which a token cannot be guessed, in bytes.
const leastBrokerToken = 20

// brokerToken gives the token of the embedded broker: that of a file which others may not read, or a new one where there is no file.
func brokerToken(file string) (string, error) {
	if file == "" {
		return rand.Text(), nil
	}
	const others = 0o007
	info, err := os.Stat(file)
	if err != nil {
		return "", fmt.Errorf("--nats-token-file: %w", err)
	}
	if info.Mode().Perm()&others != 0 {
		return "", isnad.Bad(file, "everybody on this machine can read or change this token (mode %04o): chmod 600 %s", info.Mode().Perm(), file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("--nats-token-file: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if len(token) < leastBrokerToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", isnad.Bad(file, "a token is one line of %d or more letters, digits and marks of ASCII", leastBrokerToken)
	}
	return token, nil
}

// brokerFlags say which broker a command speaks to.
type brokerFlags struct {
	NATS string `name:"nats" help:"Address of the NATS server; without it, that of the data folder." placeholder:"URL"`
	Data string `help:"Folder of the embedded pipeline; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
	cli.Login
}

// connect reaches the broker: the one at --nats, that of the process which has the data folder open, or one started over the folder for
// the length of the command. Call end when done.
func (b *brokerFlags) connect(ctx context.Context, log zerolog.Logger) (broker *workers.Broker, end func(), err error) {
	if b.NATS != "" {
		broker, err = workers.Connect(ctx, cli.Broker{NATS: b.NATS, Login: b.Login}, name, log)
		return broker, broker.Close, err
	}
	if _, err := os.Stat(b.Data); err != nil {
		return nil, nil, fmt.Errorf("no data folder %s: give --data, or --nats for the broker of separate workers", b.Data)
	}
	d, err := openData(b.Data)
	if errors.Is(err, errTaken) {
		url, err := os.ReadFile(filepath.Join(b.Data, lockFile))
		if err != nil || len(url) == 0 {
			return nil, nil, fmt.Errorf("the data folder %s is open elsewhere, and the broker there cannot be reached: try again in a moment", b.Data)
		}
		broker, err = workers.Connect(ctx, cli.Broker{NATS: strings.TrimSpace(string(url))}, name, log)
		return broker, broker.Close, err
	}
	if err != nil {
		return nil, nil, err
	}
	server, err := d.start("", "", 0, log)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	broker, err = embedded(ctx, server, nil, log)
	stop := func() { server.Stop(); _ = d.Close() }
	if err != nil {
		stop()
		return nil, nil, err
	}
	return broker, func() { broker.Close(); stop() }, nil
}

// withBroker calls f with the broker, and ends the connection behind it.
func (b *brokerFlags) withBroker(ctx context.Context, flags *cli.Log, f func(*workers.Broker, zerolog.Logger) error) error {
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return err
	}
	broker, end, err := b.connect(ctx, log)
	if err != nil {
		return err
	}
	defer end()
	return f(broker, log)
}

// embedded connects to a broker in this process, and makes its streams, smaller where the disk is; without flags of streams those that are
// there stay as they are.
func embedded(ctx context.Context, server *natsd.Server, streams *cli.Streams, log zerolog.Logger) (*workers.Broker, error) {
	broker, err := workers.Connect(ctx, cli.Broker{NATS: nats.DefaultURL}, name, log, server.InProcess())
	if err != nil {
		return nil, err
	}
	if err := broker.Prepare(ctx, workers.Streams(streams).Fit(server.MaxStore()), log); err != nil {
		broker.Close()
		return nil, err
	}
	return broker, nil
}

//go:build linux

package lab

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"isnad/pkg/store/storetest/pgtest"
)

// Build compiles the programs and the broker into a folder, from the module in which it is called.
func Build(ctx context.Context, dir string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", dir+string(filepath.Separator), "isnad/cmd/...", "github.com/nats-io/nats-server/v2")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the programs: %w\n%s", err, out)
	}
	return nil
}

// brokerSettings is the file of the broker's settings.
func (l *Lab) brokerSettings() string { return filepath.Join(l.Dir, "nats.conf") }

// SetMaxStore changes the broker's max_file_store. It counts from its next start on, or, where it is raised, once it is told by SIGHUP.
func (l *Lab) SetMaxStore(most string) error {
	l.MaxStore = most
	return l.writeBrokerSettings()
}

func (l *Lab) writeBrokerSettings() error {
	sync := "sync_interval: always"
	switch l.Sync {
	case "", "always":
	case "default":
		sync = ""
	default:
		sync = "sync_interval: " + l.Sync
	}
	most := l.MaxStore
	if most == "" {
		most = "16GB"
	}
	settings := fmt.Sprintf("server_name: lab\nlisten: %q\nhttp: %q\nmax_payload: 1MB\njetstream {\n store_dir: %q\n max_file_store: %s\n %s\n}\n",
		l.at(NATS), l.at(NATS+"-monitor"), filepath.Join(l.State, "nats"), most, sync)
	return os.WriteFile(l.brokerSettings(), []byte(settings), 0o644)
}

func (l *Lab) makeBroker() (err error) {
	if err := l.writeBrokerSettings(); err != nil {
		return err
	}
	words := slices.Concat(l.Host(NATS).Enter, []string{filepath.Join(l.Bin, "nats-server"), "-c", l.brokerSettings()})
	l.NATS, err = newProcess(NATS, filepath.Join(l.logs(), "nats.log"), func() *exec.Cmd { return exec.Command(words[0], words[1:]...) })
	return err
}

// makePostgres makes a database server with one empty database. It runs in a space of processes of its own, as in a container: so all of
// it dies with its first process.
func (l *Lab) makePostgres() error {
	bin, err := pgtest.Programs()
	if err != nil {
		return err
	}
	data := filepath.Join(l.State, "postgres")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); errors.Is(err, os.ErrNotExist) {
		if err := l.initdb(bin, data); err != nil {
			return err
		}
	}
	host := l.Host(Postgres)
	args := []string{filepath.Join(bin, "postgres"), "-D", data, "-k", "", "-h", host.Address, "-p", fmt.Sprint(l.ports[Postgres]), "-c", "max_connections=100"}
	for _, setting := range l.Options.Postgres {
		args = append(args, "-c", setting)
	}
	words := slices.Concat(host.Enter, pgtest.RunAs(), args)
	l.PG, err = newProcess(Postgres, filepath.Join(l.logs(), "postgres.log"), func() *exec.Cmd {
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = data
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
		return cmd
	})
	return err
}

func (l *Lab) initdb(bin, data string) error {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	if err := pgtest.Own(data); err != nil {
		return err
	}
	run := func(stdin, name string, args ...string) error {
		words := slices.Concat(pgtest.RunAs(), []string{filepath.Join(bin, name)}, args)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir, cmd.Env, cmd.Stdin = data, []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}, strings.NewReader(stdin)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", name, err, out)
		}
		return nil
	}
	if err := run("", "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", "--data-checksums"); err != nil {
		return err
	}
	hba, err := os.OpenFile(filepath.Join(data, "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = hba.WriteString("host all all samenet trust\n") // the workers may have networks of their own
	if err := errors.Join(err, hba.Close()); err != nil {
		return err
	}
	return run("CREATE DATABASE isnad;\n", "postgres", "--single", "-D", data, "postgres")
}

// Patience bounds what starting and recovering may take.
const Patience = 2 * time.Minute

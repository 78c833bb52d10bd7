// Package pgtest runs a real PostgreSQL for tests: a server of their own, in a folder of its own, that ends with them.
//
// It knows how the server's programs are found and started. It does not know what is kept in a database.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoServer says that this machine has no PostgreSQL.
var ErrNoServer = errors.New("there is no PostgreSQL on this machine: neither initdb on the PATH nor in /usr/lib/postgresql/*/bin")

// Fast are settings for tests that never cut the power.
var Fast = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

// patience bounds what a server takes to start and to stop.
const patience = 60 * time.Second

// Server is a running server. It speaks over a socket in its folder only, unless StartTLS started it.
type Server struct {
	dir      string // data, socket and log
	bin      string
	settings []string
	end, cut func()     // end the process, in good order or at once
	ended    chan error // gets what it ended with
	made     atomic.Int64
}

// Start runs a server until the test ends. Where there is no PostgreSQL the test is skipped and says so; in CI, which sets ISNAD_CI, that
// is a failure. Settings are those of postgresql.conf: "fsync=off".
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := Run(settings...)
	if errors.Is(err, ErrNoServer) && os.Getenv("ISNAD_CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Run runs a server until Close, or until the process that runs it dies. It is for TestMain and for programs; tests call Start.
func Run(settings ...string) (*Server, error) {
	bin, err := Programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "isnad-pg-") // short: the path of a socket has at most 107 bytes
	if err != nil {
		return nil, fmt.Errorf("a folder for PostgreSQL: %w", err)
	}
	s := &Server{dir: dir, bin: bin, settings: settings}
	if err := s.setUp(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// installed is where Debian and its kin put the server's programs.
var installed = "/usr/lib/postgresql/*/bin/initdb"

// Programs gives the folder of the newest server's programs, or ErrNoServer.
func Programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob(installed)
	if err != nil || len(found) == 0 {
		return "", ErrNoServer
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // what is no number is oldest
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// Program gives the path of a program that comes with PostgreSQL: "pg_dump". Where there is none the test is skipped, or fails, as with Start.
func Program(t testing.TB, name string) string {
	t.Helper()
	bin, err := Programs()
	if errors.Is(err, ErrNoServer) && os.Getenv("ISNAD_CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if real, err := filepath.EvalSymlinks(filepath.Join(bin, "initdb")); err == nil {
		bin = filepath.Dir(real) // where the others are too, when only some have a link on the PATH
	}
	return filepath.Join(bin, name)
}

// setUp makes the folder ready. Letters are those of UTF-8 and sorted by their bytes, as stores ask for.
func (s *Server) setUp() error {
	if err := Own(s.dir); err != nil {
		return err
	}
	cmd := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) log() string { return filepath.Join(s.dir, "log") }

// command is a program of the server's, run by somebody who may: PostgreSQL does not run as root.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "LC_ALL=C.UTF-8", "TZ=UTC"} // nobody's PGHOST
	cmd.SysProcAttr = attributes()
	return cmd
}

// Restart starts the server anew after Stop, with what it held.
func (s *Server) Restart() error {
	args := []string{"-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=300"}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	cmd := s.command("postgres", args...)
	log, err := os.Create(s.log())
	if err != nil {
		return fmt.Errorf("the log of PostgreSQL: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own handle
	cmd.Stdout, cmd.Stderr = log, log
	if s.ended, err = start(cmd); err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	signal := func(sig os.Signal) func() { return func() { _ = cmd.Process.Signal(sig) } } // it may have ended by itself
	s.end, s.cut = signal(os.Interrupt), signal(atOnce)
	if err := s.await(); err != nil {
		said, _ := os.ReadFile(s.log()) // for the error alone
		return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, said)
	}
	return nil
}

// await waits until the server answers.
func (s *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.DSN("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			s.end()
			return err
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("it ended: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Crash ends the server as a power cut would: what was not written down is lost, and nobody is told.
func (s *Server) Crash() error {
	s.cut()
	select {
	case <-s.ended: // with a status that says so
		s.ended <- nil
		return nil
	case <-time.After(patience):
		return fmt.Errorf("PostgreSQL does not crash")
	}
}

// Stop ends the server in good order and keeps what it holds.
func (s *Server) Stop() error {
	s.end()
	select {
	case err := <-s.ended:
		s.ended <- nil // whoever stops it again
		return err
	case <-time.After(patience):
		return fmt.Errorf("PostgreSQL does not stop")
	}
}

// Close ends the server and deletes what it holds.
func (s *Server) Close() error {
	err := s.Stop()
	if err := os.RemoveAll(s.dir); err != nil {
		return fmt.Errorf("deleting PostgreSQL's folder: %w", err)
	}
	return err
}

// DSN gives the connection string of a database, over the socket.
func (s *Server) DSN(database string) string {
	return "postgres:///" + url.PathEscape(database) + "?" + url.Values{"host": {s.dir}, "port": {s.port()}, "user": {"postgres"}}.Encode()
}

// Database makes an empty database, which is dropped when the test ends, and gives its connection string.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", s.made.Add(1))
	if err := s.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil && !strings.Contains(err.Error(), "connect") {
			t.Error(err)
		}
	})
	return s.DSN(name)
}

// Exec runs a statement in the server's own database.
func (s *Server) Exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	defer func() { _ = conn.Close(ctx) }() // the statement tells what went wrong
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

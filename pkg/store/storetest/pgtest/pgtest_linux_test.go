package pgtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"isnad/pkg/store/storetest/pgtest"
)

func one(t *testing.T, dsn, question string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var answer string
	if err := conn.QueryRow(t.Context(), question).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return answer
}

func TestServer(t *testing.T) {
	s := pgtest.Start(t, pgtest.Fast...)
	a, b := s.Database(t), s.Database(t)
	if a == b {
		t.Fatalf("%s is given twice", a)
	}
	for question, want := range map[string]string{
		"SHOW server_encoding": "UTF8", "SHOW fsync": "off", "SHOW listen_addresses": "", "SELECT ('ب' < 'ت')::text": "true", "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'": "0",
		"SELECT 'a' || upper('é')": "aÉ",
	} {
		if got := one(t, a, question); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
	if err := s.Exec(t.Context(), "CREATE EXTENSION pg_trgm"); err != nil {
		t.Fatal(err)
	}
	if got := one(t, s.DSN("postgres"), "SELECT array_length(show_trgm('خبر'), 1)::text"); got == "0" {
		t.Error("Arabic letters are no letters here")
	}
}

func TestAServerThatWasStoppedIsAwayAndComesBack(t *testing.T) {
	s := pgtest.Start(t, "fsync=on")
	dsn := s.Database(t)
	if got := one(t, dsn, "SHOW fsync"); got != "on" {
		t.Errorf("fsync is %s", got)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if conn, err := pgx.Connect(t.Context(), dsn); err == nil {
		t.Errorf("it answers: %v", conn)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	one(t, dsn, "SELECT current_database()")
}

// What was committed outlives a crash, and what was not does not.
func TestACrash(t *testing.T) {
	s := pgtest.Start(t)
	dsn := s.DSN("postgres")
	if err := s.Exec(t.Context(), "CREATE TABLE kept (n int); CREATE UNLOGGED TABLE lost (n int); INSERT INTO kept VALUES (7); INSERT INTO lost VALUES (7)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if kept, lost := one(t, dsn, "SELECT sum(n)::text FROM kept"), one(t, dsn, "SELECT count(*)::text FROM lost"); kept != "7" || lost != "0" {
		t.Errorf("kept %s, %s rows of what was not written down", kept, lost)
	}
}

func TestBadSettingsAreTold(t *testing.T) {
	s, err := pgtest.Run("no_such_setting=1")
	if errors.Is(err, pgtest.ErrNoServer) {
		pgtest.Start(t) // skips, or fails in CI
	}
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Errorf("%v, %v", s, err)
	}
}

// skipping is a test that notes how it ended.
type skipping struct {
	testing.TB
	how string
}

func (s *skipping) Helper() {}

func (s *skipping) Skip(args ...any) { s.end("skipped: ", args) }

func (s *skipping) Fatal(args ...any) { s.end("failed: ", args) }

func (s *skipping) end(how string, args []any) {
	s.how = how + fmt.Sprint(args...)
	runtime.Goexit()
}

func TestWithoutAServer(t *testing.T) {
	pgtest.Uninstall(t)
	if s, err := pgtest.Run(); !errors.Is(err, pgtest.ErrNoServer) {
		t.Errorf("%v, %v", s, err)
	}
	for ci, want := range map[string]string{"": "skipped: ", "1": "failed: "} {
		t.Setenv("ISNAD_CI", ci)
		end := &skipping{TB: t}
		done := make(chan bool)
		go func() {
			defer close(done)
			pgtest.Start(end)
		}()
		<-done
		if end.how != want+pgtest.ErrNoServer.Error() {
			t.Errorf("ISNAD_CI=%q: %s", ci, end.how)
		}
	}
}

// dyingKey names itself to a process that runs a server and is killed.
const dyingKey = "ISNAD_TEST_DYING"

// TestProcessToBeKilled is no test of its own: it is the process that TestTheServerDiesWithItsTest kills. It tells the server's process.
func TestProcessToBeKilled(t *testing.T) {
	if os.Getenv(dyingKey) == "" {
		return
	}
	s, err := pgtest.Run(pgtest.Fast...)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("server", one(t, s.DSN("postgres"), "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) || ' ' || current_setting('unix_socket_directories')"))
	time.Sleep(time.Hour)
}

func TestTheServerDiesWithItsTest(t *testing.T) {
	pgtest.Start(t, pgtest.Fast...) // skips where there is none
	cmd := exec.Command(os.Args[0], "-test.run=^TestProcessToBeKilled$")
	cmd.Env = append(os.Environ(), dyingKey+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid, dir := 0, ""
	for lines := bufio.NewScanner(out); pid == 0 && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "server %d %s", &pid, &dir) // other lines are the test's own
	}
	if err := cmd.Process.Kill(); err != nil || pid == 0 {
		t.Fatalf("process %d: %v", pid, err)
	}
	_ = cmd.Wait() // killed: that is no success
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server, process %d, outlives its test", pid)
		}
	}
}

package doctor_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"isnad/cmd/internal/doctor"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/store/storetest/pgtest"
)

// storeEnv makes the test program a doctor that looks at this store only: a process may be another user.
const storeEnv = "ISNAD_TEST_STORE"

func TestMain(m *testing.M) {
	if path := os.Getenv(storeEnv); path != "" {
		for _, f := range doctor.Examine(context.Background(), doctor.Pipeline{Store: path, Only: []string{"store"}}) {
			fmt.Printf("%s %s: %s\n", f.Level, f.Check, f.Says)
		}
		return
	}
	os.Exit(m.Run())
}

// made makes a store in a file.
func made(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "isnad.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// ofStore gives what is found of a store.
func ofStore(t *testing.T, dsn string) []doctor.Finding {
	t.Helper()
	return look(t, doctor.Pipeline{Store: dsn}, "store")
}

// execute runs a statement in a file.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestStoresInFiles(t *testing.T) {
	finds(t, ofStore(t, made(t)), "store", doctor.Sound, "no damage, can be written to, journal wal")
	finds(t, ofStore(t, "sqlite:"+made(t)), "store", doctor.Sound, "no damage")
	finds(t, ofStore(t, made(t)+".gone"), "store", doctor.Failure, "no such file")
	finds(t, ofStore(t, "mysql://x"), "store", doctor.Warning, "could not be checked")

	for statement, want := range map[string]struct {
		level doctor.Level
		words string
	}{
		"DELETE FROM goose_db_version WHERE version_id > 1":                    {doctor.Warning, "the tables are of version 1, this program's of 2"},
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)": {doctor.Failure, "a newer program made the tables"},
		"DROP TABLE goose_db_version":                                          {doctor.Failure, "no store of isnad"},
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 101) INSERT INTO announcements (body, sent) SELECT '', 0 FROM n": {doctor.Warning, "101 announcements"},
	} {
		path := made(t)
		execute(t, path, statement)
		finds(t, ofStore(t, path), "store", want.level, want.words)
	}
}

// A file whose pages were written over is damaged, and it is told.
func TestADamagedFile(t *testing.T) {
	path := made(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(strings.Repeat("\xa5", int(info.Size()/2))), info.Size()/2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	finds(t, ofStore(t, path), "store", doctor.Failure, "is damaged")
}

// A file that this user may only read, and one that another process has locked for long.
func TestAFileThatCannotBeWritten(t *testing.T) {
	path := made(t)
	dir := filepath.Dir(path)
	execute(t, path, "PRAGMA journal_mode=delete") // with a log of its own beside it the file could not even be read
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "doctor")
	data, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	for d := dir; len(d) > len(os.TempDir()); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), storeEnv+"="+path)
	const nobody = 65534
	if os.Getuid() == 0 { // whom no right keeps from writing
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "fail store") || !strings.Contains(string(out), "cannot be written to") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestStoresInPostgreSQL(t *testing.T) {
	s := pgtest.Start(t, "fsync=off", "full_page_writes=off")
	dsn := s.Database(t)
	finds(t, ofStore(t, dsn), "store", doctor.Failure, "it has no tables")
	st, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	found := ofStore(t, dsn)
	finds(t, found, "store", doctor.Failure, "fsync is off: a power cut destroys the database")
	finds(t, found, "store", doctor.Failure, "full_page_writes is off")
	finds(t, found, "store", doctor.Warning, "data_checksums is off")
	if n := strings.Count(text(found), " store: "); n != 3 {
		t.Errorf("%d findings:\n%s", n, text(found))
	}
	name := dsn[strings.LastIndex(dsn, "/test_")+1 : strings.Index(dsn, "?")]
	if err := s.Exec(t.Context(), "ALTER DATABASE "+name+" SET default_transaction_read_only = on"); err != nil {
		t.Fatal(err)
	}
	found = ofStore(t, dsn)
	finds(t, found, "store", doctor.Failure, "transaction_read_only is on")
	finds(t, found, "store", doctor.Failure, "cannot be written to")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	finds(t, ofStore(t, dsn), "store", doctor.Failure, "unavailable: connecting")
}

// Package sqlite is the store in one SQLite file, for one host. Any number of processes on that host may share the file.
//
// It knows the file and what is SQLite's own; what all stores over SQL do alike is in package sqlstore. Nothing here may run over a network
// file system: the locks of the write-ahead log do not work there.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver, in pure Go
	sqlite3 "modernc.org/sqlite/lib"

	"isnad/pkg/isnad"
	"isnad/pkg/store/sqlstore"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers is the number of questions answered at a time.
const readers = 4

// Store is a store in a file. Make it with Open.
type Store struct {
	*sqlstore.Store
	write *sql.DB // one connection: writers of one process queue here, not at the file's lock
}

// Open opens the store in the file at path, and makes it where there is none. Several processes may do so at once. The error wraps
// isnad.ErrUnavailable where the file cannot be used.
func Open(ctx context.Context, path string) (*Store, error) {
	if path == "" || path == ":memory:" {
		return nil, isnad.Bad("store", "%q is no file", path)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	write, err := open(abs, "immediate", 1)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), write.Close())
	}
	read, err := open(abs, "deferred", readers, "query_only(1)")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	s, err := sqlstore.New(dialect{}, write, read)
	if err != nil {
		return nil, errors.Join(err, write.Close(), read.Close())
	}
	if err := s.Derive(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), s.Close())
	}
	return &Store{s, write}, nil
}

// open gives connections to the file. synchronous FULL: what was committed outlives a power cut, for the message is acknowledged next.
func open(path, lock string, connections int, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"_txlock": {lock}}
	q["_pragma"] = append([]string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-64000)", "mmap_size(2147418112)", "wal_autocheckpoint(8000)"}, pragmas...)
	db, err := sql.Open("sqlite", fileURL(path, q.Encode()))
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// fileURL gives the address of a file, whose path is absolute, as the driver takes it.
func fileURL(path, query string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query}).String()
}

// The tries to bring the tables up to date, and the wait between the first two, which doubles.
const (
	migrateTries = 7
	migrateWait  = 50 * time.Millisecond
)

// migrate brings the tables up to date. SQLite has no lock that would outlast the transactions of a migration, so of two processes that
// start at once one may find the work half done under its hands; it tries again, and finds it done.
func migrate(ctx context.Context, db *sql.DB) error {
	wait := migrateWait
	for try := 1; ; try++ {
		err := migrateOnce(ctx, db)
		if err == nil || try == migrateTries || !mayPass(err) {
			return fault(ctx, "bringing the tables up to date", err)
		}
		select {
		case <-ctx.Done():
			return fault(ctx, "bringing the tables up to date", err)
		case <-time.After(wait):
			wait *= 2
		}
	}
}

// mayPass tells whether an error may be gone at the next try: another process has the lock, or has just made what was to be made.
func mayPass(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED || !away[c] && !errors.Is(err, errNewer)
}

var errNewer = errors.New("a newer program made this store")

func migrateOnce(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err == nil && have > want {
		err = fmt.Errorf("%w: its tables are at version %d, this program knows %d", errNewer, have, want)
	}
	return err
}

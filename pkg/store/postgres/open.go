// Package postgres is the store in a PostgreSQL database, version 15 or later, for processes on any number of hosts.
//
// It knows the server and what is PostgreSQL's own; what all stores over SQL do alike is in package sqlstore.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"isnad/pkg/dial"
	"isnad/pkg/isnad"
	"isnad/pkg/store/sqlstore"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The limits of connections to the server.
const (
	mostConnections = 8
	idleTime        = 5 * time.Minute
	connectTimeout  = 5 * time.Second
)

// noticeClients makes the server end the session of a process that is gone without a word, because its machine or the network is: writers
// queue at a lock, and what such a session holds nobody would get for hours.
var noticeClients = map[string]string{
	"tcp_keepalives_idle":                 "5", // seconds
	"tcp_keepalives_interval":             "2", // seconds
	"tcp_keepalives_count":                "3",
	"tcp_user_timeout":                    "10s",
	"idle_in_transaction_session_timeout": "2min", // of a process that is there and stands still: as long as a batch may take
}

// Store is a store in a database. Make it with Open.
type Store struct{ *sqlstore.Store }

// Open opens the store in the database that a connection string names ("postgres://user@host/name?sslmode=verify-full"), and makes its
// tables where there are none. Several processes may do so at once. A string that is none is a BadInput; the error wraps
// isnad.ErrUnavailable where the server does not answer.
func Open(ctx context.Context, dsn string) (*Store, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, &isnad.BadInput{Place: "store", Reason: "this is no connection string of PostgreSQL", Err: err} // pgx hides the password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	config.DialFunc = dial.Dialer().DialContext
	for name, value := range noticeClients {
		config.RuntimeParams[name] = value
	}
	config.RuntimeParams["application_name"] = "isnad"
	config.RuntimeParams["synchronous_commit"] = "on"             // what was committed outlives a power cut, for the message is acknowledged next
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan" // one word is rare, another common
	config.RuntimeParams["work_mem"] = "32MB"                     // of one step of one question
	config.RuntimeParams["jit"] = "off"                           // compiling a question takes longer than answering it
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(mostConnections)
	db.SetMaxIdleConns(mostConnections)
	db.SetConnMaxIdleTime(idleTime)
	if err := prepare(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("store at %s: %w", config.Host, err), db.Close())
	}
	s, err := sqlstore.New(dialect{}, db, db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := s.Derive(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store at %s: %w", config.Host, err), s.Close())
	}
	return &Store{s}, nil
}

// oldest is the oldest version of PostgreSQL that will do.
const oldest = 150000

// prepare looks at the server and brings the tables up to date.
func prepare(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return fault(ctx, "connecting", err)
	}
	if version < oldest {
		return fmt.Errorf("the server is PostgreSQL %d; this needs %d or later", version/10000, oldest/10000)
	}
	if err := migrate(ctx, db); err != nil {
		return fault(ctx, "bringing the tables up to date", err)
	}
	var runs int
	var encoding string
	if err := db.QueryRowContext(ctx, "SELECT coalesce(array_length(show_trgm('خبر'), 1), 0), current_setting('server_encoding')").Scan(&runs, &encoding); err != nil {
		return fault(ctx, "looking at the language", err)
	}
	if runs == 0 || encoding != "UTF8" {
		return errors.New("the database does not take Arabic letters for letters: make one with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0")
	}
	return nil
}

// How often, in seconds, and how many times a process asks whether it may bring the tables up to date.
const (
	lockEvery = 1
	lockTries = 300
)

var errNewer = errors.New("a newer program made this store")

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	alone, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockEvery, lockTries)) // of several processes one brings the tables up to date
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(alone))
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

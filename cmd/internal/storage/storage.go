// Package storage opens the store that a command line names. It stands apart from the workers, because only some of the programs need the
// stores, which are a fifth of their size.
package storage

import (
	"context"
	"net/url"
	"strings"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/sqlite"
)

// Name gives a DSN as it may be shown: of PostgreSQL's only host and database, for the rest may hold a password.
func Name(dsn string) string {
	scheme, _, _ := strings.Cut(dsn, ":")
	if scheme != "postgres" && scheme != "postgresql" {
		return dsn
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return scheme
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// Kind is a kind of store.
type Kind string

// The kinds.
const (
	SQLite     Kind = "sqlite"
	PostgreSQL Kind = "postgres"
)

// Parse tells of which kind a DSN is – a path, sqlite:PATH, or postgres://user@host/database – and what its package is to be given.
func Parse(dsn string) (kind Kind, place string, err error) {
	scheme, path, ok := strings.Cut(dsn, ":")
	switch {
	case !ok || len(scheme) == 1: // a drive letter is no scheme
		return SQLite, dsn, nil
	case scheme == "sqlite" || scheme == "file":
		return SQLite, strings.TrimPrefix(path, "//"), nil
	case scheme == "postgres" || scheme == "postgresql":
		return PostgreSQL, dsn, nil
	}
	return "", "", isnad.Bad("--store", "%q is neither a path, nor sqlite:PATH, nor postgres://…", scheme+":…")
}

// Open opens the store that a DSN names: see Parse. It waits while the store is away.
func Open(ctx context.Context, dsn string, log zerolog.Logger) (store.Store, error) {
	kind, place, err := Parse(dsn)
	if err != nil {
		return nil, err
	}
	what, open := "opening the store "+place, func() (store.Store, error) { return sqlite.Open(ctx, place) }
	if kind == PostgreSQL {
		what, open = "opening the store in PostgreSQL", func() (store.Store, error) { return postgres.Open(ctx, place) }
	}
	var s store.Store
	err = workers.Patiently(ctx, log, what, func() (err error) {
		s, err = open()
		return err
	})
	return s, err
}

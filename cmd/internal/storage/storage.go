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

// Open opens the store that a DSN names: a path, sqlite:PATH, or postgres://user@host/database. It waits while the store is away.
func Open(ctx context.Context, dsn string, log zerolog.Logger) (store.Store, error) {
	scheme, path, ok := strings.Cut(dsn, ":")
	if !ok || len(scheme) == 1 { // a drive letter is no scheme
		scheme, path = "sqlite", dsn
	}
	switch scheme {
	case "sqlite", "file":
		var s store.Store
		err := workers.Patiently(ctx, log, "opening the store "+path, func() (err error) {
			s, err = sqlite.Open(ctx, strings.TrimPrefix(path, "//"))
			return err
		})
		return s, err
	case "postgres", "postgresql":
		var s store.Store
		err := workers.Patiently(ctx, log, "opening the store in PostgreSQL", func() (err error) {
			s, err = postgres.Open(ctx, dsn)
			return err
		})
		return s, err
	}
	return nil, isnad.Bad("--store", "%q is neither a path, nor sqlite:PATH, nor postgres://…", scheme+":…")
}

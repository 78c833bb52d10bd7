package workers

import (
	"context"
	"strings"

	"github.com/rs/zerolog"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/sqlite"
)

// OpenStore opens the store that a DSN names: a path, sqlite:PATH, or postgres://user@host/database. It waits while the store is away.
func OpenStore(ctx context.Context, dsn string, log zerolog.Logger) (store.Store, error) {
	scheme, path, ok := strings.Cut(dsn, ":")
	if !ok || len(scheme) == 1 { // a drive letter is no scheme
		scheme, path = "sqlite", dsn
	}
	switch scheme {
	case "sqlite", "file":
		var s store.Store
		err := patiently(ctx, log, "opening the store "+path, func() (err error) {
			s, err = sqlite.Open(ctx, strings.TrimPrefix(path, "//"))
			return err
		})
		return s, err
	case "postgres", "postgresql":
		var s store.Store
		err := patiently(ctx, log, "opening the store in PostgreSQL", func() (err error) {
			s, err = postgres.Open(ctx, dsn)
			return err
		})
		return s, err
	}
	return nil, isnad.Bad("--store", "%q is neither a path, nor sqlite:PATH, nor postgres://…", scheme+":…")
}

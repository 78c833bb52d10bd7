package storage_test

import (
	"testing"

	"isnad/cmd/internal/storage"
)

// Logs name the store, and hold no password.
func TestName(t *testing.T) {
	for dsn, want := range map[string]string{
		"isnad.db": "isnad.db", "sqlite:/var/isnad.db": "sqlite:/var/isnad.db",
		"postgres://isnad:secret@db.example:5433/isnad?sslmode=require": "postgres://db.example:5433/isnad",
		"postgresql://isnad@db.example/isnad?password=secret":           "postgresql://db.example/isnad",
		"postgres://isnad:se%zzcret@db.example/isnad":                   "postgres",
		"postgres:host=db.example password=secret":                      "postgres:",
	} {
		if got := storage.Name(dsn); got != want {
			t.Errorf("%s: %q", dsn, got)
		}
	}
}

package postgres_test

import (
	"context"
	"testing"

	"isnad/pkg/store"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/storetest"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/store/storetest/pgtest"
)

// places gives new, empty databases of a server that runs until the test ends.
func places(t testing.TB) func(t testing.TB) storetest.Opener {
	server := pgtest.Start(t, pgtest.Fast...)
	return func(t testing.TB) storetest.Opener {
		dsn := server.Database(t)
		return func(ctx context.Context) (store.Store, error) { return postgres.Open(ctx, dsn) }
	}
}

func TestConformance(t *testing.T) { storetest.Run(t, places(t)) }

func TestSameAsTheModel(t *testing.T) { storetest.Same(t, places(t)(t), model.Place()) }

// The server crashes while it is written to: what it told to be stored is there.
func TestCrash(t *testing.T) {
	server := pgtest.Start(t)
	dsn := server.Database(t)
	open := func(ctx context.Context) (store.Store, error) { return postgres.Open(ctx, dsn) }
	storetest.Crash(t, open, func() {
		if err := server.Crash(); err != nil {
			t.Error(err)
		}
		if err := server.Restart(); err != nil {
			t.Fatal(err)
		}
	})
}

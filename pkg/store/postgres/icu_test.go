package postgres_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"testing"

	"isnad/pkg/store"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/storetest"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/store/storetest/pgtest"
)

// A database that orders text as a language does answers as any other.
func TestOrderOfALanguage(t *testing.T) {
	dsn := pgtest.Start(t, pgtest.Fast...).Database(t)
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE arabic TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'ar'"); err != nil {
		if os.Getenv("ISNAD_CI") != "" {
			t.Fatal(err)
		}
		t.Skip("this PostgreSQL knows no languages: ", err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/arabic"
	storetest.Same(t, func(ctx context.Context) (store.Store, error) { return postgres.Open(ctx, u.String()) }, model.Place())
}

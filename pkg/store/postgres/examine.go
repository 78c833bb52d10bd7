package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"isnad/pkg/isnad"
	"isnad/pkg/store/sqlstore"
)

// Examination is what is found of a store that is looked at from outside. Nothing is made, changed or brought up to date.
type Examination struct {
	Have, Want int64             // version of the tables: the store's, and this program's
	Version    int               // of the server: 150004
	Settings   map[string]string // of the server, by name: see settings
	Letters    bool              // Arabic letters are letters to this database
	Outbox     int               // announcements that wait to be sent
	Write      error             // why nothing can be written; nil where it can
}

// settings are those that an examination gives.
var settings = []string{"fsync", "full_page_writes", "synchronous_commit", "data_checksums", "server_encoding", "transaction_read_only"}

// Examine looks at the store in the database that a connection string names. A string that is none is a BadInput; the error wraps
// isnad.ErrUnavailable where the server does not answer.
func Examine(ctx context.Context, dsn string) (Examination, error) {
	e := Examination{Settings: map[string]string{}}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return e, &isnad.BadInput{Place: "store", Reason: "this is no connection string of PostgreSQL", Err: err} // pgx hides the password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return e, fault(ctx, "connecting", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // nothing was written
	if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&e.Version); err != nil {
		return e, fault(ctx, "asking for its version", err)
	}
	for _, name := range settings {
		var value string
		if err := conn.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return e, fault(ctx, "asking for the setting "+name, err)
		}
		e.Settings[name] = value
	}
	if e.Want, err = sqlstore.Newest(migrations); err != nil {
		return e, err
	}
	var made bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL AND to_regclass('announcements') IS NOT NULL").Scan(&made); err != nil || !made {
		return e, fault(ctx, "looking for its tables", err)
	}
	err = conn.QueryRow(ctx, `SELECT (SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied), (SELECT count(*) FROM announcements WHERE sent = 0),
		coalesce(array_length(show_trgm('خبر'), 1), 0) > 0`).Scan(&e.Have, &e.Outbox, &e.Letters)
	if err != nil {
		return e, fault(ctx, "looking at its tables", err)
	}
	e.Write = tryWrite(ctx, conn)
	return e, nil
}

// tryWrite begins to write and gives up again.
func tryWrite(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fault(ctx, "beginning", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // that is the end it is to have
	_, err = tx.Exec(ctx, "UPDATE announcements SET sent = 1 WHERE number < 0")
	return fault(ctx, "writing", err)
}

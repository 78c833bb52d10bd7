package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"isnad/pkg/isnad"
	"isnad/pkg/store/sqlstore"
)

// Examination is what is found of a store that is looked at from outside. Nothing is made, changed or brought up to date.
type Examination struct {
	Have, Want int64    // version of the tables: the store's, and this program's
	Journal    string   // "wal"
	Outbox     int      // announcements that wait to be sent
	Write      error    // why nothing can be written; nil where it can
	Damage     []string // what is wrong in the file
	Looked     bool     // the whole file was looked through for damage, before ctx ended
}

// Examine looks at the store in the file at path. deep looks the whole file through for damage; it stops when that context ends. The error
// wraps isnad.ErrUnavailable where the file is not there or cannot be read.
func Examine(ctx, deep context.Context, path string) (Examination, error) {
	var e Examination
	if _, err := os.Stat(path); err != nil {
		return e, fmt.Errorf("store %w: %w", isnad.ErrUnavailable, err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return e, fmt.Errorf("store %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", fileURL(abs, "mode=rw&_txlock=immediate&_pragma=busy_timeout(5000)"))
	if err != nil {
		return e, fmt.Errorf("store %s: %w", path, err)
	}
	defer func() { _ = db.Close() }() // nothing was written
	db.SetMaxOpenConns(1)
	if e.Want, err = sqlstore.Newest(migrations); err != nil {
		return e, err
	}
	for statement, into := range map[string]any{
		"SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied": &e.Have,
		"SELECT count(*) FROM announcements WHERE sent = 0":                          &e.Outbox,
		"PRAGMA journal_mode": &e.Journal,
	} {
		switch err := db.QueryRowContext(ctx, statement).Scan(into); {
		case err == nil, strings.Contains(err.Error(), "no such table"): // which the version tells
		case isDamage(err):
			e.Damage = append(e.Damage, err.Error())
			return e, nil
		default:
			return e, fault(ctx, "looking at it", err)
		}
	}
	e.Write = tryWrite(ctx, db)
	e.Damage, e.Looked, err = damage(deep, db)
	switch {
	case isDamage(err):
		e.Damage, err = append(e.Damage, err.Error()), nil
	case deep.Err() != nil && ctx.Err() == nil:
		err = nil // Looked tells
	}
	return e, fault(ctx, "looking for damage", err)
}

// isDamage tells an error that says that the file is no longer what was written.
func isDamage(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

// tryWrite begins to write and gives up again.
func tryWrite(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fault(ctx, "locking", err)
	}
	defer func() { _ = tx.Rollback() }() // that is the end it is to have
	_, err = tx.ExecContext(ctx, "CREATE TABLE examined (number INTEGER)")
	return fault(ctx, "writing", err)
}

func damage(ctx context.Context, db *sql.DB) (found []string, whole bool, err error) {
	rows, err := db.QueryContext(ctx, "PRAGMA quick_check(10)")
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil {
			return found, false, err
		}
		if said != "ok" {
			found = append(found, said)
		}
	}
	return found, rows.Err() == nil, rows.Err()
}

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Pragma gives a setting of the writing connection.
func Pragma(s *Store, name string) (value string, err error) {
	err = s.write.QueryRow("PRAGMA " + name).Scan(&value)
	return value, err
}

// MigrateTo makes a store as it was at a version of the tables.
func MigrateTo(ctx context.Context, path string, version int64) error {
	db, err := open(path, "immediate", 1)
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return errors.Join(err, db.Close())
}

// Full makes the file take no more than it has, as a full disk does, or takes that back.
func Full(s *Store, full bool) error {
	most := int64(1) << 31
	if full {
		if err := s.write.QueryRow("PRAGMA page_count").Scan(&most); err != nil {
			return err
		}
	}
	return s.write.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", most)).Scan(&most)
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"isnad/pkg/isnad"
)

// Backup writes a whole copy of the store, as it is at one moment, into a file that must not be there yet, while others go on writing. It is
// there when it is whole, and is a store like any other. The error wraps isnad.ErrUnavailable where the store cannot be read.
func Backup(ctx context.Context, path, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return isnad.Bad("backup", "%s is there already: a backup takes no other's place", to)
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("store %w: %w", isnad.ErrUnavailable, err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", fileURL(abs, "mode=rw&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)"))
	if err != nil {
		return fmt.Errorf("store %s: %w", path, err)
	}
	defer func() { _ = db.Close() }() // it only read
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a backup that was cut short
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return errors.Join(fault(ctx, "copying", err), remove(part))
	}
	if err := keep(part, to); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), remove(part))
	}
	return nil
}

// keep has a file on disk before it gets its name, and then its name.
func keep(part, to string) error {
	for _, step := range []func() error{
		func() error { return sync(part) }, func() error { return os.Rename(part, to) }, func() error { return sync(filepath.Dir(to)) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

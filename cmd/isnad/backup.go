package main

import (
	"fmt"
	"os"
	"time"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/storage"
	"isnad/pkg/isnad"
	"isnad/pkg/store/sqlite"
)

type backupCmd struct {
	File  string `arg:"" help:"File to write; it must not be there yet." type:"path"`
	Store string `help:"Store in a file; without it, that of the data folder." placeholder:"DSN"`
	Data  string `help:"Folder of the embedded pipeline; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
}

// Help gives examples.
func (*backupCmd) Help() string {
	return `Writes a whole copy of a store in a file, as it is at one moment, while programs go on writing to it. The copy is a store like any other: to restore,
end the programs, put it where the store was, without what stood beside that (-wal, -shm), and start them. What was stored after the backup
comes back with isnad replay --missing. A store in PostgreSQL is copied with pg_dump: docs/operations.md.

Examples:

  isnad backup backup-2026-11-30.db
  isnad backup --store /var/lib/isnad/isnad.db /backup/isnad.db`
}

// Run is the command.
func (c *backupCmd) Run(ctx contextType, _ *cli.Log) error {
	dsn, err := storeOf(c.Store, c.Data)
	if err != nil {
		return err
	}
	kind, place, err := storage.Parse(dsn)
	if err != nil {
		return err
	}
	if kind != storage.SQLite {
		return isnad.Bad("--store", "%s is no file: pg_dump --format=custom makes a backup of a store in PostgreSQL", storage.Name(dsn))
	}
	began := time.Now()
	if err := sqlite.Backup(ctx, place, c.File); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return fmt.Errorf("the backup: %w", err)
	}
	fmt.Printf("%s of %s in %s\n", bytesOf(info.Size()), place, time.Since(began).Round(10*time.Millisecond))
	return nil
}

package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"

	stores "isnad/cmd/internal/storage"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/sqlite"
)

// deepLook bounds how long a file is looked through for damage.
const deepLook = 20 * time.Second

// mostWaiting is how many announcements may wait at any moment while all is well.
const mostWaiting = 100

// theStore looks at the store from outside.
func theStore(ctx context.Context, p *Pipeline, r *report) error {
	if p.Store == "" && p.Server == "" {
		return errors.New("give --store DSN, or the --server that has it")
	}
	if p.Store == "" {
		return nil // the server tells
	}
	kind, place, err := stores.Parse(p.Store)
	if err != nil {
		return err
	}
	if kind == stores.SQLite {
		return file(ctx, place, r)
	}
	return database(ctx, place, r)
}

const (
	unreached = "see whether it is there, and whether this user may read and write it: the sink waits for it meanwhile"
	restore   = "take the file away from all programs and put the last backup in its place, then isnad replay --missing (docs/operations.md)"
)

func file(ctx context.Context, path string, r *report) error {
	deep, cancel := context.WithTimeout(ctx, deepLook)
	defer cancel()
	e, err := sqlite.Examine(ctx, deep, path)
	if err != nil {
		r.fail(unreached, "%s: %v", path, err)
		return nil
	}
	for _, said := range e.Damage {
		r.fail(restore, "%s is damaged: %s", path, short(said))
	}
	if len(e.Damage) > 0 {
		return nil // what else is found may come of that
	}
	version(r, e.Have, e.Want)
	if e.Write != nil {
		r.fail(unreached, "%s cannot be written to: %v", path, e.Write)
	}
	waiting(r, e.Outbox)
	if !e.Looked {
		r.warn("sqlite3 "+path+" 'PRAGMA integrity_check' looks for as long as it takes", "%s could not be looked through for damage within %s", path, deepLook)
	}
	r.sound("%s: tables of version %d, no damage, can be written to, journal %s (the programs set wal, and sync at every commit); %d announcements wait", path, e.Have, e.Journal, e.Outbox)
	return nil
}

// wants are the settings of a PostgreSQL that loses nothing.
var wants = []struct {
	name, want string
	level      Level
	why, do    string
}{
	{"fsync", "on", Failure, "a power cut destroys the database", "fsync = on in postgresql.conf, then reload"},
	{"full_page_writes", "on", Failure, "a power cut may destroy pages", "full_page_writes = on in postgresql.conf, then reload"},
	{"server_encoding", "UTF8", Failure, "it cannot hold Arabic", "make a database with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"},
	{"transaction_read_only", "off", Failure, "nothing can be stored: it is a standby, or was told so", "give the address of the primary"},
	{"data_checksums", "on", Warning, "damage on the disk goes unseen", "pg_checksums --enable with the server stopped"},
}

func database(ctx context.Context, dsn string, r *report) error {
	e, err := postgres.Examine(ctx, dsn)
	name := stores.Name(dsn)
	if err != nil {
		r.fail(unreached, "%s: %v", name, err)
		return nil
	}
	for _, w := range wants {
		if is := e.Settings[w.name]; is != w.want {
			r.add(w.level, w.do, "%s: %s is %s: %s", []any{name, w.name, is, w.why})
		}
	}
	version(r, e.Have, e.Want)
	if e.Have > 0 && !e.Letters {
		r.fail("make a database with LC_CTYPE 'C.UTF-8' (TEMPLATE template0), and restore a dump into it", "%s: Arabic letters are no letters to it: searches find nothing", name)
	}
	if e.Write != nil {
		r.fail(unreached, "%s cannot be written to: %v", name, e.Write)
	}
	waiting(r, e.Outbox)
	r.sound("%s: PostgreSQL %d, tables of version %d, can be written to, fsync on, checksums on; the programs commit synchronously; %d announcements wait", name, e.Version/10000, e.Have, e.Outbox)
	return nil
}

// version holds the version of a store's tables against the program's.
func version(r *report, have, want int64) {
	switch {
	case have == 0:
		r.fail("see whether it is the right one: a sink makes the tables when it starts", "this is no store of isnad: it has no tables")
	case have < want:
		r.warn("take a backup, then start the sink: it brings the tables up to date", "the tables are of version %d, this program's of %d", have, want)
	case have > want:
		r.fail("use the newer program, or go back to a backup of before", "a newer program made the tables: they are of version %d, and this program knows %d", have, want)
	}
}

func waiting(r *report, outbox int) {
	if outbox > mostWaiting {
		r.warn("the sink sends them while the broker answers: see its log", "%s", fmt.Sprintf("%d announcements of new entities wait to be sent", outbox))
	}
}

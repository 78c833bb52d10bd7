// Package sqlstore is what the stores over SQL have in common: how records become rows, how questions become statements, the logs of the
// desk. What differs from one database to another – placeholders, the index of letters, how many rows are inserted at once, which error
// means that the database is away – is a Dialect, and lives with its database.
//
// It does not know how tables are made: each database has migrations of its own, with the same tables and columns.
package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"isnad/pkg/store"
)

// Dialect is what a store knows of its database.
type Dialect interface {
	// Rebind writes a statement with "?" for parameters as the database wants it.
	Rebind(statement string) string

	// Arg gives a parameter as the database takes it: not every one holds every text.
	Arg(any) any

	// Fault tells what was being done when err came, and marks it as isnad.ErrUnavailable where the database is away. nil stays nil.
	Fault(ctx context.Context, doing string, err error) error

	// Lock makes the writers of all processes queue until the transaction ends, so that numbers are given in the order in which
	// they can be seen.
	Lock(ctx context.Context, tx *sql.Tx) error

	// Insert adds rows to a table, which must not be there yet.
	Insert(ctx context.Context, b *Batch, table Table, rows [][]any) error

	// InsertMissing adds those rows to a table that are not there yet.
	InsertMissing(ctx context.Context, b *Batch, table Table, rows [][]any) error

	// Forget is told which claims are about to be deleted.
	Forget(ctx context.Context, b *Batch, r Range) error

	// Contains is a condition: the text of a column contains another, letter by letter. arg is its one parameter.
	Contains(column, text string) (condition string, arg any)

	// Letters asks the index of letters for claims whose column of claim_texts holds, of each list, one of its texts at least. ok is
	// false where the index cannot help, for the texts are too short. What it gives may be too much, never too little.
	Letters(column string, alternatives [][]string) (numbers string, args []any, ok bool)

	// Plan says how a question is put: see Plan. claims says that the rows of claims are needed.
	Plan(ctx context.Context, s *Store, conditions []Condition, claims bool) (Plan, error)

	// Patience gives a statement that bounds how long what follows it in a transaction may take, "" where the walk of a plan is bounded
	// beforehand. TooLong tells the error that says that it took longer.
	Patience() string
	TooLong(error) bool
}

// Table names a table and its columns, in the order of its rows.
type Table struct {
	Name    string
	Columns []string
}

// The tables that are filled by the row.
var (
	Claims        = Table{"claims", []string{"number", "article", "at", "n", "id", "kind", "stance", "cue", "voice", "language", "outlet", "said_from", "said_to", "state"}}
	ClaimTexts    = Table{"claim_texts", []string{"number", "search", "speakers"}}
	ClaimBodies   = Table{"claim_bodies", []string{"number", "raw", "body"}}
	ClaimMentions = Table{"claim_mentions", []string{"entity", "claim"}}
	Sightings     = Table{"sightings", []string{"entity", "article"}}
	EntityNames   = Table{"entity_names", []string{"entity", "folded", "name"}}
	ClaimFigures  = Table{"claim_figures", []string{"claim", "n", "low", "high", "unit", "counted", "relation"}}
)

// Store is a store over SQL. Make it with New.
type Store struct {
	Dialect
	write, read *sql.DB
	packer      *zstd.Encoder
	opener      *zstd.Decoder

	mu    sync.Mutex
	names map[string]bool // of entities, that are known to be stored: see Batch.names
}

var _ store.Store = (*Store)(nil)

// largestRecord bounds what a stored record may unpack to, in bytes.
const largestRecord = 1 << 30

// New makes a store over open databases, which may be one. Close closes them.
func New(d Dialect, write, read *sql.DB) (*Store, error) {
	s := &Store{Dialect: d, write: write, read: read, names: map[string]bool{}}
	var err error
	if s.packer, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if s.opener, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(runtime.GOMAXPROCS(0)), zstd.WithDecoderMaxMemory(largestRecord)); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return s, nil
}

// Close ends the work with the database.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write != s.read {
		err = errors.Join(err, s.write.Close())
	}
	s.opener.Close()
	return errors.Join(err, s.packer.Close())
}

// Ping tells whether the database can be written to.
func (s *Store) Ping(ctx context.Context) error {
	return s.update(ctx, "locking", func(b *Batch) error {
		var n int
		_, err := b.find(ctx, "SELECT count(*) FROM searches", nil, []any{&n})
		return err
	})
}

// query puts a question to the database.
func (s *Store) query(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	return s.read.QueryContext(ctx, s.Rebind(statement), s.args(args)...)
}

// one reads one row. found is false where there is none.
func (s *Store) one(ctx context.Context, statement string, args, into []any) (found bool, err error) {
	err = s.read.QueryRowContext(ctx, s.Rebind(statement), s.args(args)...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Rows counts the rows that a statement gives, up to a number: for plans.
func (s *Store) Rows(ctx context.Context, numbers string, args []any, upTo int) (n int, err error) {
	_, err = s.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM ("+numbers+") AS found LIMIT ?) AS counted", append(append([]any{}, args...), upTo), []any{&n})
	return n, err
}

func (s *Store) args(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = s.Arg(a)
	}
	return out
}

// each calls f for every row.
func each(rows *sql.Rows, err error, f func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Marks gives n placeholders.
func Marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// What an index holds of a text, in bytes: no database takes pages of text for a key.
const (
	longestKey = 500
	keyBegins  = 400
)

// key gives what a text is found by as a whole: itself, or, where it is very long, its beginning and its hash.
func key(s string) string {
	if len(s) <= longestKey {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return strings.ToValidUTF8(s[:keyBegins], "") + "…" + hex.EncodeToString(sum[:])
}

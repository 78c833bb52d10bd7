package sqlstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// packed is an entry ready to be stored.
type packed struct {
	record *isnad.Record
	run    int64
	trace  string
	digest []byte
	data   []byte // JSON, zstd
	rows   []ready
}

// ready is a claim with all that can be made of it before the lock is taken.
type ready struct {
	store.Row
	search, speakers, raw string
	body                  []byte // JSON
}

// Put stores a batch: see store.Store.
func (s *Store) Put(ctx context.Context, entries []store.Entry) (store.Receipt, error) {
	work := make([]packed, len(entries))
	var packing errgroup.Group // before the lock is taken: packing is the longer part
	packing.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entries {
		packing.Go(func() (err error) {
			work[i], err = s.pack(e)
			return err
		})
	}
	if err := packing.Wait(); err != nil {
		return store.Receipt{}, err
	}
	var receipt store.Receipt
	var names []string
	err := s.update(ctx, "storing", func(b *Batch) error {
		for i := range work {
			if err := b.put(ctx, &work[i]); err != nil {
				return fmt.Errorf("article %s: %w", work[i].record.Article.ID, err)
			}
		}
		receipt = b.receipt
		err := b.derive(ctx)
		names = b.newNames
		return err
	})
	if err != nil {
		return store.Receipt{}, err
	}
	s.remember(names)
	return receipt, nil
}

func (s *Store) pack(e store.Entry) (packed, error) {
	if e.Record == nil {
		return packed{}, isnad.Bad("store", "an entry holds no record")
	}
	place := "article " + e.Record.Article.ID
	if err := e.Record.Validate(); err != nil {
		return packed{}, err
	}
	if e.Run > math.MaxInt64 {
		return packed{}, isnad.Bad(place, "the run %d is too high", e.Run)
	}
	data, err := json.Marshal(e.Record)
	if err != nil {
		return packed{}, &isnad.BadInput{Place: place, Reason: "the record cannot be written", Err: err}
	}
	digest := sha256.Sum256(data)
	rows, err := readied(e.Record)
	if err != nil {
		return packed{}, &isnad.BadInput{Place: place, Reason: "a claim cannot be written", Err: err}
	}
	return packed{record: e.Record, run: int64(e.Run), trace: e.Trace, digest: digest[:], data: s.packer.EncodeAll(data, nil), rows: rows}, nil
}

// readied makes the claims of a valid record ready.
func readied(r *isnad.Record) ([]ready, error) {
	rows := store.Rows(r)
	out := make([]ready, len(rows))
	for i := range rows {
		row := &rows[i]
		data, err := json.Marshal(body{Claim: row.Claim, Mentions: row.Mentions, Figures: row.Figures, Dates: row.Dates})
		if err != nil {
			return nil, err
		}
		out[i] = ready{*row, store.SearchText(row), strings.Join(row.Speakers(), "\n"), store.RawText(row), data}
	}
	return out, nil
}

// Batch is one transaction that writes.
type Batch struct {
	Conn  *sql.Conn
	Tx    *sql.Tx
	store *Store

	prepared map[string]*sql.Stmt

	receipt store.Receipt

	old      map[int64]bool    // articles that were there before the batch
	changed  []int64           // articles whose claims are to be made anew, in the order of arrival
	latest   map[int64]*packed // the record that they are made from
	merged   map[string]string // see roots
	newNames []string
}

// update runs f in a transaction, alone among all writers.
func (s *Store) update(ctx context.Context, doing string, f func(*Batch) error) error {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return s.Fault(ctx, doing, err)
	}
	defer func() { _ = conn.Close() }() // gives it back
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return s.Fault(ctx, doing, err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing once it is committed
	if err := s.Lock(ctx, tx); err != nil {
		return s.Fault(ctx, doing, err)
	}
	if err := f(&Batch{Conn: conn, Tx: tx, store: s, prepared: map[string]*sql.Stmt{}, old: map[int64]bool{}, latest: map[int64]*packed{}}); err != nil {
		return s.passed(ctx, doing, err)
	}
	return s.Fault(ctx, doing, tx.Commit())
}

// passed leaves errors as they are that are not the database's.
func (s *Store) passed(ctx context.Context, doing string, err error) error {
	if isnad.IsBadInput(err) || errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.Fault(ctx, doing, err)
}

// Statement prepares a statement once for the batch. The end of the transaction closes it.
func (b *Batch) Statement(ctx context.Context, statement string) (*sql.Stmt, error) {
	if st := b.prepared[statement]; st != nil {
		return st, nil
	}
	st, err := b.Tx.PrepareContext(ctx, statement)
	if err == nil {
		b.prepared[statement] = st
	}
	return st, err
}

// Exec runs a statement that gives nothing.
func (b *Batch) Exec(ctx context.Context, query string, args ...any) error {
	_, err := b.change(ctx, query, args...)
	return err
}

// change runs a statement and gives the number of rows that it changed.
func (b *Batch) change(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := b.Tx.ExecContext(ctx, b.store.Rebind(query), b.store.args(args)...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// find reads one row. found is false where there is none.
func (b *Batch) find(ctx context.Context, query string, args, into []any) (found bool, err error) {
	err = b.Tx.QueryRowContext(ctx, b.store.Rebind(query), b.store.args(args)...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// insert adds a row to a table and gives its number.
func (b *Batch) insert(ctx context.Context, query string, args ...any) (number int64, err error) {
	_, err = b.find(ctx, query+" RETURNING number", args, []any{&number})
	return number, err
}

// current is what the store knows of an article.
type current struct {
	number             int64
	run                int64
	extractor, lexicon string
}

func (b *Batch) put(ctx context.Context, p *packed) error {
	a, r := &p.record.Article, p.record
	var was current
	known, err := b.find(ctx, "SELECT number, run, extractor, lexicon FROM articles WHERE id = ?", []any{a.ID}, []any{&was.number, &was.run, &was.extractor, &was.lexicon})
	if err != nil {
		return err
	}
	article := was.number
	if !known {
		article, err = b.insert(ctx, `INSERT INTO articles (id, head, url, outlet, language, day, low, high, sha256, run, extractor, lexicon, claims, figures)
			VALUES (?, '', ?, ?, '', ?, 0, 0, ?, 0, '', '', 0, 0)`, a.ID, key(a.URL), key(a.Outlet), a.Day(), a.SHA256)
		if err != nil {
			return err
		}
		b.receipt.Articles++
	}
	if err := fits(r, article); err != nil {
		return err
	}
	b.old[article] = b.old[article] || known && b.latest[article] == nil
	fresh, same, err := b.revision(ctx, article, known, p)
	if err != nil || !fresh || known && p.run <= was.run {
		return err // a newer one is current
	}
	b.receipt.Current++
	head, err := json.Marshal(store.Head(a))
	if err != nil {
		return err
	}
	low, high := block(a.Day(), article)
	err = b.Exec(ctx, "UPDATE articles SET head = ?, low = ?, high = ?, language = ?, run = ?, extractor = ?, lexicon = ?, claims = ?, figures = ? WHERE number = ?",
		head, low, high, a.Language, p.run, r.Extractor, r.Lexicon, len(r.Claims), len(r.Figures), article)
	if err != nil || same && was.extractor == r.Extractor && was.lexicon == r.Lexicon {
		return err // a later run with nothing new: what was made from it stands
	}
	if b.latest[article] == nil {
		b.changed = append(b.changed, article)
		if known {
			if err := b.forget(ctx, article, a.Day()); err != nil {
				return err
			}
		}
	}
	b.latest[article] = p
	if err := b.sightings(ctx, article, known, p); err != nil {
		return fmt.Errorf("entities: %w", err)
	}
	return nil
}

// revision stores the revision. fresh is false where this run, or a later one, of the same program and tables is there; same tells that
// the content was there.
func (b *Batch) revision(ctx context.Context, article int64, again bool, p *packed) (fresh, same bool, err error) {
	var run int64
	var digest []byte
	known, key := false, []any{article, p.record.Extractor, p.record.Lexicon}
	if again {
		known, err = b.find(ctx, "SELECT run, digest FROM revisions WHERE article = ? AND extractor = ? AND lexicon = ?", key, []any{&run, &digest})
	}
	switch {
	case err != nil:
		return false, false, err
	case !known:
		b.receipt.Revisions++
		return true, false, b.Exec(ctx, "INSERT INTO revisions (article, extractor, lexicon, run, digest, record) VALUES (?, ?, ?, ?, ?, ?)", append(key, p.run, p.digest, p.data)...)
	case p.run <= run:
		b.receipt.Stored++
		return false, true, nil
	}
	err = b.Exec(ctx, "UPDATE revisions SET run = ?, digest = ?, record = ? WHERE article = ? AND extractor = ? AND lexicon = ?", append([]any{p.run, p.digest, p.data}, key...)...)
	return true, bytes.Equal(digest, p.digest), err
}

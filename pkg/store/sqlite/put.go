package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// packed is an entry ready to be stored.
type packed struct {
	record *isnad.Record
	run    int64
	digest []byte
	data   []byte // JSON, zstd
	rows   []store.Row
}

// Put stores a batch: see store.Store.
func (s *Store) Put(ctx context.Context, entries []store.Entry) (store.Receipt, error) {
	work := make([]packed, len(entries))
	for i, e := range entries { // before the lock is taken: packing is the longer part
		p, err := s.pack(e)
		if err != nil {
			return store.Receipt{}, err
		}
		work[i] = p
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return store.Receipt{}, fault(ctx, "locking", err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing once it is committed
	b := batch{tx: tx, statements: map[string]*sql.Stmt{}}
	for i := range work {
		if err := b.put(ctx, &work[i]); err != nil {
			return store.Receipt{}, fault(ctx, "storing article "+work[i].record.Article.ID, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return store.Receipt{}, fault(ctx, "committing", err)
	}
	return b.receipt, nil
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
	return packed{record: e.Record, run: int64(e.Run), digest: digest[:], data: s.packer.EncodeAll(data, nil), rows: store.Rows(e.Record)}, nil
}

// batch is one transaction.
type batch struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	receipt    store.Receipt
}

// statement prepares a statement once in a transaction.
func (b *batch) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := b.statements[query]; st != nil {
		return st, nil
	}
	st, err := b.tx.PrepareContext(ctx, query) // the end of the transaction closes it
	if err == nil {
		b.statements[query] = st
	}
	return st, err
}

func (b *batch) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, err := b.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

// insert gives the number of the new row.
func (b *batch) insert(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := b.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// find reads one row. found is false where there is none.
func (b *batch) find(ctx context.Context, query string, args, into []any) (found bool, err error) {
	st, err := b.statement(ctx, query)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// current is what the store knows of an article.
type current struct {
	number             int64
	run                int64
	extractor, lexicon string
}

func (b *batch) put(ctx context.Context, p *packed) error {
	a, r := &p.record.Article, p.record
	var was current
	known, err := b.find(ctx, "SELECT number, run, extractor, lexicon FROM articles WHERE id = ?", []any{a.ID}, []any{&was.number, &was.run, &was.extractor, &was.lexicon})
	if err != nil {
		return err
	}
	article := was.number
	if !known {
		if article, err = b.insert(ctx, `INSERT INTO articles (id, source_id, url, outlet, title, byline, published, language, sha256, run, extractor, lexicon, claims, figures)
			VALUES (?, '', ?, ?, '', '', ?, '', ?, 0, '', '', 0, 0)`, a.ID, a.URL, a.Outlet, a.Published, a.SHA256); err != nil {
			return err
		}
		b.receipt.Articles++
	}
	fresh, same, err := b.revision(ctx, article, p)
	if err != nil || !fresh {
		return err
	}
	if known && p.run <= was.run {
		return nil // a newer one is current
	}
	b.receipt.Current++
	_, err = b.exec(ctx, `UPDATE articles SET source_id = ?, title = ?, byline = ?, language = ?, run = ?, extractor = ?, lexicon = ?, claims = ?, figures = ? WHERE number = ?`,
		a.SourceID, a.Title, a.Byline, a.Language, p.run, r.Extractor, r.Lexicon, len(r.Claims), len(r.Figures), article)
	if err != nil || same && was.extractor == r.Extractor && was.lexicon == r.Lexicon {
		return err // a later run with nothing new: what was made from it stands
	}
	if err := b.claims(ctx, article, p); err != nil {
		return fmt.Errorf("claims: %w", err)
	}
	if err := b.sightings(ctx, article, r); err != nil {
		return fmt.Errorf("entities: %w", err)
	}
	return nil
}

// revision stores the revision. fresh is false where this run, or a later one, of the same program and tables is there; same tells that
// the content was there.
func (b *batch) revision(ctx context.Context, article int64, p *packed) (fresh, same bool, err error) {
	var run int64
	var digest []byte
	key := []any{article, p.record.Extractor, p.record.Lexicon}
	known, err := b.find(ctx, "SELECT run, digest FROM revisions WHERE article = ? AND extractor = ? AND lexicon = ?", key, []any{&run, &digest})
	switch {
	case err != nil:
		return false, false, err
	case !known:
		b.receipt.Revisions++
		_, err = b.exec(ctx, "INSERT INTO revisions (article, extractor, lexicon, run, digest, record) VALUES (?, ?, ?, ?, ?, ?)", append(key, p.run, p.digest, p.data)...)
		return true, false, err
	case p.run <= run:
		b.receipt.Stored++
		return false, true, nil
	}
	_, err = b.exec(ctx, "UPDATE revisions SET run = ?, digest = ?, record = ? WHERE article = ? AND extractor = ? AND lexicon = ?", append([]any{p.run, p.digest, p.data}, key...)...)
	return true, bytes.Equal(digest, p.digest), err
}

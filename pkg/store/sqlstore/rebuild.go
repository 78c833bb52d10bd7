package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// derivedVersion numbers the way in which rows are made from records. Whoever changes that – the fold of texts, what is searched – raises
// it, and stores are made anew when they are opened. The numbers of claims cannot be changed so: old rows are found by them.
const derivedVersion = 1

// derivedAtOnce is the number of articles made anew in one transaction.
const derivedAtOnce = 100

// Derive makes the claims of all current revisions anew, where another version made them. It may be cut short and begun again; what is
// done twice does no harm.
func (s *Store) Derive(ctx context.Context) error {
	var version int
	if _, err := s.one(ctx, "SELECT version FROM derived", nil, []any{&version}); err != nil || version == derivedVersion {
		return s.Fault(ctx, "reading the version", err)
	}
	if version > derivedVersion {
		return fmt.Errorf("a newer program made this store: its search is at version %d, this program knows %d", version, derivedVersion)
	}
	for after := int64(0); after >= 0; {
		err := s.update(ctx, "making search anew", func(b *Batch) (err error) {
			after, err = b.deriveSome(ctx, after)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.update(ctx, "noting the version", func(b *Batch) error { return b.Exec(ctx, "UPDATE derived SET version = ?", derivedVersion) })
}

// deriveSome makes some articles behind a number anew, and gives the number of the last, -1 where there are no more.
func (b *Batch) deriveSome(ctx context.Context, after int64) (int64, error) {
	last := int64(-1)
	var packs [][]byte
	rows, err := b.Tx.QueryContext(ctx, b.store.Rebind(`SELECT a.number, r.record FROM articles a JOIN revisions r ON r.article = a.number AND r.extractor = a.extractor
		AND r.lexicon = a.lexicon WHERE a.number > ? ORDER BY a.number LIMIT ?`), after, derivedAtOnce)
	err = each(rows, err, func(r *sql.Rows) error {
		var data []byte
		err := r.Scan(&last, &data)
		b.changed, packs = append(b.changed, last), append(packs, data)
		return err
	})
	if err != nil || last < 0 {
		return last, err
	}
	for i, article := range b.changed {
		var r isnad.Record
		data, err := b.store.opener.DecodeAll(packs[i], nil)
		if err == nil {
			err = json.Unmarshal(data, &r)
		}
		if err != nil {
			return 0, fmt.Errorf("article %d: %w", article, err)
		}
		if err := b.forget(ctx, article, r.Article.Day()); err != nil {
			return 0, err
		}
		low, high := block(r.Article.Day(), article)
		if err := b.Exec(ctx, "UPDATE articles SET low = ?, high = ? WHERE number = ?", low, high, article); err != nil {
			return 0, err
		}
		entities, err := b.entities(ctx, store.Sightings(&r))
		if err != nil {
			return 0, err
		}
		if err := b.nameEntities(ctx, &r, entities); err != nil {
			return 0, err
		}
		rows, err := readied(&r)
		if err != nil {
			return 0, fmt.Errorf("article %d: %w", article, err)
		}
		b.old[article], b.latest[article] = true, &packed{record: &r, rows: rows}
	}
	return last, b.derive(ctx)
}

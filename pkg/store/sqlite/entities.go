package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// selectEntity is read by scanEntity.
const selectEntity = `SELECT e.number, e.id, e.kind, e.name, e.wikidata, e.sentence, e.basis, e.confidence, e.announced,
	(SELECT count(*) FROM sightings s WHERE s.entity = e.id), a.id, a.source_id, a.url, a.outlet, a.title, a.byline, a.published, a.language
	FROM entities e JOIN articles a ON a.number = e.article`

// row is a *sql.Row or *sql.Rows.
type row interface{ Scan(into ...any) error }

func scanEntity(r row) (*store.Entity, error) {
	var e store.Entity
	a := &e.Article
	err := r.Scan(&e.Number, &e.ID, &e.Kind, &e.Name, &e.Wikidata, &e.Sentence, &e.Basis, &e.Confidence, &e.Announced, &e.Articles,
		&a.ID, &a.SourceID, &a.URL, &a.Outlet, &a.Title, &a.Byline, &a.Published, &a.Language)
	return &e, err
}

// Entities gives entities: see store.Store.
func (s *Store) Entities(ctx context.Context, q store.EntityQuery) ([]store.Entity, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	f := &filter{}
	f.equal("e.id", q.ID)
	f.equal("e.kind", q.Kind)
	if name := store.Folded(q.Name); name != "" {
		f.add("instr(e.folded, ?) > 0", name)
	}
	if q.Announced {
		f.add("e.announced")
	}
	if q.After != 0 {
		f.add("e.number < ?", q.After)
	}
	rows, err := s.read.QueryContext(ctx, selectEntity+f.String()+" ORDER BY e.number DESC LIMIT ?", append(f.args, q.Limit)...)
	if err != nil {
		return nil, fault(ctx, "looking for entities", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	out := []store.Entity{}
	for rows.Next() {
		e, err := scanEntity(rows)
		if err != nil {
			return nil, fault(ctx, "reading entities", err)
		}
		out = append(out, *e)
	}
	return out, fault(ctx, "reading entities", rows.Err())
}

// Pending gives announcements that were not sent: see store.Store.
func (s *Store) Pending(ctx context.Context, limit int) ([]wire.Announcement, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, announcement FROM outbox ORDER BY id LIMIT ?", max(limit, 0))
	if err != nil {
		return nil, fault(ctx, "reading the outbox", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	var out []wire.Announcement
	for rows.Next() {
		var id int64
		var data []byte
		var a wire.Announcement
		if err := rows.Scan(&id, &data); err != nil {
			return nil, fault(ctx, "reading the outbox", err)
		}
		if err := json.Unmarshal(data, &a); err != nil {
			return nil, fault(ctx, fmt.Sprintf("reading row %d of the outbox", id), err)
		}
		a.ID = id
		out = append(out, a)
	}
	return out, fault(ctx, "reading the outbox", rows.Err())
}

// Announced marks announcements as sent: see store.Store.
func (s *Store) Announced(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return fault(ctx, "marking announcements", err)
	}
	_, err = s.write.ExecContext(ctx, "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", string(list))
	return fault(ctx, "marking announcements", err)
}

// Stats counts what is there: see store.Store.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	var n store.Stats
	err := s.read.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(claims), 0), coalesce(sum(figures), 0), (SELECT count(*) FROM revisions),
		(SELECT count(*) FROM entities), (SELECT count(*) FROM entities WHERE NOT announced), (SELECT count(*) FROM outbox) FROM articles`).
		Scan(&n.Articles, &n.Claims, &n.Figures, &n.Revisions, &n.Entities, &n.Waiting, &n.Outbox)
	if err != nil {
		return n, fault(ctx, "counting", err)
	}
	if n.Outlets, err = s.shares(ctx, "outlet"); err != nil {
		return n, err
	}
	n.Languages, err = s.shares(ctx, "language")
	return n, err
}

// shares counts by a column of articles.
func (s *Store) shares(ctx context.Context, column string) ([]store.Share, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+column+", count(*), sum(claims) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1")
	if err != nil {
		return nil, fault(ctx, "counting", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	out := []store.Share{}
	for rows.Next() {
		var sh store.Share
		if err := rows.Scan(&sh.Name, &sh.Articles, &sh.Claims); err != nil {
			return nil, fault(ctx, "counting", err)
		}
		out = append(out, sh)
	}
	return out, fault(ctx, "counting", rows.Err())
}

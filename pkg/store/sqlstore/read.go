package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Claims answers a question: see store.Reader.
func (s *Store) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	q, err := q.Check()
	if err != nil {
		return store.Page{}, err
	}
	plan, err := s.plan(ctx, q, false)
	if err != nil {
		return store.Page{}, err
	}
	direction := " DESC"
	if q.Sort == store.SortEarliest {
		direction = ""
	}
	// The page is found before its rows are read: sorting whole rows costs much where many fit. One more than asked for tells whether
	// there is another page.
	statement := "SELECT a.day, c.article, c.at, c.n, c.state, b.body, a.head FROM (SELECT " + plan.Order + " AS found FROM " + plan.From + plan.where() +
		" ORDER BY " + plan.Order + direction + " LIMIT ?) AS f JOIN claims c ON c.number = f.found JOIN claim_bodies b ON b.number = f.found" +
		" JOIN articles a ON a.number = c.article ORDER BY f.found" + direction
	page := store.Page{Rows: []store.Row{}}
	var last store.Key
	rows, err := s.query(ctx, statement, append(plan.Args, q.Limit+1)...)
	err = each(rows, err, func(r *sql.Rows) error {
		row, key, err := scanRow(r)
		if err != nil {
			return err
		}
		if len(page.Rows) == q.Limit {
			page.Next = last.String()
			return nil
		}
		last = key
		page.Rows = append(page.Rows, row)
		return nil
	})
	if err != nil {
		return store.Page{}, s.Fault(ctx, "looking for claims", err)
	}
	return page, nil
}

func (s *Store) plan(ctx context.Context, q store.Query, claims bool) (Plan, error) {
	conditions, err := s.conditions(ctx, q)
	if err != nil {
		return Plan{}, err
	}
	plan, err := s.Plan(ctx, s, conditions, claims)
	return plan, s.Fault(ctx, "looking for claims", err)
}

func scanRow(r *sql.Rows) (store.Row, store.Key, error) {
	var row store.Row
	var k store.Key
	var data, head []byte
	if err := r.Scan(&k.Day, &k.Article, &k.At, &k.N, &row.State, &data, &head); err != nil {
		return row, k, err
	}
	var b body
	if err := json.Unmarshal(data, &b); err != nil {
		return row, k, err
	}
	row.Claim, row.Mentions, row.Figures, row.Dates = b.Claim, b.Mentions, b.Figures, b.Dates
	return row, k, json.Unmarshal(head, &row.Article)
}

// Claim gives a claim by its id: see store.Reader.
func (s *Store) Claim(ctx context.Context, id string) (store.Row, error) {
	page, err := s.Claims(ctx, store.Query{Claim: id, Limit: 1})
	switch {
	case id == "" || isnad.IsBadInput(err) || err == nil && len(page.Rows) == 0:
		return store.Row{}, fmt.Errorf("claim %.80q: %w", id, store.ErrNotFound)
	case err != nil:
		return store.Row{}, err
	}
	return page.Rows[0], nil
}

// Record gives the current revision of an article: see store.Reader.
func (s *Store) Record(ctx context.Context, articleID string) (*isnad.Record, error) {
	return s.record(ctx, articleID, `SELECT r.record FROM articles a JOIN revisions r ON r.article = a.number AND r.extractor = a.extractor AND r.lexicon = a.lexicon
		WHERE a.id = ?`, articleID)
}

// Revision gives one of the revisions of an article: see store.Reader.
func (s *Store) Revision(ctx context.Context, articleID, extractor, lexicon string) (*isnad.Record, error) {
	return s.record(ctx, articleID, "SELECT r.record FROM articles a JOIN revisions r ON r.article = a.number WHERE a.id = ? AND r.extractor = ? AND r.lexicon = ?", articleID, extractor, lexicon)
}

func (s *Store) record(ctx context.Context, articleID, statement string, args ...any) (*isnad.Record, error) {
	var data []byte
	doing := "reading article " + articleID
	found, err := s.one(ctx, statement, args, []any{&data})
	if err == nil && !found {
		return nil, fmt.Errorf("article %s: %w", articleID, store.ErrNotFound)
	}
	if err != nil {
		return nil, s.Fault(ctx, doing, err)
	}
	if data, err = s.opener.DecodeAll(data, nil); err != nil {
		return nil, s.Fault(ctx, doing, err)
	}
	var r isnad.Record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, s.Fault(ctx, doing, err)
	}
	return &r, nil
}

// Revisions lists the revisions of an article: see store.Reader.
func (s *Store) Revisions(ctx context.Context, articleID string) ([]store.Revision, error) {
	out := []store.Revision{}
	rows, err := s.query(ctx, `SELECT r.extractor, r.lexicon, r.run, r.digest, CASE WHEN r.extractor = a.extractor AND r.lexicon = a.lexicon THEN 1 ELSE 0 END AS current
		FROM articles a JOIN revisions r ON r.article = a.number WHERE a.id = ? ORDER BY current DESC, r.run DESC, r.extractor, r.lexicon`, articleID)
	err = each(rows, err, func(r *sql.Rows) error {
		var v store.Revision
		var run, current int64
		var digest []byte
		err := r.Scan(&v.Extractor, &v.Lexicon, &run, &digest, &current)
		v.Run, v.Current, v.SHA256 = uint64(run), current == 1, hex.EncodeToString(digest)
		out = append(out, v)
		return err
	})
	if err == nil && len(out) == 0 {
		return nil, fmt.Errorf("article %s: %w", articleID, store.ErrNotFound)
	}
	return out, s.Fault(ctx, "reading article "+articleID, err)
}

// Articles lists all articles: see store.Reader.
func (s *Store) Articles(ctx context.Context, after int64, limit int) ([]store.Arrival, error) {
	out := []store.Arrival{}
	rows, err := s.query(ctx, "SELECT number, head FROM articles WHERE number > ? ORDER BY number LIMIT ?", after, max(limit, 0))
	err = each(rows, err, func(r *sql.Rows) error {
		var a store.Arrival
		var head []byte
		if err := r.Scan(&a.Number, &head); err != nil {
			return err
		}
		err := json.Unmarshal(head, &a.Article)
		out = append(out, a)
		return err
	})
	return out, s.Fault(ctx, "listing articles", err)
}

// Versions lists the versions of an article: see store.Reader.
func (s *Store) Versions(ctx context.Context, articleID string) ([]store.Article, error) {
	out := []store.Article{}
	rows, err := s.query(ctx, `SELECT v.head FROM articles a JOIN articles v ON v.number = a.number OR (a.url <> '' AND v.url = a.url AND v.outlet = a.outlet)
		WHERE a.id = ? ORDER BY v.day, v.number`, articleID)
	err = each(rows, err, func(r *sql.Rows) error {
		var head []byte
		var a store.Article
		if err := r.Scan(&head); err != nil {
			return err
		}
		err := json.Unmarshal(head, &a)
		out = append(out, a)
		return err
	})
	if err == nil && len(out) == 0 {
		return nil, fmt.Errorf("article %s: %w", articleID, store.ErrNotFound)
	}
	return out, s.Fault(ctx, "reading article "+articleID, err)
}

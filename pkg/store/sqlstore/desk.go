package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// now gives the time of an entry: to the millisecond, so that it is the same however it is written.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Review adds a review: see store.Desk.
func (s *Store) Review(ctx context.Context, r store.Review) (store.Review, error) {
	if err := r.Check(); err != nil {
		return r, err
	}
	err := s.update(ctx, "storing a review", func(b *Batch) error {
		found, err := b.find(ctx, "SELECT a.id FROM claims c JOIN articles a ON a.number = c.article WHERE c.id = ?", []any{r.Claim}, []any{&r.Article})
		if err == nil && !found {
			return fmt.Errorf("claim %s: %w", r.Claim, store.ErrNotFound)
		}
		if err != nil {
			return err
		}
		r.Number, r.At = 0, now()
		data, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if r.Number, err = b.insert(ctx, "INSERT INTO reviews (claim, article, who, body) VALUES (?, ?, ?, ?)", r.Claim, r.Article, r.Who, data); err != nil {
			return err
		}
		err = b.Exec(ctx, "INSERT INTO claim_states (claim, article, state) VALUES (?, ?, ?) ON CONFLICT (claim) DO UPDATE SET state = excluded.state", r.Claim, r.Article, string(r.State))
		if err != nil {
			return err
		}
		return b.Exec(ctx, "UPDATE claims SET state = ? WHERE id = ?", string(r.State), r.Claim)
	})
	return r, err
}

// Reviews gives reviews: see store.Reader.
func (s *Store) Reviews(ctx context.Context, q store.ReviewQuery) ([]store.Review, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	where, args := "1 = 1", []any{}
	for _, c := range []struct{ condition, value string }{{"claim = ?", q.Claim}, {"who = ?", q.Who}} {
		if c.value != "" {
			where, args = where+" AND "+c.condition, append(args, c.value)
		}
	}
	if q.After != 0 {
		where, args = where+" AND number < ?", append(args, q.After)
	}
	return logged(ctx, s, "SELECT number, body FROM reviews WHERE "+where+" ORDER BY number DESC LIMIT ?", append(args, q.Limit), func(r *store.Review, n int64) { r.Number = n })
}

// logged reads entries of a log.
func logged[T any](ctx context.Context, s *Store, statement string, args []any, number func(*T, int64)) ([]T, error) {
	out := []T{}
	rows, err := s.query(ctx, statement, args...)
	err = each(rows, err, func(r *sql.Rows) error {
		var n int64
		var data []byte
		var v T
		if err := r.Scan(&n, &data); err != nil {
			return err
		}
		err := json.Unmarshal(data, &v)
		number(&v, n)
		out = append(out, v)
		return err
	})
	return out, s.Fault(ctx, "reading a log", err)
}

// Decide adds a decision about an entity: see store.Desk.
func (s *Store) Decide(ctx context.Context, d store.EntityDecision) (store.EntityDecision, error) {
	if err := d.Check(); err != nil {
		return d, err
	}
	err := s.update(ctx, "storing a decision", func(b *Batch) error {
		root, err := b.root(ctx, d.Entity)
		if err != nil {
			return err
		}
		if root != d.Entity {
			return isnad.Bad("decision", "%s was merged into %s: decide about that", d.Entity, root)
		}
		if d.Verdict == store.VerdictMerged {
			if d.Into, err = b.root(ctx, d.Into); err != nil {
				return err
			}
			if d.Into == d.Entity {
				return isnad.Bad("decision", "%s is what that was merged into: it cannot go back", d.Entity)
			}
			if err := b.merge(ctx, d.Entity, d.Into); err != nil {
				return err
			}
		}
		if err := b.Exec(ctx, "UPDATE entities SET verdict = ? WHERE id = ?", string(d.Verdict), d.Entity); err != nil {
			return err
		}
		d.Number, d.At = 0, now()
		data, err := json.Marshal(d)
		if err != nil {
			return err
		}
		d.Number, err = b.insert(ctx, "INSERT INTO entity_decisions (entity, body) VALUES (?, ?)", d.Entity, data)
		return err
	})
	return d, err
}

// root gives what an entity was merged into, itself where it was not.
func (b *Batch) root(ctx context.Context, id string) (string, error) {
	root := ""
	found, err := b.find(ctx, "SELECT root FROM entities WHERE id = ?", []any{id}, []any{&root})
	switch {
	case err != nil:
		return "", err
	case !found:
		return "", fmt.Errorf("entity %s: %w", id, store.ErrNotFound)
	case root == "":
		return id, nil
	}
	return root, nil
}

// merge makes one entity another, with what was merged into it before.
func (b *Batch) merge(ctx context.Context, from, into string) error {
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{"UPDATE entities SET root = ? WHERE id = ? OR root = ?", []any{into, from, from}},
		{"INSERT INTO claim_mentions (entity, claim) SELECT ?, claim FROM claim_mentions WHERE entity = ? ON CONFLICT DO NOTHING", []any{into, from}},
		{"DELETE FROM claim_mentions WHERE entity = ?", []any{from}},
		{"INSERT INTO sightings (entity, article) SELECT ?, article FROM sightings WHERE entity = ? ON CONFLICT DO NOTHING", []any{into, from}},
		{"DELETE FROM sightings WHERE entity = ?", []any{from}},
		{"INSERT INTO entity_names (entity, folded, name) SELECT ?, folded, name FROM entity_names WHERE entity = ? ON CONFLICT DO NOTHING", []any{into, from}},
	} {
		if err := b.Exec(ctx, step.statement, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// EntityDecisions gives what was decided about an entity: see store.Reader.
func (s *Store) EntityDecisions(ctx context.Context, id string) ([]store.EntityDecision, error) {
	return logged(ctx, s, "SELECT number, body FROM entity_decisions WHERE entity = ? ORDER BY number DESC", []any{id}, func(d *store.EntityDecision, n int64) { d.Number = n })
}

// SaveSearch keeps a question: see store.Desk.
func (s *Store) SaveSearch(ctx context.Context, q store.Search) (store.Search, error) {
	if err := q.Check(); err != nil {
		return q, err
	}
	err := s.update(ctx, "saving a search", func(b *Batch) error {
		if _, err := b.find(ctx, "SELECT coalesce(max(number), 0) FROM articles", nil, []any{&q.Seen}); err != nil {
			return err
		}
		q.ID, q.At = 0, now()
		data, err := json.Marshal(q)
		if err != nil {
			return err
		}
		q.ID, err = b.insert(ctx, "INSERT INTO searches (body, seen) VALUES (?, ?)", data, q.Seen)
		return err
	})
	return q, err
}

// Searches gives the saved searches: see store.Reader.
func (s *Store) Searches(ctx context.Context) ([]store.Search, error) {
	out := []store.Search{}
	rows, err := s.query(ctx, "SELECT number, body, seen FROM searches ORDER BY number DESC")
	err = each(rows, err, func(r *sql.Rows) error {
		var q store.Search
		var id, seen int64
		var data []byte
		if err := r.Scan(&id, &data, &seen); err != nil {
			return err
		}
		err := json.Unmarshal(data, &q)
		q.ID, q.Seen = id, seen
		out = append(out, q)
		return err
	})
	return out, s.Fault(ctx, "reading the saved searches", err)
}

// SeenSearch notes what was seen: see store.Desk. What was seen once stays seen, and nobody has seen what is to come.
func (s *Store) SeenSearch(ctx context.Context, id, upTo int64) error {
	const last = "(SELECT coalesce(max(number), 0) FROM articles)"
	return s.changeSearch(ctx, id, "UPDATE searches SET seen = CASE WHEN ? > "+last+" THEN "+last+" WHEN seen > ? THEN seen ELSE ? END WHERE number = ?", upTo, upTo, upTo, id)
}

// DropSearch forgets a saved search: see store.Desk.
func (s *Store) DropSearch(ctx context.Context, id int64) error {
	return s.changeSearch(ctx, id, "DELETE FROM searches WHERE number = ?", id)
}

func (s *Store) changeSearch(ctx context.Context, id int64, statement string, args ...any) error {
	return s.update(ctx, "changing a search", func(b *Batch) error {
		n, err := b.change(ctx, statement, args...)
		if err == nil && n == 0 {
			return fmt.Errorf("search %d: %w", id, store.ErrNotFound)
		}
		return err
	})
}

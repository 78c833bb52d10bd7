package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// rowScanner is a *sql.Row or *sql.Rows.
type rowScanner = interface{ Scan(into ...any) error }

func scanPair(into map[string]string) func(*sql.Rows) error {
	return func(r *sql.Rows) error {
		var key, value string
		err := r.Scan(&key, &value)
		into[key] = value
		return err
	}
}

// selectEntity is read by scanEntity.
const selectEntity = `SELECT e.number, e.id, e.kind, e.body, e.basis, e.confidence, e.announced, e.verdict, e.root,
	(SELECT count(*) FROM sightings s WHERE s.entity = e.id), a.head FROM entities e JOIN articles a ON a.number = e.article`

func scanEntity(r rowScanner) (*store.Entity, error) {
	var e store.Entity
	var n noted
	var announced int64
	var data, head []byte
	if err := r.Scan(&e.Number, &e.ID, &e.Kind, &data, &e.Basis, &e.Confidence, &announced, &e.Verdict, &e.MergedInto, &e.Articles, &head); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &n); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(head, &e.Article); err != nil {
		return nil, err
	}
	e.Name, e.Wikidata, e.Sentence, e.Announced = n.Name, n.Wikidata, n.Sentence, announced > 0
	return &e, nil
}

// Entities gives entities: see store.Store.
func (s *Store) Entities(ctx context.Context, q store.EntityQuery) ([]store.Entity, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	out := []store.Entity{}
	where, args := s.entityFilter(q)
	rows, err := s.query(ctx, selectEntity+" WHERE "+where+" ORDER BY e.number DESC LIMIT ?", append(args, q.Limit)...)
	err = each(rows, err, func(r *sql.Rows) error {
		e, err := scanEntity(r)
		if err == nil {
			out = append(out, *e)
		}
		return err
	})
	if err == nil && q.ID != "" && len(out) == 1 {
		out[0].Names, err = s.namesOf(ctx, &out[0])
	}
	return out, s.Fault(ctx, "reading entities", err)
}

func (s *Store) entityFilter(q store.EntityQuery) (where string, args []any) {
	var conditions []string
	add := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	if q.ID != "" {
		add("e.id = ?", q.ID)
	} else if q.Verdict != store.VerdictMerged {
		add("e.root = ''")
	}
	if q.Kind != "" {
		add("e.kind = ?", q.Kind)
	}
	if q.Verdict != "" {
		add("e.verdict = ?", string(q.Verdict))
	}
	if name := store.Folded(q.Name); name != "" {
		condition, arg := s.Contains("folded", name)
		add("e.id IN (SELECT entity FROM entity_names WHERE "+condition+")", arg)
	}
	if q.Announced {
		add("e.announced > 0")
	}
	if q.SeenFrom != "" {
		add("a.day >= ?", q.SeenFrom)
	}
	if q.SeenTo != "" {
		add("a.day > '' AND a.day <= ?", q.SeenTo)
	}
	if q.After != 0 {
		add("e.number < ?", q.After)
	}
	if len(conditions) == 0 {
		return "1 = 1", nil
	}
	return strings.Join(conditions, " AND "), args
}

// mostNamesShown bounds the other names that are given of an entity.
const mostNamesShown = 200

// namesOf gives the other names of an entity.
func (s *Store) namesOf(ctx context.Context, e *store.Entity) (names []string, err error) {
	rows, err := s.query(ctx, "SELECT name FROM entity_names WHERE entity = ? ORDER BY folded LIMIT ?", e.ID, mostNamesShown)
	err = each(rows, err, func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		if store.Folded(name) != store.Folded(e.Name) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// Pending gives announcements that were not sent: see store.Store.
func (s *Store) Pending(ctx context.Context, limit int) ([]wire.Announcement, error) {
	return s.announcements(ctx, "SELECT number, body FROM announcements WHERE sent = 0 ORDER BY number LIMIT ?", max(limit, 0))
}

// Announcements gives all announcements: see store.Reader.
func (s *Store) Announcements(ctx context.Context, after int64, limit int) ([]wire.Announcement, error) {
	return s.announcements(ctx, "SELECT number, body FROM announcements WHERE number > ? ORDER BY number LIMIT ?", after, max(limit, 0))
}

// announcement is an announcement as it is kept: with the trace that it belongs to.
type announcement struct {
	wire.Announcement
	Trace string `json:"traceparent,omitempty"`
}

func (s *Store) announcements(ctx context.Context, statement string, args ...any) ([]wire.Announcement, error) {
	var out []wire.Announcement
	rows, err := s.query(ctx, statement, args...)
	err = each(rows, err, func(r *sql.Rows) error {
		var number int64
		var data []byte
		var a announcement
		if err := r.Scan(&number, &data); err != nil {
			return err
		}
		if err := json.Unmarshal(data, &a); err != nil {
			return fmt.Errorf("row %d: %w", number, err)
		}
		a.ID, a.Announcement.Trace = number, a.Trace
		out = append(out, a.Announcement)
		return nil
	})
	return out, s.Fault(ctx, "reading announcements", err)
}

// Announced marks announcements as sent: see store.Store.
func (s *Store) Announced(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return s.update(ctx, "marking announcements", func(b *Batch) error {
		for _, id := range ids {
			if err := b.Exec(ctx, "UPDATE announcements SET sent = 1 WHERE number = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

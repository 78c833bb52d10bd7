package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"isnad/pkg/store"
)

// Count counts what a question finds: see store.Reader.
func (s *Store) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	q.After, q.Sort = "", ""
	q, err := q.Check()
	if err != nil {
		return store.Counts{}, err
	}
	plan, err := s.plan(ctx, q)
	if err != nil {
		return store.Counts{}, err
	}
	out := store.Counts{Complete: true}
	columns := []string{"outlet", "kind", "stance", "language", "state"}
	tallies := make([]map[string]int, len(columns))
	values := make([]string, len(columns))
	into := make([]any, len(columns))
	for i := range columns {
		tallies[i], into[i] = map[string]int{}, &values[i]
	}
	rows, err := s.query(ctx, "SELECT c.outlet, c.kind, c.stance, c.language, c.state FROM "+plan.From+plan.where()+" ORDER BY "+plan.Order+" DESC LIMIT ?", append(plan.Args, store.MostCounted+1)...)
	err = each(rows, err, func(r *sql.Rows) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		if out.Claims == store.MostCounted {
			out.Complete = false
			return nil
		}
		out.Claims++
		for i, v := range values {
			tallies[i][v]++
		}
		return nil
	})
	if err != nil {
		return store.Counts{}, s.Fault(ctx, "counting", err)
	}
	for i, list := range []*[]store.Tally{&out.Outlets, &out.Kinds, &out.Stances, &out.Languages, &out.States} {
		*list = sorted(tallies[i])
	}
	return out, nil
}

func sorted(tallies map[string]int) []store.Tally {
	out := []store.Tally{}
	for v, n := range tallies {
		if v != "" {
			out = append(out, store.Tally{Value: v, Claims: n})
		}
	}
	slices.SortFunc(out, func(a, b store.Tally) int { return cmp.Or(b.Claims-a.Claims, cmp.Compare(a.Value, b.Value)) })
	return out
}

// Stats counts what is there: see store.Reader.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	var n store.Stats
	_, err := s.one(ctx, `SELECT count(*), coalesce(sum(claims), 0), coalesce(sum(figures), 0), coalesce(max(number), 0), (SELECT count(*) FROM revisions),
		(SELECT count(*) FROM entities WHERE root = ''), (SELECT count(*) FROM entities WHERE root = '' AND announced = 0), (SELECT count(*) FROM announcements WHERE sent = 0),
		(SELECT count(*) FROM reviews) FROM articles`, nil,
		[]any{&n.Articles, &n.Claims, &n.Figures, &n.Latest, &n.Revisions, &n.Entities, &n.Waiting, &n.Outbox, &n.Reviews})
	if err == nil {
		n.Outlets, err = s.shares(ctx, "outlet")
	}
	if err == nil {
		n.Languages, err = s.shares(ctx, "language")
	}
	return n, s.Fault(ctx, "counting", err)
}

// shares counts by a column of articles.
func (s *Store) shares(ctx context.Context, column string) ([]store.Share, error) {
	out := []store.Share{}
	rows, err := s.query(ctx, "SELECT "+column+", count(*), sum(claims) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1")
	err = each(rows, err, func(r *sql.Rows) error {
		var sh store.Share
		err := r.Scan(&sh.Name, &sh.Articles, &sh.Claims)
		out = append(out, sh)
		return err
	})
	return out, err
}

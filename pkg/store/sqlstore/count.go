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
	plan, err := s.plan(ctx, q, true)
	if err != nil {
		return store.Counts{}, err
	}
	out, err := s.patiently(ctx, &plan)
	if err != nil {
		return store.Counts{}, s.Fault(ctx, "counting", err)
	}
	return out, nil
}

// patiently counts. Where that may take long, it is tried for a while, and then over what is walked first.
func (s *Store) patiently(ctx context.Context, plan *Plan) (store.Counts, error) {
	if patience := s.Patience(); patience != "" {
		out, err := s.within(ctx, patience, plan)
		if err == nil || !s.TooLong(err) || ctx.Err() != nil {
			return out, err
		}
	}
	complete, err := s.shorten(ctx, plan)
	if err != nil {
		return store.Counts{}, err
	}
	out, err := s.tally(ctx, s.read, plan)
	out.Complete = out.Complete && complete
	return out, err
}

// within counts in a transaction whose time is bounded.
func (s *Store) within(ctx context.Context, patience string, plan *Plan) (store.Counts, error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return store.Counts{}, err
	}
	defer func() { _ = tx.Rollback() }() // it has changed nothing
	if _, err := tx.ExecContext(ctx, patience); err != nil {
		return store.Counts{}, err
	}
	return s.tally(ctx, tx, plan)
}

// tally counts what a plan finds.
func (s *Store) tally(ctx context.Context, in interface {
	QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error)
}, plan *Plan) (store.Counts, error) {
	out := store.Counts{Complete: true}
	columns := []string{"outlet", "kind", "stance", "language", "state"}
	tallies := make([]map[string]int, len(columns))
	values := make([]string, len(columns))
	into := make([]any, len(columns))
	for i := range columns {
		tallies[i], into[i] = map[string]int{}, &values[i]
	}
	statement := "SELECT c.outlet, c.kind, c.stance, c.language, c.state FROM " + plan.From + plan.where() + " ORDER BY " + plan.Order + " DESC LIMIT ?"
	rows, err := in.QueryContext(ctx, s.Rebind(statement), s.args(append(slices.Clone(plan.Args), store.MostCounted+1))...)
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
	for i, list := range []*[]store.Tally{&out.Outlets, &out.Kinds, &out.Stances, &out.Languages, &out.States} {
		*list = sorted(tallies[i])
	}
	return out, err
}

// mostLooked is the number of claims that are looked through to count some: of a common entity with a rare figure, the entity's latest.
const mostLooked = 12_000

// shorten bounds the walk of a plan, so that counting takes no longer than somebody waits. It narrows the plan to the numbers down to
// that of the last claim looked at; complete is false where that leaves claims out.
func (s *Store) shorten(ctx context.Context, plan *Plan) (complete bool, err error) {
	if plan.Walk == "" {
		return true, nil
	}
	var last int64
	walk, args := "SELECT number FROM ("+plan.Walk+") AS walk", append([]any{}, plan.Walked...)
	if plan.Bounded {
		walk, args = walk+" WHERE number BETWEEN ? AND ?", append(args, plan.Bounds.Low, plan.Bounds.High)
	}
	more, err := s.one(ctx, walk+" ORDER BY number DESC LIMIT 1 OFFSET ?", append(args, mostLooked), []any{&last})
	if err != nil || !more {
		return !more, err
	}
	plan.Add(plan.Order+" > ?", last)
	return false, nil
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

package model

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// question is a question with what would be worked out again for every claim.
type question struct {
	store.Query
	speaker, cue string
	either       [][]string
	raw          []string
	mentions     func(*store.Row) bool
}

// asked makes a question of one that was checked.
func (s *Store) asked(q store.Query) *question {
	if q.Names != nil {
		names := map[string][]string{}
		for term, ids := range q.Names {
			for _, id := range ids {
				names[term] = append(names[term], s.same(id)...)
			}
		}
		q.Names = names
	}
	out := &question{Query: q, speaker: store.Folded(q.Speaker), cue: store.Folded(q.Cue)}
	if q.Exact {
		out.raw = q.RawTerms()
	} else {
		out.either = q.Alternatives()
	}
	if q.Entity != "" {
		out.mentions = s.mentions(q.Entity)
	}
	return out
}

// found gives the claims that answer a question that was checked, in its order, without a look at its page.
func (s *Store) found(checked store.Query) []claim {
	q := s.asked(checked)
	var out []claim
	for _, a := range s.articles {
		for _, c := range a.claims {
			c.row.Article = a.head
			c.row.State = s.state(c.row.Claim.ID)
			if q.fits(&c) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b claim) int { return order(q.Sort, a.key, b.key) })
	return out
}

// order compares two places.
func order(sort store.Sort, a, b store.Key) int {
	c := cmp.Or(-cmp.Compare(a.Day, b.Day), -cmp.Compare(a.Article, b.Article), cmp.Compare(a.At, b.At), cmp.Compare(a.N, b.N))
	if sort == store.SortEarliest {
		return -c
	}
	return c
}

// fits tells whether a claim answers a question.
func (q *question) fits(c *claim) bool {
	r := &c.row
	for _, f := range []struct{ asked, is string }{
		{q.Claim, r.Claim.ID}, {q.Article, r.Article.ID}, {q.Outlet, r.Article.Outlet}, {q.Kind, string(r.Claim.Kind)},
		{q.Language, r.Article.Language}, {q.Stance, string(r.Stance())}, {string(q.Voice), string(r.Voice())}, {string(q.State), string(r.State)},
	} {
		if f.asked != "" && f.asked != f.is {
			return false
		}
	}
	return (q.cue == "" || q.cue == r.Cue()) && q.says(c) && (q.mentions == nil || q.mentions(r)) && holdsFigure(q.Query, r) && inTime(q.Query, c)
}

// says tells whether a claim holds the words of a question and its speaker.
func (q *question) says(c *claim) bool {
	if q.speaker != "" && !slices.ContainsFunc(c.row.Speakers(), func(name string) bool { return strings.Contains(name, q.speaker) }) {
		return false
	}
	for _, term := range q.raw {
		if !strings.Contains(c.raw, term) {
			return false
		}
	}
	for _, either := range q.either {
		if !slices.ContainsFunc(either, func(s string) bool { return strings.Contains(c.search, s) }) {
			return false
		}
	}
	return true
}

// mentions gives what tells whether a claim mentions an entity. What has the form of an id and is that of no entity is asked for as a name.
func (s *Store) mentions(asked string) func(*store.Row) bool {
	if store.IsEntityID(asked) && s.isKnown(asked) {
		ids := s.same(asked)
		return func(r *store.Row) bool {
			return slices.ContainsFunc(r.Mentions, func(m isnad.Mention) bool { return slices.Contains(ids, m.Entity) })
		}
	}
	name := store.Folded(asked)
	return func(r *store.Row) bool {
		return slices.ContainsFunc(r.Mentions, func(m isnad.Mention) bool { return store.Folded(m.Name) == name || store.Folded(m.Text) == name })
	}
}

// isKnown tells whether an id is that of an entity, or of something that claims mention all the same.
func (s *Store) isKnown(id string) bool {
	if s.entity(id) != nil {
		return true
	}
	for _, a := range s.articles {
		for _, c := range a.claims {
			if slices.ContainsFunc(c.row.Mentions, func(m isnad.Mention) bool { return m.Entity == id }) {
				return true
			}
		}
	}
	return false
}

// holdsFigure tells whether one figure of a claim is all that a question says. One that holds no number is neither high nor low.
func holdsFigure(q store.Query, r *store.Row) bool {
	if !q.HasFigure() {
		return true
	}
	unit, counted := store.Folded(q.Unit), store.Folded(q.Counted)
	least, hasLeast := q.FigureMin.Float64()
	most, hasMost := q.FigureMax.Float64()
	return slices.ContainsFunc(r.Figures, func(f isnad.Figure) bool {
		low, high, ok := store.Bounds(&f)
		switch {
		case hasLeast && (!ok || high < least), hasMost && (!ok || low > most):
			return false
		case unit != "" && store.Folded(f.Unit) != unit, q.Relation != "" && f.Relation != q.Relation:
			return false
		}
		return counted == "" || slices.ContainsFunc(f.Counted, func(thing string) bool { return strings.Contains(store.Folded(thing), counted) })
	})
}

// inTime tells whether a claim was said, published and taken in when the question says.
func inTime(q store.Query, c *claim) bool {
	if q.SaidFrom != "" || q.SaidTo != "" {
		from, to, ok := c.row.Said()
		if !ok || q.SaidFrom != "" && to < q.SaidFrom || q.SaidTo != "" && from > q.SaidTo {
			return false
		}
	}
	return between(c.key.Day, q.PublishedFrom, q.PublishedTo) && c.key.Article > q.Since
}

// between tells whether a day lies between two others; a blank side is open, a blank day lies between open sides only.
func between(day, from, to string) bool {
	return (from == "" || day >= from) && (to == "" || day != "" && day <= to)
}

// Claims answers a question: see store.Reader.
func (s *Store) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	q, err := q.Check()
	if err != nil {
		return store.Page{}, err
	}
	if err := s.begin(ctx); err != nil {
		return store.Page{}, err
	}
	defer s.mu.Unlock()
	all := s.found(q)
	if q.After != "" {
		after, err := store.ParseKey(q.After)
		if err != nil {
			return store.Page{}, err
		}
		all = slices.DeleteFunc(all, func(c claim) bool { return order(q.Sort, c.key, after) <= 0 })
	}
	page := store.Page{Rows: []store.Row{}}
	for i, c := range all {
		if i == q.Limit {
			page.Next = all[i-1].key.String()
			break
		}
		page.Rows = append(page.Rows, copied(c.row))
	}
	return page, nil
}

// Claim gives one claim: see store.Reader.
func (s *Store) Claim(ctx context.Context, id string) (store.Row, error) {
	if id == "" {
		return store.Row{}, missing("claim", id)
	}
	page, err := s.Claims(ctx, store.Query{Claim: id, Limit: 1})
	if err == nil && len(page.Rows) == 0 || isnad.IsBadInput(err) {
		return store.Row{}, missing("claim", id)
	}
	if err != nil {
		return store.Row{}, err
	}
	return page.Rows[0], nil
}

// Count counts what a question finds: see store.Reader.
func (s *Store) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	q.Limit, q.Sort, q.After = 0, "", ""
	q, err := q.Check()
	if err != nil {
		return store.Counts{}, err
	}
	if err := s.begin(ctx); err != nil {
		return store.Counts{}, err
	}
	defer s.mu.Unlock()
	all := s.found(q)
	out := store.Counts{Complete: len(all) <= store.MostCounted}
	all = all[:min(len(all), store.MostCounted)]
	out.Claims = len(all)
	out.Outlets = tally(all, func(r *store.Row) string { return r.Article.Outlet })
	out.Kinds = tally(all, func(r *store.Row) string { return string(r.Claim.Kind) })
	out.Stances = tally(all, func(r *store.Row) string { return string(r.Stance()) })
	out.Languages = tally(all, func(r *store.Row) string { return r.Article.Language })
	out.States = tally(all, func(r *store.Row) string { return string(r.State) })
	return out, nil
}

// tally counts values that are not blank.
func tally(claims []claim, of func(*store.Row) string) []store.Tally {
	number := map[string]int{}
	for i := range claims {
		if value := of(&claims[i].row); value != "" {
			number[value]++
		}
	}
	out := []store.Tally{}
	for value, n := range number {
		out = append(out, store.Tally{Value: value, Claims: n})
	}
	slices.SortFunc(out, func(a, b store.Tally) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// hash gives the name of a revision's content.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

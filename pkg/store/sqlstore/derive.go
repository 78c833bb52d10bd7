package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// body is what a claim's row holds beside the head of its article.
type body struct {
	Claim    isnad.Claim     `json:"claim"`
	Mentions []isnad.Mention `json:"mentions,omitempty"`
	Figures  []isnad.Figure  `json:"figures,omitempty"`
	Dates    []isnad.Date    `json:"dates,omitempty"`
}

// forget deletes what was made from the revision of an article that is current no more.
func (b *Batch) forget(ctx context.Context, article int64, day string) error {
	low, high := block(day, article)
	roots, err := b.roots(ctx)
	if err != nil {
		return err
	}
	mentioned := map[string]bool{}
	rows, err := b.Tx.QueryContext(ctx, b.store.Rebind("SELECT body FROM claim_bodies WHERE number BETWEEN ? AND ?"), low, high)
	err = each(rows, err, func(r *sql.Rows) error {
		var data []byte
		var claim body
		if err := r.Scan(&data); err != nil {
			return err
		}
		err := json.Unmarshal(data, &claim)
		for i := range claim.Mentions {
			mentioned[rootOf(roots, claim.Mentions[i].Entity)] = true
		}
		return err
	})
	for id := range mentioned {
		if err == nil {
			err = b.Exec(ctx, "DELETE FROM claim_mentions WHERE entity = ? AND claim BETWEEN ? AND ?", id, low, high)
		}
	}
	if err == nil {
		err = b.store.Forget(ctx, b, Range{low, high})
	}
	for _, statement := range []string{
		"DELETE FROM claim_figures WHERE claim BETWEEN ? AND ?", "DELETE FROM claim_bodies WHERE number BETWEEN ? AND ?",
		"DELETE FROM claim_texts WHERE number BETWEEN ? AND ?", "DELETE FROM claims WHERE number BETWEEN ? AND ?",
	} {
		if err == nil {
			err = b.Exec(ctx, statement, low, high)
		}
	}
	return err
}

func rootOf(roots map[string]string, id string) string {
	if root := roots[id]; root != "" {
		return root
	}
	return id
}

// made are the rows made from records.
type made struct {
	claims, texts, bodies, mentions, figures [][]any
}

// derive makes the claims of all articles of the batch that have changed. They are added in the order of their numbers, which is what an
// index takes in fastest.
func (b *Batch) derive(ctx context.Context) error {
	roots, err := b.roots(ctx)
	if err != nil {
		return err
	}
	var m made
	for _, article := range b.changed {
		p := b.latest[article]
		var states map[string]string
		if b.old[article] { // nobody has reviewed what was not there
			if states, err = b.states(ctx, p.record.Article.ID); err != nil {
				return err
			}
		}
		m.add(article, p, states, roots)
	}
	for _, t := range []struct {
		table Table
		rows  [][]any
		key   int // column of the claim's number
	}{{Claims, m.claims, 0}, {ClaimTexts, m.texts, 0}, {ClaimBodies, m.bodies, 0}, {ClaimMentions, m.mentions, 1}, {ClaimFigures, m.figures, 0}} {
		slices.SortStableFunc(t.rows, func(a, b []any) int { return cmp.Compare(a[t.key].(int64), b[t.key].(int64)) })
		if len(t.rows) == 0 {
			continue
		}
		if err := b.store.Insert(ctx, b, t.table, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// states gives the states of the claims of an article that were reviewed.
func (b *Batch) states(ctx context.Context, articleID string) (map[string]string, error) {
	out := map[string]string{}
	rows, err := b.Tx.QueryContext(ctx, b.store.Rebind("SELECT claim, state FROM claim_states WHERE article = ?"), b.store.args([]any{articleID})...)
	return out, each(rows, err, scanPair(out))
}

// add makes the rows of one article.
func (m *made) add(article int64, p *packed, states, roots map[string]string) {
	order := make([]int, len(p.rows))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.rows[a].At(), p.rows[b].At()) })
	_, high := block(p.record.Article.Day(), article)
	rows := make([]store.Row, len(p.rows))
	for n := range rows {
		rows[n] = p.rows[n].Row
	}
	places := store.Places(rows)
	for place, n := range order {
		row := &p.rows[n]
		c := &row.Claim
		number := high - int64(place)
		from, to, _ := row.Said()
		a := &p.record.Article
		m.claims = append(m.claims, []any{number, article, int64(row.At()), int64(places[n]), c.ID, string(c.Kind), string(row.Stance()), key(row.Cue()), string(row.Voice()), a.Language, key(a.Outlet), from, to, cmp.Or(states[c.ID], string(store.StateNew))})
		m.texts = append(m.texts, []any{number, row.search, row.speakers})
		m.bodies = append(m.bodies, []any{number, row.raw, row.body})
		m.parts(number, &row.Row, roots)
	}
}

// parts makes what claims are found by.
func (m *made) parts(claim int64, row *store.Row, roots map[string]string) {
	known := map[string]bool{}
	for i := range row.Mentions {
		if id := rootOf(roots, row.Mentions[i].Entity); !known[id] {
			known[id] = true
			m.mentions = append(m.mentions, []any{id, claim})
		}
	}
	for n := range row.Figures {
		f := &row.Figures[n]
		var low, high any // nothing where the figure holds no number
		if l, h, ok := store.Bounds(f); ok {
			low, high = l, h
		}
		counted := make([]string, len(f.Counted))
		for i, thing := range f.Counted {
			counted[i] = store.Folded(thing)
		}
		m.figures = append(m.figures, []any{claim, int64(n), low, high, key(store.Folded(f.Unit)), strings.Join(counted, "\n"), string(f.Relation)})
	}
}

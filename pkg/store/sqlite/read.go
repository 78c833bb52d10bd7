package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Record gives the current revision of an article: see store.Store.
func (s *Store) Record(ctx context.Context, articleID string) (*isnad.Record, error) {
	var data []byte
	err := s.read.QueryRowContext(ctx, `SELECT r.record FROM articles a JOIN revisions r ON r.article = a.number AND r.extractor = a.extractor AND r.lexicon = a.lexicon
		WHERE a.id = ?`, articleID).Scan(&data)
	doing := "reading article " + articleID
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("article %s: %w", articleID, store.ErrNotFound)
	}
	if err != nil {
		return nil, fault(ctx, doing, err)
	}
	if data, err = s.opener.DecodeAll(data, nil); err != nil {
		return nil, fault(ctx, doing, err)
	}
	var r isnad.Record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fault(ctx, doing, err)
	}
	return &r, nil
}

// filter is a condition that grows.
type filter struct {
	where []string
	args  []any
}

func (f *filter) add(condition string, args ...any) {
	f.where = append(f.where, condition)
	f.args = append(f.args, args...)
}

// equal asks for a value, unless it is blank.
func (f *filter) equal(column, value string) {
	if value != "" {
		f.add(column+" = ?", value)
	}
}

func (f *filter) String() string {
	if len(f.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(f.where, " AND ")
}

// claimOrder is the order that store.Key tells.
const claimOrder = " ORDER BY c.day DESC, c.article DESC, c.at, c.n"

// Claims answers a question: see store.Store.
func (s *Store) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	q, err := q.Check()
	if err != nil {
		return store.Page{}, err
	}
	f, err := claimFilter(q)
	if err != nil {
		return store.Page{}, err
	}
	// The page is found before its rows are read: sorting whole rows costs much where many fit. One more than asked for tells whether
	// there is another page.
	rows, err := s.read.QueryContext(ctx, `SELECT c.day, c.article, c.at, c.n, c.row, a.id, a.source_id, a.url, a.outlet, a.title, a.byline, a.published, a.language
		FROM (SELECT c.number AS found FROM claims c`+f.String()+claimOrder+` LIMIT ?) JOIN claims c ON c.number = found JOIN articles a ON a.number = c.article`+claimOrder,
		append(f.args, q.Limit+1)...)
	if err != nil {
		return store.Page{}, fault(ctx, "looking for claims", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what went wrong
	page := store.Page{Rows: []store.Row{}}
	var last store.Key
	for rows.Next() {
		if len(page.Rows) == q.Limit {
			page.Next = last.String()
			break
		}
		row, key, err := scanRow(rows)
		if err != nil {
			return store.Page{}, fault(ctx, "reading claims", err)
		}
		last = key
		page.Rows = append(page.Rows, row)
	}
	return page, fault(ctx, "reading claims", rows.Err())
}

func scanRow(rows *sql.Rows) (store.Row, store.Key, error) {
	var a store.Article
	var k store.Key
	var data []byte
	if err := rows.Scan(&k.Day, &k.Article, &k.At, &k.N, &data, &a.ID, &a.SourceID, &a.URL, &a.Outlet, &a.Title, &a.Byline, &a.Published, &a.Language); err != nil {
		return store.Row{}, k, err
	}
	var b body
	if err := json.Unmarshal(data, &b); err != nil {
		return store.Row{}, k, err
	}
	return store.Row{Article: a, Claim: b.Claim, Mentions: b.Mentions, Figures: b.Figures, Dates: b.Dates}, k, nil
}

// claimFilter makes the condition of a question that was checked.
func claimFilter(q store.Query) (*filter, error) {
	f := &filter{}
	f.equal("c.id", q.Claim)
	if q.Article != "" {
		f.add("c.article = (SELECT number FROM articles WHERE id = ?)", q.Article)
	}
	f.equal("c.outlet", q.Outlet)
	f.equal("c.kind", q.Kind)
	f.equal("c.language", q.Language)
	f.equal("c.stance", q.Stance)
	if q.PublishedFrom != "" {
		f.add("c.day >= ?", q.PublishedFrom)
	}
	if q.PublishedTo != "" {
		f.add("c.day > '' AND c.day <= ?", q.PublishedTo)
	}
	if q.Entity != "" {
		name := store.Folded(q.Entity)
		f.add(`c.number IN (SELECT claim FROM claim_mentions WHERE entity = ? UNION SELECT claim FROM claim_mentions WHERE name = ?
			UNION SELECT claim FROM claim_mentions WHERE spelled = ?)`, q.Entity, name, name)
	}
	f.text(q)
	f.figure(q)
	if q.After != "" {
		k, err := store.ParseKey(q.After)
		if err != nil {
			return nil, err
		}
		f.add("c.day <= ? AND (c.day < ? OR c.article < ? OR (c.article = ? AND (c.at, c.n) > (?, ?)))", k.Day, k.Day, k.Article, k.Article, k.At, k.N)
	}
	return f, nil
}

// text asks for words. The index holds runs of three letters, so shorter words are looked for in the text itself.
func (f *filter) text(q store.Query) {
	var match []string
	for _, term := range q.Terms() {
		if store.HasTrigram(term) {
			match = append(match, phrase(term))
		} else {
			f.add("(instr(c.evidence, ?) > 0 OR instr(c.speakers, ?) > 0)", term, term)
		}
	}
	if speaker := store.Folded(q.Speaker); store.HasTrigram(speaker) {
		match = append(match, "speakers : "+phrase(speaker))
	} else if speaker != "" {
		f.add("instr(c.speakers, ?) > 0", speaker)
	}
	if len(match) > 0 {
		f.add("c.number IN (SELECT rowid FROM claims_text WHERE claims_text MATCH ?)", strings.Join(match, " AND "))
	}
}

// phrase quotes text so that nothing in it is taken for an order to the index.
func phrase(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// figure asks for a claim that holds one figure which is all that the question says. Numbers are compared as floats: two that differ
// only in the sixteenth digit are taken for one.
func (f *filter) figure(q store.Query) {
	if !q.HasFigure() {
		return
	}
	g := &filter{}
	if low, ok := q.FigureMin.Float64(); ok {
		g.add("high >= ?", low)
	}
	if high, ok := q.FigureMax.Float64(); ok {
		g.add("low <= ?", high)
	}
	if q.Unit != "" {
		g.add("unit = ? COLLATE NOCASE", q.Unit)
	}
	if counted := store.Folded(q.Counted); counted != "" {
		g.add("instr(counted, ?) > 0", counted)
	}
	f.add("c.number IN (SELECT claim FROM claim_figures"+g.String()+")", g.args...)
}

package sqlstore

import (
	"context"
	"database/sql"
	"math"
	"strings"

	"isnad/pkg/store"
)

// Condition is what must hold of a claim c with its texts t.
type Condition struct {
	Check string // a condition of SQL over c and t; "" where Numbers or Range say all
	Args  []any
	Texts bool   // the check looks at t
	Raw   bool   // it looks at b, the bodies, for what is spelled
	Range *Range // of the number of the claim

	Numbers string // a statement that gives the numbers of all claims of which the check may hold, and perhaps of others; "" for none
	Given   []any  // its parameters
	Letters bool   // it asks the index of letters
	Few     bool   // it gives few, which the columns of claims do not tell
	Entity  string // it asks for the claims that mention this entity
}

// Range is a stretch of numbers, both ends included.
type Range struct{ Low, High int64 }

// Bounds gives the numbers that all ranges leave; ok is false where there is no range.
func Bounds(conditions []Condition) (r Range, ok bool) {
	r = Range{0, math.MaxInt64}
	for _, c := range conditions {
		if c.Range != nil {
			r, ok = Range{max(r.Low, c.Range.Low), min(r.High, c.Range.High)}, true
		}
	}
	return r, ok
}

// Plan is how a question is put.
type Plan struct {
	From  string // tables behind FROM: "claims c", and more
	Where []string
	Args  []any
	Order string // the column that is c's number, by which the database gets the order for nothing

	// Walk gives the numbers of all claims that may fit, Walked are its parameters: what is walked where many fit. "" where few do.
	Walk   string
	Walked []any

	Bounds  Range // of the numbers, where Bounded
	Bounded bool
}

// NewPlan makes a plan over a source of numbers, with all conditions and the tables that they look at. order is the column of the source
// that is the number; join is "JOIN", or how the database is told to keep to the order of tables. claims says that the rows of claims are
// needed, whether a condition looks at them or not: they are fetched last where none does.
func NewPlan(source, order, join string, conditions []Condition, claims bool) Plan {
	p := Plan{From: source, Order: order}
	texts, raw, rows := false, false, false
	for _, c := range conditions {
		check := strings.ReplaceAll(c.Check, "c.number", order)
		texts, raw, rows = texts || c.Texts, raw || c.Raw, rows || strings.Contains(check, "c.") && order != "c.number"
		p.Add(check, c.Args...)
	}
	for _, t := range []struct {
		needed      bool
		table, name string
	}{{rows, "claims", "c"}, {texts, "claim_texts", "t"}, {raw, "claim_bodies", "b"}, {claims && !rows && order != "c.number", "claims", "c"}} {
		if t.needed {
			p.From += " " + join + " " + t.table + " " + t.name + " ON " + t.name + ".number = " + order
		}
	}
	if p.Bounds, p.Bounded = Bounds(conditions); p.Bounded {
		p.Add(order+" BETWEEN ? AND ?", p.Bounds.Low, p.Bounds.High)
	}
	return p
}

// Add adds a condition.
func (p *Plan) Add(check string, args ...any) {
	if check != "" {
		p.Where, p.Args = append(p.Where, "("+check+")"), append(p.Args, args...)
	}
}

func (p *Plan) where() string {
	if len(p.Where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(p.Where, " AND ")
}

// conditions makes the conditions of a question that was checked.
func (s *Store) conditions(ctx context.Context, q store.Query) ([]Condition, error) {
	var out []Condition
	// numbers are looked up where there is an index.
	equal := func(value, check, numbers string) {
		if value != "" {
			c := Condition{Check: check, Args: []any{value}}
			if numbers != "" {
				c.Numbers, c.Given = "SELECT number FROM claims WHERE "+numbers, c.Args
			}
			out = append(out, c)
		}
	}
	equal(q.Claim, "c.id = ?", "id = ?")
	const ofArticles = "SELECT c.number FROM articles a JOIN claims c ON c.number BETWEEN a.low AND a.high WHERE a."
	ofArticle := func(value any, check, which string) {
		out = append(out, Condition{Check: check, Args: []any{value}, Numbers: ofArticles + which, Given: []any{value}})
	}
	if q.Outlet != "" {
		ofArticle(key(q.Outlet), "c.outlet = ?", "outlet = ?")
	}
	equal(q.Kind, "c.kind = ?", "")
	equal(q.Language, "c.language = ?", "")
	equal(q.Stance, "c.stance = ?", "")
	equal(key(store.Folded(q.Cue)), "c.cue = ?", "")
	equal(string(q.Voice), "c.voice = ?", "")
	if q.State == store.StateNew { // nearly all are
		equal(string(q.State), "c.state = ?", "")
	} else {
		equal(string(q.State), "c.state = ?", "id IN (SELECT claim FROM claim_states WHERE state = ?)")
		if q.State != "" {
			out[len(out)-1].Few = true
		}
	}
	if q.Article != "" {
		ofArticle(q.Article, "c.article = (SELECT number FROM articles WHERE id = ?)", "id = ?")
	}
	if q.Since > 0 {
		ofArticle(q.Since, "c.article > ?", "number > ?")
	}
	if q.PublishedFrom != "" || q.PublishedTo != "" {
		low, high := days(q.PublishedFrom, q.PublishedTo)
		out = append(out, Condition{Range: &Range{low, high}})
	}
	if q.SaidFrom != "" {
		out = append(out, Condition{Check: "c.said_to >= ?", Args: []any{q.SaidFrom}})
	}
	if q.SaidTo != "" {
		out = append(out, Condition{Check: "c.said_from <> '' AND c.said_from <= ?", Args: []any{q.SaidTo}})
	}
	if q.HasFigure() {
		out = append(out, s.figure(q)...)
	}
	if err := s.widen(ctx, &q); err != nil {
		return nil, err
	}
	out = append(out, s.texts(q)...)
	if q.Entity != "" {
		c, err := s.entity(ctx, q.Entity)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	if q.After != "" {
		k, err := store.ParseKey(q.After)
		if err != nil {
			return nil, err
		}
		out = append(out, behind(k, q.Sort == store.SortEarliest))
	}
	return out, nil
}

// entity asks for an entity by its id, or by a name of it as the claim has it.
func (s *Store) entity(ctx context.Context, entity string) (Condition, error) {
	root, known := entity, 0
	if store.IsEntityID(entity) {
		const mentioned = "SELECT count(*) FROM (SELECT 1 FROM claim_mentions WHERE entity = ? LIMIT 1) AS counted"
		_, err := s.one(ctx, "SELECT CASE WHEN root = '' THEN id ELSE root END, 1 FROM entities WHERE id = ?", []any{entity}, []any{&root, &known})
		if err == nil && known == 0 {
			_, err = s.one(ctx, mentioned, []any{entity}, []any{&known})
		}
		if err != nil {
			return Condition{}, s.Fault(ctx, "looking for an entity", err)
		}
	}
	if known == 0 {
		return s.letters("search", [][]string{{store.NameMark(entity)}}), nil
	}
	return Condition{
		Check: "EXISTS (SELECT 1 FROM claim_mentions named WHERE named.entity = ? AND named.claim = c.number)", Args: []any{root},
		Numbers: "SELECT claim AS number FROM claim_mentions WHERE entity = ?", Given: []any{root}, Entity: root,
	}, nil
}

// widen adds to the entities that words name those that are one with them.
func (s *Store) widen(ctx context.Context, q *store.Query) error {
	if len(q.Names) == 0 {
		return nil
	}
	names := map[string][]string{}
	for term, ids := range q.Names {
		for _, id := range ids {
			names[term] = append(names[term], id)
			rows, err := s.query(ctx, `SELECT o.id FROM entities e JOIN entities o ON o.id = e.root OR o.root = e.id OR (o.root <> '' AND o.root = e.root)
				WHERE e.id = ? AND o.id <> e.id`, id)
			err = each(rows, err, func(r *sql.Rows) error {
				var other string
				err := r.Scan(&other)
				names[term] = append(names[term], other)
				return err
			})
			if err != nil {
				return s.Fault(ctx, "looking for an entity", err)
			}
		}
	}
	q.Names = names
	return nil
}

// letters asks for claims of which a column of texts holds one text of every list.
func (s *Store) letters(column string, alternatives [][]string) Condition {
	c := Condition{Texts: true}
	var all []string
	for _, list := range alternatives {
		var any []string
		for _, text := range list {
			condition, arg := s.Contains("t."+column, text)
			any, c.Args = append(any, condition), append(c.Args, arg)
		}
		all = append(all, "("+strings.Join(any, " OR ")+")")
	}
	c.Check = strings.Join(all, " AND ")
	if numbers, args, ok := s.Letters(column, alternatives); ok {
		c.Numbers, c.Given, c.Letters = numbers, args, true
	}
	return c
}

// texts asks for words and speakers.
func (s *Store) texts(q store.Query) []Condition {
	var out []Condition
	if q.Exact {
		var folded [][]string // what is spelled so is found under its fold
		for _, term := range q.RawTerms() {
			check, arg := s.Contains("b.raw", term)
			out = append(out, Condition{Check: check, Args: []any{arg}, Raw: true})
			folded = append(folded, []string{store.Folded(term)})
		}
		if numbers, args, ok := s.Letters("search", folded); ok {
			out = append(out, Condition{Numbers: numbers, Given: args, Letters: true})
		}
	} else if alternatives := q.Alternatives(); len(alternatives) > 0 {
		out = append(out, s.letters("search", alternatives))
	}
	if speaker := store.Folded(q.Speaker); speaker != "" {
		out = append(out, s.letters("speakers", [][]string{{speaker}}))
	}
	return out
}

// figure asks for a claim that holds one figure which is all that the question says. Numbers are compared as floats: two that differ
// only in the sixteenth digit are taken for one.
func (s *Store) figure(q store.Query) []Condition {
	var where []string
	var args []any
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Unit != "" {
		add("f.unit = ?", key(store.Folded(q.Unit)))
	}
	if q.Relation != "" {
		add("f.relation = ?", string(q.Relation))
	}
	counted := store.Folded(q.Counted)
	if counted != "" {
		condition, arg := s.Contains("f.counted", counted)
		add(condition, arg)
	}
	low, hasLow := q.FigureMin.Float64()
	high, hasHigh := q.FigureMax.Float64()
	if hasLow {
		add("f.high >= ?", low)
	}
	if hasHigh {
		add("f.low <= ?", high)
	}
	numbers, given := figureNumbers(key(store.Folded(q.Unit)), low, high, hasLow, hasHigh)
	out := []Condition{{
		Check: "EXISTS (SELECT 1 FROM claim_figures f WHERE f.claim = c.number AND " + strings.Join(where, " AND ") + ")", Args: args,
		Numbers: numbers, Given: given,
	}}
	if numbers, args, ok := s.Letters("search", [][]string{{counted}}); ok { // things counted stand in the search text too
		out = append(out, Condition{Numbers: numbers, Given: args, Letters: true})
	}
	return out
}

// figureNumbers gives claims by figures as far as an index can follow: by unit; figures whose low end is in the range, and those that are
// ranges themselves and reach into it from below. There are few of the last kind, and an index of their own.
func figureNumbers(unit string, low, high float64, hasLow, hasHigh bool) (string, []any) {
	const from = "SELECT f.claim AS number FROM claim_figures f WHERE "
	rest, args := "", []any{}
	if unit != "" {
		rest, args = " AND f.unit = ? AND f.unit <> ''", []any{unit} // the index holds units alone
	}
	switch {
	case hasLow:
		inside, given := "f.low >= ?", []any{low}
		if hasHigh {
			inside, given = "f.low BETWEEN ? AND ?", []any{low, high}
		}
		given = append(append(append(given, args...), low, low), args...)
		return from + inside + rest + " UNION ALL " + from + "f.high > f.low AND f.low < ? AND f.high >= ?" + rest, given
	case hasHigh:
		return from + "f.low <= ?" + rest, append([]any{high}, args...)
	case unit != "":
		return from + strings.TrimPrefix(rest, " AND "), args
	}
	return "", nil
}

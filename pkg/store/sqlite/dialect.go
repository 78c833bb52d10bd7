package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"isnad/pkg/store/sqlstore"
)

// dialect is what is SQLite's own in a store over SQL.
type dialect struct{}

// Rebind gives the statement as it is.
func (dialect) Rebind(statement string) string { return statement }

// Arg gives the parameter as it is.
func (dialect) Arg(a any) any { return a }

// Fault marks what says that the file is away: see fault.
func (dialect) Fault(ctx context.Context, doing string, err error) error {
	return fault(ctx, doing, err)
}

// Lock does nothing: transactions of the writing connection begin with the lock of the file.
func (dialect) Lock(context.Context, *sql.Tx) error { return nil }

// letters is the index of letters as a table.
var letters = sqlstore.Table{Name: "claims_letters", Columns: []string{"rowid", "search", "speakers"}}

// Insert adds rows one by one: they do not travel. What is searched goes into the index of letters too.
func (dialect) Insert(ctx context.Context, b *sqlstore.Batch, table sqlstore.Table, rows [][]any) error {
	if err := insert(ctx, b, "INSERT", table, rows); err != nil || table.Name != sqlstore.ClaimTexts.Name {
		return err
	}
	indexed := make([][]any, len(rows))
	for i, row := range rows {
		indexed[i] = row[:len(letters.Columns)]
	}
	return insert(ctx, b, "INSERT", letters, indexed)
}

// Forget takes claims out of the index of letters.
func (dialect) Forget(ctx context.Context, b *sqlstore.Batch, r sqlstore.Range) error {
	return b.Exec(ctx, "INSERT INTO claims_letters (claims_letters, rowid, search, speakers) SELECT 'delete', number, search, speakers FROM claim_texts WHERE number BETWEEN ? AND ?", r.Low, r.High)
}

// InsertMissing is like Insert.
func (dialect) InsertMissing(ctx context.Context, b *sqlstore.Batch, table sqlstore.Table, rows [][]any) error {
	return insert(ctx, b, "INSERT OR IGNORE", table, rows)
}

func insert(ctx context.Context, b *sqlstore.Batch, verb string, table sqlstore.Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	st, err := b.Statement(ctx, verb+" INTO "+table.Name+" ("+strings.Join(table.Columns, ", ")+") VALUES ("+sqlstore.Marks(len(table.Columns))+")")
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := st.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// Contains is a condition over letters as they are.
func (dialect) Contains(column string) string { return "instr(" + column + ", ?) > 0" }

const lettersOf = "SELECT rowid AS number FROM claims_letters WHERE claims_letters MATCH ?"

// run is the number of letters that the index holds together, mostRuns how many of a long text are looked up: the text itself tells the rest.
const (
	run      = 3
	mostRuns = 24
)

// Letters asks for all runs of three letters of a text. A list with a text that is shorter tells nothing.
func (dialect) Letters(column string, alternatives [][]string) (numbers string, args []any, ok bool) {
	var all []string
	for _, list := range alternatives {
		var either []string
		for _, text := range list {
			runs := runsOf(text)
			if runs == nil {
				either = nil
				break
			}
			either = append(either, "("+strings.Join(runs, " AND ")+")")
		}
		if either != nil {
			all = append(all, "("+strings.Join(either, " OR ")+")")
		}
	}
	return lettersOf, []any{column + " : (" + strings.Join(all, " AND ") + ")"}, len(all) > 0
}

// runsOf gives the runs of three letters, each once and quoted so that nothing in it is taken for an order to the index.
func runsOf(text string) []string {
	letters := []rune(text)
	var out []string
	known := map[string]bool{}
	for i := 0; i+run <= len(letters) && len(out) < mostRuns; i++ {
		if r := string(letters[i : i+run]); !known[r] {
			known[r] = true
			out = append(out, `"`+strings.ReplaceAll(r, `"`, `""`)+`"`)
		}
	}
	return out
}

// sparse is the number of claims up to which it is cheaper to look at all of them and sort what is left, than to walk down the order of
// claims until a page is full.
const sparse = 4000

// Plan chooses how a question is put, for SQLite knows nothing of how many claims a word or an entity has: the condition that the fewest
// claims fulfil goes first, if they are few; otherwise the order of claims is walked, along the index of letters or that of an entity
// where the question asks for one.
func (dialect) Plan(ctx context.Context, s *sqlstore.Store, conditions []sqlstore.Condition) (sqlstore.Plan, error) {
	best, err := fewest(ctx, s, conditions)
	if err != nil {
		return sqlstore.Plan{}, err
	}
	const join = "CROSS JOIN" // keeps to the order of the tables
	if best >= 0 {
		c := conditions[best]
		p := sqlstore.NewPlan("(SELECT DISTINCT number FROM ("+c.Numbers+")) d CROSS JOIN claims c ON c.number = d.number", "c.number", join, conditions)
		p.Args = append(append([]any{}, c.Given...), p.Args...)
		return p, nil
	}
	for _, c := range conditions {
		if c.Letters {
			p := sqlstore.NewPlan("claims_letters l CROSS JOIN claims c ON c.number = l.rowid", "l.rowid", join, conditions)
			p.Add("claims_letters MATCH ?", c.Given...)
			return p, nil
		}
	}
	for _, c := range conditions {
		if c.Entity != "" {
			p := sqlstore.NewPlan("claim_mentions m CROSS JOIN claims c ON c.number = m.claim", "m.claim", join, conditions)
			p.Add("m.entity = ?", c.Entity)
			return p, nil
		}
	}
	return sqlstore.NewPlan("claims c", "c.number", join, conditions), nil
}

// fewest gives the condition that the fewest claims fulfil, -1 where all have many, or where there is no choice: a walk along the one
// index that there is ends early, be it long or short.
func fewest(ctx context.Context, s *sqlstore.Store, conditions []sqlstore.Condition) (best int, err error) {
	best, least, walks, checks := -1, sparse+1, 0, 0
	for _, c := range conditions {
		if c.Check != "" {
			checks++
		}
		if c.Letters || c.Entity != "" {
			walks++
		}
	}
	if walks == 1 && checks <= 1 {
		return -1, nil
	}
	for i := range conditions {
		c := &conditions[i]
		if c.Numbers == "" {
			continue
		}
		numbers, args := c.Numbers, c.Given
		if r, ok := sqlstore.Bounds(conditions); ok {
			numbers, args = "SELECT number FROM ("+numbers+") WHERE number BETWEEN ? AND ?", append(append([]any{}, args...), r.Low, r.High)
		}
		n, err := s.Rows(ctx, numbers, args, least)
		if err != nil {
			return -1, err
		}
		if n < least {
			best, least = i, n
		}
	}
	return best, nil
}

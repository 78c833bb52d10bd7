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
func (dialect) Contains(column, text string) (condition string, arg any) {
	return "instr(" + column + ", ?) > 0", text
}

// Patience is no statement: walks are bounded.
func (dialect) Patience() string { return "" }

// TooLong is never said.
func (dialect) TooLong(error) bool { return false }

const lettersOf = "SELECT rowid AS number FROM claims_letters WHERE claims_letters MATCH ?"

// run is the number of letters that the index holds together, mostRuns how many of a long text are looked up: the text itself tells the rest.
const (
	run      = 3
	mostRuns = 8
)

// Letters asks for runs of three letters of a text. A list with a text that is shorter tells nothing.
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

// runsOf gives runs of three letters that cover a text, each once and quoted so that nothing in it is taken for an order to the index. They
// do not overlap, but for the last: every run more is another long list to walk, and rules out little.
func runsOf(text string) []string {
	letters := []rune(text)
	var out []string
	known := map[string]bool{}
	for i := 0; i+run <= len(letters) && len(out) < mostRuns; i += run {
		if left := len(letters) - i - run; left > 0 && left < run {
			out = appendRun(out, known, letters[i:i+run])
			i = len(letters) - 2*run
			continue
		}
		out = appendRun(out, known, letters[i:i+run])
	}
	return out
}

func appendRun(out []string, known map[string]bool, letters []rune) []string {
	r := string(letters)
	if known[r] {
		return out
	}
	known[r] = true
	return append(out, `"`+strings.ReplaceAll(r, `"`, `""`)+`"`)
}

// sparse is the number of claims up to which it is cheaper to look at all of them and sort what is left, than to walk down the order of
// claims until a page is full.
const sparse = 4000

// Plan chooses how a question is put, for SQLite knows nothing of how many claims a word or an entity has: the condition that the fewest
// claims fulfil goes first, if they are few; otherwise the order of claims is walked, along the index of letters or that of an entity
// where the question asks for one.
func (dialect) Plan(ctx context.Context, s *sqlstore.Store, conditions []sqlstore.Condition, claims bool) (sqlstore.Plan, error) {
	conditions = together(conditions)
	best, err := fewest(ctx, s, conditions)
	if err != nil {
		return sqlstore.Plan{}, err
	}
	const join = "CROSS JOIN" // keeps to the order of the tables
	source, order := "claims c", "c.number"
	walk := sqlstore.Condition{Numbers: "SELECT number FROM claims"}
	if best >= 0 {
		walk = conditions[best]
		source, order = "(SELECT DISTINCT number FROM ("+walk.Numbers+")) d", "d.number"
	}
	// Along these two claims come in order, and a page is full before all are looked at.
	switch {
	case walk.Letters:
		source, order = "claims_letters l", "l.rowid"
	case walk.Entity != "":
		source, order = "claim_mentions m", "m.claim"
	}
	p := sqlstore.NewPlan(source, order, join, conditions, claims)
	p.Walk, p.Walked = walk.Numbers, walk.Given
	switch order {
	case "l.rowid":
		p.Add("claims_letters MATCH ?", walk.Given...)
	case "m.claim":
		p.Add("m.entity = ?", walk.Entity)
	case "d.number":
		p.Args = append(append([]any{}, walk.Given...), p.Args...)
		p.Walk = "" // few enough to look at all
	}
	return p, nil
}

// together asks the index of letters once for all that is asked of it.
func together(conditions []sqlstore.Condition) []sqlstore.Condition {
	var out []sqlstore.Condition
	var all []string
	for _, c := range conditions {
		if c.Letters {
			all = append(all, "("+c.Given[0].(string)+")")
			c.Letters, c.Numbers, c.Given = false, "", nil
		}
		out = append(out, c)
	}
	if len(all) > 0 {
		out = append(out, sqlstore.Condition{Numbers: lettersOf, Given: []any{strings.Join(all, " AND ")}, Letters: true})
	}
	return out
}

// fewest gives the condition along which claims are looked at: the one that the fewest fulfil, if they are few; otherwise the letters or the
// entity that the question asks for; -1 where it asks for neither.
func fewest(ctx context.Context, s *sqlstore.Store, conditions []sqlstore.Condition) (best int, err error) {
	best, least, choices := -1, sparse+1, 0
	for i, c := range conditions {
		if c.Letters || c.Entity != "" && best < 0 {
			best = i
		}
		if c.Numbers != "" {
			choices++
		}
	}
	if choices < 2 && best >= 0 {
		return best, nil // a walk along the one index that there is ends early, be it long or short
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

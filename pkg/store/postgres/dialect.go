package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"isnad/pkg/store/sqlstore"
)

// dialect is what is PostgreSQL's own in a store over SQL.
type dialect struct{}

// Rebind numbers the parameters. No statement holds a question mark in a text.
func (dialect) Rebind(statement string) string {
	if !strings.Contains(statement, "?") {
		return statement
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(statement, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// Arg puts U+FFFD for what no text of PostgreSQL can hold: NUL, and bytes that are no UTF-8. What must stay as it is is kept as bytes.
func (dialect) Arg(a any) any {
	s, ok := a.(string)
	if !ok {
		return a
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\ufffd")
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// Fault marks what says that the server is away: see fault.
func (dialect) Fault(ctx context.Context, doing string, err error) error {
	return fault(ctx, doing, err)
}

// writersLock is the key of the lock that writers queue at: "isnad".
const writersLock = 0x69736e6164

// Lock lets one writer work at a time, on whatever host.
func (dialect) Lock(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writersLock))
	return err
}

// Insert copies rows.
func (d dialect) Insert(ctx context.Context, b *sqlstore.Batch, table sqlstore.Table, rows [][]any) error {
	return b.Conn.Raw(func(connection any) error {
		c, ok := connection.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T", connection)
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{table.Name}, table.Columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			for j, a := range rows[i] {
				rows[i][j] = d.Arg(a)
			}
			return rows[i], nil
		}))
		return err
	})
}

// mostRows is the number of rows in one statement: it takes at most 65,535 parameters.
const mostRows = 1000

// InsertMissing adds rows by statements of many rows, for what is copied must not be there.
func (d dialect) InsertMissing(ctx context.Context, b *sqlstore.Batch, table sqlstore.Table, rows [][]any) error {
	one := "(" + sqlstore.Marks(len(table.Columns)) + ")"
	for some := range slices.Chunk(rows, mostRows) {
		var args []any
		for _, row := range some {
			args = append(args, row...)
		}
		err := b.Exec(ctx, "INSERT INTO "+table.Name+" ("+strings.Join(table.Columns, ", ")+") VALUES "+
			strings.TrimSuffix(strings.Repeat(one+", ", len(some)), ", ")+" ON CONFLICT DO NOTHING", args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Forget does nothing: indexes follow their tables.
func (dialect) Forget(context.Context, *sqlstore.Batch, sqlstore.Range) error { return nil }

// Contains is a condition. Of the texts that have an index of letters PostgreSQL knows how often it holds, if it is written as a pattern;
// of others it would only think that it knew.
func (dialect) Contains(column, text string) (condition string, arg any) {
	if strings.HasPrefix(column, "t.") && indexed(text) {
		return column + " LIKE ?", pattern(text)
	}
	return "strpos(" + column + ", ?) > 0", text
}

// pattern matches what contains a text.
func pattern(text string) string { return "%" + escape.Replace(text) + "%" }

// indexed tells whether a text is long enough for the index of letters.
func indexed(text string) bool { return utf8.RuneCountInString(strings.TrimSpace(text)) >= run }

// run is the number of letters that the index holds together.
const run = 3

var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Letters asks the index by patterns. A list with a text that is shorter than a run tells nothing.
func (dialect) Letters(column string, alternatives [][]string) (numbers string, args []any, ok bool) {
	var all []string
	for _, list := range alternatives {
		var either []string
		var patterns []any
		for _, text := range list {
			if !indexed(text) {
				either = nil
				break
			}
			either, patterns = append(either, column+" LIKE ?"), append(patterns, pattern(text))
		}
		if either != nil {
			all, args = append(all, "("+strings.Join(either, " OR ")+")"), append(args, patterns...)
		}
	}
	return "SELECT number FROM claim_texts WHERE " + strings.Join(all, " AND "), args, len(all) > 0
}

// Plan leaves the question to PostgreSQL, which knows how many rows fulfil which condition, once it has looked at the tables (ANALYZE).
// It is told twice what the columns of claims and texts do not tell: the states, by their table, and letters that are no condition.
func (dialect) Plan(_ context.Context, _ *sqlstore.Store, conditions []sqlstore.Condition, claims bool) (sqlstore.Plan, error) {
	p := sqlstore.NewPlan("claims c", "c.number", "JOIN", conditions, claims)
	p.Walk = "SELECT number FROM claims"
	for _, c := range conditions {
		if c.Letters && c.Check == "" || c.Few {
			p.Add("c.number IN ("+c.Numbers+")", c.Given...)
		}
		if c.Entity != "" {
			p.Walk, p.Walked = c.Numbers, c.Given
		}
	}
	return p, nil
}

// Patience bounds counting: beside what else a page shows, 80 ms is not felt.
func (dialect) Patience() string { return "SET LOCAL statement_timeout = 80" }

// cancelled is the code of statements that took too long, or that somebody has cancelled.
const cancelled = "57014"

// TooLong tells a statement that took longer than Patience.
func (dialect) TooLong(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == cancelled
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"isnad/cmd/internal/cli"
	"isnad/pkg/store"
)

type queryCmd struct {
	filters
	Limit  int  `help:"Most claims that are printed; 0 for all." default:"50"`
	Counts bool `help:"Print how many claims fit, by outlet, kind, stance, language and state."`
	JSON   bool `name:"json" help:"Print each claim as JSON on a line."`
	kept
}

// Help gives examples.
func (*queryCmd) Help() string {
	return `Examples:

  isnad query داعش
  isnad query --speaker يوروبول --min 20000
  isnad query --counted شخص --min 1000 --max 5000 --from 2020-01-01
  isnad query --entity platform/tiktok --json | jq .claim.content.text
  isnad query --state confirmed --voice named --sort earliest
  isnad query --counts --from 2020-01-01
  isnad query --server http://127.0.0.1:8080 داعش`
}

// Run is the command.
func (c *queryCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		out := bufio.NewWriter(os.Stdout)
		if c.Counts {
			return errors.Join(c.count(ctx, a, out), out.Flush())
		}
		n, more, err := c.all(ctx, a, out)
		if err = errors.Join(err, out.Flush()); err != nil {
			return err
		}
		switch {
		case n == 0:
			fmt.Fprintln(os.Stderr, "no claims fit")
		case more:
			fmt.Fprintf(os.Stderr, "the first %d claims; --limit gives more\n", n)
		}
		return nil
	})
}

// count prints how many claims fit, by what they can be narrowed to.
func (c *queryCmd) count(ctx contextType, a asker, w io.Writer) error {
	counts, err := a.Count(ctx, a.Ask(c.query()))
	if err != nil {
		return err
	}
	if c.JSON {
		return line(w, &counts)
	}
	more := ""
	if !counts.Complete {
		more = " at least: not all were counted"
	}
	_, err = fmt.Fprintf(w, "%d claim%s%s\n", counts.Claims, plural(counts.Claims), more)
	for _, list := range []struct {
		name    string
		tallies []store.Tally
	}{{"outlets", counts.Outlets}, {"kinds", counts.Kinds}, {"stances", counts.Stances}, {"languages", counts.Languages}, {"states", counts.States}} {
		if len(list.tallies) > 0 {
			fmt.Fprintf(w, "\n%s\n", list.name)
		}
		for _, t := range list.tallies {
			fmt.Fprintf(w, "  %7d  %s\n", t.Claims, orElse(oneLine(t.Value, 60), "(none)"))
		}
	}
	return err
}

// all prints page after page up to the limit.
func (c *queryCmd) all(ctx contextType, a asker, w io.Writer) (n int, more bool, err error) {
	q := a.Ask(c.query())
	for {
		q.Limit = store.MostLimit
		if c.Limit > 0 {
			q.Limit = min(q.Limit, c.Limit-n)
		}
		page, err := a.Claims(ctx, q)
		if err != nil {
			return n, false, err
		}
		for i := range page.Rows {
			n++
			if c.JSON {
				err = line(w, &page.Rows[i])
			} else {
				err = writeRow(w, &page.Rows[i])
			}
			if err != nil {
				return n, false, err
			}
		}
		if page.Next == "" || c.Limit > 0 && n >= c.Limit {
			return n, page.Next != "", nil
		}
		q.After = page.Next
	}
}

// writeRow prints a claim: when and where, who, what, which figures.
func writeRow(w io.Writer, r *store.Row) error {
	head := strings.Join(nonBlank(day(r.Article.Published), r.Article.Outlet, orElse(r.Article.Title, r.Article.SourceID)), " · ")
	_, err := fmt.Fprintf(w, "%s\n  %s\n  %s\n", oneLine(head, 78), chainLine(r.Claim.Chain), wrap(r.Stated(), 76, "  "))
	for i := range r.Figures {
		_, err = fmt.Fprintf(w, "  = %s\n", figureLine(&r.Figures[i]))
	}
	state := ""
	if r.State != store.StateNew && r.State != "" {
		state = " · " + string(r.State)
	}
	_, err2 := fmt.Fprintf(w, "  claim %s%s\n\n", r.Claim.ID, state)
	return errors.Join(err, err2)
}

func day(published string) string {
	d, _, _ := strings.Cut(published, "T")
	return d
}

// wrap breaks s into lines of at most width letters, each but the first begun with indent.
func wrap(s string, width int, indent string) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(harmless(s)) {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && at+1+n > width:
			b.WriteString("\n" + indent)
			at = 0
		case i > 0:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}

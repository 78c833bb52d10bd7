package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/compare"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type compareCmd struct {
	Files    []string `arg:"" optional:"" help:"Records, one a line, as isnad extract --jsonl prints them; - is standard input. Without any, those in the store." name:"file"`
	Entity   string   `help:"Id (place/iraq) or part of the name of an entity that the figures are about."`
	Counted  string   `help:"Part of the name of the thing counted."`
	Unit     string   `help:"Unit of the figures: USD, %, kilometre."`
	From     string   `help:"First day of publication." placeholder:"2020-02-01"`
	To       string   `help:"Last day of publication." placeholder:"2020-02-29"`
	All      bool     `help:"Print figures of one voice too."`
	Limit    int      `help:"Most groups that are printed; 0 for all." default:"0"`
	JSON     bool     `name:"json" help:"Print each group as JSON on a line."`
	Lexicons string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	Store    string   `help:"Where records are kept; without it, the store of the data folder." placeholder:"DSN"`
	Data     string   `help:"Folder of the embedded pipeline; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
}

// Help gives examples.
func (*compareCmd) Help() string {
	return `Examples:

  isnad compare
  isnad compare --counted قتيل --from 2024-04-01
  isnad compare --entity place/iraq --json | jq .reason.en
  isnad extract --jsonl < articles.jsonl | isnad compare -

Figures of different articles are put together where they speak of one fact: one entity, one noun or unit, one time. Those that disagree
come first, then those that follow upon each other (a toll that rises), then those on which two independent voices agree. Copies of one
text count as one voice. A line that is no record is named, the others are compared, and the exit code is 1 at the end.`
}

// Run is the command.
func (c *compareCmd) Run(ctx contextType, flags *cli.Log) error {
	if _, err := (store.Query{PublishedFrom: c.From, PublishedTo: c.To, Entity: c.Entity, Counted: c.Counted}).Check(); err != nil {
		return err
	}
	lex, err := workers.Tables(c.Lexicons)
	if err != nil {
		return err
	}
	comparison := compare.New(compare.WidePlaces(lex))
	failed := false
	if len(c.Files) == 0 {
		err = c.fromStore(ctx, flags, comparison)
	} else {
		failed, err = c.fromFiles(ctx, comparison)
	}
	if err != nil {
		return err
	}
	if err := c.print(comparison.Groups()); err != nil {
		return err
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

// fromStore adds the current record of every article that has claims.
func (c *compareCmd) fromStore(ctx contextType, flags *cli.Log, comparison *compare.Comparison) (err error) {
	st, err := openStore(ctx, flags, c.Store, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	known := map[string]bool{}
	q := store.Query{PublishedFrom: c.From, PublishedTo: c.To, Limit: store.MostLimit}
	for {
		page, err := st.Claims(ctx, q)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			id := page.Rows[i].Article.ID
			if known[id] {
				continue
			}
			known[id] = true
			r, err := st.Record(ctx, id)
			if err != nil {
				return err
			}
			comparison.Add(r)
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// fromFiles adds the records of the files. failed tells that some lines were none; they are named on stderr.
func (c *compareCmd) fromFiles(ctx contextType, comparison *compare.Comparison) (failed bool, err error) {
	for _, p := range c.Files {
		f := os.Stdin
		place := "line %d"
		if p != "-" {
			if f, err = os.Open(p); err != nil {
				return failed, err
			}
			place = strings.ReplaceAll(p, "%", "%%") + ":%d"
		}
		for line, err := range compare.Records(f) {
			if err := ctx.Err(); err != nil {
				return failed, errors.Join(err, f.Close())
			}
			if line.Record == nil && err != nil && !isnad.IsBadInput(err) {
				return failed, errors.Join(fmt.Errorf(place+": %w", line.Number, err), f.Close())
			}
			if err != nil {
				failed = true
				fmt.Fprintf(os.Stderr, "isnad: "+place+": %v\n", line.Number, err)
				continue
			}
			if d := line.Record.Article.Day(); c.From != "" && d < c.From || c.To != "" && (d > c.To || d == "") {
				continue
			}
			comparison.Add(line.Record)
		}
		if err := f.Close(); err != nil {
			return failed, err
		}
	}
	return failed, nil
}

// fits tells whether a group is asked for.
func (c *compareCmd) fits(g *compare.Group) bool {
	holds := func(part string) func(string) bool {
		part = store.Folded(part)
		return func(s string) bool { return strings.Contains(store.Folded(s), part) }
	}
	if g.Verdict == compare.Single && !c.All || c.Unit != "" && g.Unit != c.Unit {
		return false
	}
	if c.Counted != "" && !slices.ContainsFunc(g.Counted, holds(c.Counted)) {
		return false
	}
	named := holds(c.Entity)
	return c.Entity == "" || slices.ContainsFunc(g.Entities(), func(e compare.Entity) bool { return e.ID == c.Entity || named(e.Name) })
}

func (c *compareCmd) print(groups []compare.Group) error {
	out := bufio.NewWriter(os.Stdout)
	n, hidden := 0, 0
	for i := range groups {
		g := &groups[i]
		switch {
		case !c.fits(g):
			hidden++
			continue
		case c.Limit > 0 && n == c.Limit:
			fmt.Fprintf(os.Stderr, "the first %d groups; --limit gives more\n", n)
			return out.Flush()
		}
		n++
		var err error
		if c.JSON {
			err = line(out, g)
		} else {
			err = writeGroup(out, g)
		}
		if err != nil {
			return err
		}
	}
	if n == 0 {
		fmt.Fprintln(os.Stderr, "no figures of different articles fit")
		if hidden > 0 && !c.All {
			fmt.Fprintln(os.Stderr, "--all prints figures of one voice too")
		}
	}
	return out.Flush()
}

// writeGroup prints a group: what it is about, why its values agree or not, and each voice.
func writeGroup(w io.Writer, g *compare.Group) error {
	thing := orElse(strings.Join(g.Counted, " + "), strings.Join(nonBlank(string(g.Kind), g.Topic), " "))
	notes := nonBlank(g.Unit, g.Deed, string(g.Role))
	if g.Expected {
		notes = append(notes, "expected")
	}
	head := strings.Join(append(nonBlank(g.Entity.Name, thing), notes...), " · ")
	fmt.Fprintf(w, "%s: %s\n", strings.ToUpper(string(g.Verdict)), oneLine(head, 60))
	fmt.Fprintf(w, "  %s\n  %s\n", wrap(oneLine(g.Reason.Arabic, 400), 76, "  "), wrap(oneLine(g.Reason.English, 400), 76, "  "))
	for i := range g.Figures {
		f := &g.Figures[i]
		about := isnad.Figure{Excerpt: isnad.Excerpt{Text: f.Text}, Relation: f.Relation, Value: f.Value, Low: f.Low, High: f.High, Unit: f.Unit, Role: f.Role}
		text := figureLine(&about)
		if f.From != "" {
			text += " from " + oneLine(f.From, 40)
		}
		if f.Negated {
			text += " · negated"
		}
		fmt.Fprintf(w, "  = %s\n", wrap(text, 74, "    "))
		from := nonBlank(day(f.Article.Published), f.Article.Outlet, f.Speaker)
		if f.Date != nil {
			from = append(from, "of "+period(f.Date.From, f.Date.To))
		}
		if f.Origin != "" {
			from = append(from, "copy of "+f.Origin)
		}
		if f.Agency != "" && f.Agency != f.Article.Outlet {
			from = append(from, "from "+f.Agency)
		}
		fmt.Fprintf(w, "    %s\n    claim %s\n", wrap(strings.Join(from, " · "), 74, "    "), f.Claim)
		for _, c := range f.Copies {
			fmt.Fprintf(w, "    + %s\n", strings.Join(nonBlank(day(c.Article.Published), oneLine(c.Article.Outlet, 18), "claim "+c.Claim), " · "))
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

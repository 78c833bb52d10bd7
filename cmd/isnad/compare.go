package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type compareCmd struct {
	Files   []string `arg:"" optional:"" help:"Records, one a line, as isnad extract --jsonl prints them; - is standard input. Without any, those in the store." name:"file"`
	Entity  string   `help:"Id (place/iraq) or part of the name of an entity that the figures are about."`
	Counted string   `help:"Part of the name of the thing counted."`
	Unit    string   `help:"Unit of the figures: USD, %, kilometre."`
	From    string   `help:"First day of publication." placeholder:"2020-02-01"`
	To      string   `help:"Last day of publication." placeholder:"2020-02-29"`
	All     bool     `help:"Print figures of one voice too."`
	Limit   int      `help:"Most groups that are printed; 0 for all." default:"0"`
	JSON    bool     `name:"json" help:"Print each group as JSON on a line."`
	kept
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
	if len(c.Files) == 0 {
		return c.with(ctx, flags, func(a asker) error {
			q := c.query()
			q.Most = -1
			found, err := a.Compare(ctx, q)
			if err == nil && !found.Complete {
				fmt.Fprintf(os.Stderr, "the latest %d articles were compared; --from and --to choose others\n", found.Articles)
			}
			if err != nil {
				return err
			}
			return c.print(found)
		})
	}
	if _, err := (store.Query{PublishedFrom: c.From, PublishedTo: c.To, Entity: c.Entity, Counted: c.Counted}).Check(); err != nil {
		return err
	}
	lex, err := workers.Tables(c.Lexicons)
	if err != nil {
		return err
	}
	comparison := compare.New(compare.WidePlaces(lex))
	failed, err := c.fromFiles(ctx, comparison)
	if err != nil {
		return err
	}
	if err := c.print(c.fitting(comparison.Groups())); err != nil {
		return err
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

func (c *compareCmd) query() desk.CompareQuery {
	return desk.CompareQuery{Entity: c.Entity, Counted: c.Counted, Unit: c.Unit, From: c.From, To: c.To, Single: c.All}
}

// fitting gives the groups that are asked for, as a desk does.
func (c *compareCmd) fitting(groups []compare.Group) (out desk.Comparison) {
	q := c.query()
	for i := range groups {
		switch g := &groups[i]; {
		case !q.Fits(g):
		case g.Verdict == compare.Single && !c.All:
			out.Hidden++
		default:
			out.Groups = append(out.Groups, *g)
		}
	}
	return out
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

func (c *compareCmd) print(found desk.Comparison) error {
	out := bufio.NewWriter(os.Stdout)
	for i := range found.Groups {
		g := &found.Groups[i]
		if c.Limit > 0 && i == c.Limit {
			fmt.Fprintf(os.Stderr, "the first %d groups; --limit gives more\n", i)
			return out.Flush()
		}
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
	if len(found.Groups) == 0 {
		fmt.Fprintln(os.Stderr, "no figures of different articles fit")
		if found.Hidden > 0 {
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

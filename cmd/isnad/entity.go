package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type entityCmd struct {
	List    entityListCmd    `cmd:"" help:"List entities, the latest found first."`
	Show    entityShowCmd    `cmd:"" help:"Show an entity: its names, where it was first seen, what was decided."`
	Confirm entityConfirmCmd `cmd:"" help:"Say that it is one."`
	Ignore  entityIgnoreCmd  `cmd:"" help:"Say that it is none: a misreading."`
	Merge   entityMergeCmd   `cmd:"" help:"Say that it is another one under a name of its own."`
}

// Help gives examples.
func (*entityCmd) Help() string {
	return `Examples:

  isnad entity list --kind person --verdict new
  isnad entity list تلغرام
  isnad entity show org/isis
  isnad entity confirm org/isis --note "as Wikidata has it"
  isnad entity merge "داعش في العراق" org/isis --who noura

An entity is named by its id, or by a name that only one has. Decisions are kept for ever; the latest one counts.`
}

type entityListCmd struct {
	Name      string `arg:"" optional:"" help:"Part of any of its names."`
	Kind      string `help:"person, organisation, platform, place or event."`
	Verdict   string `help:"new, confirmed, ignored or merged."`
	Announced bool   `help:"Only those that were announced."`
	From      string `help:"First day of publication of the article that named it first." placeholder:"2020-02-01"`
	To        string `help:"Last day of that." placeholder:"2020-02-29"`
	Limit     int    `help:"Most entities that are printed; 0 for all." default:"50"`
	JSON      bool   `name:"json" help:"Print each entity as JSON on a line."`
	kept
}

// Run is the command.
func (c *entityListCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		out := bufio.NewWriter(os.Stdout)
		n := 0
		q := store.EntityQuery{Name: c.Name, Kind: c.Kind, Verdict: store.Verdict(c.Verdict), Announced: c.Announced, SeenFrom: c.From, SeenTo: c.To}
		for {
			q.Limit = store.MostLimit
			if c.Limit > 0 {
				q.Limit = min(q.Limit, c.Limit-n)
			}
			list, err := a.Entities(ctx, q)
			if err != nil {
				return err
			}
			for i := range list {
				if err := c.print(out, &list[i]); err != nil {
					return err
				}
			}
			n += len(list)
			if len(list) < q.Limit || n == c.Limit {
				break
			}
			q.After = list[len(list)-1].Number
		}
		if n == 0 {
			fmt.Fprintln(os.Stderr, "no entities fit")
		}
		return out.Flush()
	})
}

func (c *entityListCmd) print(w io.Writer, e *store.Entity) error {
	if c.JSON {
		return line(w, e)
	}
	_, err := fmt.Fprintf(w, "%-12s %s  [%s]\n             %s\n", e.Kind, oneLine(e.Name, 40), e.ID,
		strings.Join(nonBlank(string(e.Verdict), fmt.Sprintf("%d article%s", e.Articles, plural(e.Articles)), day(e.Article.Published), oneLine(e.Article.Outlet, 20)), " · "))
	return err
}

type entityShowCmd struct {
	Entity string `arg:"" help:"Its id, or a name that only one has."`
	JSON   bool   `name:"json" help:"Print it as JSON."`
	kept
}

// Run is the command.
func (c *entityShowCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		e, err := findEntity(ctx, a, c.Entity)
		if err != nil {
			return err
		}
		log, err := a.EntityDecisions(ctx, e.ID)
		if err != nil {
			return err
		}
		if c.JSON {
			return line(os.Stdout, struct {
				store.Entity
				Decisions []store.EntityDecision `json:"decisions"`
			}{e, log})
		}
		return writeEntity(os.Stdout, &e, log)
	})
}

// writeEntity prints an entity with its names and what was decided about it.
func writeEntity(out io.Writer, e *store.Entity, log []store.EntityDecision) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s · %s\n  id %s\n", oneLine(e.Name, 200), e.Kind, e.ID)
	for _, l := range [][2]string{{"names", strings.Join(e.Names, ", ")}, {"wikidata", e.Wikidata}, {"merged into", e.MergedInto}} {
		if l[1] != "" {
			fmt.Fprintf(w, "  %s: %s\n", l[0], wrap(l[1], lineWidth-len(l[0]), "    "))
		}
	}
	fmt.Fprintf(w, "  %d article%s; first in %s\n    %s\n", e.Articles, plural(e.Articles),
		oneLine(strings.Join(nonBlank(day(e.Article.Published), e.Article.Outlet, e.Article.Title), " · "), 60), wrap(oneLine(e.Sentence, 600), lineWidth, "    "))
	for i := range log {
		fmt.Fprintf(w, "  %s\n", decisionLine(&log[i]))
	}
	return w.Flush()
}

func decisionLine(d *store.EntityDecision) string {
	verdict := string(d.Verdict)
	if d.Into != "" {
		verdict += " into " + d.Into
	}
	return strings.Join(nonBlank(d.At.Local().Format(time.DateTime), verdict, oneLine(d.Who, 30), oneLine(d.Note, 200)), " · ")
}

// findEntity finds the entity of an id, or the only one of a name.
func findEntity(ctx context.Context, a asker, name string) (store.Entity, error) {
	list, err := a.Entities(ctx, store.EntityQuery{ID: name})
	if err != nil {
		return store.Entity{}, err
	}
	if len(list) == 0 {
		const shown = 5
		if list, err = a.Entities(ctx, store.EntityQuery{Name: name, Limit: shown}); err != nil {
			return store.Entity{}, err
		}
		if len(list) > 1 {
			ids := make([]string, len(list))
			for i := range list {
				ids[i] = list[i].ID
			}
			return store.Entity{}, isnad.Bad("entity", "%q names several: give an id, such as %s", name, strings.Join(ids, ", "))
		}
	}
	if len(list) == 0 {
		return store.Entity{}, fmt.Errorf("entity %s: %w", name, store.ErrNotFound)
	}
	if list[0].ID != name && list[0].Names == nil { // whoever is asked for by the id comes with all names
		return findEntity(ctx, a, list[0].ID)
	}
	return list[0], nil
}

// decideFlags are those of all decisions.
type decideFlags struct {
	Note string `help:"Why." placeholder:"TEXT"`
	writer
}

// decide adds a decision about the entity of a name.
func (c *decideFlags) decide(ctx contextType, flags *cli.Log, entity string, verdict store.Verdict, into string) error {
	who, err := c.name()
	if err != nil {
		return err
	}
	return c.with(ctx, flags, func(a asker) error {
		e, err := findEntity(ctx, a, entity)
		if err != nil {
			return err
		}
		d := store.EntityDecision{Entity: e.ID, Verdict: verdict, Note: c.Note, Who: who}
		if into != "" {
			other, err := findEntity(ctx, a, into)
			if err != nil {
				return err
			}
			d.Into = other.ID
		}
		if d, err = a.Decide(ctx, d); err != nil {
			return err
		}
		_, err = fmt.Printf("%s [%s]\n  %s\n", oneLine(e.Name, 200), e.ID, decisionLine(&d))
		return err
	})
}

type entityConfirmCmd struct {
	Entity string `arg:"" help:"Its id, or a name that only one has."`
	decideFlags
}

// Run is the command.
func (c *entityConfirmCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.decide(ctx, flags, c.Entity, store.VerdictConfirmed, "")
}

type entityIgnoreCmd struct {
	Entity string `arg:"" help:"Its id, or a name that only one has."`
	decideFlags
}

// Run is the command.
func (c *entityIgnoreCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.decide(ctx, flags, c.Entity, store.VerdictIgnored, "")
}

type entityMergeCmd struct {
	Entity string `arg:"" help:"Its id, or a name that only one has."`
	Into   string `arg:"" help:"Id or name of the entity that it is."`
	decideFlags
}

// Run is the command.
func (c *entityMergeCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.decide(ctx, flags, c.Entity, store.VerdictMerged, c.Into)
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type articleCmd struct {
	ID        string `arg:"" help:"Id of the article."`
	Revisions bool   `help:"List by which programs and tables it was read."`
	Number    uint64 `name:"revision" help:"Number of the run whose reading is printed; without it, the current one." placeholder:"NUMBER"`
	JSON      bool   `name:"json" help:"Print the record, or each revision, as JSON on a line."`
	kept
}

// Help gives examples.
func (*articleCmd) Help() string {
	return `Prints the claims of an article as they are read now, or as an older program or older tables read them.

Examples:

  isnad article 5f1c…
  isnad article 5f1c… --revisions
  isnad article 5f1c… --revision 2 --json | jq .claims`
}

// Run is the command.
func (c *articleCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		out := bufio.NewWriter(os.Stdout)
		if c.Revisions {
			return errors.Join(c.list(ctx, a, out), out.Flush())
		}
		return errors.Join(c.show(ctx, a, out), out.Flush())
	})
}

func (c *articleCmd) list(ctx contextType, a asker, w io.Writer) error {
	list, err := a.Revisions(ctx, c.ID)
	if err != nil {
		return about("article", c.ID, err)
	}
	for i := range list {
		v := &list[i]
		current := ""
		if v.Current {
			current = "  current"
		}
		if c.JSON {
			err = line(w, v)
		} else {
			_, err = fmt.Fprintf(w, "%6d  program %.16s  tables %.16s  sha256 %.16s%s\n", v.Run, v.Extractor, v.Lexicon, v.SHA256, current)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *articleCmd) show(ctx contextType, a asker, w io.Writer) error {
	r, err := c.record(ctx, a)
	if err != nil {
		return about("article", c.ID, err)
	}
	if c.JSON {
		return line(w, r)
	}
	rows := store.Rows(r)
	for i := range rows {
		if err := writeRow(w, &rows[i]); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		fmt.Fprintln(os.Stderr, "it holds no claims")
	}
	return nil
}

// record gives the reading that was asked for.
func (c *articleCmd) record(ctx contextType, a asker) (*isnad.Record, error) {
	if c.Number == 0 {
		return a.Record(ctx, c.ID)
	}
	list, err := a.Revisions(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var runs []string
	for i := range list {
		if v := &list[i]; v.Run == c.Number {
			return a.Revision(ctx, c.ID, v.Extractor, v.Lexicon)
		}
		runs = append(runs, fmt.Sprint(list[i].Run))
	}
	return nil, isnad.Bad("--revision", "no reading of it is of run %d; there are those of %s", c.Number, strings.Join(runs, ", "))
}

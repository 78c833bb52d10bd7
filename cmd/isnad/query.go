package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type queryCmd struct {
	Words    []string `arg:"" optional:"" help:"Words that all stand in the claim; quote words that stand together."`
	Entity   string   `help:"Id (org/isis) or name of an entity that the claim mentions."`
	Speaker  string   `help:"Part of the name of who says it."`
	Outlet   string   `help:"Outlet that published it."`
	Kind     string   `help:"direct, indirect, mixed, responsibility, document, impersonal or narrated."`
	Stance   string   `help:"say, announce, confirm, deny, warn, accuse, claim, admit, estimate, predict, promise, condemn or ask."`
	Language string   `help:"ar or en."`
	Min      string   `help:"Figures that may be as high as this." placeholder:"NUMBER"`
	Max      string   `help:"Figures that may be as low as this." placeholder:"NUMBER"`
	Unit     string   `help:"Unit of the figure: USD, %, kilometre." `
	Counted  string   `help:"Thing that the figure counts."`
	From     string   `help:"First day of publication." placeholder:"2020-02-01"`
	To       string   `help:"Last day of publication." placeholder:"2020-02-29"`
	Limit    int      `help:"Most claims that are printed; 0 for all." default:"50"`
	JSON     bool     `name:"json" help:"Print each claim as JSON on a line."`
	Store    string   `help:"Where records are kept; without it, the store of the data folder." placeholder:"DSN"`
	Data     string   `help:"Folder of the embedded pipeline; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
}

// Help gives examples.
func (*queryCmd) Help() string {
	return `Examples:

  isnad query داعش
  isnad query --speaker يوروبول --min 20000
  isnad query --counted شخص --min 1000 --max 5000 --from 2020-01-01
  isnad query --entity platform/tiktok --json | jq .claim.content.text`
}

// Run is the command.
func (c *queryCmd) Run(ctx contextType, flags *cli.Log) (err error) {
	st, err := openStore(ctx, flags, c.Store, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	out := bufio.NewWriter(os.Stdout)
	n, more, err := c.all(ctx, st, out)
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
}

// storeOf gives the DSN of the store that the flags name: that of the data folder, where they name none.
func storeOf(dsn, data string) (string, error) {
	if dsn != "" {
		return dsn, nil
	}
	dsn = filepath.Join(data, storeFile)
	if _, err := os.Stat(dsn); err != nil {
		return "", fmt.Errorf("no store at %s: run isnad run first, or give --store or --data", dsn)
	}
	return dsn, nil
}

// openStore opens the store that the flags name.
func openStore(ctx contextType, flags *cli.Log, dsn, data string) (store.Store, error) {
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return nil, err
	}
	if dsn, err = storeOf(dsn, data); err != nil {
		return nil, err
	}
	return workers.OpenStore(ctx, dsn, log)
}

func (c *queryCmd) query() store.Query {
	words := make([]string, len(c.Words))
	for i, w := range c.Words {
		if words[i] = w; strings.ContainsAny(w, " \t") && !strings.Contains(w, `"`) {
			words[i] = `"` + w + `"` // the shell took the marks off
		}
	}
	return store.Query{Text: strings.Join(words, " "), Entity: c.Entity, Speaker: c.Speaker, Outlet: c.Outlet, Kind: c.Kind, Stance: c.Stance,
		Language: c.Language, FigureMin: isnad.Decimal(c.Min), FigureMax: isnad.Decimal(c.Max), Unit: c.Unit, Counted: c.Counted,
		PublishedFrom: c.From, PublishedTo: c.To}
}

// all prints page after page up to the limit.
func (c *queryCmd) all(ctx contextType, st store.Store, w io.Writer) (n int, more bool, err error) {
	q := c.query()
	for {
		q.Limit = store.MostLimit
		if c.Limit > 0 {
			q.Limit = min(q.Limit, c.Limit-n)
		}
		page, err := st.Claims(ctx, q)
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
	_, err := fmt.Fprintf(w, "%s\n  %s\n  %s\n", oneLine(head, 78), chainLine(r.Claim.Chain), wrap(r.Claim.Content.Text, 76, "  "))
	for i := range r.Figures {
		_, err = fmt.Fprintf(w, "  = %s\n", figureLine(&r.Figures[i]))
	}
	_, err2 := fmt.Fprintln(w)
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
	for i, word := range strings.Fields(s) {
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

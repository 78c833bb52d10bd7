package main

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

type explainCmd struct {
	Paths      []string `arg:"" optional:"" help:"Text or HTML files; standard input without any." name:"file"`
	Published  string   `help:"Publication day of the article." placeholder:"2020-02-10"`
	Outlet     string   `help:"Outlet of the article."`
	Lexicons   string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	NamesModel string   `help:"Model of names in place of the built-in one; see isnad train-names." type:"existingfile" placeholder:"FILE"`
}

// Help gives examples.
func (*explainCmd) Help() string {
	return `Examples:

  isnad explain article.txt
  isnad explain --lexicons my-tables article.txt

For every name: where it stands (bytes of the text), what it is, how surely, and the row of a table or the rule behind it.`
}

// Run is the command.
func (c *explainCmd) Run(ctx contextType) error {
	x, lex, err := extracting.Extractor(c.Lexicons, c.NamesModel)
	if err != nil {
		return err
	}
	layers, err := workers.Layers(c.Lexicons)
	if err != nil {
		return err
	}
	rows := &tableRows{layers: layers, lines: map[string][]string{}}
	paths := c.Paths
	if len(paths) == 0 {
		paths = []string{article.Stdin}
	}
	out := bufio.NewWriter(os.Stdout)
	failed := false
	meta := article.Meta{Outlet: c.Outlet, Published: c.Published}
	for item := range article.NewReader(lex).Files(paths, meta) {
		if item.Err != nil {
			fmt.Fprintf(os.Stderr, "isnad: %v\n", item.Err)
			failed = true
			continue
		}
		r := x.Extract(item.Article)
		fmt.Fprintf(out, "%s: %d names\n", item.Place, len(r.Mentions))
		for i := range r.Mentions {
			explain(out, &r.Mentions[i], rows)
		}
		if ctx.Err() != nil {
			break
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed {
		return cli.ErrReported
	}
	return ctx.Err()
}

// explain writes the lines of a mention.
func explain(w io.Writer, m *isnad.Mention, rows *tableRows) {
	fmt.Fprintf(w, "\n%d–%d  %s\n", m.Start, m.End, oneLine(m.Text, 200))
	kind := string(m.Kind)
	if m.Form != isnad.FormName {
		kind += ", " + string(m.Form)
	}
	if m.Nested {
		kind += ", inside another name"
	}
	fmt.Fprintf(w, "  is      %s (%s), %s\n", oneLine(m.Name, 200), m.Entity, kind)
	if m.Extended != nil {
		fmt.Fprintf(w, "  within  %s\n", oneLine(m.Extended.Text, 400))
	}
	fmt.Fprintf(w, "  by      %s, confidence %.2f\n", m.Basis, m.Confidence)
	switch row := rows.at(m.Rule); {
	case row != "":
		fmt.Fprintf(w, "  row     %s: %s\n", m.Rule, row)
	case entity.Explain(m.Rule) != "":
		fmt.Fprintf(w, "  rule    %s: %s\n", m.Rule, entity.Explain(m.Rule))
	default:
		fmt.Fprintf(w, "  rule    %s\n", m.Rule)
	}
}

// tableRows gives the lines of tables that rules name as file:line.
type tableRows struct {
	layers []fs.FS
	lines  map[string][]string
}

// at gives the row of a rule, its cells parted by bars, or "" where the rule is no row.
func (t *tableRows) at(rule string) string {
	file, number, ok := strings.Cut(rule, ":")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return ""
	}
	lines, ok := t.lines[file]
	for i := len(t.layers) - 1; i >= 0 && !ok; i-- {
		if data, err := fs.ReadFile(t.layers[i], file); err == nil {
			lines, ok = strings.Split(string(data), "\n"), true
			t.lines[file] = lines
		}
	}
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimRight(strings.ReplaceAll(lines[n-1], "\t", " · "), " ·")
}

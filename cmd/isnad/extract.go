package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
)

type extractCmd struct {
	Paths      []string `arg:"" optional:"" help:"Text or HTML files, or folders; standard input without any." name:"file"`
	JSON       bool     `name:"json" help:"Print one record as JSON a line."`
	JSONL      bool     `name:"jsonl" help:"Read one article object a line, print one record a line, in the same order."`
	Outlet     string   `help:"Outlet of articles that name none."`
	Published  string   `help:"Publication day of articles that name none; dates without a year count from it." placeholder:"2020-02-10"`
	Language   string   `help:"ar or en, for articles that name none; told from the text otherwise."`
	Layout     string   `help:"page: furniture may stand around the text; plain: all of it is text." enum:"page,plain" default:"page"`
	Lexicons   string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	NamesModel string   `help:"Model of names in place of the built-in one; see isnad train-names." type:"existingfile" placeholder:"FILE"`
}

// Help gives examples.
func (*extractCmd) Help() string {
	return `Examples:

  isnad extract --published 2020-02-10 --outlet ديارنا article.txt
  isnad extract --json report.html | jq .claims
  isnad extract --jsonl < articles.jsonl > records.jsonl

An article object is {"id", "text", "language", "published", "outlet", "url", "layout"}; only text is required. A bad line gives an error
record {"id", "error"} in its place, the run goes on, and the exit code is 1 at the end.`
}

// failure stands in the place of a record that could not be made.
type failure struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// Run is the command.
func (c *extractCmd) Run(ctx contextType) error {
	x, lex, err := extracting.Extractor(c.Lexicons, c.NamesModel)
	if err != nil {
		return err
	}
	if err := article.CheckPublished(c.Published); err != nil {
		return fmt.Errorf("--published: %w", err)
	}
	m := article.Meta{Outlet: c.Outlet, Published: c.Published, Language: c.Language}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	failed := false
	for f := range inOrder(c.items(article.NewReader(lex), m), func(i article.Item) found { return c.find(i, x.Extract) }) {
		failed = failed || f.err != nil
		if err := c.print(out, f); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return errors.Join(out.Flush(), err)
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed {
		return cli.ErrReported
	}
	return nil
}

// items gives what the command line names.
func (c *extractCmd) items(r *article.Reader, m article.Meta) iter.Seq[article.Item] {
	if c.JSONL {
		return c.lines(r, m)
	}
	m.Layout = isnad.Layout(c.Layout)
	paths := c.Paths
	if len(paths) == 0 {
		paths = []string{article.Stdin}
	}
	return r.Files(paths, m)
}

// lines reads article objects from the files, or from standard input.
func (c *extractCmd) lines(r *article.Reader, m article.Meta) iter.Seq[article.Item] {
	if len(c.Paths) == 0 {
		return r.Lines("", os.Stdin, m)
	}
	return func(yield func(article.Item) bool) {
		for _, p := range c.Paths {
			f, err := os.Open(p)
			if err != nil {
				if !yield(article.Item{Place: p, Err: err}) {
					return
				}
				continue
			}
			for item := range r.Lines(p, f, m) {
				if !yield(item) {
					f.Close()
					return
				}
			}
			f.Close()
		}
	}
}

// found is a record, or why there is none.
type found struct {
	record *isnad.Record
	err    error
	label  string
}

// find makes the record of an item. A panic on one article is that article's failure.
func (c *extractCmd) find(i article.Item, extract func(*isnad.Article) *isnad.Record) (f found) {
	f = found{err: i.Err, label: i.ID}
	if f.label == "" {
		f.label = i.Place
		if i.Line > 0 {
			f.label = fmt.Sprintf("line:%d", i.Line)
		}
	}
	if f.err != nil {
		return f
	}
	defer func() {
		if p := recover(); p != nil {
			f.record, f.err = nil, fmt.Errorf("%s: a defect of the program: %v", i.Place, p)
			if i.Article.SourceID != "" {
				f.label = i.Article.SourceID
			}
		}
	}()
	f.record = extract(i.Article)
	return f
}

func (c *extractCmd) print(w io.Writer, f found) error {
	switch {
	case f.err != nil && !c.JSON && !c.JSONL:
		fmt.Fprintf(os.Stderr, "isnad: %v\n", f.err)
		return nil
	case f.err != nil:
		return line(w, failure{f.label, f.err.Error()})
	case c.JSON || c.JSONL:
		return line(w, f.record)
	}
	return writeSummary(w, f.record)
}

// line writes v as JSON on one line, with Arabic and <, >, & as they are.
func line(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// inOrder applies f to the items on all cores and gives the results in the order of the items. It reads only a little ahead.
func inOrder[In, Out any](items iter.Seq[In], f func(In) Out) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		ahead := 4 * runtime.GOMAXPROCS(0)
		queue := make(chan chan Out, ahead)
		tokens := make(chan struct{}, runtime.GOMAXPROCS(0))
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(queue)
			for item := range items {
				result := make(chan Out, 1)
				select {
				case queue <- result:
				case <-stop:
					return
				}
				tokens <- struct{}{}
				go func() {
					result <- f(item)
					<-tokens
				}()
			}
		}()
		for result := range queue {
			if !yield(<-result) {
				return
			}
		}
	}
}

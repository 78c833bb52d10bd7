package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"isnad/cmd/internal/cli"
	"isnad/pkg/article"
	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type exportCmd struct {
	filters
	Format string `help:"See above; by default the first that fits the name of the file, or csv." placeholder:"NAME"`
	Out    string `short:"o" help:"File to write; standard output without it." type:"path" placeholder:"FILE"`
	Limit  int    `help:"Most claims that are written; 0 for all." default:"0"`
	kept
}

// Help gives the formats and examples.
func (*exportCmd) Help() string {
	var b strings.Builder
	b.WriteString("Formats:\n\n")
	for _, f := range export.Formats {
		fmt.Fprintf(&b, "  %-14s %s\n", f.Name, wrap(f.English, 60, strings.Repeat(" ", 17)))
	}
	return b.String() + `
Examples:

  isnad export --out claims.csv
  isnad export --out claims.csv --counted قتيل --from 2024-04-01
  isnad export --format claimreview --out drafts.jsonld --speaker الكعبي
  isnad export --format records | gzip > records.jsonl.gz

A file is there when all of it is: until then, and where something goes wrong, what stood at its place stays.`
}

// Run is the command.
func (c *exportCmd) Run(ctx contextType, flags *cli.Log) (err error) {
	f, err := c.format()
	if err != nil {
		return err
	}
	q, err := c.query().Check()
	if err != nil {
		return err
	}
	if q.Limit = c.Limit; c.Limit < 0 {
		return isnad.Bad("--limit", "%d is below 0", c.Limit)
	}
	return c.with(ctx, flags, func(a asker) error { return c.write(ctx, f, a.Ask(q), a) })
}

// format gives the format that is asked for by name, or by the name of the file.
func (c *exportCmd) format() (export.Format, error) {
	if c.Format != "" {
		return export.Find(c.Format)
	}
	extension := strings.TrimPrefix(filepath.Ext(c.Out), ".")
	if i := slices.IndexFunc(export.Formats, func(f export.Format) bool { return f.Extension == extension }); i >= 0 {
		return export.Formats[i], nil
	}
	return export.Formats[0], nil
}

func (c *exportCmd) write(ctx contextType, f export.Format, q store.Query, from store.Reader) error {
	started := time.Now()
	size := &sized{}
	n := 0
	to := ""
	if !piped(c.Out) {
		to = " to " + c.Out
	}
	bar := progressbar.DefaultSilent(-1)
	if to != "" || !isatty.IsTerminal(os.Stdout.Fd()) { // claims on the screen show how far it is
		bar = progress("writing", progressbar.OptionShowIts(), progressbar.OptionSetItsString("claims"))
	}
	err := wholeFile(c.Out, func(w io.Writer) (err error) {
		size.to = w
		n, err = export.Write(ctx, size, f, counted(export.Rows(ctx, from, q), bar), from)
		return err
	})
	_ = bar.Finish() // a progress bar is worth no error
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "isnad: wrote %d %s%s%s, %s in %s\n", n, f.Item, plural(n), to, bytesOf(size.n), time.Since(started).Round(10*time.Millisecond))
	return nil
}

// counted moves the bar on with every row.
func counted(rows iter.Seq2[store.Row, error], bar *progressbar.ProgressBar) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for row, err := range rows {
			if !yield(row, err) {
				return
			}
			_ = bar.Add(1)
		}
	}
}

// sized counts the bytes that go through it.
type sized struct {
	to io.Writer
	n  int64
}

func (s *sized) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	s.n += int64(n)
	return n, err
}

// bytesOf gives a number of bytes as people read it.
func bytesOf(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// piped tells whether a path stands for standard output.
func piped(path string) bool { return path == "" || path == article.Stdin }

// wholeFile has write make a file that takes its place only when it is whole: a reader finds all of it or what was there before. What is
// no plain file (a pipe, a device) is written to as it is; "" and "-" are standard output.
func wholeFile(path string, write func(io.Writer) error) error {
	if piped(path) {
		return write(os.Stdout)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	part := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}

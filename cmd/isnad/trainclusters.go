package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"isnad/cmd/internal/workers"
	"isnad/pkg/cluster"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
)

type trainClustersCmd struct {
	Files []string `arg:"" help:"Raw text, a paragraph a line, plain or .gz." type:"existingfile" name:"file"`
	Out   string   `required:"" help:"Where to write the clusters." type:"path" placeholder:"FILE"`
	Least int      `help:"Words met fewer times have no class." default:"5"`
	Seed  uint64   `help:"The same seed and text give the same clusters." default:"1"`
	Quiet bool     `short:"q" help:"No progress."`
}

// Help gives examples.
func (*trainClustersCmd) Help() string {
	return `Examples:

  isnad train-clusters --out names.clusters corpus.txt.gz

Eight million words take some ten minutes. The clusters are looked up by the model of names: train that anew with them. To use both, put
them in a folder of tables as ar/names.clusters and ar/names.model and give --lexicons DIR.`
}

// Run is the command.
func (c *trainClustersCmd) Run(ctx contextType) error {
	lex, err := workers.Tables("")
	if err != nil {
		return err
	}
	x, err := extract.New(lex, extract.Options{})
	if err != nil {
		return err
	}
	corpus := cluster.NewCorpus()
	for _, name := range c.Files {
		if err := c.read(ctx, x, corpus, name); err != nil {
			return err
		}
	}
	c.say(fmt.Sprintf("%d words of text", corpus.Len()))
	tables, err := cluster.Train(ctx, corpus, cluster.Options{Least: c.Least, Seed: c.Seed, Progress: c.say})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	if err := tables.Write(&packed); err != nil {
		return err
	}
	if err := writeWhole(c.Out, packed.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d words in %s, %.1f MB\n", tables.Len(), c.Out, float64(packed.Len())/1e6)
	return nil
}

func (c *trainClustersCmd) say(what string) {
	if !c.Quiet {
		fmt.Fprintln(os.Stderr, what)
	}
}

// longestParagraph bounds a line of raw text, in bytes.
const longestParagraph = 64 << 20

func (c *trainClustersCmd) read(ctx contextType, x *extract.Extractor, corpus *cluster.Corpus, name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := io.Reader(f)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestParagraph)
	for n := 1; lines.Scan(); n++ {
		if !utf8.Valid(lines.Bytes()) {
			if !lines.Scan() && lines.Err() != nil { // the file is cut, and with it its last line
				break
			}
			return fmt.Errorf("%s:%d: not UTF-8", name, n)
		}
		for _, s := range x.Sentences(isnad.Arabic, lines.Text()) {
			corpus.Add(s)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

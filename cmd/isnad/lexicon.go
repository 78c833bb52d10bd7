package main

import (
	"fmt"
	"os"
	"strings"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/lexicon"
)

type lexiconCmd struct {
	Check lexiconCheckCmd `cmd:"" help:"Report every bad row of the tables, and rules that no example exercises."`
}

type lexiconCheckCmd struct {
	Dir   string `arg:"" optional:"" help:"Folder of tables over the built-in ones." type:"path"`
	Quiet bool   `short:"q" help:"Only what is wrong."`
}

// Help gives examples.
func (*lexiconCheckCmd) Help() string {
	return `Examples:

  isnad lexicon check                 the built-in tables
  isnad lexicon check my-tables       yours, over the built-in ones

A folder of tables has a folder a language, as lexicons/ in the source has: my-tables/ar/names/ours.tsv. The exit code is 1 where a row
is bad.`
}

// Run is the command.
func (c *lexiconCheckCmd) Run() error {
	layers, err := workers.Layers(c.Dir)
	if err != nil {
		return err
	}
	lex, problems, err := lexicon.Check(layers...)
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Println(p.Error())
	}
	if !c.Quiet {
		counts := lex.Counts()
		rows := 0
		for _, t := range counts {
			fmt.Printf("%6d  %s\n", t.Rows, t.Name)
			rows += t.Rows
		}
		fmt.Printf("%6d rows in %d tables, content hash %s\n", rows, len(counts), lex.Hash())
		idle, err := lexicon.Unexercised(lex, layers...)
		if err != nil {
			return err
		}
		for _, u := range idle {
			fmt.Printf("no example in lexicons/%s/%s exercises: %s\n", u.Language, u.Corpus, wrap(strings.Join(u.Rows, "، "), 76, "  "))
		}
	}
	if len(problems) > 0 {
		fmt.Fprintf(os.Stderr, "isnad: %d bad row%s\n", len(problems), plural(len(problems)))
		return cli.ErrReported
	}
	return nil
}

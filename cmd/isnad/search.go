package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type searchCmd struct {
	Save searchSaveCmd `cmd:"" help:"Keep a question under a name."`
	List searchListCmd `cmd:"" help:"List the questions that are kept."`
	Drop searchDropCmd `cmd:"" help:"Forget one."`
}

// Help gives examples.
func (*searchCmd) Help() string {
	return `Examples:

  isnad search save victims --counted قتيل --min 10
  isnad search list
  isnad watch claims --search victims
  isnad search drop victims`
}

type searchSaveCmd struct {
	Name string `arg:"" help:"Its name."`
	filters
	writer
}

// Run is the command.
func (c *searchSaveCmd) Run(ctx contextType, flags *cli.Log) error {
	who, err := c.name()
	if err != nil {
		return err
	}
	q, err := c.query().Check()
	if err != nil {
		return err
	}
	return c.with(ctx, flags, func(a asker) error {
		s, err := a.SaveSearch(ctx, store.Search{Name: c.Name, Query: q.Values().Encode(), Who: who})
		if err != nil {
			return err
		}
		_, err = fmt.Println(searchLine(&s))
		return err
	})
}

type searchListCmd struct {
	JSON bool `name:"json" help:"Print each search as JSON on a line."`
	kept
}

// Run is the command.
func (c *searchListCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		list, err := a.Searches(ctx)
		if err != nil {
			return err
		}
		for i := range list {
			if c.JSON {
				err = line(os.Stdout, &list[i])
			} else {
				_, err = fmt.Println(searchLine(&list[i]))
			}
			if err != nil {
				return err
			}
		}
		if len(list) == 0 {
			fmt.Fprintln(os.Stderr, "no searches are kept")
		}
		return nil
	})
}

// searchLine gives a search with its question as people read it.
func searchLine(s *store.Search) string {
	question, err := url.QueryUnescape(s.Query)
	if err != nil {
		question = s.Query
	}
	return fmt.Sprintf("%d  %s · %s\n   %s", s.ID, oneLine(s.Name, 40), strings.Join(nonBlank(oneLine(s.Who, 20), s.At.Local().Format(time.DateOnly)), " · "), orElse(harmless(question), "(all claims)"))
}

type searchDropCmd struct {
	Name string `arg:"" help:"Its name or number."`
	kept
}

// Run is the command.
func (c *searchDropCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.with(ctx, flags, func(a asker) error {
		s, err := findSearch(ctx, a, c.Name)
		if err != nil {
			return err
		}
		return a.DropSearch(ctx, s.ID)
	})
}

// findSearch finds the search of a name or number; of several, the latest.
func findSearch(ctx context.Context, a asker, name string) (store.Search, error) {
	list, err := a.Searches(ctx)
	if err != nil {
		return store.Search{}, err
	}
	for _, s := range list {
		if s.Name == name || strconv.FormatInt(s.ID, 10) == name {
			return s, nil
		}
	}
	return store.Search{}, isnad.Bad("search", "none is kept under the name %s", name)
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type watchClaimsCmd struct {
	Query  string        `help:"The question as it stands in an address: 'counted=قتيل&min=10'." xor:"question" placeholder:"QUESTION"`
	Search string        `help:"Name or number of a saved search: what it finds that nobody has seen yet comes first." xor:"question" placeholder:"NAME"`
	All    bool          `help:"Begin with all that is there."`
	Every  time.Duration `help:"How often to look." default:"5s"`
	Show   int           `help:"Most claims that are printed at each look; 0 for all." default:"10"`
	JSON   bool          `name:"json" help:"Print each claim as JSON on a line, all of them."`
	kept
}

// Help gives examples.
func (*watchClaimsCmd) Help() string {
	return `Examples:

  isnad watch claims
  isnad watch claims --query 'q=داعش&unit=USD' --every 1m
  isnad watch claims --search victims --json
  isnad watch claims --server http://127.0.0.1:8080 --show 0

Each look that finds something prints how much, and the first of it. Ctrl-C ends it.`
}

// Run is the command.
func (c *watchClaimsCmd) Run(ctx contextType, flags *cli.Log) error {
	if c.Every <= 0 {
		return isnad.Bad("--every", "%s is no time to wait", c.Every)
	}
	return c.with(ctx, flags, func(a asker) error {
		w := &claimWatch{watchClaimsCmd: c, asker: a}
		if err := w.begin(ctx); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, "waiting for claims; Ctrl-C ends it")
		return w.follow(ctx)
	})
}

// claimWatch looks for claims of articles behind a number.
type claimWatch struct {
	*watchClaimsCmd
	asker
	search  store.Search
	query   store.Query
	printed map[string]bool // by the last look that found something
}

// begin reads the question, and where to begin.
func (w *claimWatch) begin(ctx context.Context) error {
	question := w.Query
	if w.Search != "" {
		var err error
		if w.search, err = findSearch(ctx, w.asker, w.Search); err != nil {
			return err
		}
		question = w.search.Query
	}
	values, err := url.ParseQuery(question)
	if err != nil {
		return &isnad.BadInput{Place: "query", Reason: "it is not as in an address", Err: err}
	}
	if w.query, err = store.ParseQuery(values); err != nil {
		return err
	}
	w.query = w.Ask(w.query)
	w.query.Limit, w.query.After, w.query.Sort = store.MostLimit, "", store.SortEarliest
	switch {
	case w.All:
	case w.Search != "":
		w.query.Since = w.search.Seen
	default:
		stats, err := w.Stats(ctx)
		if err != nil {
			return err
		}
		w.query.Since = stats.Latest
	}
	return nil
}

// follow looks again and again until ctx ends. A store or server that is away is waited for.
func (w *claimWatch) follow(ctx context.Context) error {
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	away := false
	for {
		err := w.look(ctx)
		switch {
		case ctx.Err() != nil:
			return nil // told to end
		case err == nil:
			away = false
		case !errors.Is(err, isnad.ErrUnavailable):
			return err
		case !away:
			fmt.Fprintf(os.Stderr, "isnad: waiting: %v\n", err)
			away = true
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// look prints what is new. How far the articles go is asked before the claims, so that none is missed between the two; what comes in
// between is found again by the next look, and known then.
func (w *claimWatch) look(ctx context.Context) error {
	probe := w.query
	probe.Limit = 1
	page, err := w.Claims(ctx, probe)
	if err != nil || len(page.Rows) == 0 {
		return err // counting all articles is for when there is something
	}
	stats, err := w.Stats(ctx)
	if err != nil {
		return err
	}
	var fresh []store.Row
	found := map[string]bool{}
	for q := w.query; ; q.After = page.Next {
		if page, err = w.Claims(ctx, q); err != nil {
			return err
		}
		for _, r := range page.Rows {
			found[r.Claim.ID] = true
			if !w.printed[r.Claim.ID] {
				fresh = append(fresh, r)
			}
		}
		if page.Next == "" {
			break
		}
	}
	if err := w.print(fresh); err != nil {
		return err
	}
	w.printed, w.query.Since = found, stats.Latest
	if w.Search != "" {
		return w.SeenSearch(ctx, w.search.ID, stats.Latest)
	}
	return nil
}

func (w *claimWatch) print(rows []store.Row) error {
	if len(rows) == 0 {
		return nil
	}
	out := bufio.NewWriter(os.Stdout)
	if !w.JSON {
		articles := map[string]bool{}
		for i := range rows {
			articles[rows[i].Article.ID] = true
		}
		fmt.Fprintf(out, "%s  %d new claim%s in %d article%s\n\n", time.Now().Format(time.TimeOnly), len(rows), plural(len(rows)), len(articles), plural(len(articles)))
	}
	for i := range rows {
		if w.JSON {
			if err := line(out, &rows[i]); err != nil {
				return err
			}
			continue
		}
		if w.Show > 0 && i == w.Show {
			fmt.Fprintf(out, "… and %d more; --show 0 prints all\n\n", len(rows)-i)
			break
		}
		if err := writeRow(out, &rows[i]); err != nil {
			return err
		}
	}
	return out.Flush()
}

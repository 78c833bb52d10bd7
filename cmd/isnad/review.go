package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

type reviewCmd struct {
	Claim      string `arg:"" optional:"" help:"Id of the claim, as isnad query --json gives it."`
	State      string `help:"in_review, confirmed, rejected, duplicate, needs_source, or new again." placeholder:"STATE"`
	Note       string `help:"Why." placeholder:"TEXT"`
	Correction string `help:"What it should say; the machine's reading stays beside it." placeholder:"TEXT"`
	Log        bool   `help:"Print the reviews of the claim, or of all claims, the latest first."`
	Limit      int    `help:"Most reviews that are printed." default:"50"`
	JSON       bool   `name:"json" help:"Print each review as JSON on a line."`
	writer
}

// Help gives examples.
func (*reviewCmd) Help() string {
	return `Examples:

  isnad review 5f1c… --state confirmed --note "as in the statement"
  isnad review 5f1c… --state rejected --correction "95 shops" --who noura
  isnad review 5f1c… --state in_review --server http://127.0.0.1:8080
  isnad review --log 5f1c…
  isnad review --log --json

A review is an entry of the claim's log and is never changed; the latest one tells the state of the claim.`
}

// Run is the command.
func (c *reviewCmd) Run(ctx contextType, flags *cli.Log) error {
	who, err := c.name()
	switch {
	case err != nil:
		return err
	case c.Log && c.State != "":
		return isnad.Bad("review", "--log prints reviews and --state adds one: give one of them")
	case !c.Log && (c.Claim == "" || c.State == ""):
		return isnad.Bad("review", "give a claim and its --state, or --log")
	}
	return c.with(ctx, flags, func(a asker) error {
		if !c.Log {
			r, err := a.Review(ctx, store.Review{Claim: c.Claim, State: store.State(c.State), Note: c.Note, Correction: c.Correction, Who: who})
			if err != nil {
				return about("claim", c.Claim, err)
			}
			return c.print(os.Stdout, &r)
		}
		list, err := a.Reviews(ctx, store.ReviewQuery{Claim: c.Claim, Who: c.Who, Limit: c.Limit})
		if err != nil {
			return err
		}
		out := bufio.NewWriter(os.Stdout)
		for i := range list {
			if err := c.print(out, &list[i]); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			fmt.Fprintln(os.Stderr, "no reviews")
		}
		return out.Flush()
	})
}

func (c *reviewCmd) print(w io.Writer, r *store.Review) error {
	if c.JSON {
		return line(w, r)
	}
	_, err := fmt.Fprintf(w, "%s · %s · %s\n  claim %s\n", r.At.Local().Format(time.DateTime), r.State, oneLine(r.Who, 30), r.Claim)
	for _, text := range nonBlank(r.Note, correction(r.Correction)) {
		_, err = fmt.Fprintf(w, "  %s\n", wrap(text, 76, "  "))
	}
	return err
}

func correction(s string) string {
	if s == "" {
		return ""
	}
	return "should say: " + s
}

// about names the thing that an error says is not there.
func about(what, id string, err error) error {
	if errors.Is(err, store.ErrNotFound) && !strings.Contains(err.Error(), id) {
		return fmt.Errorf("%s %s: %w", what, id, err)
	}
	return err
}

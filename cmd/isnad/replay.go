package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

type replayCmd struct {
	From     string   `help:"First article: a day, an RFC 3339 time, how long ago (48h), or a sequence number of the stream ARTICLES." placeholder:"WHEN"`
	To       string   `help:"Last article; a day counts whole." placeholder:"WHEN"`
	Outlet   string   `help:"Only articles of this outlet."`
	Language string   `help:"Only articles in this language: ar or en."`
	Missing  bool     `help:"Only articles whose reading the store has lost, as after it was restored: see --store and --server."`
	Stored   bool     `help:"Take the articles from the store, also those that the broker holds no more."`
	Article  []string `help:"Only the article of this id; may be given several times." placeholder:"ID"`
	DryRun   bool     `help:"Count what would be sent, and send nothing."`
	Store    string   `help:"With --missing and --stored: where records are kept; without it, and without --server, the store of the data folder." placeholder:"DSN"`
	brokerFlags
	serverFlags
}

// Help says what it does.
func (*replayCmd) Help() string {
	return `Sends articles that the broker still holds (30 days) through extraction once more, under a new run: the records made of them become the current
ones, what other programs or tables read stays in the store (isnad article ID --revisions), and reviews stay with their claims. Without --nats,
the next isnad run does the work.

A time is that at which the broker took the article in, or took it in again. Each article is sent once. A replay that was cut short has sent a
part; given once more it is a new run and sends all of it.

With --missing the store is asked for each article: after a backup was restored it also finds what was on its way to the store when the backup was
made, which a --from of that time does not. With --stored the articles come from the store, whose records hold them whole: also those that are older
than what the broker holds.

Examples:

  isnad replay --dry-run
  isnad replay --from 2026-11-01
  isnad replay --from 48h --language ar
  isnad replay --from 2026-11-01T06:00:00+03:00 --to 2026-11-02 --outlet ديارنا
  isnad replay --article 5f1c…
  isnad replay --missing --store isnad.db
  isnad replay --stored --outlet ديارنا`
}

// Run is the command.
func (c *replayCmd) Run(ctx contextType, flags *cli.Log) error {
	q, err := c.query(time.Now())
	if err != nil {
		return err
	}
	k := kept{serverFlags: c.serverFlags, Store: c.Store, Data: c.Data}
	if c.Stored {
		return k.with(ctx, flags, func(a asker) error {
			return c.send(ctx, flags, q, func(broker *workers.Broker, q stage.ReplayQuery) (stage.Replayed, error) {
				return stage.ReplayStored(ctx, broker.JS, c.stored(ctx, a, q.Progress), q)
			})
		})
	}
	held := func(broker *workers.Broker, q stage.ReplayQuery) (stage.Replayed, error) {
		return stage.Replay(ctx, broker.JS, q)
	}
	if c.Missing {
		return k.with(ctx, flags, func(a asker) error {
			q.Has = func(ctx context.Context, m *wire.Message) (bool, error) { return holds(ctx, a, m) }
			return c.send(ctx, flags, q, held)
		})
	}
	return c.send(ctx, flags, q, held)
}

// stored gives the articles of a store that were asked for.
func (c *replayCmd) stored(ctx context.Context, from store.Reader, progress func(done, all uint64)) iter.Seq2[*isnad.Article, error] {
	return func(yield func(*isnad.Article, error) bool) {
		var looked uint64
		for after := int64(0); ; {
			page, err := from.Articles(ctx, after, store.MostLimit)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(page) == 0 {
				return
			}
			for _, a := range page {
				looked++
				progress(looked, looked)
				if after = a.Number; !c.wants(&a.Article) {
					continue
				}
				r, err := from.Record(ctx, a.Article.ID)
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(&r.Article, nil) {
					return
				}
			}
		}
	}
}

func (c *replayCmd) wants(a *store.Article) bool {
	return (c.Outlet == "" || a.Outlet == c.Outlet) && (c.Language == "" || a.Language == c.Language) && (len(c.Article) == 0 || slices.Contains(c.Article, a.ID))
}

// holds tells whether a store has a reading of the article by the run that a message asks for, or a later one; or any, where it asks for none.
func holds(ctx context.Context, from store.Reader, m *wire.Message) (bool, error) {
	list, err := from.Revisions(ctx, m.FirstID())
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	run, err := strconv.ParseUint(cmp.Or(m.Header.Get(wire.HeaderRun), "0"), 10, 64)
	if err != nil {
		return true, nil // extract could not read it either, and put it aside
	}
	return slices.ContainsFunc(list, func(v store.Revision) bool { return v.Run >= run }), nil
}

// send sends what was asked for, and says so.
func (c *replayCmd) send(ctx contextType, flags *cli.Log, q stage.ReplayQuery, replay func(*workers.Broker, stage.ReplayQuery) (stage.Replayed, error)) error {
	bar := progress("sending again")
	q.Progress = func(done, all uint64) {
		bar.ChangeMax64(int64(min(all, 1<<62)))
		_ = bar.Set64(int64(min(done, 1<<62))) // a progress bar is worth no error
	}
	return c.withBroker(ctx, flags, func(broker *workers.Broker, _ zerolog.Logger) error {
		r, err := replay(broker, q)
		_ = bar.Finish()
		if err != nil {
			return fmt.Errorf("%d article%s sent again as run %d, then: %w", r.Sent, plural(r.Sent), r.Run, err)
		}
		if c.DryRun {
			fmt.Printf("%d article%s would be sent again\n", r.Sent, plural(r.Sent))
		} else {
			fmt.Printf("%d article%s sent again as run %d\n", r.Sent, plural(r.Sent), r.Run)
		}
		for _, id := range r.Missing {
			fmt.Fprintf(os.Stderr, "isnad: article %s is not there, or not within what was asked for\n", oneLine(id, 80))
		}
		if len(r.Missing) > 0 {
			return cli.ErrReported
		}
		return nil
	})
}

func (c *replayCmd) query(now time.Time) (stage.ReplayQuery, error) {
	q := stage.ReplayQuery{Outlet: c.Outlet, Language: c.Language, Articles: c.Article, DryRun: c.DryRun}
	if c.Language != "" && c.Language != isnad.Arabic && c.Language != isnad.English {
		return q, isnad.Bad("--language", "%q is neither ar nor en", c.Language)
	}
	if c.Stored && (c.From != "" || c.To != "" || c.Missing) {
		return q, isnad.Bad("--stored", "the store knows nothing of when the broker took an article in: leave out --from, --to and --missing")
	}
	var err error
	if q.From, q.First, err = moment("--from", c.From, now, false); err != nil {
		return q, err
	}
	if q.To, q.Last, err = moment("--to", c.To, now, true); err != nil {
		return q, err
	}
	if !q.To.IsZero() && !q.To.After(q.From) || q.Last > 0 && q.Last < q.First {
		return q, isnad.Bad("--to", "%s lies before --from %s", c.To, c.From)
	}
	return q, nil
}

// moment reads a place in the stream ARTICLES: the time, or the sequence number. A day is its beginning, or with end the beginning of the next one,
// in the time zone of this machine; other times with end count too, to the second.
func moment(place, s string, now time.Time, end bool) (at time.Time, sequence uint64, err error) {
	if s == "" {
		return at, 0, nil
	}
	if n, err := strconv.ParseUint(s, 10, 64); err == nil {
		if n == 0 {
			return at, 0, isnad.Bad(place, "sequence numbers of %s begin at 1", wire.Articles)
		}
		return at, n, nil
	}
	if ago, err := time.ParseDuration(s); err == nil {
		if ago < 0 {
			return at, 0, isnad.Bad(place, "%s lies ahead: %s is how long ago", s, -ago)
		}
		return now.Add(-ago), 0, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil {
		if end {
			day = day.AddDate(0, 0, 1)
		}
		return day, 0, nil
	}
	if at, err = time.Parse(time.RFC3339, s); err == nil {
		if end {
			at = at.Add(time.Second)
		}
		return at, 0, nil
	}
	return at, 0, isnad.Bad(place, "%q is no day (2026-11-01), time (2026-11-01T06:00:00+03:00), length of time (48h) or sequence number", s)
}

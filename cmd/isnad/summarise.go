package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"

	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/service"
	"isnad/pkg/stage"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

type registry = *prometheus.Registry

func newMux(r registry, ready func(context.Context) error) *http.ServeMux {
	mux := http.NewServeMux()
	service.Handle(mux, r, ready)
	return mux
}

// summary is what a run tells at its end.
type summary struct {
	show     int
	started  time.Time
	tally    intake.Tally
	articles []given // in the order of their ids' coming, each once
	known    map[string]bool
	missing  int
}

type given struct {
	id, place string
}

// add takes an outcome, and prints at once what was rejected.
func (s *summary) add(o intake.Outcome) {
	s.tally.Add(o)
	if o.Err != nil {
		fmt.Fprintf(os.Stderr, "isnad: rejected: %v\n", o.Err)
		return
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	if !s.known[o.Article.ID] {
		s.known[o.Article.ID] = true
		s.articles = append(s.articles, given{o.Article.ID, o.Place})
	}
}

// clean tells whether every item is in the store.
func (s *summary) clean() bool { return s.tally.Rejected == 0 && s.missing == 0 }

// write prints the claims of the first articles, the entities announced since the message before, and the totals.
func (s *summary) write(ctx context.Context, w io.Writer, p *pipeline, before uint64) error {
	claims, figures := 0, 0
	for i, a := range s.articles {
		r, err := p.store.Record(ctx, a.id)
		if errors.Is(err, store.ErrNotFound) {
			s.missing++
			fmt.Fprintf(os.Stderr, "isnad: %s (article %.12s) could not be extracted; isnad dead list tells why\n", a.place, a.id)
			continue
		}
		if err != nil {
			return err
		}
		claims, figures = claims+len(r.Claims), figures+len(r.Figures)
		if i < s.show {
			if err := writeSummary(w, r); err != nil {
				return err
			}
		}
	}
	if rest := len(s.articles) - s.show; rest > 0 {
		fmt.Fprintf(w, "… and %d more article%s (--show prints more; isnad query searches all)\n\n", rest, plural(rest))
	}
	if err := s.writeEntities(ctx, w, p.broker.JS, before); err != nil {
		return err
	}
	if err := s.writeDead(ctx, w, p.broker.JS); err != nil {
		return err
	}
	s.writeTotals(w, claims, figures)
	return nil
}

// writeEntities prints what was announced behind the message before.
func (s *summary) writeEntities(ctx context.Context, w io.Writer, js jetstream.JetStream, before uint64) error {
	const most = 40
	n := 0
	for at := before + 1; ; n++ {
		m, ok, err := wire.Next(ctx, js, wire.Entities, at)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		at = m.Sequence + 1
		a, err := wire.ReadAnnouncement(&m)
		if err != nil {
			return err
		}
		if n == 0 {
			fmt.Fprintln(w, "New entities:")
		}
		if n < most {
			fmt.Fprintf(w, "  %-12s %s\n", a.Kind, oneLine(a.Name, 200))
		}
	}
	if n > most {
		fmt.Fprintf(w, "  … and %d more\n", n-most)
	}
	if n > 0 {
		fmt.Fprintln(w)
	}
	return nil
}

// writeDead prints how many messages stand aside.
func (s *summary) writeDead(ctx context.Context, w io.Writer, js jetstream.JetStream) error {
	letters, err := stage.Dead{JS: js}.Count(ctx)
	if n := int(min(letters, 1<<53)); err == nil && n > 0 {
		fmt.Fprintf(w, "%d message%s could not be handled and stand%s aside: isnad dead list\n", n, plural(n), singular(n))
	}
	return err
}

func (s *summary) writeTotals(w io.Writer, claims, figures int) {
	t := s.tally
	fmt.Fprintf(w, "%d article%s: %d new", t.Total(), plural(t.Total()), t.Accepted)
	if t.Duplicates > 0 {
		fmt.Fprintf(w, ", %d there already (nothing was stored twice)", t.Duplicates)
	}
	if t.Again > 0 {
		fmt.Fprintf(w, ", %d read anew by this program and its tables", t.Again)
	}
	if t.Rejected > 0 {
		fmt.Fprintf(w, ", %d rejected", t.Rejected)
	}
	fmt.Fprintf(w, "; %d claims, %d figures in %s\n", claims, figures, time.Since(s.started).Round(10*time.Millisecond))
}

// lastEntity gives the number of the last announcement.
func lastEntity(ctx context.Context, js jetstream.JetStream) (uint64, error) {
	s, err := js.Stream(ctx, wire.Entities)
	if err != nil {
		return 0, fmt.Errorf("stream %s: %w", wire.Entities, wire.Unavailable(err))
	}
	return s.CachedInfo().State.LastSeq, nil
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// singular gives the ending of a verb.
func singular(n int) string {
	if n == 1 {
		return "s"
	}
	return ""
}

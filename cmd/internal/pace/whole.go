package pace

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Server is the ingest of a running pipeline.
type Server struct {
	URL     string                              // http://127.0.0.1:8081
	Token   string                              // "" for none
	Drained func(context.Context) (bool, error) // whether nothing is under way in the pipeline any more
}

// postLines is how many articles are posted with one request.
const postLines = 10

// Through waits until nothing is under way, posts articles, a line of JSON each, as fast as they are taken, and waits until all are through.
// It gives the time an article takes, by the clock.
func (s Server) Through(ctx context.Context, articles [][]byte) (time.Duration, error) {
	if err := s.idle(ctx); err != nil { // else what was under way before would be measured
		return 0, err
	}
	started := time.Now()
	group, giving := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range publishers {
		group.Go(func() error {
			for {
				at := int(next.Add(postLines)) - postLines
				if at >= len(articles) {
					return nil
				}
				if err := s.post(giving, bytes.Join(articles[at:min(at+postLines, len(articles))], []byte("\n"))); err != nil {
					return err
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	if err := s.idle(ctx); err != nil {
		return 0, err
	}
	return each(started, len(articles)), nil
}

// idle waits until nothing is under way.
func (s Server) idle(ctx context.Context) error {
	const every = 10 * time.Millisecond
	for {
		done, err := s.Drained(ctx)
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
	}
}

func (s Server) post(ctx context.Context, lines []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/articles", bytes.NewReader(lines))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-ndjson")
	if s.Token != "" {
		request.Header.Set("Authorization", "Bearer "+s.Token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("giving articles: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusAccepted {
		const most = 300
		said, _ := io.ReadAll(io.LimitReader(answer.Body, most)) // for the error alone
		return fmt.Errorf("giving articles: %s answers %s: %s", s.URL, answer.Status, said)
	}
	return nil
}

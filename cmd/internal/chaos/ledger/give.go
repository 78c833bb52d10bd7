package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"isnad/cmd/internal/news"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
)

// Giver posts articles to ingest.
type Giver struct {
	Ledger *Ledger
	Reader *article.Reader
	URL    string        // of ingest
	Token  string        // shown to ingest; "" for none
	Each   time.Duration // pause between two articles of one client; 0 gives as fast as they are taken
	Size   int           // sentences of an article beyond the first few
	Tag    string        // tells the articles of one giver from those of another
	client http.Client
	number atomic.Int64
}

// giveTimeout bounds one request.
const giveTimeout = 20 * time.Second

// retryPause is what a client waits before it tries again.
const retryPause = 50 * time.Millisecond

// Give posts articles by several clients at once, until ctx ends or each has given its share of most (0: no bound). What a client has begun
// to give it goes on giving until it is accepted, or until end ends: so that nothing may be stored that is not in the ledger.
func (g *Giver) Give(ctx, end context.Context, clients, most int) {
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for ctx.Err() == nil {
				n := g.number.Add(1)
				if most > 0 && n > int64(most) {
					return
				}
				g.one(end, int(n))
				if g.Each > 0 {
					select {
					case <-ctx.Done():
					case <-time.After(g.Each):
					}
				}
			}
		})
	}
	wg.Wait()
}

// one gives one article until it is accepted.
func (g *Giver) one(ctx context.Context, n int) {
	body, a := news.JSON(g.Tag, n, g.Size), g.Article(n)
	for ctx.Err() == nil {
		r, answer := g.post(ctx, body)
		if r.ID == a.ID {
			g.Ledger.Accept(a)
			return
		}
		g.Ledger.refuse(answer)
		time.Sleep(retryPause)
	}
}

// Article gives the article of a number, as the pipeline is to read it.
func (g *Giver) Article(n int) *isnad.Article {
	a, err := g.Reader.JSON("made", news.JSON(g.Tag, n, g.Size), article.Meta{})
	if err != nil {
		panic(err) // the harness is wrong
	}
	return a
}

// reply is what ingest says of an article that it has accepted.
type reply struct {
	ID        string `json:"id"`
	Duplicate bool   `json:"duplicate"`
}

// Line gives the article of a number as a line of JSON, for a file.
func (g *Giver) Line(n int) []byte { return append(news.JSON(g.Tag, n, g.Size), '\n') }

// post gives the reply where the article was accepted, and otherwise what was answered.
func (g *Giver) post(ctx context.Context, body []byte) (r reply, answer string) {
	ctx, cancel := context.WithTimeout(ctx, giveTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.URL+"/articles", bytes.NewReader(body))
	if err != nil {
		return reply{}, err.Error()
	}
	request.Header.Set("Content-Type", "application/json")
	if g.Token != "" {
		request.Header.Set("Authorization", "Bearer "+g.Token)
	}
	response, err := g.client.Do(request)
	if err != nil {
		return reply{}, "no answer"
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return reply{}, "half an answer"
	}
	if response.StatusCode != http.StatusAccepted || json.Unmarshal(data, &r) != nil {
		return reply{}, fmt.Sprintf("%d %s", response.StatusCode, bytes.TrimSpace(data))
	}
	return r, ""
}

// Again gives an article once more, and tells whether it was known.
func (g *Giver) Again(ctx context.Context, n int) (known bool, err error) {
	reply, answer := g.post(ctx, news.JSON(g.Tag, n, g.Size))
	if reply.ID == "" {
		return false, errors.New(answer)
	}
	return reply.Duplicate, nil
}

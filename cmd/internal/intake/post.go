package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/web/problem"
	"isnad/pkg/wire"
)

// postTimeout bounds how long a request waits for the broker before it is answered with 503.
const postTimeout = 15 * time.Second

// reply is the answer to one article.
type reply struct {
	ID        string `json:"id,omitempty"`        // of the article: its content hash
	SourceID  string `json:"source_id,omitempty"` // the caller's label
	Duplicate bool   `json:"duplicate,omitempty"` // it was there before; nothing was added
	Error     string `json:"error,omitempty"`
}

// ServeHTTP takes POST /articles: one article as JSON object (application/json), several as lines (application/x-ndjson), a page
// (text/html) or a text (text/plain; outlet, published, url, id and language as query parameters). It answers 202 once the broker has
// stored all of it, and with the traceparent that it goes by; 400 with the reason where something was refused – of lines, the others are
// taken; 503 while the broker is away, and at once, with Retry-After, while it is full. What is
// wrong with the whole request is told in a problem document.
func (g *Ingest) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), postTimeout)
	defer cancel()
	trace := wire.NextHop(r.Header.Get(wire.HeaderTrace))
	w.Header().Set(wire.HeaderTrace, trace) // whoever asks finds in logs and dead letters what became of it
	ctx = wire.WithTrace(ctx, trace)
	body := http.MaxBytesReader(w, r.Body, article.MaxFile)
	q := r.URL.Query()
	m := article.Meta{ID: q.Get("id"), Language: q.Get("language"), Published: q.Get("published"), Outlet: q.Get("outlet"), URL: q.Get("url"),
		Layout: isnad.Layout(q.Get("layout"))}.Or(g.Meta)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/x-ndjson" || kind == "application/jsonl" {
		g.postLines(ctx, w, body, m)
		return
	}
	data, err := io.ReadAll(body)
	if err != nil {
		problem.Write(w, http.StatusRequestEntityTooLarge, err.Error())
		return
	}
	item := article.Item{Place: "request"}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		item.Err = isnad.Bad("request", "the body is empty")
	case kind == "application/json":
		item.Article, item.Err = g.Reader.JSON("request", data, m)
	case kind == "text/html" || kind == "" && article.IsHTML(data):
		item.Page = data
		item.Article, item.Err = g.Reader.HTML("request", data, r.Header.Get("Content-Type"), m)
	case kind == "text/plain" || kind == "":
		item.Article, item.Err = g.Reader.Text("request", string(data), m)
	default:
		problem.Write(w, http.StatusUnsupportedMediaType, kind+" is not taken; send application/json, application/x-ndjson, text/html or text/plain")
		return
	}
	o := g.Offer(ctx, item)
	if o.Err != nil {
		g.Refused(&o)
		retryLater(w, o.Err)
		problem.Write(w, statusOf(o.Err), o.Err.Error())
		return
	}
	write(w, http.StatusAccepted, replyTo(o))
}

// postLines takes lines as they come and answers with one reply a line, in order, when all are stored or refused.
func (g *Ingest) postLines(ctx context.Context, w http.ResponseWriter, body io.Reader, m article.Meta) {
	status := http.StatusAccepted
	var out bytes.Buffer
	answer := json.NewEncoder(&out)
	for item := range g.Reader.Lines("", body, m) {
		o := g.Offer(ctx, item)
		if o.Err != nil {
			g.Refused(&o)
			status = max(status, statusOf(o.Err))
			retryLater(w, o.Err)
		}
		_ = answer.Encode(replyTo(o)) // strings and a bool into memory
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a caller who has gone asks again, and nothing is stored twice
}

func replyTo(o Outcome) reply {
	if o.Err != nil {
		return reply{SourceID: o.ID, Error: o.Err.Error()}
	}
	return reply{ID: o.Article.ID, SourceID: o.Article.SourceID, Duplicate: o.Duplicate}
}

func statusOf(err error) int {
	switch {
	case isnad.IsBadInput(err):
		return http.StatusBadRequest
	case errors.Is(err, isnad.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// retryAfter is when whoever is refused because the broker is full may come again, in seconds.
const retryAfter = "5"

func retryLater(w http.ResponseWriter, err error) {
	if errors.Is(err, wire.ErrFull) {
		w.Header().Set("Retry-After", retryAfter)
	}
}

func write(w http.ResponseWriter, status int, v reply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a caller who has gone asks again, and nothing is stored twice
}

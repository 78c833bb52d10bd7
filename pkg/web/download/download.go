// Package download hands out what a question finds, all of it, as a file: /export.csv, /export.jsonl and /export.jsonld, with the
// parameters of a search and, where an extension has several formats, format=… with the name of one.
//
// It knows HTTP and the names of files. How a format looks is package export's. Who may read is decided before a request comes here, and
// packing (gzip) is done around it.
package download

import (
	"net/http"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/problem"
)

// Desk is what downloads ask; a desk.Desk is one.
type Desk interface {
	export.Claims
	export.Articles
	Ask(q store.Query) store.Query
}

// patience is how long a reader may take for a piece of the file before it is taken for gone.
const patience = time.Minute

// Files are the downloads of a desk.
type Files struct{ Desk }

// Register adds an address for each extension of export.Formats to a mux.
func (files Files) Register(mux *http.ServeMux) {
	known := map[string]bool{}
	for _, f := range export.Formats {
		if !known[f.Extension] {
			known[f.Extension] = true
			mux.Handle("GET /export."+f.Extension, handler{files.Desk, f})
		}
	}
}

// handler serves the formats of one extension.
type handler struct {
	desk  Desk
	usual export.Format // where none is named
}

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, q, err := h.parse(r)
	if err != nil {
		problem.Write(w, problem.Status(err), problem.Detail(err))
		return
	}
	out := &answer{to: w, format: f, deadline: http.NewResponseController(w).SetWriteDeadline}
	if r.Method == http.MethodHead {
		out.head()
		return
	}
	ctx := r.Context()
	defer func() { _ = out.deadline(time.Time{}) }() // the connection is used again
	_, err = export.Write(ctx, out, f, export.Rows(ctx, h.desk, h.desk.Ask(q)), h.desk)
	if err == nil {
		return
	}
	if ctx.Err() == nil { // or the reader has gone
		zerolog.Ctx(ctx).Error().Err(err).Str("format", f.Name).Msg("download")
	}
	if out.begun {
		panic(http.ErrAbortHandler) // cuts the connection: nobody takes for whole what is not
	}
	problem.Write(w, problem.Status(err), problem.Detail(err))
}

// parse reads format and question. Limit is that of the whole file: none is no limit. A cursor is passed over: it belongs to the page
// from which a download was asked for, and the file has all pages.
func (h handler) parse(r *http.Request) (export.Format, store.Query, error) {
	v := r.URL.Query()
	f, err := h.usual, error(nil)
	if name := v.Get("format"); name != "" {
		if f, err = export.Find(name); err != nil {
			return f, store.Query{}, err
		}
		if f.Extension != h.usual.Extension {
			return f, store.Query{}, isnad.Bad("format", "%s is had at /export.%s", name, f.Extension)
		}
	}
	limit := 0
	if s := v.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 0 {
			return f, store.Query{}, isnad.Bad("query", "the limit %q is no whole number from 0 on", s)
		}
	}
	v.Del("limit")
	v.Del("cursor")
	q, err := store.ParseQuery(v)
	q.Limit = limit
	return f, q, err
}

// answer is a response that says what it is when its first bytes come: until then it can be an error yet.
type answer struct {
	to       http.ResponseWriter
	format   export.Format
	deadline func(time.Time) error
	begun    bool
}

func (a *answer) head() {
	h := a.to.Header()
	h.Set("Content-Type", a.format.MediaType)
	h.Set("Content-Disposition", `attachment; filename="isnad-`+a.format.Item+`s.`+a.format.Extension+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

func (a *answer) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun = true
		a.head()
	}
	_ = a.deadline(time.Now().Add(patience)) // a writer without deadlines waits for ever, which is its own choice
	return a.to.Write(b)
}

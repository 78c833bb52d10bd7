// Package api answers programs: JSON under /api/v1, described by an OpenAPI 3.1 document, and announcements of new entities as server-sent
// events.
//
// It knows how questions stand in addresses and answers in JSON; who may ask is decided before it (package auth), what the answers are
// behind it (packages desk and store). The parts of a record are described by the project's JSON Schema of records, not anew here.
package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/rs/zerolog"

	"isnad/pkg/desk"
	"isnad/pkg/web/problem"
)

// Root is where all addresses of the API begin.
const Root = "/api/v1"

// Options of the API.
type Options struct {
	Desk     *desk.Desk
	Articles http.Handler    // takes POST /api/v1/articles; nil: this server takes none in
	Version  string          // of the program
	Log      zerolog.Logger  // is told of what went wrong inside
	Done     <-chan struct{} // streams end when it is closed; nil: never
}

// api is the handlers and what they share.
type api struct {
	Options
	huma huma.API
	feed *feed
}

// New gives the handler of all addresses below /api/.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "isnad", Version: o.Version,
				Description: "Claims found in Arabic and English news: who said what, through whom, with which figures, each tied to the exact words. Writing needs a token, and reading from other machines too."},
			Components: &huma.Components{
				Schemas:         newRegistry(),
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of the server's file of tokens; it also tells who reviews."}},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
		// A filter that is misspelt must not find everything.
		RejectUnknownQueryParameters: true,
	}
	a := &api{Options: o, huma: humago.New(mux, config)}
	a.feed = newFeed(o.Desk.Announcements, o.Log)
	a.huma.UseMiddleware(readable)
	a.claims()
	a.entities()
	a.articles()
	a.reviews()
	a.searches()
	a.stream()
	a.take(mux)
	a.document(mux)
	return WithProblems(mux)
}

// answer is what huma takes for an answer with a body.
type answer[T any] struct{ Body T }

// Statuses that operations may answer with, besides those that huma adds.
var (
	readErrors  = []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusServiceUnavailable}
	writeErrors = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusServiceUnavailable}
)

// operation describes one. id is its name for programs, such as "list-claims".
func operation(method, path, id, topic, summary string) huma.Operation {
	op := huma.Operation{Method: method, Path: Root + path, OperationID: id, Tags: []string{topic}, Summary: summary, Errors: readErrors,
		DefaultStatus: http.StatusOK, Security: []map[string][]string{{}, {"token": {}}}}
	switch method {
	case http.MethodPost:
		op.DefaultStatus = http.StatusCreated
	case http.MethodDelete:
		op.DefaultStatus = http.StatusNoContent
	}
	if method != http.MethodGet {
		op.Errors, op.Security = writeErrors, []map[string][]string{{"token": {}}}
	}
	return op
}

// handle answers an operation with what f gives.
func handle[I, O any](a *api, op huma.Operation, f func(context.Context, *I) (O, error)) {
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*answer[O], error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, a.told(&op, err)
		}
		return &answer[O]{out}, nil
	})
}

// handleQuietly answers an operation that has nothing to tell.
func handleQuietly[I any](a *api, op huma.Operation, f func(context.Context, *I) error) {
	op.DefaultStatus = http.StatusNoContent
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*struct{}, error) {
		if err := f(ctx, in); err != nil {
			return nil, a.told(&op, err)
		}
		return nil, nil
	})
}

// told gives what people are told of an error. What is no fault of theirs goes into the log.
func (a *api) told(op *huma.Operation, err error) error {
	var already huma.StatusError
	if errors.As(err, &already) {
		return err
	}
	status := problem.Status(err)
	out := huma.NewError(status, problem.Detail(err))
	switch status {
	case http.StatusServiceUnavailable:
		a.Log.Warn().Err(err).Str("operation", op.OperationID).Msg("unavailable")
		return huma.ErrorWithHeaders(out, http.Header{"Retry-After": {problem.RetryAfter}})
	case http.StatusInternalServerError:
		a.Log.Error().Err(err).Str("operation", op.OperationID).Msg("failed")
	}
	return out
}

// WithProblems lets a mux answer in problem documents where it knows no address, or no such method of one.
func WithProblems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var bare recorder
		h.ServeHTTP(&bare, r)
		switch bare.status {
		case http.StatusMethodNotAllowed:
			w.Header().Set("Allow", bare.Header().Get("Allow"))
			problem.Write(w, bare.status, r.Method+" is not for this address: take "+bare.Header().Get("Allow"))
		case http.StatusNotFound:
			problem.Write(w, bare.status, "there is no such address; those that are there stand at "+Root+"/")
		default: // a redirect to the clean form of the address
			h.ServeHTTP(w, r)
		}
	})
}

// recorder keeps the head of an answer and drops the rest.
type recorder struct {
	header http.Header
	status int
}

func (r *recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(b []byte) (int, error) { return len(b), nil }

// readable turns away what is no text: no store could look for it.
func readable(ctx huma.Context, next func(huma.Context)) {
	u := ctx.URL()
	texts := []string{u.Path}
	for name, values := range u.Query() {
		texts = append(append(texts, name), values...)
	}
	for _, s := range texts {
		if !isText(s) {
			_, w := humago.Unwrap(ctx)
			problem.Write(w, http.StatusUnprocessableEntity, "the address holds bytes that are no text")
			return
		}
	}
	next(ctx)
}

func isText(s string) bool {
	return strings.ToValidUTF8(s, "\x00") == s && !strings.Contains(s, "\x00")
}

// Package web puts together what is served over HTTP: the API, the pages and the exports, under one guard, with the headers that browsers
// keep to, compression, limits, and a log.
//
// It knows the order of these layers, and no page, no answer and no store.
package web

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/zerolog"

	"isnad/pkg/desk"
	"isnad/pkg/web/api"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/measure"
	"isnad/pkg/web/problem"
)

// Part is something that serves addresses of its own: the pages, the exports.
type Part interface {
	Register(mux *http.ServeMux)
}

// Options of the handler.
type Options struct {
	Desk     *desk.Desk
	Guard    *auth.Guard
	Articles http.Handler // takes POST /articles; nil: this server takes none in
	Parts    []Part
	Version  string // of the program
	Log      zerolog.Logger
	Done     <-chan struct{} // streams end when it is closed: a server cannot shut down before they do
}

const (
	articlesPath = "/articles"
	// mostBody bounds what is sent to any address but that of articles, which has a limit of its own.
	mostBody = 1 << 20
)

// New gives the handler of everything.
func New(o Options) http.Handler {
	machine := api.New(api.Options{Desk: o.Desk, Articles: o.Articles, Version: o.Version, Log: o.Log, Done: o.Done})
	mux := http.NewServeMux()
	for _, p := range o.Parts {
		p.Register(mux)
	}
	if o.Articles != nil {
		mux.Handle("POST "+articlesPath, o.Articles)
	}
	people := http.Handler(mux)
	if len(o.Parts) == 0 {
		mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, api.Root+"/", http.StatusSeeOther) })
		people = api.WithProblems(mux)
	}
	// A mux of all would not do: a page for every address and an address for every method exclude each other.
	return layers(o, measure.Inner(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			machine.ServeHTTP(w, r)
			return
		}
		people.ServeHTTP(w, r)
	})))
}

// layers puts a handler behind everything that every request passes, the last one first.
func layers(o Options, h http.Handler) http.Handler {
	h = bounded(h)
	h = o.Guard.Wrap(h)
	h = compressed(h)
	h = secured(h)
	return logged(o.Log, h)
}

// bounded refuses what is too long.
func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != articlesPath && r.URL.Path != api.Root+articlesPath {
			if r.ContentLength > mostBody {
				problem.Write(w, http.StatusRequestEntityTooLarge, "the request is longer than 1 MiB")
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		}
		next.ServeHTTP(w, r)
	})
}

// compressed compresses answers for those who take them so, but for streams, whose events must not wait for each other.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // the options are wrong: no run of the program can be right
	}
	smaller := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == api.Stream {
			next.ServeHTTP(w, r)
			return
		}
		smaller(w, r)
	})
}

// headers are those of every answer: what browsers may load and from where, and that they ask again before they show it again, for claims
// come in and names change. A handler that knows better sets its own.
var headers = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "private, no-cache"},
}

// onlyTLS tells browsers to come back over TLS alone, in seconds: a year. It is for names by which others reach the server: on loopback other
// programs are served under the same name, and without TLS.
const onlyTLS = "max-age=31536000"

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		if r.TLS != nil && !auth.Loopback(r.Host) {
			w.Header().Set("Strict-Transport-Security", onlyTLS)
		}
		next.ServeHTTP(w, r)
	})
}

// Package measure counts and times requests by route and answer. A route is the pattern that a request was served by, never its path: so
// there are as many as the programs have addresses, whatever is asked of them.
package measure

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Requests are the metrics of what is served over HTTP.
type Requests struct {
	count   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

// New makes the metrics and registers them. It panics where they are registered already, as prometheus does.
func New(r prometheus.Registerer) *Requests {
	m := &Requests{
		count: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isnad_http_requests_total", Help: "Requests by route and status."}, []string{"route", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "isnad_http_request_seconds", Help: "Time a request takes, by route.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 8)}, []string{"route"}),
	}
	r.MustRegister(m.count, m.seconds)
	return m
}

// noRoute stands for requests that no pattern serves.
const noRoute = "none"

// route is where a handler further in leaves the pattern.
type route struct{ pattern string }

type routeKey struct{}

// Wrap measures what a mux serves.
func (m *Requests) Wrap(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, found, seen := time.Now(), &route{}, &answer{ResponseWriter: w, status: http.StatusOK}
		r = r.WithContext(context.WithValue(r.Context(), routeKey{}, found))
		defer func() { // also of a handler that panics, which cuts the connection
			if found.pattern == "" {
				found.pattern = r.Pattern
			}
			if found.pattern == "" {
				found.pattern = noRoute
			}
			m.count.WithLabelValues(found.pattern, strconv.Itoa(seen.status)).Inc()
			m.seconds.WithLabelValues(found.pattern).Observe(time.Since(began).Seconds())
		}()
		mux.ServeHTTP(seen, r)
	})
}

// Inner tells the handler of Wrap by which pattern of a mux further in a request was served. What is between the two may pass on another
// request than it was given.
func Inner(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(r.Context())
		r.Pattern = "" // of the mux further out
		defer func() {
			if found, ok := r.Context().Value(routeKey{}).(*route); ok {
				if found.pattern = r.Pattern; found.pattern == "" {
					found.pattern = noRoute
				}
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// answer notes the status.
type answer struct {
	http.ResponseWriter
	status int
	told   bool
}

// Unwrap gives http.ResponseController what is below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	if !a.told && status >= http.StatusOK { // those below are not the answer yet
		a.status, a.told = status, true
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write notes that the status is told.
func (a *answer) Write(b []byte) (int, error) {
	a.told = true
	return a.ResponseWriter.Write(b)
}

package measure_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"isnad/pkg/web/measure"
)

// Requests are counted by the pattern that served them, also of a mux behind layers that pass on another request.
func TestRequestsAreCountedByRoute(t *testing.T) {
	inner := http.NewServeMux()
	inner.HandleFunc("GET /claims/{id}", func(http.ResponseWriter, *http.Request) {})
	inner.HandleFunc("GET /broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	type key struct{}
	layered := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/secret") {
			http.Error(w, "who are you", http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/nowhere/2" { // answered without the mux
			measure.Inner(http.NotFoundHandler()).ServeHTTP(w, r)
			return
		}
		measure.Inner(inner).ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, 1)))
	})
	mux := http.NewServeMux()
	mux.Handle("/", layered)
	mux.HandleFunc("POST /articles", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })
	registry := prometheus.NewRegistry()
	handler := measure.New(registry).Wrap(mux)
	for _, request := range []string{"GET /claims/1", "GET /claims/2", "POST /articles", "GET /nowhere/1", "GET /nowhere/2", "GET /secret", "GET /broken"} {
		method, path, _ := strings.Cut(request, " ")
		func() {
			defer func() { _ = recover() }()
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
		}()
	}
	err := testutil.GatherAndCompare(registry, strings.NewReader(`# HELP isnad_http_requests_total Requests by route and status.
# TYPE isnad_http_requests_total counter
isnad_http_requests_total{code="200",route="GET /broken"} 1
isnad_http_requests_total{code="200",route="GET /claims/{id}"} 2
isnad_http_requests_total{code="202",route="POST /articles"} 1
isnad_http_requests_total{code="401",route="/"} 1
isnad_http_requests_total{code="404",route="none"} 2
`), "isnad_http_requests_total")
	if err != nil {
		t.Error(err)
	}
	if n := testutil.CollectAndCount(registry, "isnad_http_request_seconds"); n != 5 {
		t.Errorf("%d routes are timed", n)
	}
}

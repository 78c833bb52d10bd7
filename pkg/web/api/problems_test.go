package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/webtest"
)

// broken is a store that is away, or at fault.
type broken struct {
	store.Store
	err error
}

func (b broken) Claims(context.Context, store.Query) (store.Page, error) { return store.Page{}, b.err }

func (b broken) Claim(context.Context, string) (store.Row, error) { panic("a fault of the program") }

func TestProblems(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	away := newLab(t, broken{webtest.Store(t), fmt.Errorf("disk full: %w", isnad.ErrUnavailable)})
	faulty := newLab(t, broken{webtest.Store(t), errors.New("SECRET: table gone")})
	long := `{"state": "confirmed", "note": "` + strings.Repeat("x", 2<<20) + `"}`
	reviews := "/api/v1/claims/x/reviews"
	bearer := []string{"Authorization", "Bearer " + webtest.Noura, "Content-Type", "application/json"}
	for _, c := range []struct {
		lab          *lab
		method, path string
		body         string
		headers      []string
		status       int
		told         string
	}{
		{l, "GET", "/api/v1/claims/0123", "", nil, 404, "not found"},
		{l, "GET", "/api/v1/claims/0123/similar", "", nil, 404, "not found"},
		{l, "GET", "/api/v1/articles/0123", "", nil, 404, "not found"},
		{l, "GET", "/api/v1/nowhere", "", nil, 404, "no such address"},
		{l, "GET", "/api/v2/claims", "", nil, 404, "no such address"},
		{l, "GET", "/api/", "", nil, 404, "no such address"},
		{l, "PUT", "/api/v1/claims", "", bearer, 405, "GET"},
		{l, "GET", "/api/v1/claims?min=many", "", nil, 422, "many"},
		{l, "GET", "/api/v1/claims?kind=loud", "", nil, 422, "indirect"},
		{l, "GET", "/api/v1/claims?unti=USD", "", nil, 422, "unti"},
		{l, "GET", "/api/v1/stats?unit=USD", "", nil, 422, "unit"},
		{l, "GET", "/api/v1/claims?from=yesterday", "", nil, 422, "yesterday"},
		{l, "GET", "/api/v1/claims?limit=-1", "", nil, 422, "limit"},
		{l, "GET", "/api/v1/claims?cursor=x", "", nil, 422, "end of no page"},
		{l, "GET", "/api/v1/claims?q=%D9%8E", "", nil, 422, "no letters"},
		{l, "GET", "/api/v1/claims?outlet=%FF", "", nil, 422, "no text"},
		{l, "GET", "/api/v1/claims?outlet=%00", "", nil, 422, "no text"},
		{l, "GET", "/api/v1/claims/%FF", "", nil, 422, "no text"},
		{l, "GET", "/api/v1/compare?from=yesterday", "", nil, 422, "yesterday"},
		{l, "GET", "/api/v1/stream/entities?after=x", "", nil, 422, "after"},
		{l, "POST", reviews, `{"state": "confirmed"}`, nil, 401, "token"},
		{l, "POST", reviews, `{"state": "confirmed"}`, []string{"Authorization", "Bearer x"}, 401, "token"},
		{l, "POST", reviews, `{"state": "confirmed"}`, append([]string{"Sec-Fetch-Site", "cross-site"}, bearer...), 403, "another site"},
		{l, "POST", reviews, `{"state": "confirmed"}`, bearer, 404, "not found"},
		{l, "POST", reviews, `{"state": "sure"}`, bearer, 422, "state"},
		{l, "POST", reviews, `{"state": "confirmed", "who": "somebody"}`, bearer, 422, "who"},
		{l, "POST", reviews, `{"state": `, bearer, 400, ""},
		{l, "POST", reviews, "", bearer, 400, "body"},
		{l, "POST", reviews, long, bearer, 413, "1 MiB"},
		{l, "POST", reviews, "state=confirmed", []string{"Authorization", "Bearer " + webtest.Noura, "Content-Type", "application/x-www-form-urlencoded"}, 415, "content type"},
		{l, "DELETE", "/api/v1/searches/x", "", bearer, 422, "integer"},
		{l, "POST", "/api/v1/articles", `{"text": "x"}`, bearer, 404, "takes no articles"},
		{away, "GET", "/api/v1/claims", "", nil, 503, "disk full"},
		{faulty, "GET", "/api/v1/claims", "", nil, 500, "the log says what"},
		{faulty, "GET", "/api/v1/claims/x", "", nil, 500, "the log says what"},
	} {
		_, response, body := c.lab.send(c.method, c.path, c.body, c.headers...)
		if response.StatusCode != c.status || !strings.Contains(string(body), c.told) || strings.Contains(string(body), "SECRET") {
			t.Errorf("%s %s: %d %.300s, want %d %s", c.method, c.path, response.StatusCode, body, c.status, c.told)
			continue
		}
		var problem struct{ Status int }
		if err := json.Unmarshal(body, &problem); err != nil || problem.Status != c.status || response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %v, %s: %s", c.method, c.path, err, response.Header.Get("Content-Type"), body)
		}
		if response.StatusCode == 405 && response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("Allow: %s", response.Header.Get("Allow"))
		}
		if response.StatusCode == 503 && response.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	if log := faulty.log.String(); !strings.Contains(log, "SECRET: table gone") || !strings.Contains(log, "a fault of the program") {
		t.Errorf("the log says %s", log)
	}
	if log := l.log.String(); log != "" {
		t.Errorf("faults of callers are no errors of ours: %s", log)
	}
}

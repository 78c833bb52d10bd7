package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"isnad/pkg/web"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/webtest"
)

// No query string makes the server fail, whatever address it is sent to.
func FuzzQueries(f *testing.F) {
	paths := []string{"/api/v1/claims", "/api/v1/claims/counts", "/api/v1/claims/x", "/api/v1/claims/x/reviews", "/api/v1/claims/x/similar", "/api/v1/compare",
		"/api/v1/entities", "/api/v1/entities/x", "/api/v1/announcements", "/api/v1/articles/x", "/api/v1/articles/x/versions", "/api/v1/reviews",
		"/api/v1/searches", "/api/v1/stats"}
	for i, q := range []string{
		"", "q=%D8%AF%D8%A7%D8%B9%D8%B4&exact=1", "min=1e400&max=-1", "cursor=eyJkIjoiIiwiYSI6MCwicCI6MCwibiI6MH0", "q=%22%22%22", "limit=99999999999999999999",
		"since=-1&after=-1", "from=2020-02-30&to=0000-00-00", "q=%ff%fe", "sort=latest&sort=earliest", "a=%zz;b", "entity=org/isis&speaker=*", "q=%00",
		"said_from=2020-01-01&said_to=2019-01-01&relation=range&voice=named&state=new", "extractor=a&lexicon=b", "single=true&counted=%25", "id=%2F&verdict=merged",
	} {
		f.Add(uint8(i), q)
	}
	h := web.New(web.Options{Desk: webtest.Desk(webtest.Store(f)), Guard: auth.NewGuard(auth.Options{FreeReads: true}), Log: zerolog.Nop()})
	f.Fuzz(func(t *testing.T, n uint8, query string) {
		if strings.ContainsAny(query, " #\r\n\t") || strings.ContainsFunc(query, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			query = url.PathEscape(query)
		}
		u, err := url.Parse("http://127.0.0.1" + paths[int(n)%len(paths)] + "?" + query)
		if err != nil {
			t.Skip()
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, &http.Request{Method: "GET", URL: u, Host: u.Host, Header: http.Header{}, Body: http.NoBody})
		if w.Code >= 500 {
			t.Errorf("%s: %d %s", u, w.Code, w.Body)
		}
	})
}

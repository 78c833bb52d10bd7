package page_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// Whatever stands in an address: a page, or an answer that says what is wrong with it, and nothing of it is taken for markup.
func FuzzAddresses(f *testing.F) {
	s := newSite(f, hostileRecord(f))
	for _, seed := range []string{
		"", "q=%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%8A%D8%A9&exact=1", "q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%22&speaker=%27%20OR%201=1%20--", "min=1e9&max=%D9%A8%D9%A5&unit=%25",
		"cursor=x", "limit=-1", "limit=99999999999999999999", "from=2020-13-40", "sort=worth", "state=new&voice=named&relation=about", "since=9&lang=en", "lang=%00", "entity=a/b%2Fc",
		"q=%E2%80%AE%D8%A7&kind=%EF%BF%BF", "%gg=%zz", "a=b;c=d", "counted=%D9%82%D8%AA%D9%8A%D9%84&said_from=2019-01-01&said_to=2018-01-01", "most=1e9&single=on", "name=%25&verdict=merged&after=1",
	} {
		for at := range byte(len(fuzzedPages)) {
			f.Add(at, seed)
		}
	}
	f.Fuzz(func(t *testing.T, at byte, query string) {
		path := fuzzedPages[int(at)%len(fuzzedPages)]
		request, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.URL.RawQuery = strings.Map(func(r rune) rune { // what no request line can hold
			if r <= ' ' || r == '#' || r == 0x7f {
				return -1
			}
			return r
		}, query)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Skip(err) // the client would not send it
		}
		defer response.Body.Close()
		if response.StatusCode >= 500 {
			t.Fatalf("%s?%q: %d", path, query, response.StatusCode)
		}
		if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			return
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, path+"?"+query, string(body))
	})
}

// fuzzedPages are the pages that take parameters.
var fuzzedPages = []string{"/", "/compare", "/timeline", "/entities", "/reviews", "/searches", "/login", "/export.csv", "/export.jsonl", "/export.jsonld"}

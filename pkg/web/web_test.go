package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"isnad/pkg/web"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/webtest"
)

// part is pages as they may be: one for every address, one that fails, one that fails in the midst of its answer.
type part struct{}

func (part) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		name, _ := auth.Who(r)
		fmt.Fprintf(w, "page for %q", name)
	})
	mux.HandleFunc("GET /broken", func(http.ResponseWriter, *http.Request) { panic("SECRET") })
	mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, strings.Repeat("half ", 10_000))
		panic("SECRET")
	})
	mux.HandleFunc("GET /told", func(w http.ResponseWriter, r *http.Request) { zerolog.Ctx(r.Context()).Error().Msg("told by a part") })
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n, err)
	})
}

func serve(t *testing.T, parts ...web.Part) (url string, log *webtest.Log) {
	t.Helper()
	log = &webtest.Log{}
	server := httptest.NewServer(web.New(web.Options{Desk: webtest.Desk(webtest.Store(t)), Parts: parts, Log: zerolog.New(log),
		Guard: auth.NewGuard(auth.Options{Tokens: webtest.Tokens(), FreeReads: true})}))
	t.Cleanup(server.Close)
	return server.URL, log
}

func ask(t *testing.T, method, url string, body io.Reader, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return &http.Response{Header: http.Header{}}, "cut: " + err.Error()
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		return response, "cut: " + err.Error()
	}
	return response, string(b)
}

// Whatever is answered, browsers are told what they may load.
func TestEveryAnswerHasTheHeaders(t *testing.T) {
	url, _ := serve(t, part{})
	for _, path := range []string{"/", "/broken", "/api/v1/claims", "/api/v1/claims/x", "/api/v1/nowhere", "/api/v1/openapi.json", "/api/v1/", "/login", "POST /form"} {
		method, path, ok := strings.Cut(path, " ")
		if !ok {
			method, path = "GET", method
		}
		response, _ := ask(t, method, url+path, nil)
		h := response.Header
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("%s: %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

// Browsers are told to come back over TLS alone, but for names of this machine, where other programs are served without.
func TestTLSAloneIsToldOverTLS(t *testing.T) {
	server := httptest.NewTLSServer(web.New(web.Options{Desk: webtest.Desk(webtest.Store(t)), Log: zerolog.Nop(),
		Guard: auth.NewGuard(auth.Options{Tokens: webtest.Tokens()})}))
	t.Cleanup(server.Close)
	plain, _ := serve(t)
	for _, c := range []struct {
		url, host string
		told      bool
	}{{server.URL, "isnad.example", true}, {server.URL, "localhost:8083", false}, {server.URL, "127.0.0.1", false}, {plain, "isnad.example", false}} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", c.url+"/api/v1/claims", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = c.host
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if told := response.Header.Get("Strict-Transport-Security"); (told != "") != c.told {
			t.Errorf("%s as %s: %q", c.url, c.host, told)
		}
	}
}

// A part that has no log of its own, as downloads have none, finds one with the request.
func TestPartsLog(t *testing.T) {
	url, log := serve(t, part{})
	ask(t, "GET", url+"/told", nil)
	if !strings.Contains(log.String(), "told by a part") {
		t.Errorf("the log says %s", log)
	}
}

// A handler that panics costs its request, and nobody learns why but the log.
func TestPanicsCostOneRequest(t *testing.T) {
	url, log := serve(t, part{})
	response, body := ask(t, "GET", url+"/broken", nil, "Accept-Encoding", "gzip")
	if response.StatusCode != 500 || response.Header.Get("Content-Type") != "application/problem+json" || strings.Contains(body, "SECRET") || !strings.Contains(body, `"status":500`) {
		t.Errorf("%d %v %s", response.StatusCode, response.Header, body)
	}
	if _, body := ask(t, "GET", url+"/half", nil); !strings.HasPrefix(body, "cut: ") {
		t.Errorf("half an answer looks like a whole one: %.40q", body)
	}
	if _, body := ask(t, "GET", url+"/", nil); body != `page for ""` {
		t.Errorf("%s", body)
	}
	if n := strings.Count(log.String(), `"panic":"SECRET"`); n < 2 || !strings.Contains(log.String(), "web_test.go") {
		t.Errorf("the log says %s", log)
	}
}

func TestPagesAndTheAPIStandSideBySide(t *testing.T) {
	url, log := serve(t, part{})
	bearer := []string{"Authorization", "Bearer " + webtest.Salim}
	if _, body := ask(t, "GET", url+"/claims?q=x", nil, bearer...); body != `page for "salim"` {
		t.Errorf("%s", body)
	}
	if response, body := ask(t, "GET", url+"/api/v1/stats", nil); response.StatusCode != 200 || !strings.Contains(body, `"articles"`) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if response, _ := ask(t, "PUT", url+"/api/v1/stats", nil, bearer...); response.StatusCode != 405 {
		t.Errorf("%d", response.StatusCode)
	}
	if response, _ := ask(t, "POST", url+"/form", nil); response.StatusCode != 401 {
		t.Errorf("%d", response.StatusCode)
	}
	served := `"method":"GET","path":"/claims","status":200,"bytes":16`
	for end := time.Now().Add(5 * time.Second); !strings.Contains(log.String(), served) && time.Now().Before(end); {
		time.Sleep(time.Millisecond) // it is logged once it is sent
	}
	if !strings.Contains(log.String(), served) {
		t.Errorf("the log says %s", log)
	}
	if strings.Contains(log.String(), webtest.Salim) {
		t.Error("a token is in the log")
	}
}

func TestLongRequestsAreRefused(t *testing.T) {
	url, _ := serve(t, part{})
	bearer := []string{"Authorization", "Bearer " + webtest.Salim}
	if response, body := ask(t, "POST", url+"/form", strings.NewReader(strings.Repeat("x", 2<<20)), bearer...); response.StatusCode != 413 || !strings.Contains(body, "1 MiB") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	unknown := io.MultiReader(strings.NewReader(strings.Repeat("x", 2<<20))) // of a length that is not told
	if _, body := ask(t, "POST", url+"/form", unknown, bearer...); !strings.Contains(body, "too large") {
		t.Errorf("%s", body)
	}
}

// Without pages the front leads to the API.
func TestWithoutPages(t *testing.T) {
	url, _ := serve(t)
	if response, _ := ask(t, "GET", url+"/", nil); response.StatusCode != 303 || response.Header.Get("Location") != "/api/v1/" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	if response, body := ask(t, "GET", url+"/claims", nil); response.StatusCode != 404 || !strings.Contains(body, `"status":404`) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

package download_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/web/download"
)

// app is a name that the tables know by others too.
const app = "تلغرام"

// held is a store of articles that each say one thing, an outlet of their own each.
func held(t testing.TB, articles int) store.Store {
	t.Helper()
	s := model.New()
	for n := range articles {
		r := &isnad.Record{Schema: isnad.Schema, Extractor: "test", Lexicon: "test", Article: isnad.Article{
			Outlet: "outlet " + strconv.Itoa(n), Published: "2024-01-01", Language: isnad.Arabic, Text: "قالت الوزارة إن " + app + " حجب. " + strings.Repeat("حشو ", 50)}}
		r.Article.Seal()
		e := isnad.Span{Start: 0, End: strings.Index(r.Article.Text, ".")}.Excerpt(r.Article.Text)
		at := strings.Index(r.Article.Text, app)
		r.Mentions = []isnad.Mention{{Excerpt: isnad.Span{Start: at, End: at + len(app)}.Excerpt(r.Article.Text), Kind: isnad.Platform, Form: isnad.FormName, Entity: "platform/telegram", Name: app}}
		r.Claims = []isnad.Claim{{ID: isnad.ClaimID(r.Article.ID, e.Span), Kind: isnad.Narrated, Excerpt: e, Content: e, Mentions: []int{0}}}
		if _, err := s.Put(t.Context(), []store.Entry{{Record: r, Run: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func serve(t testing.TB, d download.Desk) string {
	t.Helper()
	mux := http.NewServeMux()
	download.Files{Desk: d}.Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// asks is a desk over a store that knows the names of no tables.
type asks struct {
	store.Reader
	asked *store.Query
}

func (a asks) Ask(q store.Query) store.Query {
	if a.asked != nil {
		*a.asked = q
	}
	return q
}

func get(t testing.TB, url string) (*http.Response, string, error) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp, string(b), err
}

func TestDownloads(t *testing.T) {
	at := serve(t, asks{Reader: held(t, 60)})
	for path, want := range map[string]struct{ media, file string }{
		"/export.csv":                          {"text/csv", "isnad-claims.csv"},
		"/export.csv?format=csv-semicolon":     {"text/csv", "isnad-claims.csv"},
		"/export.jsonl":                        {"application/x-ndjson", "isnad-claims.jsonl"},
		"/export.jsonl?format=records":         {"application/x-ndjson", "isnad-articles.jsonl"},
		"/export.jsonld":                       {"application/ld+json", "isnad-claims.jsonld"},
		"/export.jsonld?format=claimreview":    {"application/ld+json", "isnad-drafts.jsonld"},
		"/export.jsonld?format=annotation&q=x": {"application/ld+json", "isnad-annotations.jsonld"},
	} {
		resp, body, err := get(t, at+path)
		media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		kind, file, _ := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
		if err != nil || resp.StatusCode != http.StatusOK || media != want.media || kind != "attachment" || file["filename"] != want.file || body == "" {
			t.Errorf("%s: %s %s %s %v, %v", path, resp.Status, media, kind, file, err)
		}
		if resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: a browser may guess what it is", path)
		}
		head, err := http.Head(at + path)
		if err != nil || head.Header.Get("Content-Disposition") != resp.Header.Get("Content-Disposition") {
			t.Errorf("HEAD %s: %v, %v", path, head.Header, err)
		}
	}
}

// The parameters are those of a search; without a limit all rows come, and with one so many, however many that are.
func TestParameters(t *testing.T) {
	var asked store.Query
	at := serve(t, asks{held(t, 60), &asked})
	for query, want := range map[string]int{"": 60, "?limit=7": 7, "?limit=0": 60, "?limit=5000": 60, "?outlet=outlet+3": 1, "?q=" + "تلغرام&from=2024-01-01": 60, "?q=nowhere": 0, "?page=3&cursor=x": 60} {
		_, body, err := get(t, at+"/export.csv"+query)
		lines, err2 := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err = errors.Join(err, err2); err != nil || len(lines)-1 != want {
			t.Errorf("%s: %d rows, %v", query, len(lines)-1, err)
		}
	}
	if _, _, err := get(t, at+"/export.jsonl?q=a&speaker=b&unit=USD&state=new&sort=earliest&exact=1"); err != nil || asked.Speaker != "b" || asked.Unit != "USD" || asked.Sort != store.SortEarliest || !asked.Exact {
		t.Errorf("%+v, %v", asked, err)
	}
}

// What goes wrong before the first byte is a problem document.
func TestProblems(t *testing.T) {
	at := serve(t, asks{Reader: held(t, 1)})
	for path, want := range map[string]string{
		"/export.csv?min=many":            "many",
		"/export.csv?limit=-1":            "-1",
		"/export.csv?limit=all":           "all",
		"/export.csv?state=odd":           "odd",
		"/export.csv?format=xlsx":         "xlsx",
		"/export.csv?format=claim":        "/export.jsonld",
		"/export.jsonld?from=yesterday":   "yesterday",
		"/export.jsonl?format=annotation": "/export.jsonld",
	} {
		resp, body, err := get(t, at+path)
		var p struct {
			Status int    `json:"status"`
			Title  string `json:"title"`
			Detail string `json:"detail"`
		}
		err = errors.Join(err, json.Unmarshal([]byte(body), &p))
		if err != nil || resp.StatusCode != http.StatusUnprocessableEntity || p.Status != resp.StatusCode || !strings.Contains(p.Detail, want) ||
			resp.Header.Get("Content-Type") != "application/problem+json" || resp.Header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %s %s, %v", path, resp.Status, body, err)
		}
	}
	if resp, _, _ := get(t, at+"/export.exe"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("another extension: %s", resp.Status)
	}
	if resp, err := http.Post(at+"/export.csv", "", nil); err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %v, %v", resp, err)
	}
}

// breaks fails when so many articles were asked for.
type breaks struct {
	asks
	left *int
	err  error
}

func (b breaks) Record(ctx context.Context, id string) (*isnad.Record, error) {
	if *b.left--; *b.left < 0 {
		return nil, b.err
	}
	return b.asks.Record(ctx, id)
}

func TestStoresThatGoAway(t *testing.T) {
	away := fmt.Errorf("the disk: %w", isnad.ErrUnavailable)
	s := held(t, 400)
	for _, test := range []struct {
		err    error
		status int
		detail string
	}{{away, http.StatusServiceUnavailable, "the disk"}, {errors.New("secret"), http.StatusInternalServerError, "the log says what"}} {
		resp, body, err := get(t, serve(t, breaks{asks{Reader: s}, new(int), test.err})+"/export.csv")
		if err != nil || resp.StatusCode != test.status || !strings.Contains(body, test.detail) || strings.Contains(body, "secret") {
			t.Errorf("at once: %s %s, %v", resp.Status, body, err)
		}
	}
	for _, path := range []string{"/export.csv", "/export.jsonl?format=records", "/export.jsonld?format=annotation"} {
		left := 300
		resp, body, err := get(t, serve(t, breaks{asks{Reader: s}, &left, away})+path)
		if resp.StatusCode != http.StatusOK || len(body) == 0 || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: in the middle: %s, %d bytes that look whole: %v", path, resp.Status, len(body), err)
		}
	}
}

// A desk is one that downloads can ask: what its tables know of a word finds claims here too.
func TestDesksAnswer(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	s := held(t, 3)
	for _, test := range []struct {
		d    download.Desk
		want int
	}{{desk.New(s, lex), 3}, {asks{Reader: s}, 0}} {
		_, body, err := get(t, serve(t, test.d)+"/export.jsonl?q=Telegram")
		if err != nil || strings.Count(body, "\n") != test.want {
			t.Errorf("%s, %v", body, err)
		}
	}
}

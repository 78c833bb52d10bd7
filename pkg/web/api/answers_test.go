package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web"
	"isnad/pkg/web/webtest"
)

func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}

func TestClaims(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	all := get[store.Page](l, "/api/v1/claims")
	if len(all.Rows) < 6 || all.Next != "" {
		t.Fatalf("%d claims, next %q", len(all.Rows), all.Next)
	}
	for _, c := range []struct {
		query string
		want  string // stands in the first claim; "" for none found
	}{
		{query("q", "سوق الخشابين"), "الخشابين"},
		{query("q", "telegram"), "تلغرام"}, // the tables know what it names
		{query("speaker", "الزروق", "unit", "USD"), "ملايين دولار"},
		{query("counted", "متجر", "min", "130"), "140 متجرا"},
		{query("language", "en", "min", "9000", "relation", "more_than"), "8,500 accounts"},
		{query("from", "2024-09-05", "to", "2024-09-05", "relation", "about"), "300 طالب"},
		{query("q", "لايوجد"), ""},
		{query("unit", "", "kind", "", "limit", "", "exact", "", "since", "", "cursor", "", "q", "الخشابين"), "الخشابين"}, // a form sends all its fields
	} {
		page := get[store.Page](l, "/api/v1/claims"+c.query)
		switch {
		case c.want == "" && len(page.Rows) > 0:
			t.Errorf("%s: %d claims", c.query, len(page.Rows))
		case c.want != "" && (len(page.Rows) == 0 || !strings.Contains(page.Rows[0].Claim.Text, c.want)):
			t.Errorf("%s: %d claims, want %s", c.query, len(page.Rows), c.want)
		}
		counts := get[store.Counts](l, "/api/v1/claims/counts"+c.query)
		if counts.Claims != len(page.Rows) || !counts.Complete {
			t.Errorf("%s: counted %+v, listed %d", c.query, counts, len(page.Rows))
		}
	}
	one := get[store.Row](l, "/api/v1/claims/"+all.Rows[0].Claim.ID)
	if diff := cmp.Diff(all.Rows[0], one); diff != "" {
		t.Error(diff)
	}
	stats := get[store.Stats](l, "/api/v1/stats")
	if stats.Claims != len(all.Rows) || stats.Articles != len(webtest.Records()) {
		t.Errorf("%+v", stats)
	}
	if later := get[store.Page](l, "/api/v1/claims?since="+fmt.Sprint(stats.Latest)); len(later.Rows) > 0 {
		t.Errorf("%d claims since the last article", len(later.Rows))
	}
}

func TestCompare(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	c := get[desk.Comparison](l, "/api/v1/compare"+query("counted", "متجر"))
	if len(c.Groups) != 1 || c.Groups[0].Verdict != compare.Disagree || !c.Complete {
		t.Fatalf("%+v", c)
	}
	similar := get[struct{ Groups []compare.Group }](l, "/api/v1/claims/"+c.Groups[0].Figures[0].Claim+"/similar")
	if len(similar.Groups) != 1 || similar.Groups[0].Reason != c.Groups[0].Reason {
		t.Errorf("%+v", similar)
	}
	if with := get[desk.Comparison](l, "/api/v1/compare?single=true"); len(with.Groups) <= len(c.Groups) {
		t.Errorf("%d groups with those of one voice", len(with.Groups))
	}
}

func TestArticles(t *testing.T) {
	s := webtest.Store(t)
	l := newLab(t, s)
	first, second := webtest.Records()[1], webtest.Records()[2]
	path := "/api/v1/articles/" + first.Article.ID
	if got := get[*isnad.Record](l, path); got.Article.Text != first.Article.Text || len(got.Claims) == 0 {
		t.Errorf("%+v", got)
	}
	versions := get[struct{ Versions []store.Article }](l, path+"/versions").Versions
	if len(versions) != 2 || versions[0].ID != first.Article.ID || versions[1].ID != second.Article.ID {
		t.Errorf("%+v", versions)
	}
	older := *first
	older.Extractor = "an older one"
	if _, err := s.Put(t.Context(), []store.Entry{{Record: &older}}); err != nil {
		t.Fatal(err)
	}
	revisions := get[struct{ Revisions []store.Revision }](l, path+"/revisions").Revisions
	if len(revisions) != 2 || !revisions[0].Current || revisions[1].Extractor != older.Extractor {
		t.Fatalf("%+v", revisions)
	}
	chosen := path + query("extractor", older.Extractor, "lexicon", older.Lexicon)
	if got := get[*isnad.Record](l, chosen); got.Extractor != older.Extractor {
		t.Errorf("%s", got.Extractor)
	}
	_, response, _ := l.send("GET", path, "")
	_, other, _ := l.send("GET", chosen, "")
	tag := response.Header.Get("ETag")
	if tag == "" || tag == other.Header.Get("ETag") {
		t.Errorf("ETag %s, of another revision %s", tag, other.Header.Get("ETag"))
	}
	if body := l.ask(304, "GET", path, "", "If-None-Match", `"x", W/`+tag); len(body) > 0 {
		t.Errorf("%s", body)
	}
	l.ask(200, "GET", path, "", "If-None-Match", other.Header.Get("ETag"))
	retitled := *first
	retitled.Article.Title = "عنوان آخر"
	if _, err := s.Put(t.Context(), []store.Entry{{Record: &retitled, Run: 1000}}); err != nil { // of the same program and tables
		t.Fatal(err)
	}
	l.ask(200, "GET", path, "", "If-None-Match", tag)
	l.ask(422, "GET", path+"?extractor=x", "")
	l.ask(404, "GET", path+"?extractor=x&lexicon=y", "")
}

func TestEntities(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	type list struct {
		Entities []store.Entity
		Next     int64
	}
	all := get[list](l, "/api/v1/entities")
	if len(all.Entities) < 4 || all.Next != 0 {
		t.Fatalf("%d entities, next %d", len(all.Entities), all.Next)
	}
	var paged []store.Entity
	for after := int64(0); ; {
		page := get[list](l, fmt.Sprintf("/api/v1/entities?limit=2&after=%d", after))
		paged = append(paged, page.Entities...)
		if after = page.Next; after == 0 {
			break
		}
	}
	if diff := cmp.Diff(all.Entities, paged); diff != "" {
		t.Error(diff)
	}
	places := get[list](l, "/api/v1/entities"+query("kind", "place", "q", "درنه")).Entities
	if len(places) != 1 {
		t.Fatalf("%+v", places)
	}
	derna := places[0].ID
	path := "/api/v1/entities/" + url.PathEscape(derna)
	one := get[struct {
		store.Entity
		Links struct{ About, By, Decisions string }
	}](l, path)
	if one.ID != derna || len(get[store.Page](l, one.Links.About).Rows) == 0 {
		t.Errorf("%+v", one)
	}
	get[store.Page](l, one.Links.By)
	if d := get[struct{ Decisions []store.EntityDecision }](l, one.Links.Decisions).Decisions; len(d) > 0 {
		t.Errorf("%+v", d)
	}
	d := post[store.EntityDecision](l, path+"/decisions", `{"verdict": "confirmed", "note": "مدينة"}`)
	if d.Entity != derna || d.Verdict != store.VerdictConfirmed || d.Who != "noura" || d.Note != "مدينة" || d.At.IsZero() {
		t.Errorf("%+v", d)
	}
	if confirmed := get[list](l, "/api/v1/entities?verdict=confirmed").Entities; len(confirmed) != 1 || confirmed[0].ID != derna {
		t.Errorf("%+v", confirmed)
	}
	other := all.Entities[0].ID
	post[store.EntityDecision](l, "/api/v1/entities/"+url.PathEscape(other)+"/decisions", `{"verdict": "merged", "into": "`+derna+`"}`)
	if merged := get[list](l, "/api/v1/entities"+query("id", other)).Entities; len(merged) != 1 || merged[0].MergedInto != derna {
		t.Errorf("%+v", merged)
	}
	bearer := []string{"Authorization", "Bearer " + webtest.Salim}
	l.ask(422, "POST", path+"/decisions", `{"verdict": "merged"}`, bearer...)
	l.ask(422, "POST", path+"/decisions", `{"verdict": "maybe"}`, bearer...)
	l.ask(404, "POST", "/api/v1/entities/org%2Fnowhere/decisions", `{"verdict": "ignored"}`, bearer...)
	l.ask(404, "GET", "/api/v1/entities/org%2Fnowhere", "")
	heard := get[struct{ Announcements []struct{ Number int64 } }](l, "/api/v1/announcements?limit=2").Announcements
	if len(heard) != 2 || heard[1].Number <= heard[0].Number {
		t.Errorf("%+v", heard)
	}
}

func TestReviews(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	claim := get[store.Page](l, "/api/v1/claims?limit=1").Rows[0].Claim.ID
	path := "/api/v1/claims/" + claim + "/reviews"
	first := post[store.Review](l, path, `{"state": "in_review"}`)
	second := post[store.Review](l, path, `{"state": "confirmed", "note": "كما في البيان", "correction": "141"}`)
	if second.Who != "noura" || second.Claim != claim || second.Number <= first.Number || second.Correction != "141" {
		t.Errorf("%+v", second)
	}
	if row := get[store.Row](l, "/api/v1/claims/"+claim); row.State != store.StateConfirmed {
		t.Errorf("the claim is %s", row.State)
	}
	type list struct {
		Reviews []store.Review
		Next    int64
	}
	for _, address := range []string{path, "/api/v1/reviews", "/api/v1/reviews" + query("claim", claim, "who", "noura")} {
		if got := get[list](l, address).Reviews; len(got) != 2 || got[0].Number != second.Number {
			t.Errorf("%s: %+v", address, got)
		}
	}
	page := get[list](l, "/api/v1/reviews?limit=1")
	if page.Next != second.Number {
		t.Errorf("next %d", page.Next)
	}
	if rest := get[list](l, fmt.Sprintf("/api/v1/reviews?limit=1&after=%d", page.Next)); len(rest.Reviews) != 1 || rest.Reviews[0].Number != first.Number {
		t.Errorf("%+v", rest)
	}
	if got := get[list](l, "/api/v1/reviews?who=salim"); len(got.Reviews) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestSearches(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	kept := post[store.Search](l, "/api/v1/searches", `{"name": "ضحايا", "query": "counted=قتيل&min=10"}`)
	stats := get[store.Stats](l, "/api/v1/stats")
	if kept.Name != "ضحايا" || kept.Who != "noura" || kept.Seen != stats.Latest {
		t.Errorf("%+v", kept)
	}
	path := fmt.Sprintf("/api/v1/searches/%d", kept.ID)
	bearer := []string{"Authorization", "Bearer " + webtest.Salim}
	l.ask(204, "POST", path+"/seen", `{"up_to": 99}`, bearer...)
	if list := get[struct{ Searches []store.Search }](l, "/api/v1/searches").Searches; len(list) != 1 || list[0].Seen != stats.Latest { // nobody has seen what is to come
		t.Errorf("%+v", list)
	}
	l.ask(204, "DELETE", path, "", bearer...)
	l.ask(404, "DELETE", path, "", bearer...)
	l.ask(404, "POST", path+"/seen", `{"up_to": 99}`, bearer...)
	l.ask(422, "POST", "/api/v1/searches", `{"name": ""}`, bearer...)
}

// Pages neither miss nor repeat a claim while articles come in.
func TestPagesStandStill(t *testing.T) {
	s := webtest.Store(t)
	l := newLab(t, s)
	want := map[string]bool{}
	for _, r := range get[store.Page](l, "/api/v1/claims").Rows {
		want[r.Claim.ID] = true
	}
	seen := map[string]bool{}
	n := 0
	for cursor := ""; ; n++ {
		page := get[store.Page](l, "/api/v1/claims"+query("limit", "2", "cursor", cursor))
		for _, r := range page.Rows {
			if seen[r.Claim.ID] {
				t.Errorf("claim %s comes twice", r.Claim.ID)
			}
			seen[r.Claim.ID] = true
		}
		webtest.Put(t, s, webtest.Record(t, n))
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if n < 3 {
		t.Fatalf("only %d pages", n)
	}
	for id := range want {
		if !seen[id] {
			t.Errorf("claim %s was missed", id)
		}
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	plain := l.ask(200, "GET", "/api/v1/claims", "", "Accept-Encoding", "identity")
	_, response, packed := l.send("GET", "/api/v1/claims", "", "Accept-Encoding", "gzip")
	if response.Header.Get("Content-Encoding") != "gzip" || len(packed) >= len(plain)/2 || !strings.Contains(strings.Join(response.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("%v, %d bytes of %d", response.Header, len(packed), len(plain))
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%v", err)
	}
}

// Articles are handed to who takes them in, by both addresses, for people with a token.
func TestArticlesAreHandedOn(t *testing.T) {
	taken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, `{"id": "%d"}`, len(b))
	})
	l := newLab(t, webtest.Store(t), func(o *web.Options) { o.Articles = taken })
	body := `{"text": "` + strings.Repeat("x", 3<<20) + `"}` // articles may be longer than other requests
	bearer := []string{"Authorization", "Bearer " + webtest.Noura}
	if got := l.ask(202, "POST", "/api/v1/articles", body, bearer...); !strings.Contains(string(got), fmt.Sprint(len(body))) {
		t.Errorf("%s", got)
	}
	if _, response, _ := l.send("POST", "/articles", body, bearer...); response.StatusCode != 202 {
		t.Errorf("%d", response.StatusCode)
	}
	for _, path := range []string{"/articles", "/api/v1/articles"} {
		if _, response, _ := l.send("POST", path, `{}`); response.StatusCode != 401 {
			t.Errorf("%s without a token: %d", path, response.StatusCode)
		}
	}
}

package page_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// get asks for a page as the reviewer or as anybody, and follows no redirect.
func (s *site) get(t testing.TB, path string, known bool) (*http.Response, string) {
	t.Helper()
	return s.send(t, http.MethodGet, path, nil, known)
}

func (s *site) send(t testing.TB, method, path string, form url.Values, known bool) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if known {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(a.Body)
	if err := a.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, string(body)
}

// Every sort of text that comes from elsewhere, with what may break a page.
const (
	markup = `<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x" ' style='y' </title></textarea></a><!-- {{.}} ` + "\u202eمقلوب\u202c \x01"
	evil   = "EVIL"
)

// hostileRecord is a valid record with markup wherever text may stand.
func hostileRecord(t testing.TB) *isnad.Record {
	t.Helper()
	long := strings.Repeat("طويل", 12_500)
	r := read(t, article.Meta{Outlet: "سنابل " + markup, Published: "2025-03-10", URL: "https://example.org/" + evil},
		"عنوان "+markup+"\n\nقال الناطق منير الزياني إن «الكلفة "+markup+" بلغت 200 مليون دولار».\r\nوقال خالد العمري إن 40 شخصا أصيبوا "+long+" بجروح.\nوذكر الدكتور سليم القباج أن 5 أشخاص غادروا المستشفى.\n")
	r.Article.Title, r.Article.Byline, r.Article.SourceID = markup, markup, markup
	for i := range r.Mentions {
		r.Mentions[i].Name, r.Mentions[i].Rule = markup+r.Mentions[i].Name, markup
	}
	for i := range r.Figures {
		r.Figures[i].Unit, r.Figures[i].Rule = markup, markup
		r.Figures[i].Counted = []string{markup, long}
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		c.Kind, c.Rule, c.WorthFor = isnad.ClaimKind(markup), markup, []string{markup}
		if c.Cue != nil {
			c.Cue.Lemma, c.Cue.Stance = markup, isnad.Stance(markup)
		}
		for j := range c.Chain {
			c.Chain[j].Name, c.Chain[j].Title = markup+long, markup
		}
	}
	r.Extractor, r.Lexicon = markup, markup
	if err := r.Validate(); err != nil {
		t.Fatal(err)
	}
	return r
}

// checkPage tells what does not belong on a page: elements and attributes that no template writes.
func checkPage(t testing.TB, path, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for z, depth := html.NewTokenizer(strings.NewReader(page)), 0; z.Next() != html.ErrorToken; {
		switch tk := z.Token(); {
		case tk.Type == html.StartTagToken && tk.Data == "a":
			if depth++; depth > 1 {
				t.Errorf("%s: a link in a link", path)
			}
		case tk.Type == html.EndTagToken && tk.Data == "a":
			depth--
		}
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%s: a comment: %.100q", path, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"img", "iframe", "style", "object", "embed", "base"}, n.Data) || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("%s: an element %s", path, n.Data)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcset" || strings.ContainsAny(a.Key, `"'<>{}`) {
				t.Errorf("%s: an attribute %s=%.80q", path, a.Key, a.Val)
			}
			if (a.Key == "href" || a.Key == "src" || a.Key == "action") && !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "https://") {
				t.Errorf("%s: %s leads to %.80q", path, a.Key, a.Val)
			}
			if a.Key == "src" && !strings.HasPrefix(value, "/static/") {
				t.Errorf("%s: it loads %.80q", path, a.Val)
			}
		}
	}
	return root
}

func hostilePages(t testing.TB, s *site, r *isnad.Record) []string {
	t.Helper()
	ctx := context.Background()
	claim := r.Claims[0].ID
	for _, v := range []store.Review{{Claim: claim, State: store.StateRejected, Note: markup, Correction: markup, Who: markup}} {
		if _, err := s.store.Review(ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.store.SaveSearch(ctx, store.Search{Name: markup, Query: url.Values{"q": {markup}}.Encode(), Who: markup}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.SaveSearch(ctx, store.Search{Name: "bad", Query: "min=<b>x", Who: "x"}); err != nil {
		t.Fatal(err)
	}
	entities, err := s.store.Entities(ctx, store.EntityQuery{})
	if err != nil || len(entities) < 2 {
		t.Fatal(entities, err)
	}
	if _, err := s.store.Decide(ctx, store.EntityDecision{Entity: entities[0].ID, Verdict: store.VerdictMerged, Into: entities[1].ID, Note: markup, Who: markup}); err != nil {
		t.Fatal(err)
	}
	paths := []string{
		"/", "/?outlet=" + url.QueryEscape("سنابل "+markup), "/articles/" + r.Article.ID, "/compare?single=1", "/timeline", "/entities", "/reviews", "/searches",
		"/entities/" + entities[0].ID, "/entities/" + entities[1].ID, "/articles/" + r.Article.ID + "/diff?with=" + r.Article.ID,
		"/articles/" + r.Article.ID + "?" + url.Values{"extractor": {r.Extractor}, "lexicon": {r.Lexicon}}.Encode(),
	}
	for _, c := range r.Claims {
		paths = append(paths, "/claims/"+c.ID, "/articles/"+r.Article.ID+"?claim="+c.ID)
	}
	asked := url.QueryEscape(strings.ReplaceAll(markup, "\x01", ""))
	for _, p := range []string{"/?q=", "/?speaker=", "/?entity=", "/?unit=", "/compare?entity=", "/timeline?counted=", "/entities?name=", "/reviews?who=", "/login?next=", "/nothing?x=", "/?min=", "/claims/"} {
		paths = append(paths, p+asked)
	}
	return paths
}

// Nothing of an article, of a reviewer or of an address becomes a part of a page.
func TestHostileRecords(t *testing.T) {
	r := hostileRecord(t)
	s := newSite(t, r)
	for _, path := range hostilePages(t, s, r) {
		for _, language := range []string{"ar", "en"} {
			for _, known := range []bool{false, true} {
				full := path + "?lang=" + language
				if strings.Contains(path, "?") {
					full = path + "&lang=" + language
				}
				a, page := s.get(t, full, known)
				if a.StatusCode >= 500 {
					t.Errorf("%.200s: %s", full, a.Status)
				}
				checkPage(t, full, page)
			}
		}
	}
}

// The article on its page is the article, rune by rune.
func TestTextOfArticleIsWhole(t *testing.T) {
	records := append([]*isnad.Record{hostileRecord(t)}, examples()...)
	s := newSite(t, records...)
	n := 0
	for _, r := range records {
		chosen := []string{""}
		for _, c := range r.Claims {
			chosen = append(chosen, c.ID)
		}
		for _, claim := range chosen {
			path := "/articles/" + r.Article.ID + "?claim=" + claim
			_, page := s.get(t, path, false)
			root := checkPage(t, path, page)
			got, marked := "", ""
			for e := range root.Descendants() {
				if e.Type != html.ElementNode {
					continue
				}
				if id, _ := attribute(e, "id"); id == "text" {
					got = textOf(e)
					for m := range e.Descendants() {
						if m.Type == html.ElementNode && m.Data == "mark" {
							marked += textOf(m)
						}
					}
				}
			}
			if got != r.Article.Text {
				t.Fatalf("%s shows %d bytes of %d", path, len(got), len(r.Article.Text))
			}
			for _, c := range r.Claims {
				if c.ID == claim && !strings.Contains(marked, strings.TrimSpace(c.Text)) {
					t.Errorf("%s marks %q, not %q", path, marked, c.Text)
				}
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d pages", n)
	}
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Long words and turned letters do not break the pages.
func TestHostileRecordsKeepTheLayout(t *testing.T) {
	r := hostileRecord(t)
	s := newSite(t, r)
	hostilePages(t, s, r)
	b := browse(t, s)
	for _, path := range []string{"/", "/articles/" + r.Article.ID + "?claim=" + r.Claims[1].ID, "/claims/" + r.Claims[1].ID, "/compare?single=1", "/entities", "/searches", "/reviews"} {
		for _, width := range []int64{1280, 360} {
			b.screen(width, "light")
			b.open(path)
			if over := eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%.100s at %d px scrolls sideways by %d", path, width, over)
			}
		}
	}
	if n := eval[int](b, `document.querySelectorAll('img, script:not([src])').length`); n > 0 {
		t.Errorf("%d elements came from text", n)
	}
}

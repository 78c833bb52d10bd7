package page_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/web/page"
)

func TestErrorsAreInTheSameDress(t *testing.T) {
	s := newSite(t, examples()...)
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/nothing", 404, "لا شيء في هذا العنوان"}, {"/claims/none", 404, "لا شيء"}, {"/articles/none", 404, "لا شيء"}, {"/entities/none/at/all", 404, "لا شيء"},
		{"/entities/", 404, "لا شيء"}, {"/?min=x", 400, "no number"}, {"/?state=odd", 400, "no state"}, {"/timeline?from=x", 400, "no day"}, {"/entities?verdict=x", 400, "no verdict"},
		{"/entities?after=-1", 400, "no whole number"}, {"/?cursor=x", 400, "end of no page"}, {"/compare?from=x", 400, "no day"}, {"/compare?most=-1", 400, "no whole number"}, {"/?q=%ff", 200, ""},
	} {
		a, page := s.get(t, c.path, false)
		if a.StatusCode != c.status && c.path != "/?q=%ff" || !strings.Contains(page, c.says) || !strings.Contains(page, `<header class="top">`) {
			t.Errorf("%s: %s", c.path, a.Status)
		}
	}
}

func TestOnlyReviewersWrite(t *testing.T) {
	s := newSite(t, examples()...)
	claim := s.row(t, "أجلت نحو 460").Claim.ID
	entity := s.entity(t, "إدريس المرابط")
	for _, c := range []struct {
		path string
		form url.Values
		to   string
	}{
		{"/claims/" + claim + "/review", url.Values{"state": {"confirmed"}, "note": {"نعم"}}, "/claims/" + claim + "#reviews"},
		{entity, url.Values{"verdict": {"confirmed"}}, entity},
		{entity, url.Values{"verdict": {"ignored"}, "next": {"/entities?kind=person"}}, "/entities?kind=person"},
		{entity, url.Values{"verdict": {"new"}, "next": {"//elsewhere.example"}}, "/"},
		{"/searches", url.Values{"name": {"n"}, "query": {"q=سد&cursor=&since=4"}}, "/searches"},
		{"/searches/1/seen", url.Values{"upto": {"9"}, "next": {"/searches"}}, "/searches"},
		{"/searches/1/drop", url.Values{}, "/searches"},
	} {
		a, _ := s.send(t, http.MethodPost, c.path, c.form, false)
		if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/login?next=") {
			t.Errorf("%s without a token: %s, to %s", c.path, a.Status, to)
		}
		a, page := s.send(t, http.MethodPost, c.path, c.form, true)
		if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || to != c.to {
			t.Errorf("%s: %s, to %s, not %s: %.300s", c.path, a.Status, to, c.to, page)
		}
	}
	for path, form := range map[string]url.Values{
		"/claims/" + claim + "/review": {"state": {"odd"}}, "/claims/none/review": {"state": {"new"}}, entity: {"verdict": {"merged"}},
		"/searches": {"name": {""}}, "/searches/x/drop": {}, "/searches/77/drop": {}, "/searches/1/seen": {"upto": {"x"}},
	} {
		if a, _ := s.send(t, http.MethodPost, path, form, true); a.StatusCode != 400 && a.StatusCode != 404 {
			t.Errorf("%s with %v: %s", path, form, a.Status)
		}
	}
	reviews, err := s.store.Reviews(context.Background(), store.ReviewQuery{})
	if err != nil || len(reviews) != 1 || reviews[0].Who != reviewer || reviews[0].Note != "نعم" {
		t.Errorf("%v, %v", reviews, err)
	}
}

// The pages themselves let nobody write whom Who does not name, whatever stands before them.
func TestNobodyWritesWithoutAGuard(t *testing.T) {
	lex, _ := tables()
	p, err := page.New(page.Options{Desk: desk.New(model.New(), lex)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	for _, path := range []string{"/claims/1/review", "/entities/org/isis", "/searches", "/searches/1/seen", "/searches/1/drop"} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/login") {
			t.Errorf("%s: %d %s", path, w.Code, to)
		}
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/login", strings.NewReader("token=x")))
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "غير مفعّل") {
		t.Errorf("signing in where there are no tokens: %d %s", w.Code, w.Body)
	}
}

// broken is a desk whose store fails, or finds more than it counts.
type broken struct {
	store.Desk
	err error
}

func (b broken) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	if b.err != nil {
		return store.Page{}, b.err
	}
	return b.Desk.Claims(ctx, q)
}

func (b broken) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	c, err := b.Desk.Count(ctx, q)
	c.Claims, c.Complete = store.MostCounted, false
	return c, err
}

func ask(t *testing.T, d store.Desk, path string) *httptest.ResponseRecorder {
	t.Helper()
	lex, _ := tables()
	p, err := page.New(page.Options{Desk: desk.New(d, lex)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	p.Register(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestStoreIsAway(t *testing.T) {
	w := ask(t, broken{model.New(), fmt.Errorf("secret/path: %w", isnad.ErrUnavailable)}, "/")
	if w.Code != 503 || !strings.Contains(w.Body.String(), "غير متاحة الآن") || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w = ask(t, broken{model.New(), errors.New("secret")}, "/")
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// slow is a desk whose comparisons never end by themselves.
type slow struct{ store.Desk }

func (s slow) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	if q.Counted != "" || q.Unit != "" {
		<-ctx.Done()
		return store.Page{}, fmt.Errorf("reading: %w", ctx.Err())
	}
	return s.Desk.Claims(ctx, q)
}

// A comparison that takes long does not keep a claim's page from its reader.
func TestSlowComparison(t *testing.T) {
	t.Parallel()
	s := newSite(t, examples()...)
	w := ask(t, slow{s.store}, "/claims/"+s.row(t, "أجلت نحو 460").Claim.ID)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "المقارنة تستغرق وقتا طويلا") {
		t.Errorf("%d", w.Code)
	}
}

// A reading that is no longer the current one can be seen, and says so.
func TestOldReadings(t *testing.T) {
	r := examples()[0]
	old := *r
	old.Lexicon, old.Claims = "old-tables", old.Claims[:1]
	s := newSite(t, r)
	if _, err := s.store.Put(context.Background(), []store.Entry{{Record: &old, Run: 0}}); err != nil {
		t.Fatal(err)
	}
	path := "/articles/" + r.Article.ID
	_, page := s.get(t, path, false)
	if strings.Contains(page, "قراءة غير معتمدة") || !strings.Contains(page, "lexicon=old-tables") {
		t.Error("the current reading does not lead to the old one")
	}
	_, page = s.get(t, path+"?"+url.Values{"extractor": {old.Extractor}, "lexicon": {old.Lexicon}, "claim": {r.Claims[1].ID}}.Encode(), false)
	if !strings.Contains(page, "قراءة غير معتمدة") || !strings.Contains(page, "هذا القول ليس في القراءة المعتمدة") {
		t.Error("the old reading does not say that it is old, or that it lacks the claim")
	}
	if a, _ := s.get(t, path+"?extractor=x&lexicon=y", false); a.StatusCode != 404 {
		t.Errorf("a reading that is not there: %s", a.Status)
	}
}

func TestMoreThanIsCounted(t *testing.T) {
	s := newSite(t, examples()...)
	w := ask(t, broken{s.store, nil}, "/")
	most := strconv.Itoa(store.MostCounted)
	most = most[:len(most)-3] + "," + most[len(most)-3:]
	for _, want := range []string{most + " قول على الأقل", "من أول " + most + " قول فقط"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func TestLanguageIsKept(t *testing.T) {
	s := newSite(t, examples()...)
	a, page := s.get(t, "/?lang=en&q=Aliya", false)
	if len(a.Cookies()) != 1 || !strings.Contains(page, `<html lang="en" dir="ltr">`) || !strings.Contains(page, `href="/?lang=ar&amp;q=Aliya"`) {
		t.Fatalf("%v %.300s", a.Cookies(), page)
	}
	r, err := http.NewRequest(http.MethodGet, s.URL+"/reviews", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(a.Cookies()[0])
	b, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Body.Close()
	if b.Header.Get("Content-Language") != "en" || !slices.Contains(b.Header.Values("Vary"), "Cookie") {
		t.Errorf("%v", b.Header)
	}
	if a, _ := s.get(t, "/?lang=xx", false); a.Header.Get("Content-Language") != "ar" || len(a.Cookies()) != 0 {
		t.Errorf("an unknown language: %v", a.Header)
	}
}

func TestStaticFilesAreKept(t *testing.T) {
	s := newSite(t)
	_, page := s.get(t, "/", false)
	found := regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(found) != 3 {
		t.Fatalf("%q", found)
	}
	for _, f := range found {
		a, body := s.get(t, f[1], false)
		if a.StatusCode != 200 || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || body == "" || strings.Contains(a.Header.Get("Content-Type"), "plain") {
			t.Errorf("%s: %s %v", f[1], a.Status, a.Header)
		}
	}
	if a, _ := s.get(t, "/static/style.css", false); a.StatusCode != 404 {
		t.Errorf("a name without hash: %s", a.Status)
	}
}

// Pages are walked to the end: every claim once.
func TestPagesAreWalked(t *testing.T) {
	s := newSite(t, examples()...)
	seen := map[string]bool{}
	card := regexp.MustCompile(`<article class="card" id="c-([0-9a-f]+)"`)
	next := regexp.MustCompile(`<a class="act next" rel="next" href="([^"]+)"`)
	path, pages := "/?limit=20", 0
	for path != "" && pages < 20 {
		_, page := s.get(t, path, false)
		for _, m := range card.FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%s stands on two pages", m[1])
			}
			seen[m[1]] = true
		}
		path = ""
		if m := next.FindStringSubmatch(page); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
		pages++
	}
	all := 0
	for _, r := range examples() {
		all += len(r.Claims)
	}
	if len(seen) != all || pages < 3 {
		t.Errorf("%d claims on %d pages, of %d", len(seen), pages, all)
	}
}

// A saved search tells what came in since it was seen.
func TestSavedSearches(t *testing.T) {
	s := newSite(t, examples()...)
	s.work(t, s.row(t, "أجلت نحو 460"))
	_, page := s.get(t, "/searches", true)
	if !strings.Contains(page, "جديد: 1") {
		t.Errorf("nothing new: %s", page)
	}
	upto := regexp.MustCompile(`name="upto" value="(\d+)"`).FindStringSubmatch(page)
	if upto == nil {
		t.Fatal("no form")
	}
	s.send(t, http.MethodPost, "/searches/1/seen", url.Values{"upto": {upto[1]}}, true)
	if _, page = s.get(t, "/searches", true); !strings.Contains(page, "لا جديد") {
		t.Errorf("still new: %s", page)
	}
}

// Whoever reads an old version of an article is told, and opening what is new in a saved search notes that it was seen.
func TestNewerVersions(t *testing.T) {
	s := newSite(t, examples()...)
	for text, old := range map[string]bool{"أجلت نحو 420": true, "أجلت نحو 460": false} {
		row := s.row(t, text)
		for _, path := range []string{"/claims/" + row.Claim.ID, "/articles/" + row.Article.ID} {
			if _, page := s.get(t, path, false); strings.Contains(page, "نُشرت نسخة أحدث") != old {
				t.Errorf("%s (%s): told %v", path, text, !old)
			}
		}
	}
}

func TestOpeningMarksAsSeen(t *testing.T) {
	s := newSite(t, examples()...)
	s.work(t, s.row(t, "أجلت نحو 460"))
	_, page := s.get(t, "/searches", true)
	next := regexp.MustCompile(`name="next" value="(/\?[^"]*since=[^"]*)"><input type="hidden" name="upto" value="(\d+)"`).FindStringSubmatch(page)
	if next == nil {
		t.Fatalf("what is new cannot be opened: %s", page)
	}
	a, _ := s.send(t, http.MethodPost, "/searches/1/seen", url.Values{"next": {html.UnescapeString(next[1])}, "upto": {next[2]}}, true)
	if _, page = s.get(t, a.Header.Get("Location"), true); strings.Count(page, `<article class="card"`) != 1 || !strings.Contains(page, "300") {
		t.Errorf("%s does not show what was new", a.Header.Get("Location"))
	}
	if _, page = s.get(t, "/searches", true); !strings.Contains(page, "لا جديد") {
		t.Error("it was not noted as seen")
	}
}

// A comparison that could not read everything says so, and leads to one that reads more.
func TestComparisonIsWidened(t *testing.T) {
	s := newSite(t, examples()...)
	_, page := s.get(t, "/compare?most=3&single=1", false)
	wider := regexp.MustCompile(`href="(/compare\?most=5000[^"]*)"`).FindStringSubmatch(page)
	if wider == nil || !strings.Contains(page, "أحدث 3 مقال فقط") {
		t.Fatal("it does not say that it is not complete")
	}
	if _, page = s.get(t, html.UnescapeString(wider[1]), false); strings.Contains(page, "مقال فقط") || strings.Contains(page, "قارن مقالات أكثر") {
		t.Error("the wider one is not complete")
	}
}

package auth_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/web/auth"
)

const (
	hers = "a-token-of-noura-0001"
	his  = "a-token-of-salim-0002"
)

func tokens() *auth.Tokens {
	return auth.New([]auth.Secret{{Name: "نورة", Token: hers}, {Name: "salim", Token: his}})
}

func TestRead(t *testing.T) {
	got, err := auth.Read("tokens", strings.NewReader("# people\n\nنورة حداد\t"+hers+"\r\n  salim   "+his+"\n"))
	want := []auth.Secret{{Name: "نورة حداد", Token: hers}, {Name: "salim", Token: his}}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "tokens: it holds no tokens"},
		{"# nobody\n", "no tokens"},
		{"salim " + his + "\nalone\n", "tokens:2: a line is a name"},
		{"salim short\n", "tokens:1: the token of salim has 5 characters, and needs 20"},
		{"salim " + his + "\nother " + his, "tokens:2: the token of other is that of salim too"},
		{"salim رمز-طويل-جدا-لكنه-ليس-آسكي\n", "ASCII"},
		{"sa\x00lim " + his, "control character"},
		{"sa\xfflim " + his, "not UTF-8"},
		{"salim " + strings.Repeat("x", 70_000), "cannot be read"},
	} {
		_, err := auth.Read("tokens", strings.NewReader(c.text))
		if !isnad.IsBadInput(err) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: %v, want %q", c.text, err, c.want)
		} else if strings.Contains(err.Error(), his) {
			t.Errorf("%v: a token is told", err)
		}
	}
}

func TestFileOfTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens")
	if _, err := auth.ReadFile(path); err == nil {
		t.Error("a file that is not there was read")
	}
	first, made, err := auth.EnsureFile(path, "me")
	if err != nil || !made || len(first) != 1 || first[0].Name != "me" || len(first[0].Token) < 20 {
		t.Fatalf("%v %v %v", first, made, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	again, made, err := auth.EnsureFile(path, "other")
	if err != nil || made || fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("the second time: %v %v %v", again, made, err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.ReadFile(path); err != nil {
		t.Errorf("a group may read: %v", err)
	}
	if err := os.Chmod(path, 0o604); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.ReadFile(path); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("all may read: %v", err)
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:8080": true, "[::1]:80": true, "localhost:1": true, "LOCALHOST": true, "127.8.9.1": true, "[::1]": true, "::1": true,
		":8080": false, "0.0.0.0:80": false, "[::]:80": false, "10.0.0.1:80": false, "example.org": false, "localhost.example.org:80": false,
		"127.0.0.1.example.org": false, "": false,
	} {
		if auth.Loopback(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
	if err := auth.CheckAddress(":8080", nil); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "--tokens") {
		t.Errorf("beyond loopback without tokens: %v", err)
	}
	for _, err := range []error{auth.CheckAddress("", nil), auth.CheckAddress("127.0.0.1:80", nil), auth.CheckAddress(":80", tokens())} {
		if err != nil {
			t.Error(err)
		}
	}
}

// who answers with the name that the guard found.
var who = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	name, ok := auth.Who(r)
	fmt.Fprintf(w, "%s %v", name, ok)
})

func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWhoMayDoWhat(t *testing.T) {
	const near, far = "http://127.0.0.1:8080/claims", "http://isnad.example.org/claims"
	bearer := []string{"Authorization", "Bearer " + hers}
	loopback := auth.Options{Tokens: tokens(), FreeReads: true}
	remote := auth.Options{Tokens: tokens()}
	ingest := auth.Options{FreeReads: true, FreeWrites: true}
	for _, c := range []struct {
		name    string
		options auth.Options
		method  string
		url     string
		header  []string
		status  int
		body    string
	}{
		{"read on loopback", loopback, "GET", near, nil, 200, " false"},
		{"known on loopback", loopback, "GET", near, bearer, 200, "نورة true"},
		{"wrong token on loopback", loopback, "GET", near, []string{"Authorization", "Bearer nonsense"}, 401, "token"},
		{"password", loopback, "GET", near, []string{"Authorization", "Basic " + hers}, 401, "token"},
		{"rebound name", loopback, "GET", far, nil, 401, "token"},
		{"behind a proxy", loopback, "GET", near, []string{"X-Forwarded-For", "192.0.2.1"}, 401, "token"},
		{"behind a proxy that tells little", loopback, "GET", near, []string{"X-Real-IP", "192.0.2.1"}, 401, "token"},
		{"behind one that tells its name", loopback, "GET", near, []string{"Via", "1.1 front"}, 401, "token"},
		{"write on loopback", loopback, "POST", near, nil, 401, "writing needs a token"},
		{"unusual method", loopback, "PURGE", near, nil, 401, "token"},
		{"options", loopback, "OPTIONS", near, nil, 401, "token"},
		{"write with a token", loopback, "POST", near, bearer, 200, "نورة true"},
		{"delete with a token", loopback, "DELETE", near, []string{"Authorization", "bearer  " + his}, 200, "salim true"},
		{"read from afar", remote, "GET", far, nil, 401, "token"},
		{"read from afar by a near name", remote, "GET", near, nil, 401, "token"},
		{"head from afar", remote, "HEAD", far, nil, 401, ""},
		{"known from afar", remote, "GET", far, bearer, 200, "نورة true"},
		{"style of the login page", remote, "GET", "http://isnad.example.org/static/a.css", nil, 200, " false"},
		{"out of the folder", remote, "GET", "http://isnad.example.org/static/../claims", nil, 401, "token"},
		{"writing into the folder", remote, "PUT", "http://isnad.example.org/static/a.css", nil, 401, "token"},
		{"login page", remote, "POST", "http://isnad.example.org/login", nil, 200, " false"},
		{"free ingestion", ingest, "POST", near, nil, 200, " false"},
		{"free ingestion, rebound", ingest, "POST", far, nil, 401, "token"},
		{"another site", loopback, "POST", near, append([]string{"Sec-Fetch-Site", "cross-site"}, bearer...), 403, "another site"},
		{"another origin", loopback, "POST", near, append([]string{"Origin", "http://evil.example"}, bearer...), 403, "another site"},
		{"another site, free ingestion", ingest, "POST", near, []string{"Origin", "http://evil.example"}, 403, "another site"},
		{"another site signs in", loopback, "POST", "http://127.0.0.1/login", []string{"Sec-Fetch-Site", "cross-site"}, 403, "another site"},
	} {
		w := ask(auth.NewGuard(c.options).Wrap(who), c.method, c.url, c.header...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.body) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
		if w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", c.name)
		}
		if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", c.name, w.Header().Get("Content-Type"))
		}
	}
}

func TestBrowsersAreSentToSignIn(t *testing.T) {
	h := auth.NewGuard(auth.Options{Tokens: tokens()}).Wrap(who)
	for _, c := range []struct{ method, url, referer, want string }{
		{"GET", "http://isnad.example.org/claims?q=%D8%A3&unit=USD", "", "/claims?q=%D8%A3&unit=USD"},
		{"POST", "http://isnad.example.org/claims/1/review", "http://isnad.example.org/claims/1?a=b", "/claims/1?a=b"},
		{"POST", "http://isnad.example.org/claims/1/review", "http://evil.example/x", "/"},
	} {
		w := ask(h, c.method, c.url, "Accept", "text/html,*/*", "Referer", c.referer)
		u, err := url.Parse(w.Header().Get("Location"))
		if err != nil || w.Code != 303 || u.Path != "/login" || u.Query().Get("next") != c.want {
			t.Errorf("%s %s: %d %s", c.method, c.url, w.Code, u)
		}
	}
}

func TestNextStaysHere(t *testing.T) {
	for next, want := range map[string]string{
		"/claims?q=x": "/claims?q=x", "": "/", "//evil.example": "/", "http://evil.example/": "/", `/\evil.example`: "/", "javascript:x": "/",
		"claims": "/", "/login?next=/": "/", "/%zz": "/", "\t//evil.example": "/",
	} {
		r := httptest.NewRequest("GET", "/login?"+url.Values{"next": {next}}.Encode(), nil)
		if got := auth.Next(r); got != want {
			t.Errorf("%q: %q", next, got)
		}
	}
}

// A browser signs in, is known, and signs out; what it holds is no token and cannot be made by others.
func TestCookies(t *testing.T) {
	g := auth.NewGuard(auth.Options{Tokens: tokens(), FreeReads: true})
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if _, ok := g.SignIn(w, r, r.FormValue("token")); !ok {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	mux.HandleFunc("POST /logout", func(w http.ResponseWriter, r *http.Request) { g.SignOut(w, r) })
	mux.Handle("/", who)
	server := httptest.NewServer(g.Wrap(mux))
	defer server.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	post := func(path string, form url.Values) (int, *http.Response) {
		t.Helper()
		response, err := client.PostForm(server.URL+path, form)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, response
	}
	if code, response := post("/login", url.Values{"token": {"nonsense"}}); code != 401 || len(response.Cookies()) > 0 {
		t.Errorf("a wrong token: %d %v", code, response.Cookies())
	}
	code, response := post("/login", url.Values{"token": {hers}})
	if code != 200 || len(response.Cookies()) != 1 {
		t.Fatalf("%d %v", code, response.Cookies())
	}
	c := response.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure || strings.Contains(c.Value, hers) {
		t.Errorf("%v", c)
	}
	if code, _ := post("/write", nil); code != 200 {
		t.Errorf("signed in: %d", code)
	}
	forged := []byte(c.Value)
	forged[len(forged)-1] ^= 1
	for _, value := range []string{string(forged), "", "x", c.Value[:40], "!"} {
		if w := ask(g.Wrap(who), "POST", "http://127.0.0.1/write", "Cookie", c.Name+"="+value); w.Code != 401 {
			t.Errorf("cookie %q: %d %s", value, w.Code, w.Body)
		}
	}
	other := auth.NewGuard(auth.Options{Tokens: tokens()})
	if w := ask(other.Wrap(who), "GET", "http://127.0.0.1/", "Cookie", c.Name+"="+c.Value); w.Code != 401 {
		t.Errorf("the cookie of another process: %d", w.Code)
	}
	if code, _ := post("/logout", nil); code != 200 {
		t.Errorf("signing out: %d", code)
	}
	if code, _ := post("/write", nil); code != 401 {
		t.Errorf("signed out: %d", code)
	}
}

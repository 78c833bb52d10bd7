package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestCookiesEnd(t *testing.T) {
	g := NewGuard(Options{Tokens: New([]Secret{{"salim", "a-token-of-salim-0002"}})})
	now := time.Now()
	g.cookies.now = func() time.Time { return now }
	w := httptest.NewRecorder()
	g.SignIn(w, httptest.NewRequest("POST", "/login", nil), "a-token-of-salim-0002")
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{cookieLife - time.Hour, true}, {cookieLife + time.Hour, false}} {
		g.cookies.now = func() time.Time { return now.Add(c.after) }
		if _, ok := g.who(r); ok != c.want {
			t.Errorf("after %v: %v", c.after, ok)
		}
	}
}

func TestCookiesAreSecureOverTLS(t *testing.T) {
	g := NewGuard(Options{Tokens: New([]Secret{{"salim", "a-token-of-salim-0002"}})})
	w := httptest.NewRecorder()
	g.SignIn(w, httptest.NewRequest("POST", "https://isnad.example.org/login", nil), "a-token-of-salim-0002")
	if c := (&http.Response{Header: w.Header()}).Cookies(); len(c) != 1 || !c[0].Secure {
		t.Errorf("%v", c)
	}
}

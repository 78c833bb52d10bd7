package auth

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"

	"isnad/pkg/web/problem"
)

// Addresses that need no token: signing in, signing out, and what the page for it is made of.
const (
	LoginPath  = "/login"
	LogoutPath = "/logout"
	StaticPath = "/static/"
)

// Options of a Guard.
type Options struct {
	Tokens     *Tokens
	FreeReads  bool // whoever calls this machine by a loopback name reads without a token
	FreeWrites bool // and writes
}

// Guard tells who asks, and turns away who may not.
type Guard struct {
	Options
	cookies cookies
	cross   *http.CrossOriginProtection
}

// NewGuard makes a guard.
func NewGuard(o Options) *Guard {
	return &Guard{Options: o, cookies: newCookies(), cross: http.NewCrossOriginProtection()}
}

// Wrap puts the guard before a handler. Behind it, Who tells who asks.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := g.cross.Check(r); err != nil {
			problem.Write(w, http.StatusForbidden, "a page of another site sent this request, and those may not write")
			return
		}
		name, known := g.who(r)
		if known {
			r = r.WithContext(context.WithValue(r.Context(), nameKey{}, name))
		}
		if known || public(r) || g.free(r) {
			next.ServeHTTP(w, r)
			return
		}
		deny(w, r)
	})
}

// who tells who asks. A token in the header goes before a cookie, and a wrong one is nobody's, whatever the cookie says.
func (g *Guard) who(r *http.Request) (string, bool) {
	if h := r.Header.Get("Authorization"); h != "" {
		scheme, token, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", false
		}
		return g.Tokens.Name(strings.TrimSpace(token))
	}
	return g.cookies.name(r)
}

// handedOn are what proxies add to what they hand on. Not every one adds something: docs/api.md says what to tell it.
var handedOn = []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// free tells whether a request needs no token. A name that is none of loopback's may be one that another site has pointed at this
// machine, to read with the browser of who sits before it; what a proxy hands on may come from anywhere. A token that is wrong is told so.
func (g *Guard) free(r *http.Request) bool {
	if !Loopback(r.Host) || r.Header.Get("Authorization") != "" {
		return false
	}
	for _, name := range handedOn {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	if reads(r) {
		return g.FreeReads
	}
	return g.FreeWrites
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

func public(r *http.Request) bool {
	p := r.URL.Path
	return p == LoginPath || p == LogoutPath || reads(r) && strings.HasPrefix(path.Clean(p), StaticPath)
}

// deny answers who may not: people are sent to sign in, programs are told what is missing.
func deny(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept")
	if strings.Contains(r.Header.Get("Accept"), "text/html") && r.Header.Get("Authorization") == "" {
		http.Redirect(w, r, LoginPath+"?"+url.Values{"next": {comeBack(r)}}.Encode(), http.StatusSeeOther)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="isnad"`)
	what := "this needs a token that is known here: Authorization: Bearer TOKEN"
	if !reads(r) {
		what = "writing needs a token that is known here: Authorization: Bearer TOKEN"
	}
	problem.Write(w, http.StatusUnauthorized, what)
}

// comeBack gives the page to show once somebody has signed in: the one asked for, or the one whose form was sent.
func comeBack(r *http.Request) string {
	if reads(r) {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		return from.RequestURI()
	}
	return "/"
}

// Next gives the page to show once somebody has signed in, from the value next of the query or the form: one of this server, or "/".
func Next(r *http.Request) string {
	next := r.FormValue("next")
	u, err := url.Parse(next)
	local := err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.Contains(next, `\`)
	if !local || u.Path == LoginPath || u.Path == LogoutPath {
		return "/"
	}
	return next
}

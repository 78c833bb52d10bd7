package page

import (
	"net/http"
	"net/url"

	"isnad/pkg/web/auth"
)

// loginPage asks for a token.
type loginPage struct {
	*view
	Next string
	Bad  bool // the token was nobody's
	Off  bool // there are no tokens
}

func (p *Pages) login(r *http.Request, v *view) (answer, error) {
	v.Title = v.T("login.title")
	return show("login", &loginPage{view: v, Next: auth.Next(r), Off: p.SignIn == nil})
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	next := auth.Next(r)
	if p.SignIn != nil {
		if _, ok := p.SignIn(w, r, r.PostFormValue("token")); ok {
			http.Redirect(w, r, next, http.StatusSeeOther)
			return
		}
	}
	p.serve(func(_ *http.Request, v *view) (answer, error) {
		v.Title = v.T("login.title")
		v.Here = "/login?" + url.Values{"next": {next}}.Encode()
		return answer{template: "login", data: &loginPage{view: v, Next: next, Bad: p.SignIn != nil, Off: p.SignIn == nil}, status: http.StatusUnauthorized}, nil
	}).ServeHTTP(w, r)
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) {
	if p.SignOut != nil {
		p.SignOut(w, r)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

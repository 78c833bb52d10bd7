package page

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/auth"
)

// statsAge is how long the counts in the footer are good: counting looks at every article.
const statsAge = time.Minute

// statsPatience is how long a page waits for them.
const statsPatience = 2 * time.Second

// languageCookie keeps the language that was chosen last.
const languageCookie = "isnad-lang"

// longestForm bounds what a form sends, in bytes.
const longestForm = 256 << 10

// view is what every page has. The frame of the page reads it.
type view struct {
	tongue
	Title   string
	Section string // of the header: the one that is current
	Who     string // "" for a reader without a token
	Styles  string
	Script  string
	Icon    string
	Stream  string
	Other   string // address of this page in the other language
	Here    string // address of this page, to come back to
	Stats   *store.Stats
	Wide    bool
}

// answer is what a handler gives: a page to show, or where to go.
type answer struct {
	template string
	data     any
	status   int
	to       string
}

func show(template string, data any) (answer, error) {
	return answer{template: template, data: data}, nil
}
func goTo(address string) (answer, error) { return answer{to: address}, nil }

type handler func(r *http.Request, v *view) (answer, error)

// errNoToken says that a reader without a token wants to write.
var errNoToken = errors.New("a login is needed")

// writing makes a handler of a form: only for those with a token, and of a bounded size.
func writing(h handler) handler {
	return func(r *http.Request, v *view) (answer, error) {
		if v.Who == "" {
			return answer{}, errNoToken
		}
		if err := r.ParseForm(); err != nil {
			return answer{}, &isnad.BadInput{Place: "form", Reason: "it cannot be read", Err: err}
		}
		return h(r, v)
	}
}

func (p *Pages) serve(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, longestForm)
		v := p.view(w, r)
		a, err := h(r, v)
		if errors.Is(err, errNoToken) {
			a, err = goTo("/login?next=" + url.QueryEscape(comeBack(r)))
		}
		if err != nil {
			if r.Context().Err() != nil {
				return
			}
			a = p.failure(r, v, err)
		}
		if a.to != "" {
			http.Redirect(w, r, a.to, http.StatusSeeOther)
			return
		}
		p.write(w, r, v, a)
	})
}

// view says what every page has, and keeps the language where the address chooses one.
func (p *Pages) view(w http.ResponseWriter, r *http.Request) *view {
	v := &view{tongue: isnad.Arabic, Styles: p.styles, Script: p.script, Icon: p.icon, Stream: p.Stream}
	if c, err := r.Cookie(languageCookie); err == nil && c.Value == isnad.English {
		v.tongue = isnad.English
	}
	q := r.URL.Query()
	if l := q.Get("lang"); l == isnad.Arabic || l == isnad.English {
		v.tongue = tongue(l)
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: l, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	q.Del("lang")
	v.Here = address(r.URL.Path, q)
	q.Set("lang", v.OtherLang())
	v.Other = address(r.URL.Path, q)
	v.Who, _ = p.Who(r)
	return v
}

// section is an entry of the header.
type section struct {
	Href, Text string
	On         bool
}

// Item gives the entry of a section.
func (v *view) Item(name, href string) section {
	return section{href, v.T("nav." + name), v.Section == name}
}

// LoginHere leads to the login page and back to this one.
func (v *view) LoginHere() string { return "/login?" + url.Values{"next": {v.Here}}.Encode() }

// address joins a path of this site and its parameters.
func address(path string, q url.Values) string {
	u := url.URL{Path: path, RawQuery: q.Encode()}
	return u.String()
}

// comeBack gives the page that a form belongs to.
func comeBack(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	return auth.Next(r)
}

func (p *Pages) write(w http.ResponseWriter, r *http.Request, v *view, a answer) {
	v.Stats = p.latestStats(r.Context())
	var b bytes.Buffer
	if err := p.templates[a.template].ExecuteTemplate(&b, "frame", a.data); err != nil {
		p.Log.Error().Err(err).Str("page", r.URL.Path).Msg("a page cannot be made")
		http.Error(w, "a page cannot be made", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.tongue))
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Cookie")
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(b.Bytes()) // an error is the reader's who went away
}

// failurePage tells what went wrong.
type failurePage struct {
	*view
	Status int
	Reason string // in English, as the program says it; "" where it is not the reader's business
	Hint   string
}

func (p *Pages) failure(r *http.Request, v *view, err error) answer {
	f := &failurePage{view: v, Status: http.StatusInternalServerError}
	var long *http.MaxBytesError
	switch {
	case isnad.IsBadInput(err), errors.As(err, &long):
		f.Status, f.Reason = http.StatusBadRequest, err.Error()
	case errors.Is(err, store.ErrNotFound):
		f.Status, f.Hint = http.StatusNotFound, v.T("error.404.hint")
	case errors.Is(err, isnad.ErrUnavailable):
		f.Status, f.Hint = http.StatusServiceUnavailable, v.T("error.503.hint")
	default:
		f.Hint = v.T("error.500.hint")
	}
	if f.Status >= http.StatusInternalServerError {
		p.Log.Error().Err(err).Str("page", r.URL.Path).Msg("a page failed")
	}
	v.Title = v.Label("error", f.Status)
	return answer{template: "failure", data: f, status: f.Status}
}

func (p *Pages) nothing(*http.Request, *view) (answer, error) { return answer{}, store.ErrNotFound }

// latestStats gives counts that are at most statsAge old, older ones while they are counted anew, or nil where there are none.
func (p *Pages) latestStats(ctx context.Context) *store.Stats {
	known := p.counts.Load()
	if known != nil && time.Since(known.at) < statsAge || !p.counting.TryLock() { // one counts, the others need not wait
		return known.stats()
	}
	defer p.counting.Unlock()
	ctx, cancel := context.WithTimeout(ctx, statsPatience)
	defer cancel()
	if s, err := p.Desk.Stats(ctx); err == nil {
		known = &counts{s, time.Now()}
		p.counts.Store(known)
	}
	return known.stats()
}

// counts are the store's at a time.
type counts struct {
	store.Stats
	at time.Time
}

func (c *counts) stats() *store.Stats {
	if c == nil {
		return nil
	}
	return &c.Stats
}

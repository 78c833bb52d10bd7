package page

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rs/zerolog"

	"isnad/pkg/desk"
)

// Options say over what the pages stand.
type Options struct {
	Desk *desk.Desk

	// Who names the reviewer that a request comes from; ok is false for a reader without a token. Nil: nobody may write.
	Who func(*http.Request) (name string, ok bool)

	// SignIn lets a browser be known from now on, if the token is somebody's; SignOut lets it be forgotten. Nil: there are no tokens.
	SignIn  func(w http.ResponseWriter, r *http.Request, token string) (name string, ok bool)
	SignOut func(http.ResponseWriter, *http.Request)

	// Stream is the address of announcements as server-sent events; blank, the list of new names is not live.
	Stream string

	// Log takes what a reader cannot be told: faults of the program, a store that is away.
	Log zerolog.Logger
}

// Pages serves them. It is safe for many goroutines.
type Pages struct {
	Options
	templates map[string]*template.Template
	static    map[string]static // by name in the address
	styles    string            // addresses of the files that every page names
	script    string
	icon      string

	counting sync.Mutex // held by the one who counts
	counts   atomic.Pointer[counts]
}

//go:embed templates
var templateFiles embed.FS

// New makes the pages.
func New(o Options) (*Pages, error) {
	if o.Who == nil {
		o.Who = func(*http.Request) (string, bool) { return "", false }
	}
	p := &Pages{Options: o, templates: map[string]*template.Template{}, static: map[string]static{}}
	var err error
	if p.styles, err = p.embed("style.css", "text/css; charset=utf-8"); err != nil {
		return nil, err
	}
	if p.script, err = p.embed("script.js", "text/javascript; charset=utf-8"); err != nil {
		return nil, err
	}
	if p.icon, err = p.embed("icon.svg", "image/svg+xml"); err != nil {
		return nil, err
	}
	return p, p.parse()
}

// parse reads the templates: each page with the frame and the parts that pages share.
func (p *Pages) parse() error {
	shared, err := template.ParseFS(templateFiles, "templates/shared/*.html")
	if err != nil {
		return fmt.Errorf("templates: %w", err)
	}
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		return fmt.Errorf("templates: %w", err)
	}
	for _, f := range files {
		if f.IsDir() {
			continue
		}
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(templateFiles, path.Join("templates", f.Name()))
		}
		if err != nil {
			return fmt.Errorf("templates: %w", err)
		}
		p.templates[strings.TrimSuffix(f.Name(), ".html")] = t
	}
	return nil
}

// Register adds the pages to a mux. Requests that change something must come through what refuses those of other sites.
func (p *Pages) Register(mux *http.ServeMux) {
	for pattern, h := range map[string]handler{
		"GET /{$}":                 p.search,
		"GET /articles/{id}":       p.article,
		"GET /articles/{id}/diff":  p.diff,
		"GET /claims/{id}":         p.claim,
		"GET /compare":             p.compare,
		"GET /timeline":            p.timeline,
		"GET /entities":            p.entities,
		"GET /entities/{id...}":    p.entity,
		"GET /reviews":             p.reviews,
		"GET /searches":            p.searches,
		"GET /login":               p.login,
		"GET /":                    p.nothing,
		"POST /claims/{id}/review": writing(p.review),
		"POST /entities/{id...}":   writing(p.decide),
		"POST /searches":           writing(p.save),
		"POST /searches/{id}/seen": writing(p.seen),
		"POST /searches/{id}/drop": writing(p.drop),
	} {
		mux.Handle(pattern, p.serve(h))
	}
	mux.HandleFunc("POST /login", p.signIn)
	mux.HandleFunc("POST /logout", p.signOut)
	mux.HandleFunc("GET /static/{name}", p.file)
}

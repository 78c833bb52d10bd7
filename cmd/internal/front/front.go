// Package front puts together what people and their programs reach over HTTP: the claims in a store. It stands apart from the workers,
// because only some of the programs serve it.
package front

import (
	"net/http"

	"github.com/rs/zerolog"

	"isnad/pkg/build"
	"isnad/pkg/desk"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
	"isnad/pkg/web"
	"isnad/pkg/web/api"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/download"
	"isnad/pkg/web/page"
)

// Options say what is served, and to whom.
type Options struct {
	Store    store.Store
	Lexicon  *lexicon.Lexicon
	Tokens   *auth.Tokens
	Address  string       // that it is served on
	Articles http.Handler // takes articles in; nil: none are taken
	Log      zerolog.Logger
	Done     <-chan struct{} // is closed when the program is told to end
}

// New gives the handler of everything but what supervisors ask.
func New(f Options) (http.Handler, error) {
	d := desk.New(f.Store, f.Lexicon)
	guard := auth.NewGuard(auth.Options{Tokens: f.Tokens, FreeReads: auth.Loopback(f.Address)})
	o := page.Options{Desk: d, Who: auth.Who, Stream: api.Stream, Log: f.Log}
	if f.Tokens.Len() > 0 {
		o.SignIn, o.SignOut = guard.SignIn, guard.SignOut
	}
	pages, err := page.New(o)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Desk: d, Guard: guard, Articles: f.Articles, Parts: []web.Part{pages, download.Files{Desk: d}}, Version: build.Name(), Log: f.Log, Done: f.Done,
	}), nil
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/user"
	"path/filepath"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/cmd/internal/workers"
	"isnad/pkg/certs"
	"isnad/pkg/client"
	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/auth"
)

// serverFlags say which server a command asks.
type serverFlags struct {
	Server string `help:"Address of an isnad that serves: http://127.0.0.1:8080, https://isnad.example. It goes before --store and --data." placeholder:"URL"`
	Token  string `help:"Token for the server; where that is this machine, the one in the data folder." placeholder:"TOKEN"`

	TokenFile string `help:"File of tokens, the first of which is given to the server." type:"path" placeholder:"FILE"`
	ServerCA  string `name:"server-ca" help:"Who must have signed the certificate of a server at https://; without it, one that the system trusts." type:"path" placeholder:"FILE"`
}

// connect gives the client of the server.
func (f *serverFlags) connect(data string) (*client.Client, error) {
	token := f.Token
	file := f.TokenFile
	if u, err := url.Parse(f.Server); file == "" && err == nil && auth.Loopback(u.Host) { // no other machine is told what stands in that file
		file = filepath.Join(data, tokensFile)
	}
	if token == "" && file != "" {
		secrets, err := auth.ReadFile(file)
		if err != nil && (f.TokenFile != "" || !errors.Is(err, fs.ErrNotExist)) {
			return nil, err
		}
		if len(secrets) > 0 {
			token = secrets[0].Token
		}
	}
	roots, err := certs.Roots(f.ServerCA)
	if err != nil {
		return nil, fmt.Errorf("--server-ca: %w", err)
	}
	return client.New(f.Server, token, roots)
}

// kept says where claims are kept: behind a server, or in a store.
type kept struct {
	serverFlags
	Store    string `help:"Where records are kept; without it, the store of the data folder." placeholder:"DSN"`
	Data     string `help:"Folder of the embedded pipeline; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
	Lexicons string `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
}

// asker answers people's questions: a desk over a store, or the client of a server.
type asker interface {
	store.Desk
	Ask(q store.Query) store.Query
	Compare(ctx context.Context, q desk.CompareQuery) (desk.Comparison, error)
	Similar(ctx context.Context, claim string) ([]compare.Group, error)
}

// with calls f with the desk that the flags name.
func (k *kept) with(ctx contextType, flags *cli.Log, f func(asker) error) (err error) {
	if k.Server != "" {
		c, err := k.connect(k.Data)
		if err != nil {
			return err
		}
		return errors.Join(f(c), c.Close())
	}
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return err
	}
	dsn, err := storeOf(k.Store, k.Data)
	if err != nil {
		return err
	}
	lex, err := workers.Tables(k.Lexicons)
	if err != nil {
		return err
	}
	st, err := storage.Open(ctx, dsn, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return f(desk.New(st, lex))
}

// storeOf gives the DSN of the store that the flags name: that of the data folder, where they name none.
func storeOf(dsn, data string) (string, error) {
	if dsn != "" {
		return dsn, nil
	}
	dsn = filepath.Join(data, storeFile)
	if _, err := os.Stat(dsn); err != nil {
		return "", fmt.Errorf("no store at %s: run isnad run first, or give --store, --data or --server", dsn)
	}
	return dsn, nil
}

// writer says under whose name a command writes, and where.
type writer struct {
	Who string `help:"Your name; your user name by default. A server knows it by the token." placeholder:"NAME"`
	kept
}

// name gives the name to write under. A server gives its own.
func (w *writer) name() (string, error) {
	if w.Server != "" && w.Who != "" {
		return "", isnad.Bad("--who", "the server knows by the token who writes")
	}
	return cmp.Or(w.Who, userName()), nil
}

// userName gives the name of who runs the program.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return cmp.Or(os.Getenv("USER"), "me")
}

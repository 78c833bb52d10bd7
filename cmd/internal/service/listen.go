package service

import (
	"context"
	"errors"
	"fmt"
	stdlog "log"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/pkg/certs"
)

// Address says where a program serves HTTP, and with which certificate.
type Address struct {
	HTTP        string // "127.0.0.1:8083"; "" serves nothing
	cli.Serving        // without a certificate it speaks no TLS
}

// URL gives the address that the program listens on as it is typed.
func (a Address) URL(at net.Addr) string {
	if a.TLSCert != "" {
		return "https://" + at.String()
	}
	return "http://" + at.String()
}

// Check tells whether the certificate will do, for programs that open the address late.
func (a Address) Check() error {
	_, err := a.pair(zerolog.Nop())
	return err
}

// drainTimeout bounds how long open requests may go on once the program is told to end.
const drainTimeout = 10 * time.Second

// Listen opens the address, so that a bad or taken one is an error at the start, and serves in the background until ctx ends. The
// channel gives the error of the server, or nil, when it has stopped.
func Listen(ctx context.Context, a Address, handler http.Handler, log zerolog.Logger) (net.Addr, <-chan error, error) {
	done := make(chan error, 1)
	pair, err := a.pair(log)
	if err != nil {
		return nil, nil, err
	}
	if a.HTTP == "" {
		done <- nil
		return nil, done, nil
	}
	listener, err := net.Listen("tcp", a.HTTP)
	if err != nil {
		return nil, nil, fmt.Errorf("listening on %s: %w", a.HTTP, err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: stdlog.New(complaints{log}, "", 0),
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	serve := server.Serve
	if pair != nil {
		server.TLSConfig = pair.Config()
		serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
	}
	go func() {
		err := serve(listener)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		done <- err
	}()
	context.AfterFunc(ctx, func() {
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
		defer cancel()
		_ = server.Shutdown(drain) // Serve reports what matters
	})
	return listener.Addr(), done, nil
}

// pair reads the certificate, if there is one.
func (a Address) pair(log zerolog.Logger) (*certs.Pair, error) {
	switch {
	case a.TLSCert == "" && a.TLSKey == "":
		return nil, nil
	case a.TLSCert == "" || a.TLSKey == "":
		return nil, errors.New("--tls-cert and --tls-key go together")
	case a.HTTP == "":
		return nil, errors.New("--tls-cert: nothing is served: give --http as well")
	}
	pair, err := certs.Load(a.TLSCert, a.TLSKey, func(err error) {
		if err != nil {
			log.Warn().Err(err).Msg("the certificate changed, and the one before stays in use")
			return
		}
		log.Info().Str("certificate", a.TLSCert).Msg("the certificate was read again")
	})
	if err != nil {
		return nil, fmt.Errorf("--tls-cert: %w", err)
	}
	return pair, nil
}

// complaints puts what the HTTP server complains of – handshakes that fail, mostly – into the program's log.
type complaints struct{ log zerolog.Logger }

func (c complaints) Write(text []byte) (int, error) {
	c.log.Warn().Msg(strings.TrimSpace(string(text)))
	return len(text), nil
}

package client_test

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs/certtest"
	"isnad/pkg/client"
	"isnad/pkg/isnad"
)

// A server is known by its certificate, and the token goes to no other.
func TestServersOverTLS(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	var tokens []string
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"articles": 7}`)
	})
	start := func(names ...string) *httptest.Server {
		s := httptest.NewUnstartedServer(answer)
		s.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshakes fail on purpose
		if len(names) == 0 {
			s.Start()
		} else {
			pair, err := tls.LoadX509KeyPair(ours.Issue(t, time.Now().Add(time.Hour), names...))
			if err != nil {
				t.Fatal(err)
			}
			s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
			s.StartTLS()
		}
		t.Cleanup(s.Close)
		return s
	}
	good, other, plain := start("127.0.0.1"), start("isnad.example"), start()
	for _, c := range []struct {
		url, want string
		ca        *certtest.CA
	}{
		{good.URL, "", ours},
		{good.URL, `signed by "CN=ours", who is not trusted here`, theirs},
		{other.URL, "is that of isnad.example, and not of 127.0.0.1", ours},
		{strings.Replace(plain.URL, "http:", "https:", 1), "it speaks no TLS", ours},
	} {
		tokens = nil
		asked, err := client.New(c.url, "a-token-of-noura-0001", c.ca.Pool())
		if err != nil {
			t.Fatal(err)
		}
		stats, err := asked.Stats(t.Context())
		switch {
		case c.want == "":
			if err != nil || stats.Articles != 7 || len(tokens) != 1 {
				t.Errorf("%+v %v %v", stats, tokens, err)
			}
		case err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, isnad.ErrUnavailable) || strings.Contains(err.Error(), "does it run"):
			t.Errorf("want %q: %v", c.want, err)
		case len(tokens) > 0:
			t.Errorf("%s: the token is told", c.want)
		}
		if err := asked.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.New(plain.URL, "", ours.Pool()); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "give https://") {
		t.Errorf("a certificate without TLS: %v", err)
	}
}

// No redirect leads out of TLS: what follows it would tell the token to everybody on the way.
func TestNoRedirectLeadsOutOfTLS(t *testing.T) {
	ca := certtest.New(t, "ours")
	pair, err := tls.LoadX509KeyPair(ca.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	s.StartTLS()
	t.Cleanup(s.Close)
	asked, err := client.New(s.URL, "a-token-of-noura-0001", ca.Pool())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := asked.Stats(t.Context()); err == nil || !strings.Contains(err.Error(), "it answers 307") {
		t.Error(err)
	}
}

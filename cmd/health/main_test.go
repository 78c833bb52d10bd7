package main

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs/certtest"
)

func TestAsk(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /well", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /ill", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "the store is away", http.StatusServiceUnavailable)
	})
	server := httptest.NewServer(mux)
	if err := ask(server.URL+"/well", ""); err != nil {
		t.Error(err)
	}
	for path, want := range map[string]string{"/ill": "the store is away", "/none": "404"} {
		if err := ask(server.URL+path, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	server.Close()
	if err := ask(server.URL+"/well", ""); err == nil {
		t.Error("a server that has gone is well")
	}
}

// On loopback a certificate for another name will do, unless there is a file to hold it against.
func TestAskOverTLS(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	start := func(names ...string) string {
		pair, err := tls.LoadX509KeyPair(ours.Issue(t, time.Now().Add(time.Hour), names...))
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
		server.TLS, server.Config.ErrorLog = &tls.Config{Certificates: []tls.Certificate{pair}}, log.New(io.Discard, "", 0)
		server.StartTLS()
		t.Cleanup(server.Close)
		return server.URL
	}
	near, far := start("127.0.0.1"), start("isnad.example")
	for _, c := range []struct{ url, ca, want string }{
		{near, "", ""}, {near, ours.File, ""}, {far, "", ""},
		{far, ours.File, "is that of isnad.example, and not of 127.0.0.1"}, {near, theirs.File, "not trusted"},
		{near, "nowhere.pem", "no such file"}, {strings.Replace(near, "https:", "http:", 1), "", "400"},
	} {
		if err := ask(c.url, c.ca); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s %s: want %q, %v", c.url, c.ca, c.want, err)
		}
	}
	for name, want := range map[string]bool{"127.0.0.1": true, "::1": true, "localhost": true, "sink": false, "10.0.0.1": false, "127.0.0.1.example": false} {
		if loopback(name) != want {
			t.Errorf("%s is taken on trust: %v", name, !want)
		}
	}
}

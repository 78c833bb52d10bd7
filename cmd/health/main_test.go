package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /well", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /ill", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "the store is away", http.StatusServiceUnavailable)
	})
	server := httptest.NewServer(mux)
	if err := ask(server.URL + "/well"); err != nil {
		t.Error(err)
	}
	for path, want := range map[string]string{"/ill": "the store is away", "/none": "404"} {
		if err := ask(server.URL + path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	server.Close()
	if err := ask(server.URL + "/well"); err == nil {
		t.Error("a server that has gone is well")
	}
}

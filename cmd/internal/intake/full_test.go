package intake_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// A full stream is told at once to whoever posts; what reads files waits, and goes on when there is room.
func TestAFullStreamIsToldAndWaitedFor(t *testing.T) {
	g, js := ingest(t, wire.Options{MaxBytes: 20_000})
	post := func(n int) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/articles", strings.NewReader(fmt.Sprintf(`{"text": "%d %s"}`, n, strings.Repeat("ships ", 200))))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		return w
	}
	n := 0
	for n = range 100 {
		if post(n).Code != http.StatusAccepted {
			break
		}
	}
	var log bytes.Buffer
	g.Log = zerolog.New(&log)
	w := post(n)
	if strings.Contains(log.String(), "waiting") {
		t.Errorf("it waits for room before it says so: %s", &log)
	}
	g.Log = zerolog.Nop()
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "stream ARTICLES is full") {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	a, err := g.Reader.JSON("file", []byte(`{"text": "file `+strings.Repeat("ships ", 200)+`"}`), article.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan intake.Outcome)
	go func() { done <- g.One(t.Context(), article.Item{Place: "file", Article: a}) }()
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if o := <-done; o.Err != nil || o.Duplicate {
		t.Errorf("%+v", o)
	}
}

func ingest(t *testing.T, o wire.Options) (*intake.Ingest, jetstream.JetStream) {
	t.Helper()
	s, err := natsd.Start(natsd.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	nc, err := wire.Connect(t.Context(), s.URL(), "test", nil, s.InProcess())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wire.Close(nc) })
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, o); err != nil {
		t.Fatal(err)
	}
	lex, err := workers.Tables("")
	if err != nil {
		t.Fatal(err)
	}
	return &intake.Ingest{JS: js, Reader: article.NewReader(lex), Log: zerolog.Nop()}, js
}

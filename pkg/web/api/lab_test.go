package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"isnad/pkg/store"
	"isnad/pkg/web"
	"isnad/pkg/web/auth"
	"isnad/pkg/web/webtest"
)

// lab is a server over a store, and a document that every answer is held to.
type lab struct {
	t     testing.TB
	store store.Store
	url   string
	log   *webtest.Log
	done  chan struct{}
	check checker

	document []byte // OpenAPI
}

func newLab(t testing.TB, s store.Store, change ...func(*web.Options)) *lab {
	t.Helper()
	l := &lab{t: t, store: s, log: &webtest.Log{}, done: make(chan struct{})}
	o := web.Options{Desk: webtest.Desk(s), Guard: auth.NewGuard(auth.Options{Tokens: webtest.Tokens(), FreeReads: true}), Version: "1",
		Log: zerolog.New(l.log).Level(zerolog.InfoLevel), Done: l.done}
	for _, f := range change {
		f(&o)
	}
	server := httptest.NewServer(web.New(o))
	t.Cleanup(func() {
		server.Close()
		if t.Failed() {
			t.Log(l.log)
		}
	})
	l.url = server.URL
	_, _, l.document = l.send("GET", "/api/v1/openapi.json", "")
	l.check = newChecker(t, l.document)
	return l
}

// send asks the server, and gives what it answers as it is. Headers are pairs of name and value.
func (l *lab) send(method, path, body string, headers ...string) (*http.Request, *http.Response, []byte) {
	l.t.Helper()
	request, err := http.NewRequestWithContext(l.t.Context(), method, l.url+path, strings.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		l.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(answer))
	return request, response, answer
}

// ask is send with the answer held to the document, and its status to what is expected.
func (l *lab) ask(status int, method, path, body string, headers ...string) []byte {
	l.t.Helper()
	request, response, answer := l.send(method, path, body, headers...)
	if response.StatusCode != status {
		l.t.Fatalf("%s %s: %d, want %d: %s", method, path, response.StatusCode, status, answer)
	}
	request.Body = io.NopCloser(strings.NewReader(body))
	if faults := l.check.answer(request, response); len(faults) > 0 {
		l.t.Errorf("%s %s: %s\nin %.2000s", method, path, strings.Join(faults, "\n"), answer)
	}
	return answer
}

// get asks for a JSON value.
func get[T any](l *lab, path string) T {
	l.t.Helper()
	return read[T](l, l.ask(200, "GET", path, ""))
}

// post writes as noura.
func post[T any](l *lab, path, body string) T {
	l.t.Helper()
	return read[T](l, l.ask(201, "POST", path, body, "Authorization", "Bearer "+webtest.Noura))
}

func read[T any](l *lab, data []byte) T {
	l.t.Helper()
	var out T
	if err := json.Unmarshal(data, &out); err != nil {
		l.t.Fatalf("%v: %s", err, data)
	}
	return out
}

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// get asks until the server is there.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		response, err := http.Get(url)
		if err == nil {
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			return response.StatusCode, string(body)
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// post sends a body, and a token where one is given.
func post(t *testing.T, url, contentType, body string, token ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	for _, one := range token {
		request.Header.Set("Authorization", "Bearer "+one)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(bytes.TrimSpace(answer))
}

// Articles can be posted, and every worker tells its supervisor how it is.
func TestWorkersOverHTTP(t *testing.T) {
	l := newLab(t)
	ingest, extract, sink := freeAddress(t), freeAddress(t), freeAddress(t)
	l.start("ingest", "--http", ingest)
	l.start("extract", "--http", extract)
	l.start("sink", "--http", sink)
	for _, address := range []string{ingest, extract, sink} {
		if code, body := get(t, "http://"+address+"/healthz"); code != 200 || body != "ok\n" {
			t.Errorf("/healthz: %d %s", code, body)
		}
		var code int
		for end := time.Now().Add(20 * time.Second); code != 200 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			code, _ = get(t, "http://"+address+"/readyz")
		}
		if code != 200 {
			t.Errorf("/readyz: %d", code)
		}
		if code, body := get(t, "http://"+address+"/metrics"); code != 200 || !strings.Contains(body, "process_resident_memory_bytes") {
			t.Errorf("/metrics: %d", code)
		}
	}
	if code, body := get(t, "http://"+sink+"/api/v1/stats"); code != 200 || !strings.Contains(body, `"articles":0`) {
		t.Errorf("the sink answers questions with %d %s", code, body)
	}
	tokens, guarded := filepath.Join(t.TempDir(), "tokens"), freeAddress(t)
	if err := os.WriteFile(tokens, []byte("noura\ta-token-that-is-long-enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l.start("ingest", "--http", guarded, "--tokens", tokens)
	eventually(t, "the worker does not become ready", func() bool {
		code, _ := get(t, "http://"+guarded+"/readyz")
		return code == 200
	})
	if code, answer := post(t, "http://"+guarded+"/articles", "text/plain", "x"); code != 401 || !strings.Contains(answer, "token") {
		t.Errorf("POST without a token: %d %s", code, answer)
	}
	articles := "http://" + ingest + "/articles"
	for _, c := range []struct {
		kind, body string
		code       int
		answer     string
	}{
		{"application/json", `{"id": "one", "text": "قال فؤاد حداد إن 12 شخصا أصيبوا."}`, 202, `"source_id":"one"`},
		{"application/json", `{"id": "one", "text": "قال فؤاد حداد إن 12 شخصا أصيبوا."}`, 202, `"duplicate":true`},
		{"text/plain; charset=utf-8", "The ministry said that 12 people were hurt.", 202, `"id":"`},
		{"application/x-ndjson", "{\"text\": \"قال فؤاد حداد إن 13 شخصا أصيبوا.\"}\n{\"id\": \"bad\"}\n", 400, `{"source_id":"bad","error":"line 2: the object has no text"}`},
		{"application/json", `{"text": 5}`, 400, "text is a number, not a string"},
		{"application/json", "", 400, "the body is empty"},
		{"text/html", "<html><body></body></html>", 400, "no article text"},
		{"image/png", "x", 415, "is not taken"},
	} {
		if code, answer := post(t, articles, c.kind, c.body); code != c.code || !strings.Contains(answer, c.answer) {
			t.Errorf("POST %s %.40q: %d %s", c.kind, c.body, code, answer)
		}
	}
	if s := l.until(3, 20*time.Second); s.Articles != 3 {
		t.Errorf("%d articles", s.Articles)
	}
	if code, body := get(t, "http://"+extract+"/metrics"); code != 200 || !strings.Contains(body, `isnad_messages_total{outcome="handled",stage="extract"}`) {
		t.Errorf("/metrics of extract: %d", code)
	}
}

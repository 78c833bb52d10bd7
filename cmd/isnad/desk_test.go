package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"isnad/pkg/store"
	"isnad/pkg/web/auth"
)

// me gives the one who may write to what a data folder holds.
func me(t *testing.T, data string) auth.Secret {
	t.Helper()
	path := filepath.Join(data, tokensFile)
	secrets, err := auth.ReadFile(path)
	if err != nil || len(secrets) != 1 {
		t.Fatalf("%v, %v", secrets, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	return secrets[0]
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

// One process serves, another takes its place at the desk: articles come in by those who have a token, claims are asked for, judged and
// followed over HTTP.
func TestTheDeskOverHTTP(t *testing.T) {
	l := &lab{t: t, store: filepath.Join(t.TempDir(), "unused.db"), alive: map[*exec.Cmd]string{}}
	t.Cleanup(l.end)
	data, address := t.TempDir(), freeAddress(t)
	server := "http://" + address
	l.start("isnad", "run", "--serve", "--http", address, "--data", data)
	if code, body := get(t, server+"/healthz"); code != 200 || body != "ok\n" {
		t.Fatalf("/healthz: %d %s", code, body)
	}
	who := me(t, data)
	if code, answer := post(t, server+"/articles", "text/plain", "x"); code != 401 {
		t.Errorf("an article without a token: %d %s", code, answer)
	}
	claims := &safeBuffer{}
	watch := l.command("isnad", "watch", "claims", "--server", server, "--every", "100ms", "--query", "unit=USD")
	entities, waits := &safeBuffer{}, &safeBuffer{}
	listen := l.command("isnad", "watch", "entities", "--server", server, "--all", "--json")
	watch.Stdout, listen.Stdout = claims, entities
	for _, cmd := range []*exec.Cmd{watch, listen} {
		cmd.Stderr = waits
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		l.alive[cmd] = "isnad"
	}
	eventually(t, "the watchers do not begin", func() bool { return strings.Count(waits.String(), "Ctrl-C ends it") == 2 })
	for path, text := range map[string]string{
		"/articles?outlet=a":        "قال العقيد فتحي الزروق إن الخسائر بلغت 3 ملايين دولار.",
		"/api/v1/articles?outlet=b": "أعلنت غرفة التجارة في درنة أن 12 متجرا أغلقت.",
	} {
		if code, answer := post(t, server+path, "text/plain", text, who.Token); code != 202 {
			t.Errorf("%s: %d %s", path, code, answer)
		}
	}
	eventually(t, "no claims were printed", func() bool { return strings.Contains(claims.String(), "3 ملايين دولار") })
	if out := claims.String(); !strings.Contains(out, "1 new claim in 1 article\n") || strings.Contains(out, "متجرا") {
		t.Errorf("watch claims prints %s", out)
	}
	eventually(t, "no entities were printed", func() bool {
		return strings.Contains(entities.String(), "فتحي الزروق") && strings.Contains(entities.String(), "place/derna")
	})
	eventually(t, "no claims of the second article", func() bool { return l.do("isnad", "query", "--counted", "متجر", "--server", server) != "" })
	var row store.Row
	if err := json.Unmarshal([]byte(l.do("isnad", "query", "--json", "--unit", "USD", "--server", server)), &row); err != nil {
		t.Fatal(err)
	}
	if out := l.do("isnad", "review", row.Claim.ID, "--state", "confirmed", "--server", server, "--data", data); !strings.Contains(out, "confirmed · "+who.Name) {
		t.Errorf("review prints %s", out)
	}
	if out := l.do("isnad", "query", "--state", "confirmed", "--server", server); !strings.Contains(out, "3 ملايين دولار") {
		t.Errorf("query prints %s", out)
	}
	if out := l.do("isnad", "export", "--format", "jsonl", "--unit", "USD", "--server", server); strings.Count(out, "\n") != 1 {
		t.Errorf("export prints %s", out)
	}
	cmd := l.command("isnad", "review", "--state", "new", "--server", server, "--token", "nonsense", "x")
	var told bytes.Buffer
	cmd.Stderr = &told
	if err := cmd.Run(); err == nil || !strings.Contains(told.String(), "--token") {
		t.Errorf("a wrong token: %v %s", err, &told)
	}
	if code, body := get(t, server+"/login"); code != 200 || !strings.Contains(body, "<form") {
		t.Errorf("/login: %d %.100s", code, body)
	}
	if code, body := get(t, server+"/export.csv?unit=USD"); code != 200 || !strings.Contains(body, "3 ملايين دولار") {
		t.Errorf("/export.csv: %d %.100s", code, body)
	}
	l.stop(watch)
	l.stop(listen)
}

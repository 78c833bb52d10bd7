package main

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs/certtest"
)

// browser asks over TLS, trusts one authority, and follows no redirect.
func browser(ca *certtest.CA) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.Pool()}, ForceAttemptHTTP2: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answers waits until an address answers with 200.
func answers(t *testing.T, b *http.Client, address string) *http.Response {
	t.Helper()
	var response *http.Response
	eventually(t, address+" does not answer", func() bool {
		var err error
		if response, err = b.Get(address); err != nil {
			return false
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		return response.StatusCode == 200
	})
	return response
}

// Pages and API over HTTPS: nothing in plain, cookies for TLS alone, and a certificate that is renewed while all goes on.
func TestServeOverHTTPS(t *testing.T) {
	l := &lab{t: t, store: filepath.Join(t.TempDir(), "unused.db"), alive: map[*exec.Cmd]string{}}
	t.Cleanup(l.end)
	ca, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	cert, key := ca.Server(t)
	data, at := t.TempDir(), freeAddress(t)
	served := l.start("isnad", "run", "--serve", "--http", at, "--data", data, "--tls-cert", cert, "--tls-key", key, examples)
	base := "https://" + at
	b := browser(ca)
	first := answers(t, b, base+"/readyz")
	if first.ProtoMajor != 2 || first.TLS.Version < tls.VersionTLS12 {
		t.Errorf("%s over TLS %x", first.Proto, first.TLS.Version)
	}
	if code, answer := get(t, "http://"+at+"/"); code != 400 || !strings.Contains(answer, "HTTPS") {
		t.Errorf("in plain: %d %s", code, answer)
	}
	if conn, err := tls.Dial("tcp", at, &tls.Config{RootCAs: ca.Pool(), MaxVersion: tls.VersionTLS11}); err == nil {
		t.Errorf("TLS 1.1 is spoken with %v", conn.RemoteAddr())
	}
	signIn(t, b, base, me(t, data).Token)

	query := []string{"query", "--limit", "1", "--json", "--server", base, "--data", data}
	if out := l.do("isnad", append(query, "--server-ca", ca.File)...); !strings.Contains(out, `"claim"`) {
		t.Errorf("isnad query: %s", out)
	}
	for want, more := range map[string][]string{
		`signed by "CN=ours", who is not trusted here`: {"--server-ca", theirs.File},
		"who is not trusted here":                      nil,
		"give https://":                                {"--server-ca", ca.File, "--server", "http://" + at},
		"--server-ca: " + key:                          {"--server-ca", key},
	} {
		if out, err := l.command("isnad", append(query, more...)...).CombinedOutput(); err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: %v %s", more, err, out)
		}
	}

	ca.Replace(t, cert, key, time.Now().Add(time.Hour), "127.0.0.1")
	second := answers(t, b, base+"/readyz").TLS.PeerCertificates[0]
	if second.Equal(first.TLS.PeerCertificates[0]) {
		t.Error("the renewed certificate is not shown")
	}
	if err := os.WriteFile(key, []byte("half of a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !answers(t, b, base+"/readyz").TLS.PeerCertificates[0].Equal(second) {
		t.Error("the last good certificate is not shown")
	}
	log := served.Stderr.(*safeBuffer)
	eventually(t, "a word on the bad key", func() bool { return strings.Contains(log.String(), "the one before stays in use") })
	l.stop(served)
	if text := log.String(); !strings.Contains(text, "serving "+base) || strings.Contains(text, "http://") {
		t.Errorf("where it serves:\n%s", text)
	}
}

// signIn signs in as a browser does, and uses the cookie.
func signIn(t *testing.T, b *http.Client, base, token string) {
	t.Helper()
	response, err := b.PostForm(base+"/login", url.Values{"token": {token}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	cookies := response.Cookies()
	if response.StatusCode != 303 || len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("%d %v", response.StatusCode, cookies)
	}
	request, err := http.NewRequestWithContext(t.Context(), "GET", base+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "isnad.example" // by whose name reading is not free
	for _, c := range []struct{ cookie, code int }{{0, 401}, {1, 200}} {
		if c.cookie == 1 {
			request.AddCookie(cookies[0])
		}
		response, err := b.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != c.code || response.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%d cookies: %s %v", c.cookie, response.Status, response.Header)
		}
	}
}

// Workers over HTTPS: articles go in, claims come out.
func TestWorkersOverHTTPS(t *testing.T) {
	l := newLab(t)
	ca := certtest.New(t, "ours")
	cert, key := ca.Server(t)
	tokens := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(tokens, []byte("noura\ta-token-that-is-long-enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ingest, sink := freeAddress(t), freeAddress(t)
	encrypted := []string{"--tokens", tokens, "--tls-cert", cert, "--tls-key", key}
	l.start("ingest", append(encrypted, "--http", ingest)...)
	l.start("extract")
	l.start("sink", append(encrypted, "--http", sink)...)
	b := browser(ca)
	answers(t, b, "https://"+ingest+"/readyz")
	answers(t, b, "https://"+sink+"/readyz")
	answers(t, b, "https://"+sink+"/metrics")
	request, err := http.NewRequestWithContext(t.Context(), "POST", "https://"+ingest+"/articles", strings.NewReader(`{"text": "قال فؤاد حداد إن 12 شخصا أصيبوا."}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer a-token-that-is-long-enough")
	response, err := b.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 202 {
		t.Error(response.Status)
	}
	l.until(1, 20*time.Second)
	if out := l.do("isnad", "query", "--json", "--server", "https://"+sink, "--server-ca", ca.File, "--token-file", tokens); !strings.Contains(out, "فؤاد حداد") {
		t.Errorf("isnad query: %s", out)
	}
	for want, args := range map[string][]string{
		"go together":          {"sink", "--http", sink, "--tls-cert", cert},
		"--tls-cert: " + key:   {"ingest", "--http", ingest, "--tls-cert", key, "--tls-key", cert},
		"nothing is served":    {"sink", "--tls-cert", cert, "--tls-key", key},
		"there are no tokens":  {"sink", "--http", ":0", "--tls-cert", cert, "--tls-key", key},
		"no such file or dire": {"isnad", "run", "--serve", "--data", t.TempDir(), "--tls-cert", "none", "--tls-key", "none"},
	} {
		if out, err := l.command(args[0], args[1:]...).CombinedOutput(); err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
}

package pgtest

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"isnad/pkg/freeport"
)

// StartTLS is Start for a server that others reach by TCP on 127.0.0.1, as hba says, the text of a pg_hba.conf. The certificate and its key are
// copied from two files; without them ("") it speaks no TLS.
func StartTLS(t testing.TB, cert, key, hba string, settings ...string) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "isnad-pg-tls-") // the test's own lets nobody in but who runs it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := Own(dir); err != nil {
		t.Fatal(err)
	}
	// give writes a file that only the server can read: it takes no key that others can.
	give := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Own(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	settings = append(settings, "listen_addresses=127.0.0.1", "port="+freePort(t), "password_encryption=scram-sha-256", "hba_file="+give("pg_hba.conf", hba))
	if cert != "" {
		settings = append(settings, "ssl=on", "ssl_cert_file="+give("cert.pem", read(t, cert)), "ssl_key_file="+give("key.pem", read(t, key)))
	}
	return Start(t, settings...)
}

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func freePort(t testing.TB) string {
	t.Helper()
	port, err := freeport.Take()
	if err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(port)
}

// port gives the number that the server's socket and, where it has one, its address have.
func (s *Server) port() string {
	for _, setting := range s.settings {
		if port, ok := strings.CutPrefix(setting, "port="); ok {
			return port
		}
	}
	return "5432"
}

// Remote gives the connection string of a database as those who come by TCP see it, under a name of this machine. more are its other
// settings, sslmode among them.
func (s *Server) Remote(name, database, user, password string, more url.Values) string {
	u := url.URL{Scheme: "postgres", Host: net.JoinHostPort(name, s.port()), Path: "/" + database, User: url.UserPassword(user, password), RawQuery: more.Encode()}
	return u.String()
}

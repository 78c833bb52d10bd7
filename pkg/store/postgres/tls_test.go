package postgres_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"isnad/pkg/certs/certtest"
	"isnad/pkg/isnad"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/storetest/pgtest"
)

const password = "sesame-sesame"

// secured runs a server for the user isnad, who comes as the containers' does.
func secured(t *testing.T, cert, key string) *pgtest.Server {
	t.Helper()
	hba, err := os.ReadFile("../../../deploy/pg_hba.conf")
	if err != nil {
		t.Fatal(err)
	}
	s := pgtest.StartTLS(t, cert, key, string(hba), pgtest.Fast...)
	for _, statement := range []string{"CREATE ROLE isnad LOGIN PASSWORD '" + password + "'", "CREATE DATABASE isnad OWNER isnad"} {
		if err := s.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// The store is spoken to over TLS, and a server that cannot be told from another is not.
func TestOverTLS(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	cert, key := ours.Issue(t, time.Now().Add(time.Hour), "localhost")
	s, plain := secured(t, cert, key), secured(t, "", "")
	full := func(ca *certtest.CA) url.Values {
		return url.Values{"sslmode": {"verify-full"}, "sslrootcert": {ca.File}}
	}
	for _, c := range []struct {
		what, dsn, want string
	}{
		{"a certificate that will do", s.Remote("localhost", "isnad", "isnad", password, full(ours)), ""},
		{"signed by another", s.Remote("localhost", "isnad", "isnad", password, full(theirs)), `its certificate is signed by "CN=ours", who is not trusted here`},
		{"another host", s.Remote("127.0.0.1", "isnad", "isnad", password, full(ours)), "its certificate is that of localhost, and not of 127.0.0.1"},
		{"in plain", s.Remote("localhost", "isnad", "isnad", password, url.Values{"sslmode": {"disable"}}), "no encryption"},
		{"a server without TLS", plain.Remote("localhost", "isnad", "isnad", password, full(ours)), "server refused TLS connection"},
		{"a wrong password", s.Remote("localhost", "isnad", "isnad", password+"x", full(ours)), "password authentication failed"},
	} {
		st, err := postgres.Open(t.Context(), c.dsn)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
			} else if err := st.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	conn, err := pgx.Connect(t.Context(), s.Remote("localhost", "isnad", "isnad", password, full(ours)))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var version string
	if err := conn.QueryRow(t.Context(), "SELECT version FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()").Scan(&version); err != nil || version < "TLSv1.2" {
		t.Errorf("%s, %v", version, err)
	}
}

// A file of roots that is not there is told at the start, and the password is not.
func TestRootsThatAreNotThere(t *testing.T) {
	dsn := "postgres://isnad:" + password + "@localhost/isnad?" + url.Values{"sslmode": {"verify-full"}, "sslrootcert": {filepath.Join(t.TempDir(), "none.pem")}}.Encode()
	if _, err := postgres.Open(t.Context(), dsn); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "none.pem") || strings.Contains(err.Error(), password) {
		t.Error(err)
	}
}

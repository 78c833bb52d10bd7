package certs_test

import (
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs"
	"isnad/pkg/certs/certtest"
	"isnad/pkg/isnad"
)

func TestRoots(t *testing.T) {
	if pool, err := certs.Roots(""); pool != nil || err != nil {
		t.Errorf("no file: %v, %v", pool, err)
	}
	ca := certtest.New(t, "ours")
	if pool, err := certs.Roots(ca.File); err != nil || !pool.Equal(ca.Pool()) {
		t.Errorf("%v, %v", pool, err)
	}
	if _, err := certs.Roots(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	_, key := ca.Server(t)
	if _, err := certs.Roots(key); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "no certificate") {
		t.Error(err)
	}
}

// serve answers one handshake after another until the test ends, and gives the address.
func serve(t *testing.T, config *tls.Config) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if config != nil {
				conn = tls.Server(conn, config)
			}
			_, _ = conn.Write([]byte("hello, here is somebody\n"))
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

// shown gives the serial number of the certificate that a server shows to who trusts an authority.
func shown(ca *certtest.CA, address, name string) (string, error) {
	conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: ca.Pool(), ServerName: name})
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.String(), nil
}

func TestExplain(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	with := func(ca *certtest.CA, end time.Duration) *tls.Config {
		cert, key := ca.Issue(t, time.Now().Add(end), "localhost", "127.0.0.1")
		pair, err := certs.Load(cert, key, nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Config()
	}
	good, foreign, old := serve(t, with(ours, time.Hour)), serve(t, with(theirs, time.Hour)), serve(t, with(ours, -time.Hour))
	for _, c := range []struct {
		address, name, want string
		refused             bool
	}{
		{good, "localhost", "", false},
		{good, "127.0.0.1", "", false},
		{foreign, "localhost", `is signed by "CN=theirs", who is not trusted here`, true},
		{good, "nats", "is that of localhost, 127.0.0.1, and not of nats", true},
		{old, "localhost", "its certificate holds from 20", true},
		{serve(t, nil), "localhost", "it speaks no TLS", false},
	} {
		_, err := shown(ours, c.address, c.name)
		if c.want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if told := certs.Explain(err); !strings.Contains(told.Error(), c.want) || !errors.Is(told, err) || certs.Refused(told) != c.refused {
			t.Errorf("%s: refused %v, %v", c.want, certs.Refused(told), told)
		}
	}
	if err := certs.Explain(net.ErrClosed); err != net.ErrClosed {
		t.Error(err)
	}
	if _, err := tls.Dial("tcp", good, &tls.Config{RootCAs: ours.Pool(), ServerName: "localhost", MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
}

func TestAPairIsReadAgain(t *testing.T) {
	ca := certtest.New(t, "ours")
	cert, key := ca.Server(t)
	var told []error
	pair, err := certs.Load(cert, key, func(err error) { told = append(told, err) })
	if err != nil {
		t.Fatal(err)
	}
	address := serve(t, pair.Config())
	ask := func() string {
		t.Helper()
		serial, err := shown(ca, address, "localhost")
		if err != nil {
			t.Fatal(err)
		}
		return serial
	}
	first := ask()
	if again := ask(); again != first || len(told) != 0 {
		t.Errorf("%s, then %s; %v", first, again, told)
	}
	ca.Replace(t, cert, key, time.Now().Add(time.Hour), "localhost")
	second := ask()
	if second == first || len(told) != 1 || told[0] != nil {
		t.Errorf("the renewed pair is not shown: %v", told)
	}
	was, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if third := ask(); third != second || len(told) != 2 || told[1] == nil {
		t.Errorf("half a key: %v", told)
	}
	ask()
	if len(told) != 2 {
		t.Errorf("the same is told twice: %v", told)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if third := ask(); third != second {
		t.Error("no key")
	}
	if err := os.WriteFile(key, was, 0o600); err != nil {
		t.Fatal(err)
	}
	if ask(); len(told) != 3 || told[2] != nil {
		t.Errorf("the key is back: %v", told)
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	ca := certtest.New(t, "ours")
	cert, key := ca.Server(t)
	_, other := ca.Server(t)
	for _, c := range [][3]string{
		{cert, other, "no certificate with its key in " + other}, {key, cert, "no certificate"}, {cert + "x", key, "no such file"}, {cert, key + "x", "no such file"},
	} {
		if _, err := certs.Load(c[0], c[1], nil); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

package workers

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/pkg/certs"
	"isnad/pkg/certs/certtest"
	"isnad/pkg/isnad"
)

// broker runs a broker with a certificate until the test ends; "" is one without TLS.
func broker(t *testing.T, cert, key string, clients *certtest.CA) *server.Server {
	t.Helper()
	o := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, JetStream: true, StoreDir: t.TempDir(), Users: []*server.User{{Username: "sink", Password: "sesame"}}}
	if cert != "" {
		pair, err := certs.Load(cert, key, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.TLS, o.TLSConfig, o.TLSTimeout = true, pair.Config(), 5
	}
	if clients != nil {
		o.TLSConfig.ClientAuth, o.TLSConfig.ClientCAs, o.TLSVerify = tls.RequireAndVerifyClientCert, clients.Pool(), true
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(20 * time.Second) {
		t.Fatal("the broker does not start")
	}
	return s
}

// at gives the flags for a broker.
func at(s *server.Server, scheme, host string, login cli.Login) cli.Broker {
	_, port, _ := net.SplitHostPort(s.Addr().String())
	return cli.Broker{NATS: scheme + "://sink:sesame@" + host + ":" + port, Login: login}
}

// said is a log that may be read while it is written.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// until waits for something that must come.
func until(t *testing.T, what string, there func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !there(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// tries gives how often somebody came to the broker.
func tries(t *testing.T, s *server.Server) uint64 {
	t.Helper()
	v, err := s.Varz(nil)
	if err != nil {
		t.Fatal(err)
	}
	return v.TotalConnections
}

func TestConnectOverTLS(t *testing.T) {
	ca := certtest.New(t, "ours")
	cert, key := ca.Server(t)
	own, ownKey := ca.Issue(t, time.Now().Add(time.Hour), "sink")
	open, closed := broker(t, cert, key, nil), broker(t, cert, key, ca)
	for name, b := range map[string]cli.Broker{
		"tls://":               at(open, "tls", "localhost", cli.Login{NATSCA: ca.File}),
		"an address":           at(open, "tls", "127.0.0.1", cli.Login{NATSCA: ca.File}),
		"nats:// with roots":   at(open, "nats", "localhost", cli.Login{NATSCA: ca.File}),
		"a client certificate": at(closed, "tls", "localhost", cli.Login{NATSCA: ca.File, NATSCert: own, NATSKey: ownKey}),
	} {
		var log said
		connected, err := Connect(t.Context(), b, "test", zerolog.New(&log))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if state, err := connected.NC.TLSConnectionState(); err != nil || state.Version < tls.VersionTLS12 {
			t.Errorf("%s: TLS %x, %v", name, state.Version, err)
		}
		if err := connected.Ready(t.Context()); err != nil || strings.Contains(log.String(), "warn") {
			t.Errorf("%s: %v %s", name, err, &log)
		}
		connected.Close()
	}
}

// A broker that cannot be told from another is not spoken to: the reason is logged once, and the broker waited for.
func TestConnectRefusesAStranger(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	day := time.Now().Add(24 * time.Hour)
	with := func(ca *certtest.CA, clients *certtest.CA, end time.Time, names ...string) *server.Server {
		cert, key := ca.Issue(t, end, names...)
		return broker(t, cert, key, clients)
	}
	trust := cli.Login{NATSCA: ours.File}
	for _, c := range []struct {
		name   string
		broker *server.Server
		scheme string
		login  cli.Login
		want   string
	}{
		{"signed by another", with(theirs, nil, day, "localhost"), "tls", trust, `signed by \"CN=theirs\", who is not trusted here`},
		{"signed by nobody the system knows", with(ours, nil, day, "localhost"), "tls", cli.Login{}, `signed by \"CN=ours\", who is not trusted here`},
		{"the broker's own wish for TLS", with(ours, nil, day, "localhost"), "nats", cli.Login{}, `signed by \"CN=ours\", who is not trusted here`},
		{"another host", with(ours, nil, day, "nats", "10.0.0.1"), "tls", trust, "is that of nats, 10.0.0.1, and not of localhost"},
		{"too old", with(ours, nil, time.Now().Add(-time.Hour), "localhost"), "tls", trust, "its certificate holds from 2"},
		{"no TLS", broker(t, "", "", nil), "tls", trust, "it offers no TLS"},
		{"no TLS, with roots", broker(t, "", "", nil), "nats", trust, "it offers no TLS"},
		{"no TLS, tls:// alone", broker(t, "", "", nil), "tls", cli.Login{}, "it offers no TLS"},
		{"wants a certificate", with(ours, ours, day, "localhost"), "tls", trust, "it ends the handshake: tls: certificate required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var log said
			failed := make(chan error)
			go func() {
				_, err := Connect(ctx, at(c.broker, c.scheme, "localhost", c.login), "test", zerolog.New(&log))
				failed <- err
			}()
			t.Cleanup(func() {
				if t.Failed() {
					t.Log(log.String())
				}
			})
			until(t, "the reason, and three tries", func() bool { return strings.Contains(log.String(), c.want) && tries(t, c.broker) >= 3 })
			cancel()
			if err := <-failed; !errors.Is(err, isnad.ErrUnavailable) || strings.Contains(err.Error()+log.String(), "sesame") {
				t.Errorf("%v\n%s", err, &log)
			}
			if n := strings.Count(log.String(), c.want); n != 1 {
				t.Errorf("told %d times:\n%s", n, &log)
			}
			if v, err := c.broker.Varz(nil); err != nil || v.InMsgs != 0 {
				t.Errorf("%d messages, %v", v.InMsgs, err)
			}
		})
	}
}

func TestNoCertificateEndsWithoutTLS(t *testing.T) {
	b, err := Connect(t.Context(), at(broker(t, "", "", nil), "nats", "localhost", cli.Login{}), "test", zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := b.certificateEnd(); got != 0 {
		t.Errorf("a certificate that is not there is measured to end at %v", got)
	}
}

// Whoever looks after the broker renews its certificate, and nobody has to start the workers again.
func TestConnectWaitsForABetterCertificate(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	cert, key := theirs.Server(t)
	s := broker(t, cert, key, nil)
	var log said
	connected := make(chan *Broker)
	go func() {
		b, err := Connect(t.Context(), at(s, "tls", "localhost", cli.Login{NATSCA: ours.File}), "test", zerolog.New(&log))
		if err != nil {
			t.Error(err)
		}
		connected <- b
	}()
	until(t, "the reason", func() bool { return strings.Contains(log.String(), "not trusted") })
	end := time.Now().Add(time.Hour)
	ours.Replace(t, cert, key, end, "localhost")
	b := <-connected
	if b == nil {
		return
	}
	if got := b.certificateEnd(); got != float64(end.Unix()) {
		t.Errorf("its certificate is measured to end at %v, want %d", got, end.Unix())
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	b.Close()
}

// The broker itself answers nobody in plain.
func TestATLSBrokerAnswersNoPlainClient(t *testing.T) {
	cert, key := certtest.New(t, "ours").Server(t)
	conn, err := net.Dial("tcp", broker(t, cert, key, nil).Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "CONNECT {\"user\":\"sink\",\"pass\":\"sesame\"}\r\nPING\r\n"); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	if answer, _ := io.ReadAll(conn); bytes.Contains(answer, []byte("PONG")) {
		t.Errorf("%s", answer)
	}
}

func TestFilesOfTLSAreReadAtTheStart(t *testing.T) {
	ca := certtest.New(t, "ours")
	cert, key := ca.Server(t)
	for want, login := range map[string]cli.Login{
		"--nats-ca: the certificates to trust":      {NATSCA: filepath.Join(t.TempDir(), "none")},
		"--nats-ca: " + key + ": it holds no":       {NATSCA: key},
		"--nats-cert and --nats-key go together":    {NATSCert: cert},
		"--nats-cert: " + key + ": it is no":        {NATSCert: key, NATSKey: cert},
		"--nats-cert: the certificate and its key:": {NATSCert: cert, NATSKey: key + "x"},
	} {
		if _, err := Connect(t.Context(), cli.Broker{NATS: "nats://localhost:1", Login: login}, "test", zerolog.Nop()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

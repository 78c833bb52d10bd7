// Package natsd runs a nats-server with JetStream inside the process, for `isnad run` and for tests. It knows how the broker is started,
// reached and stopped, and nothing of what travels through it. It stands apart from package wire so that the workers of a deployment
// with a broker of its own do not carry one.
package natsd

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Options say where the broker keeps its streams and who can reach it.
type Options struct {
	Dir      string       // for the streams; one folder serves one broker at a time
	Listen   string       // address for others ("127.0.0.1:4222", port 0 for any free one); "" lets only this process in
	Token    string       // that others must show; "" lets everybody in who can reach the address
	MaxStore int64        // bytes of all streams together (0: three quarters of what is free on the disk)
	Report   func(string) // hears the broker's warnings and errors, from other goroutines; nil for none
}

// Server is a running broker. Every message is synced to disk before it is acknowledged.
type Server struct {
	server *server.Server
	token  string
}

// startTimeout bounds the start, in which the broker reads its streams back from disk.
const startTimeout = 60 * time.Second

// Start starts a broker and waits until it takes connections.
func Start(o Options) (*Server, error) {
	if o.Dir == "" {
		return nil, errors.New("starting the embedded broker: no folder for its streams is given")
	}
	options := &server.Options{ServerName: "isnad", JetStream: true, StoreDir: o.Dir, SyncAlways: true, JetStreamMaxStore: o.MaxStore, NoSigs: true, DontListen: true,
		Authorization: o.Token}
	if o.Listen != "" {
		if err := listen(options, o.Listen); err != nil {
			return nil, fmt.Errorf("starting the embedded broker on %q: %w", o.Listen, err)
		}
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("starting the embedded broker: %w", err)
	}
	told := &reporter{report: o.Report, fatal: make(chan struct{}, 1)}
	s.SetLoggerV2(told, false, false, false)
	s.Start()
	if !ready(s, told) {
		s.Shutdown()
		s.WaitForShutdown()
		return nil, fmt.Errorf("starting the embedded broker in %s: it is not ready: %s", o.Dir, told.lastWords())
	}
	return &Server{s, o.Token}, nil
}

// ready waits until the broker takes connections, or gives up.
func ready(s *server.Server, told *reporter) bool {
	for end := time.Now().Add(startTimeout); time.Now().Before(end); {
		select {
		case <-told.fatal:
			return false
		default:
		}
		if s.ReadyForConnections(20 * time.Millisecond) {
			return s.JetStreamEnabled()
		}
	}
	return false
}

func listen(o *server.Options, address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return err
	}
	o.DontListen, o.Host, o.Port = false, host, int(n)
	if n == 0 {
		o.Port = server.RANDOM_PORT
	}
	return nil
}

// URL gives the address at which others reach the broker, with the token in it.
func (s *Server) URL() string {
	address := s.server.ClientURL()
	u, err := url.Parse(address)
	if err != nil || s.token == "" {
		return address
	}
	u.User = url.User(s.token)
	return u.String()
}

// MaxStore gives how many bytes all streams together may take.
func (s *Server) MaxStore() int64 { return s.server.JetStreamConfig().MaxStore }

// InProcess makes a connection that stays inside the process, whatever the address it is given.
func (s *Server) InProcess() nats.Option {
	return func(o *nats.Options) error {
		o.Token = s.token
		return nats.InProcessServer(s.server)(o)
	}
}

// Stop ends the broker and waits until its streams are closed.
func (s *Server) Stop() {
	s.server.Shutdown()
	s.server.WaitForShutdown()
}

package wire_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// relay stands between a client and a broker. While it is deaf nothing that the broker says reaches the client.
type relay struct {
	listener net.Listener
	broker   string
	deaf     atomic.Bool
	asked    atomic.Int64 // bytes from the client
	copies   sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
}

func newRelay(t *testing.T, broker string) *relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{listener: l, broker: strings.TrimPrefix(broker, "nats://")}
	r.copies.Go(r.accept)
	t.Cleanup(func() { _ = l.Close(); r.cut(); r.copies.Wait() })
	return r
}

func (r *relay) accept() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		broker, err := net.Dial("tcp", r.broker)
		if err != nil {
			_ = client.Close()
			return
		}
		r.mu.Lock()
		r.conns = append(r.conns, client, broker)
		r.mu.Unlock()
		r.copies.Go(func() { r.copy(broker, client, func(n int) bool { r.asked.Add(int64(n)); return true }) })
		r.copies.Go(func() { r.copy(client, broker, func(int) bool { return !r.deaf.Load() }) })
	}
}

func (r *relay) copy(to io.Writer, from io.Reader, pass func(int) bool) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && pass(n) {
			_, _ = to.Write(buffer[:n]) // that the other side is gone shows when it is read from
		}
		if err != nil {
			return
		}
	}
}

// cut ends all connections.
func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.conns {
		_ = c.Close()
	}
	r.conns = nil
}

// unanswered makes a request, and cuts the connection when it has come to the broker and before it is answered.
func (r *relay) unanswered(t *testing.T, request func() error) error {
	t.Helper()
	r.deaf.Store(true)
	before := r.asked.Load()
	failed := make(chan error, 1)
	go func() { failed <- request() }()
	for end := time.Now().Add(20 * time.Second); r.asked.Load() == before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is asked")
		}
	}
	time.Sleep(50 * time.Millisecond) // so that the broker has done it
	r.cut()
	r.deaf.Store(false)
	return <-failed
}

// A request whose answer is lost with the connection fails at once, as the broker's absence does, and can be made again.
func TestRequestsEndWithTheConnection(t *testing.T) {
	s, err := natsd.Start(natsd.Options{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	r := newRelay(t, s.URL())
	nc, err := wire.Connect(t.Context(), "nats://"+r.listener.Addr().String(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wire.Close(nc) })
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	lost := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), "the connection was lost before it answered") {
			t.Errorf("%s: %v", what, err)
		} else if n := strings.Count(err.Error(), "unavailable"); n != 1 {
			t.Errorf("%s: the error says %d times that the broker is unavailable: %v", what, n, err)
		}
		for end := time.Now().Add(20 * time.Second); !nc.IsConnected() && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond)
		}
	}
	m := articleMessage(t, article("وصلت السفينة"))
	lost("publishing", r.unanswered(t, func() error { _, err := wire.Publish(t.Context(), js, m); return err }))
	if known, err := wire.Publish(t.Context(), js, m); err != nil || !known {
		t.Errorf("published again: known %t, %v", known, err)
	}
	large := articleMessage(t, article(prose(3<<20)))
	lost("publishing an object", r.unanswered(t, func() error { _, err := wire.Publish(t.Context(), js, large); return err }))
	publish(t, js, large)
	articles, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := articles.GetLastMsgForSubject(t.Context(), large.Subject)
	if err != nil {
		t.Fatal(err)
	}
	got := wire.Message{Subject: stored.Subject, Header: stored.Header}
	if got.Header.Get(wire.HeaderObject) == "" {
		t.Fatal("the large article is no object")
	}
	err = r.unanswered(t, func() error { return wire.Resolve(t.Context(), js, &got) })
	if errors.Is(err, wire.ErrNoObject) {
		t.Error("an object whose answer was lost is taken for one that is not there")
	}
	lost("fetching an object", err)
	if err := wire.Resolve(t.Context(), js, &got); err != nil {
		t.Error(err)
	}
	if err := wire.Ask(t.Context(), nc, time.Millisecond, func(c context.Context) error { <-c.Done(); return c.Err() }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a request that takes too long: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := wire.Ask(ctx, nc, time.Minute, func(c context.Context) error { <-c.Done(); return c.Err() }); !errors.Is(err, context.Canceled) {
		t.Errorf("a request whose caller ends: %v", err)
	}
}

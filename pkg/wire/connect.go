package wire

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"isnad/pkg/dial"
	"isnad/pkg/isnad"
)

const (
	// drainTimeout bounds how long Close lets what is under way go on.
	drainTimeout = 10 * time.Second
	// Between two tries to reach the broker lies the first of these, and up to the second more, so that not all come at once.
	reconnectWait   = 250 * time.Millisecond
	reconnectJitter = 250 * time.Millisecond
)

// pingEvery is how often the broker is asked whether it is there; it is taken for gone when two questions in a row bring no answer.
const pingEvery = 3 * time.Second

// Connect connects to a broker, waiting until it answers or ctx ends, and then stays connected: it reconnects for ever and buffers
// nothing meanwhile, so that a publish is either stored or fails. name tells the broker who is there. report (nil for none) hears what
// goes wrong in between, from another goroutine: why the broker is not reached, each reason once, and refused permissions, which show
// nowhere else. A certificate that will not do is waited for as a broker that is away is: whoever looks after the broker renews it, and no
// worker has to be started again. End the connection with Close.
func Connect(ctx context.Context, url, name string, report func(error), more ...nats.Option) (*nats.Conn, error) {
	if report == nil {
		report = func(error) {}
	}
	connected, closed := make(chan struct{}, 1), make(chan struct{})
	waiting := &waiting{url: url, report: report}
	var made atomic.Pointer[nats.Conn]
	options := append([]nats.Option{
		nats.Name(name),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(true),
		nats.ReconnectBufSize(-1),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { waiting.because(err) }),
		nats.CustomReconnectDelay(func(int) time.Duration {
			if nc := made.Load(); nc != nil {
				waiting.because(nc.LastError()) // of TLS and of logging in; the handler above hears only of what comes before
			}
			return reconnectWait + rand.N(reconnectJitter)
		}),
		nats.ReconnectHandler(func(*nats.Conn) { waiting.over() }),
		nats.SetCustomDialer(dial.Dialer()),
		nats.PingInterval(pingEvery),
		nats.DrainTimeout(drainTimeout),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { report(err) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				report(fmt.Errorf("disconnected from the broker: %w", err))
			}
		}),
		nats.ConnectHandler(func(*nats.Conn) { waiting.over(); connected <- struct{}{} }),
		nats.ClosedHandler(func(*nats.Conn) { close(closed) }),
	}, more...)
	nc, err := nats.Connect(url, options...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the broker at %s: %w", url, err)
	}
	made.Store(nc)
	select {
	case <-connected:
		return nc, nil
	case <-closed:
		return nil, fmt.Errorf("connecting to the broker at %s: %w", url, nc.LastError())
	case <-ctx.Done():
		err := nc.LastError()
		nc.Close()
		return nil, fmt.Errorf("the broker at %s is %w: %w (%w)", url, isnad.ErrUnavailable, ctx.Err(), explain(orClosed(err)))
	}
}

func orClosed(err error) error {
	if err == nil {
		return nats.ErrNoServers
	}
	return err
}

// Close drains the connection – what is under way is finished – and waits until it is closed.
func Close(nc *nats.Conn) {
	closed := nc.StatusChanged(nats.CLOSED)
	if nc.IsClosed() {
		return
	}
	if !nc.IsConnected() {
		nc.Close()
		return
	}
	if err := nc.Drain(); err != nil {
		nc.Close()
		return
	}
	select {
	case <-closed:
	case <-time.After(drainTimeout + time.Second):
		nc.Close()
	}
}

package wire

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
)

// drainTimeout bounds how long Close lets what is under way go on.
const drainTimeout = 10 * time.Second

// Connect connects to a broker, waiting until it answers or ctx ends, and then stays connected: it reconnects for ever and buffers
// nothing meanwhile, so that a publish is either stored or fails. name tells the broker who is there. report (nil for none) hears what
// goes wrong in between, from another goroutine; a refused permission shows nowhere else. End the connection with Close.
func Connect(ctx context.Context, url, name string, report func(error), more ...nats.Option) (*nats.Conn, error) {
	if report == nil {
		report = func(error) {}
	}
	connected, closed := make(chan struct{}, 1), make(chan struct{})
	options := append([]nats.Option{
		nats.Name(name),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(true),
		nats.ReconnectBufSize(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 500*time.Millisecond),
		nats.PingInterval(10 * time.Second),
		nats.DrainTimeout(drainTimeout),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { report(err) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				report(fmt.Errorf("disconnected from the broker: %w", err))
			}
		}),
		nats.ConnectHandler(func(*nats.Conn) { connected <- struct{}{} }),
		nats.ClosedHandler(func(*nats.Conn) { close(closed) }),
	}, more...)
	nc, err := nats.Connect(url, options...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the broker at %s: %w", url, err)
	}
	select {
	case <-connected:
		return nc, nil
	case <-closed:
		return nil, fmt.Errorf("connecting to the broker at %s: %w", url, nc.LastError())
	case <-ctx.Done():
		err := nc.LastError()
		nc.Close()
		return nil, fmt.Errorf("the broker at %s is %w: %w (%w)", url, isnad.ErrUnavailable, ctx.Err(), orClosed(err))
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

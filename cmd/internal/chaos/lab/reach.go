//go:build linux

package lab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/store"
	"isnad/pkg/store/postgres"
	"isnad/pkg/store/sqlite"
)

// at is the address of a program.
func (l *Lab) at(name string) string {
	host := name
	if name == NATS+"-monitor" {
		host = NATS
	}
	return net.JoinHostPort(l.Host(host).Address, fmt.Sprint(l.ports[name]))
}

// BrokerURL, DSN and URL say where things are reached: the broker, the store's database, and the HTTP of a program.
func (l *Lab) BrokerURL() string {
	if l.Single {
		return "nats://" + l.Token + "@" + l.at(NATS)
	}
	return "nats://" + l.at(NATS)
}

// DSN is the connection string of the store.
func (l *Lab) DSN() string {
	if l.SQLite != "" {
		return l.SQLite
	}
	return l.Database("isnad")
}

// Database is the connection string of a database of the lab's PostgreSQL.
func (l *Lab) Database(name string) string {
	return "postgres://postgres@" + l.at(Postgres) + "/" + name + "?sslmode=disable"
}

// API is where the claims in the store are served.
func (l *Lab) API() string {
	if l.Single {
		return l.URL(Ingest)
	}
	return l.URL(Sink)
}

// URL is where a program serves HTTP.
func (l *Lab) URL(name string) string { return "http://" + l.at(name) }

// readyEvery is the pause between two looks at whether a program is ready.
const readyEvery = 20 * time.Millisecond

// Ready waits until every worker says that it is ready.
func (l *Lab) Ready(ctx context.Context) error {
	names := []string{Keeper, Ingest, Sink}
	if l.Single {
		names = []string{Ingest}
	}
	for _, p := range l.Extract {
		names = append(names, p.Name)
	}
	for _, name := range names {
		for {
			err := ready(ctx, l.URL(name))
			if err == nil {
				break
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s is not ready (its log is in %s): %w", name, l.logs(), errors.Join(ctx.Err(), err))
			case <-time.After(readyEvery):
			}
		}
	}
	return nil
}

func ready(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New(answer.Status)
	}
	return nil
}

// JetStream connects to the broker, as one who waits for it however long it is away. Call end when done.
func (l *Lab) JetStream() (js jetstream.JetStream, end func(), err error) {
	nc, err := nats.Connect(l.BrokerURL(), nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond))
	if err != nil {
		return nil, nil, err
	}
	js, err = jetstream.New(nc)
	return js, nc.Close, err
}

// Store opens the store.
func (l *Lab) Store(ctx context.Context) (store.Store, error) {
	if l.SQLite != "" {
		return sqlite.Open(ctx, l.SQLite)
	}
	return postgres.Open(ctx, l.DSN())
}

package workers

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// Broker is a connection to the broker, with the streams in place.
type Broker struct {
	NC *nats.Conn
	JS jetstream.JetStream
}

// Connect waits until the broker answers, or ctx ends, and makes the streams that are missing. End it with Close.
func Connect(ctx context.Context, url, program string, log zerolog.Logger, more ...nats.Option) (*Broker, error) {
	log.Debug().Str("broker", url).Msg("connecting")
	nc, err := wire.Connect(ctx, url, program, func(err error) { log.Warn().Err(err).Msg("broker") }, more...)
	if err != nil {
		return nil, err
	}
	js, err := jetstream.New(nc)
	if err == nil {
		err = ensure(ctx, js, log)
	}
	if err != nil {
		wire.Close(nc)
		return nil, fmt.Errorf("preparing the streams at %s: %w", url, err)
	}
	return &Broker{nc, js}, nil
}

// ensure makes the streams, again and again while the broker is away.
func ensure(ctx context.Context, js jetstream.JetStream, log zerolog.Logger) error {
	return patiently(ctx, log, "preparing the streams", func() error { return wire.EnsureStreams(ctx, js, wire.Options{}) })
}

// Close finishes what is under way and ends the connection.
func (b *Broker) Close() { wire.Close(b.NC) }

// Ready tells whether the broker answers.
func (b *Broker) Ready(ctx context.Context) error {
	if _, err := b.JS.AccountInfo(ctx); err != nil {
		return fmt.Errorf("broker: %w", err)
	}
	return nil
}

// patiently calls f until it succeeds, fails for good, or ctx ends.
func patiently(ctx context.Context, log zerolog.Logger, what string, f func() error) error {
	wait := pause{}
	for {
		err := f()
		if err == nil || !errors.Is(err, isnad.ErrUnavailable) || ctx.Err() != nil {
			return err
		}
		if wait.first() {
			log.Warn().Err(err).Msg(what + ": waiting")
		}
		wait.sleep(ctx)
	}
}

package workers

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// Broker is a connection to the broker, with the streams in place.
type Broker struct {
	NC *nats.Conn
	JS jetstream.JetStream
}

// Connect waits until the broker answers, or ctx ends. End it with Close.
func Connect(ctx context.Context, at cli.Broker, program string, log zerolog.Logger, more ...nats.Option) (*Broker, error) {
	url, options, err := login(at)
	if err != nil {
		return nil, err
	}
	log.Debug().Str("broker", url).Msg("connecting")
	nc, err := wire.Connect(ctx, url, program, func(err error) { log.Warn().Err(err).Msg("broker") }, append(options, more...)...)
	if err != nil {
		return nil, err
	}
	js, err := jetstream.New(nc)
	if err != nil {
		wire.Close(nc)
		return nil, fmt.Errorf("speaking to JetStream at %s: %w", url, err)
	}
	return &Broker{nc, js}, nil
}

// Join is Connect and, unless a keeper does so, Prepare.
func Join(ctx context.Context, at cli.Broker, kept cli.Kept, program string, log zerolog.Logger) (*Broker, error) {
	broker, err := Connect(ctx, at, program, log)
	if err != nil || kept.Kept {
		return broker, err
	}
	if err := broker.Prepare(ctx, log); err != nil {
		broker.Close()
		return nil, err
	}
	return broker, nil
}

// Prepare makes the streams that are missing, again and again while the broker is away.
func (b *Broker) Prepare(ctx context.Context, log zerolog.Logger) error {
	err := Patiently(ctx, log, "preparing the streams", func() error { return wire.EnsureStreams(ctx, b.JS, wire.Options{}) })
	if err != nil {
		return fmt.Errorf("preparing the streams: %w", err)
	}
	return nil
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

// Patiently calls f until it succeeds, fails for good, or ctx ends.
func Patiently(ctx context.Context, log zerolog.Logger, what string, f func() error) error {
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

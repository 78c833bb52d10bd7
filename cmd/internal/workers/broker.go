package workers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
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

// Join is Connect and, unless a keeper does so, Prepare. A worker that was told nothing of the streams' sizes leaves them as they are: a lower
// age would remove what nobody has handled yet.
func Join(ctx context.Context, at cli.Broker, kept cli.Kept, program string, log zerolog.Logger) (*Broker, error) {
	broker, err := Connect(ctx, at, program, log)
	if err != nil || kept.Kept {
		return broker, err
	}
	o := Streams(&kept.Streams)
	o.Leave = !kept.Chosen()
	if err := broker.Prepare(ctx, o, log); err != nil {
		broker.Close()
		return nil, err
	}
	return broker, nil
}

// Streams gives the sizes of the streams as they should be; nil leaves those that are there as they are.
func Streams(s *cli.Streams) wire.Options {
	if s == nil {
		return wire.Options{Leave: true}
	}
	o := wire.Options{MaxBytes: int64(s.MaxBytes), MaxAge: s.MaxAge, Duplicates: s.Duplicates}
	if s.MaxStore > 0 {
		o = o.Fit(int64(s.MaxStore))
	}
	return o
}

// Prepare makes the streams that are missing, and the others as they should be, again and again while the broker is away or has no room for
// them.
func (b *Broker) Prepare(ctx context.Context, o wire.Options, log zerolog.Logger) error {
	err := Patiently(ctx, log, "preparing the streams", func() error { return wire.EnsureStreams(ctx, b.JS, o) })
	if err != nil {
		return fmt.Errorf("preparing the streams: %w", err)
	}
	return nil
}

// Close finishes what is under way and ends the connection.
func (b *Broker) Close() { wire.Close(b.NC) }

// Measure registers what is measured of the connection.
func (b *Broker) Measure(r prometheus.Registerer) {
	r.MustRegister(
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "isnad_broker_reconnects_total", Help: "Times the connection to the broker was lost and made again."},
			func() float64 { return float64(b.NC.Stats().Reconnects) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "isnad_broker_connected", Help: "1 while there is a connection to the broker."}, func() float64 {
			if b.NC.IsConnected() {
				return 1
			}
			return 0
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "isnad_broker_certificate_expiry_timestamp_seconds", Help: "When the certificate ends that the broker showed; 0 without TLS."}, b.certificateEnd))
}

// certificateEnd gives when the certificate ends that the broker showed at the last connection, in seconds since 1970, and 0 without TLS.
func (b *Broker) certificateEnd() float64 {
	state, err := b.NC.TLSConnectionState()
	if err != nil || len(state.PeerCertificates) == 0 {
		return 0
	}
	return float64(state.PeerCertificates[0].NotAfter.Unix())
}

// askTimeout bounds one question to the broker.
const askTimeout = 5 * time.Second

// Ready tells whether the broker answers.
func (b *Broker) Ready(ctx context.Context) error {
	err := wire.Ask(ctx, b.NC, askTimeout, func(c context.Context) error {
		_, err := b.JS.AccountInfo(c)
		return err
	})
	if err != nil && !errors.Is(err, isnad.ErrUnavailable) { // which says whose fault it is
		return fmt.Errorf("broker: %w", err)
	}
	return err
}

// Patiently calls f until it succeeds, fails for good, or ctx ends. An attempt that ctx's end cut short says nothing: the error is then that
// of the one before.
func Patiently(ctx context.Context, log zerolog.Logger, what string, f func() error) error {
	wait := pause{}
	var last error
	for {
		err := f()
		if err == nil || !errors.Is(err, isnad.ErrUnavailable) {
			return err
		}
		if ctx.Err() != nil {
			if last != nil {
				err = last
			}
			return err
		}
		last = err
		if wait.first() {
			log.Warn().Err(err).Msg(what + ": waiting")
		}
		wait.sleep(ctx)
	}
}

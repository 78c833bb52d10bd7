package stage

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// OutboxSource is where the sink leaves announcements, in the transaction that stores what they announce. Pending gives some that were
// not sent, the oldest first; Announced marks them, by their ID, as sent. Errors of a store that is away wrap isnad.ErrUnavailable.
type OutboxSource interface {
	Pending(ctx context.Context, limit int) ([]wire.Announcement, error)
	Announced(ctx context.Context, ids []int64) error
}

// Relay is how the outbox is emptied.
type Relay struct {
	Every   time.Duration   // between two looks (1 s)
	Wake    <-chan struct{} // tells to look at once; nil for none
	Log     zerolog.Logger
	Metrics *Metrics // nil measures nothing
}

// outboxBatch is the number of announcements sent between two looks at the outbox.
const outboxBatch = 100

// RelayOutbox sends announcements until ctx ends, and then gives nil. What goes wrong – store or broker away – is tried again for ever.
// Any number of processes may relay one outbox.
func RelayOutbox(ctx context.Context, source OutboxSource, js jetstream.JetStream, r Relay) error {
	if r.Every == 0 {
		r.Every = time.Second
	}
	tick := time.NewTicker(r.Every)
	defer tick.Stop()
	troubled := false
	for {
		_, err := FlushOutbox(ctx, source, js, r)
		if trouble := err != nil; trouble != troubled && ctx.Err() == nil {
			troubled = trouble
			r.Log.Warn().Err(err).Bool("troubled", trouble).Msg("announcing new entities")
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-r.Wake:
		}
	}
}

// FlushOutbox sends all announcements that are waiting and gives their number. The broker holds one message per entity, so sending one
// twice – by two processes, or after a crash between sending and marking – announces it once. An announcement that can never be sent
// becomes a dead letter, and does not stop the others.
func FlushOutbox(ctx context.Context, source OutboxSource, js jetstream.JetStream, r Relay) (int, error) {
	for sent := 0; ; {
		pending, err := source.Pending(ctx, outboxBatch)
		if err == nil {
			r.Metrics.waits(len(pending))
		}
		if err != nil || len(pending) == 0 {
			return sent, err
		}
		var done []int64
		for i := range pending {
			if err = announce(ctx, js, &pending[i], r); err != nil {
				break
			}
			done = append(done, pending[i].ID)
		}
		if len(done) > 0 {
			err = errors.Join(err, source.Announced(ctx, done))
			sent += len(done)
		}
		if err != nil {
			return sent, err
		}
	}
}

func announce(ctx context.Context, js jetstream.JetStream, a *wire.Announcement, r Relay) error {
	m, err := wire.AnnouncementMessage(a)
	known := false
	if err == nil {
		known, err = wire.Publish(ctx, js, m)
	}
	if err == nil {
		if !known {
			r.Metrics.announce()
		}
		return nil
	}
	if !isnad.IsBadInput(err) {
		return err
	}
	r.Log.Error().Err(err).Str("stage", OutboxStage).Str("entity", a.Entity).Str("trace_id", wire.TraceID(a.Trace)).Msg("put aside among the dead letters")
	m.Stream, m.Sequence = OutboxStage, uint64(a.ID)
	letter, err := wire.DeadLetterMessage(wire.NewDeadLetter(OutboxStage, &m, err.Error(), ""))
	if err != nil {
		return err
	}
	_, err = wire.Publish(ctx, js, letter)
	return err
}

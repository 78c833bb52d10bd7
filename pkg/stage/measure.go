package stage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/wire"
)

// measure notes how full the streams are, and since when the stages have work. What keeps the janitor from purging does not keep it from
// measuring: these figures tell of it.
func (j *Janitor) measure(ctx context.Context) error {
	if j.Metrics == nil {
		return nil
	}
	for _, name := range wire.StreamNames() {
		s, err := j.JS.Stream(ctx, name)
		if err != nil {
			return fmt.Errorf("stream %s: %w", name, wire.Unavailable(err))
		}
		j.Metrics.stream(s.CachedInfo())
		guard := guards[name]
		if guard == "" {
			continue
		}
		stored, err := oldestUnfinished(ctx, s, guard)
		if err != nil {
			return fmt.Errorf("stream %s: %w", name, wire.Unavailable(err))
		}
		j.Metrics.oldestWaiting(guard, stored)
	}
	return nil
}

// oldestUnfinished gives when the first message was stored that a consumer has not finished, zero where there is none.
func oldestUnfinished(ctx context.Context, s jetstream.Stream, consumer string) (time.Time, error) {
	floor := uint64(0) // of a stage that has not begun
	consumers := s.ListConsumers(ctx)
	for c := range consumers.Info() {
		if c.Name == consumer {
			floor = c.AckFloor.Stream
		}
	}
	if err := consumers.Err(); err != nil || floor >= s.CachedInfo().State.LastSeq {
		return time.Time{}, err
	}
	m, err := s.GetMsg(ctx, floor+1, jetstream.WithGetMsgSubject(">"))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return m.Time, nil
}

package stage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/wire"
)

// Janitor keeps room in ARTICLES and CLAIMS, which hold handled messages too: in a stream that is filled beyond High it purges what all
// consumers have finished, and never more, so that a full stream cannot stop ingest. It goes up to the point that it saw at the look
// before, and only while the reconciler has nothing left to do, for that fetches given-up messages from the streams. Objects that no
// message refers to any more go too. Any number of processes may run one.
type Janitor struct {
	JS      jetstream.JetStream
	Every   time.Duration // between two looks (1 min)
	High    float64       // share of a stream's greatest size above which it purges (0.7)
	Log     zerolog.Logger
	Metrics *Metrics // nil measures nothing

	floors map[string]uint64 // what all consumers had finished at the last look, by stream
	tight  bool              // at the last look a stream was filled beyond High
}

// hurry is how many times as often the janitor looks while a stream is too full: what can be removed is known at the second look only, and
// whoever gives articles is kept waiting.
const hurry = 20

// shortestHurry bounds that: what the broker gave up between two looks must have reached ADVISORIES by the second, else it would be purged
// before the reconciler has fetched it.
const shortestHurry = time.Second

// guards names the consumer without which nothing is purged: the stage that may not have begun yet.
var guards = map[string]string{wire.Articles: ExtractStage, wire.Claims: SinkStage}

// Run looks after the streams until ctx ends. What goes wrong is logged, and tried again at the next look.
func (j *Janitor) Run(ctx context.Context) {
	if j.Every == 0 {
		j.Every = time.Minute
	}
	for {
		if err := j.Look(ctx); err != nil && ctx.Err() == nil {
			j.Log.Warn().Err(err).Msg("the janitor could not look after the streams; trying again")
		}
		wait := j.Every
		if j.tight {
			wait = max(wait/hurry, min(wait, shortestHurry))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// Look looks once. It is not safe for several goroutines.
func (j *Janitor) Look(ctx context.Context) error {
	return errors.Join(j.measure(ctx), j.tidy(ctx))
}

// tidy makes room.
func (j *Janitor) tidy(ctx context.Context) error {
	reconciled, err := j.reconciled(ctx)
	if err != nil {
		return err
	}
	j.tight = false
	for stream, guard := range guards {
		now := time.Now()
		purged, oldest, err := j.tend(ctx, stream, guard, reconciled)
		if err != nil {
			return fmt.Errorf("stream %s: %w", stream, wire.Unavailable(err))
		}
		if !purged {
			continue
		}
		if oldest.IsZero() {
			oldest = now
		}
		n, err := wire.DropObjects(ctx, j.JS, stream, oldest.Add(-time.Hour))
		if n > 0 {
			j.Log.Info().Str("stream", stream).Int("objects", n).Msg("dropped what no message refers to")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reconciled tells whether the reconciler has dealt with all advisories. What it has finished is held against the stream itself: for a
// moment after a consumer is made the broker says that it has nothing to do.
func (j *Janitor) reconciled(ctx context.Context) (bool, error) {
	s, err := j.JS.Stream(ctx, wire.Advisories)
	if err != nil {
		return false, fmt.Errorf("stream %s: %w", wire.Advisories, wire.Unavailable(err))
	}
	if s.CachedInfo().State.Msgs == 0 {
		return true, nil
	}
	c, err := s.Consumer(ctx, ReconcileStage)
	if err != nil {
		return false, fmt.Errorf("consumer %s: %w", ReconcileStage, wire.Unavailable(err))
	}
	return c.CachedInfo().AckFloor.Stream >= s.CachedInfo().State.LastSeq, nil
}

// tend looks after one stream, and tells whether it purged and when the first message left was stored (zero for none).
func (j *Janitor) tend(ctx context.Context, name, guard string, reconciled bool) (purged bool, oldest time.Time, err error) {
	stream, err := j.JS.Stream(ctx, name)
	if err != nil {
		return false, oldest, err
	}
	floor, guarded, err := lowestFloor(ctx, stream, guard)
	if err != nil {
		return false, oldest, err
	}
	if j.floors == nil {
		j.floors = map[string]uint64{}
	}
	safe := min(j.floors[name], floor)
	j.floors[name] = floor
	info := stream.CachedInfo()
	state := info.State
	full := info.Config.MaxBytes > 0 && float64(state.Bytes) > j.high()*float64(info.Config.MaxBytes)
	j.tight = j.tight || full
	if full && guarded && reconciled && state.Msgs > 0 && safe >= state.FirstSeq {
		if err := stream.Purge(ctx, jetstream.WithPurgeSequence(safe+1)); err != nil {
			return false, oldest, fmt.Errorf("purging up to %d: %w", safe, err)
		}
		j.Log.Info().Str("stream", name).Uint64("up_to", safe).Msg("purged what every consumer has finished")
		before := state.Msgs
		if info, err = stream.Info(ctx); err != nil {
			return true, oldest, err
		}
		state, purged = info.State, true
		j.Metrics.purge(name, before-min(before, state.Msgs))
	}
	if state.Msgs > 0 {
		oldest = state.FirstTime
	}
	return purged, oldest, nil
}

func (j *Janitor) high() float64 {
	if j.High == 0 {
		return 0.7
	}
	return j.High
}

// lowestFloor gives the highest sequence up to which every consumer of the stream has finished all messages, and whether the one that
// guards it is among them.
func lowestFloor(ctx context.Context, stream jetstream.Stream, guard string) (floor uint64, guarded bool, err error) {
	consumers := stream.ListConsumers(ctx)
	floor = ^uint64(0)
	for c := range consumers.Info() {
		floor = min(floor, c.AckFloor.Stream)
		guarded = guarded || c.Name == guard
	}
	if err := consumers.Err(); err != nil {
		return 0, false, err
	}
	if !guarded {
		return 0, false, nil
	}
	return floor, true, nil
}

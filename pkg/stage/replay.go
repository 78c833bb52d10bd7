package stage

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/wire"
)

// Replay sends the articles that ARTICLES still holds once more, under a new run, and gives that and their number: the records made of
// them are the current ones afterwards, whatever was made before. Articles that come while it works are not sent again.
func Replay(ctx context.Context, js jetstream.JetStream) (run uint64, sent int, err error) {
	stream, err := js.Stream(ctx, wire.Articles)
	if err != nil {
		return 0, 0, fmt.Errorf("stream %s: %w", wire.Articles, wire.Unavailable(err))
	}
	if run, err = wire.NewRun(ctx, js); err != nil {
		return 0, 0, err
	}
	mark := "replay." + strconv.FormatUint(run, 10)
	last := stream.CachedInfo().State.LastSeq
	seen := map[string]bool{}
	for n := uint64(1); n <= last; n++ {
		m, ok, err := wire.Next(ctx, js, wire.Articles, n)
		if errors.Is(err, wire.ErrNoObject) { // what is sent refers to it in vain, and is put aside with that as the reason
			err = nil
		}
		if err != nil || !ok || m.Sequence > last {
			return run, sent, err
		}
		n = m.Sequence
		again := wire.Again(&m, mark)
		again.Header.Set(wire.HeaderRun, strconv.FormatUint(run, 10))
		if seen[again.ID] {
			continue
		}
		seen[again.ID] = true
		if _, err := wire.Publish(ctx, js, again); err != nil {
			return run, sent, fmt.Errorf("replaying %s: %w", m.Place(), err)
		}
		sent++
	}
	return run, sent, nil
}

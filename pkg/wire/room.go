package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// inWords gives what an error of a message that was not stored means for whoever runs the broker, "" where it says enough. A broker whose
// disk is full or broken answers everything but this: it gives no refusal, and does not store again until it is restarted.
func inWords(ctx context.Context, js jetstream.JetStream, err error) string {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil && js.Conn().IsConnected() { // the attempt timed out, not its caller
		return "it is there and does not store: its disk may be full (its log and /healthz tell); once there is room, restart it: "
	}
	return ""
}

// Total is what all streams and buckets may take together, in bytes, but for ENTITIES, sources and runs, which have no bound and are small.
func (o Options) Total() int64 {
	o = o.withDefaults()
	return 2*o.MaxBytes + o.DeadMaxBytes + 3*o.ObjectBytes + advisoryBytes
}

// leastBytes is the size below which Fit makes no stream: some messages must have room in it.
const leastBytes = 4 << 20

// Fit gives options whose streams have room in a broker that holds so many bytes at most. A tenth of it is left to what has no bound; where
// the streams would take more than the rest, all become smaller alike.
func (o Options) Fit(most int64) Options {
	o = o.withDefaults()
	room := most/10*9 - advisoryBytes
	if wanted := o.Total() - advisoryBytes; wanted > room {
		share := float64(room) / float64(wanted)
		for _, size := range []*int64{&o.MaxBytes, &o.DeadMaxBytes, &o.ObjectBytes} {
			*size = max(int64(float64(*size)*share), leastBytes)
		}
	}
	return o
}

// ensure makes or changes a stream, or the bucket that a stream of this name holds. A broker that has not enough left for what the streams
// may grow to refuses every change, even none at all. One that is there and takes the same subjects (nil: any) then stays as it is, for its
// size is all that is not as wanted, and the broker bounds that itself.
func (o Options) ensure(ctx context.Context, js jetstream.JetStream, name string, subjects []string, make func() error) error {
	err := twice(make)
	var api *jetstream.APIError
	if !errors.As(err, &api) || api.ErrorCode != codeNoStorage {
		return Unavailable(err)
	}
	if s, err := js.Stream(ctx, name); err == nil && (subjects == nil || slices.Equal(s.CachedInfo().Config.Subjects, subjects)) {
		return nil
	}
	return fmt.Errorf("broker %w: its max_file_store, or what is free on its disk, is less than what the streams may grow to, which is %.1f GiB together: raise max_file_store in its settings, and restart it, or let the streams be smaller (--max-store): %w",
		isnad.ErrUnavailable, float64(o.Total())/(1<<30), err)
}

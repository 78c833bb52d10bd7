package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Difference is a setting of a stream that is another than EnsureStreams makes it. Setting is "" where the stream itself is missing.
type Difference struct {
	Stream   string
	Setting  string
	Is, Want string
}

// setting is one that streams are compared by. A want of "" is not compared: the broker fills it as it likes.
type setting struct {
	name string
	of   func(c *jetstream.StreamConfig) string
}

// allSettings are those of streams, bucketSettings those of the streams behind buckets, whose others are the broker's business.
var (
	bucketSettings = []setting{
		{"storage", func(c *jetstream.StreamConfig) string { return c.Storage.String() }},
		{"replicas", func(c *jetstream.StreamConfig) string { return fmt.Sprint(max(c.Replicas, 1)) }},
		{"max_bytes", func(c *jetstream.StreamConfig) string { return limit(c.MaxBytes) }},
		{"max_age", func(c *jetstream.StreamConfig) string { return limit(c.MaxAge) }},
	}
	allSettings = append(slices.Clone(bucketSettings), []setting{
		{"subjects", func(c *jetstream.StreamConfig) string {
			return strings.Join(slices.Sorted(slices.Values(c.Subjects)), " ")
		}},
		{"retention", func(c *jetstream.StreamConfig) string { return c.Retention.String() }},
		{"discard", func(c *jetstream.StreamConfig) string { return c.Discard.String() }},
		{"max_msgs", func(c *jetstream.StreamConfig) string { return limit(c.MaxMsgs) }},
		{"max_msgs_per_subject", func(c *jetstream.StreamConfig) string { return limit(c.MaxMsgsPerSubject) }},
		{"discard_new_per_subject", func(c *jetstream.StreamConfig) string { return fmt.Sprint(c.DiscardNewPerSubject) }},
		{"duplicate_window", func(c *jetstream.StreamConfig) string { return window(c.Duplicates) }},
		{"allow_direct", func(c *jetstream.StreamConfig) string { return fmt.Sprint(c.AllowDirect) }},
		{"no_ack", func(c *jetstream.StreamConfig) string { return fmt.Sprint(c.NoAck) }},
		{"sealed", func(c *jetstream.StreamConfig) string { return fmt.Sprint(c.Sealed) }},
	}...)
)

// limit gives a limit as it reads. The broker writes "none" as -1 or 0.
func limit[T int64 | time.Duration](n T) string {
	if n <= 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

// window gives the time that ids are remembered for; "" for what the broker is to choose.
func window(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// Differences tells where the streams and buckets of the broker are other than EnsureStreams would make them. The error wraps
// isnad.ErrUnavailable where the broker is away.
func Differences(ctx context.Context, js jetstream.JetStream, o Options) ([]Difference, error) {
	o = o.withDefaults()
	var out []Difference
	compare := func(want jetstream.StreamConfig, by []setting) error {
		s, err := js.Stream(ctx, want.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			out = append(out, Difference{Stream: want.Name})
			return nil
		}
		if err != nil {
			return fmt.Errorf("stream %s: %w", want.Name, Unavailable(err))
		}
		have := s.CachedInfo().Config
		for _, b := range by {
			if is, should := b.of(&have), b.of(&want); should != "" && is != should {
				out = append(out, Difference{Stream: want.Name, Setting: b.name, Is: is, Want: should})
			}
		}
		return nil
	}
	for _, c := range o.streams() {
		if err := compare(c, allSettings); err != nil {
			return nil, err
		}
	}
	for _, b := range o.objectStores() {
		if err := compare(jetstream.StreamConfig{Name: objectStream(b.Bucket), Storage: b.Storage, Replicas: b.Replicas, MaxBytes: b.MaxBytes, MaxAge: b.TTL}, bucketSettings); err != nil {
			return nil, err
		}
	}
	runs := jetstream.StreamConfig{Name: "KV_" + runsBucket, Storage: jetstream.FileStorage, Replicas: o.Replicas}
	return out, compare(runs, bucketSettings)
}

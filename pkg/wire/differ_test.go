package wire_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/wire"
)

// What differs is told setting by setting, and nothing of what was just made.
func TestDifferences(t *testing.T) {
	js := broker(t)
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	told := func(o wire.Options) []string {
		t.Helper()
		found, err := wire.Differences(t.Context(), js, o)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, d := range found {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.Stream, d.Setting, d.Is, d.Want)))
		}
		return out
	}
	if got := told(wire.Options{}); len(got) > 0 {
		t.Errorf("of what was just made: %q", got)
	}
	if got := told(wire.Options{MaxAge: 48 * time.Hour, ObjectBytes: 5}); !slices.Contains(got, "CLAIMS max_age 720h0m0s 48h0m0s") || !slices.Contains(got, "OBJ_isnad-objects max_bytes 2147483648 5") {
		t.Errorf("with other sizes: %q", got)
	}
	s, err := js.Stream(t.Context(), wire.Claims)
	if err != nil {
		t.Fatal(err)
	}
	c := s.CachedInfo().Config
	c.Discard, c.MaxMsgs, c.Duplicates = jetstream.DiscardOld, 10, time.Minute
	if _, err := js.UpdateStream(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{wire.Dead, "OBJ_isnad-sources", "KV_isnad-runs"} {
		if err := js.DeleteStream(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"CLAIMS discard DiscardOld DiscardNew", "CLAIMS max_msgs 10 none", "CLAIMS duplicate_window 1m0s 24h0m0s", "DEAD", "OBJ_isnad-sources", "KV_isnad-runs"}
	if got := told(wire.Options{}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

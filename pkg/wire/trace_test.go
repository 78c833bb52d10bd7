package wire_test

import (
	"strings"
	"testing"

	"isnad/pkg/wire"
)

func TestTraces(t *testing.T) {
	const trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for _, c := range []struct{ traceparent, id string }{
		{"00-" + trace + "-" + span + "-01", trace},
		{"00-" + trace + "-" + span + "-00", trace},
		{"01-" + trace + "-" + span + "-01-what-comes-later", trace},
		{"01-" + trace + "-" + span + "-01.what", ""},
		{"00-" + trace + "-" + span + "-01-more", ""},
		{"ff-" + trace + "-" + span + "-01", ""},
		{"00-" + strings.ToUpper(trace) + "-" + span + "-01", ""},
		{"00-" + strings.Repeat("0", 32) + "-" + span + "-01", ""},
		{"00-" + trace + "-" + strings.Repeat("0", 16) + "-01", ""},
		{"00-" + trace + "-" + span + "-0g", ""},
		{"00-" + trace + "-" + span, ""},
		{"00-" + trace + span + "--01" + "0", ""},
		{"00" + strings.Repeat("-", 53), ""},
		{"", ""},
		{strings.Repeat("x", 55), ""},
		{"00-" + trace[:31] + "-" + span + "0-01", ""},
	} {
		if got := wire.TraceID(c.traceparent); got != c.id {
			t.Errorf("%q is of trace %q, want %q", c.traceparent, got, c.id)
		}
		next := wire.NextHop(c.traceparent)
		id := wire.TraceID(next)
		if id == "" || c.id != "" && id != c.id || c.id == "" && strings.Contains(c.traceparent, id) || strings.Contains(next, span) {
			t.Errorf("behind %q comes %q", c.traceparent, next)
		}
		if c.id != "" && next[53:] != c.traceparent[53:55] {
			t.Errorf("the flags of %q are lost: %q", c.traceparent, next)
		}
		if again := wire.Trace(wire.WithTrace(t.Context(), c.traceparent)); c.id != "" && wire.TraceID(again) != c.id || again == next {
			t.Errorf("a context with %q gives %q", c.traceparent, again)
		}
	}
}

package wire

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
)

type traceKey struct{}

// WithTrace makes a context whose messages belong to the trace of this traceparent (W3C trace context), such as that of an HTTP request.
func WithTrace(ctx context.Context, traceparent string) context.Context {
	return context.WithValue(ctx, traceKey{}, traceparent)
}

// Trace gives a traceparent for what is done in a context: the next hop of the context's, or the first of a new trace.
func Trace(ctx context.Context) string {
	t, _ := ctx.Value(traceKey{}).(string)
	return NextHop(t)
}

// The parts of a traceparent of version 00, in hex digits: 00-<trace>-<span>-<flags>.
const (
	traceVersion = "00"
	traceDigits  = 32
	spanDigits   = 16
	flagDigits   = 2
	traceLength  = len(traceVersion) + traceDigits + spanDigits + flagDigits + 3
	sampled      = "01"
)

// NextHop gives the traceparent of the next hop: the same trace and flags, with a span of its own. What is no traceparent is not passed on:
// a new trace begins.
func NextHop(traceparent string) string {
	trace, flags := TraceID(traceparent), sampled
	if trace == "" {
		trace = randomHex(traceDigits)
	} else {
		flags = traceparent[traceLength-flagDigits : traceLength]
	}
	return strings.Join([]string{traceVersion, trace, randomHex(spanDigits), flags}, "-")
}

// TraceID gives the 32 hex digits that a trace is known by, "" for what is no traceparent. Of versions that are yet to come only what
// version 00 has too is read, as the standard asks.
func TraceID(traceparent string) string {
	version, rest, _ := strings.Cut(traceparent, "-")
	if len(version) != 2 || !isHex(version) || version == "ff" || len(traceparent) < traceLength {
		return ""
	}
	if len(traceparent) > traceLength && (version == traceVersion || traceparent[traceLength] != '-') {
		return ""
	}
	parts := strings.SplitN(rest[:traceLength-len(version)-1], "-", 3)
	if len(parts) != 3 || !isHex(parts[2]) || len(parts[2]) != flagDigits {
		return ""
	}
	for i, digits := range []int{traceDigits, spanDigits} {
		if len(parts[i]) != digits || !isHex(parts[i]) || strings.Trim(parts[i], "0") == "" {
			return ""
		}
	}
	return parts[0]
}

// isHex tells whether a text is of hex digits in lower case, the only ones that may stand in a traceparent.
func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

func randomHex(digits int) string {
	b := make([]byte, digits/2)
	_, _ = rand.Read(b) // crypto/rand.Read never fails: it ends the program instead
	return hex.EncodeToString(b)
}

package wire

import (
	"context"
	"crypto/rand"
	"encoding/hex"
)

type traceKey struct{}

// WithTrace makes a context whose messages carry this traceparent (W3C trace context), such as that of an HTTP request.
func WithTrace(ctx context.Context, traceparent string) context.Context {
	return context.WithValue(ctx, traceKey{}, traceparent)
}

// Trace gives the traceparent of a context, or begins a new trace.
func Trace(ctx context.Context) string {
	if t, ok := ctx.Value(traceKey{}).(string); ok && t != "" {
		return t
	}
	var b [24]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails: it ends the program instead
	return "00-" + hex.EncodeToString(b[:16]) + "-" + hex.EncodeToString(b[16:]) + "-01"
}

package stage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"isnad/pkg/wire"
)

// settle decides the fate of a message that was handled, with the error that its handling gave.
func (w *worker) settle(ctx, work context.Context, it *item, err error) {
	if err == nil {
		w.end(it, outcomeHandled, it.msg.Ack())
		return
	}
	left := w.MaxDeliver - it.wire.Deliveries // deliveries that are left, the last of which goes unhandled
	switch {
	case errors.Is(err, errReleased), work.Err() != nil:
		w.release(work, it, left)
	case isFinal(err):
		w.putAside(ctx, work, it, err.Error(), detail(err))
	case left <= 1:
		w.putAside(ctx, work, it, fmt.Sprintf("given up after %d deliveries: %v", it.wire.Deliveries, err), detail(err))
	default:
		w.Log.Warn().Err(err).Str("stage", w.Name).Str("message", it.wire.Place()).Int("deliveries", it.wire.Deliveries).Str("stack", detail(err)).Msg("failed; to be tried again")
		w.end(it, outcomeRetried, it.msg.NakWithDelay(w.retryDelay(it.wire.Deliveries)))
	}
}

// retryDelay grows fourfold with every delivery.
func (w *worker) retryDelay(deliveries int) time.Duration {
	d := w.RetryFirst
	for range deliveries - 1 {
		if d *= 4; d >= w.RetryMost {
			return w.RetryMost
		}
	}
	return min(d, w.RetryMost)
}

// release gives a message back that was not handled, because the process ends. That costs a delivery; so one that has none to spare is
// sent anew in its place, with a count of its own, for it is not at fault.
func (w *worker) release(work context.Context, it *item, left int) {
	if left <= 1 && work.Err() == nil {
		again := wire.Again(&it.wire, "release."+w.Name+"."+it.wire.Stream+"."+strconv.FormatUint(it.wire.Sequence, 10))
		if _, err := wire.Publish(work, w.JS, again); err == nil {
			w.end(it, outcomeReleased, it.msg.Ack())
			return
		}
	}
	w.end(it, outcomeReleased, it.msg.NakWithDelay(w.RetryFirst))
}

// deadReason begins the reason with which a message is ended once its dead letter is stored. The reconciler knows by it that there is
// nothing left to do.
const deadReason = "dead letter stored: "

// reasonLength bounds the reason given to the broker, in bytes; the letter has it in full.
const reasonLength = 200

// putAside stores a dead letter of a message and then ends it. While the letter cannot be stored the message is held.
func (w *worker) putAside(ctx, work context.Context, it *item, reason, detail string) {
	letter, err := wire.DeadLetterMessage(wire.NewDeadLetter(w.Name, &it.wire, reason, detail))
	if err == nil {
		err = w.hold(ctx, work, func(c context.Context) error {
			_, err := wire.Publish(c, w.JS, letter)
			return err
		})
	}
	if err != nil {
		w.Log.Error().Err(err).Str("stage", w.Name).Str("message", it.wire.Place()).Str("reason", reason).Msg("its dead letter could not be stored; to be tried again")
		w.end(it, outcomeReleased, it.msg.NakWithDelay(w.RetryMost))
		return
	}
	w.Log.Error().Str("stage", w.Name).Str("message", it.wire.Place()).Str("reason", reason).Msg("put aside among the dead letters")
	w.end(it, outcomeDead, it.msg.TermWithReason(briefly(deadReason+reason)))
}

// briefly cuts a reason to one line of at most reasonLength bytes, on a rune edge.
func briefly(reason string) string {
	line, _, _ := strings.Cut(reason, "\n")
	return strings.ToValidUTF8(line[:min(len(line), reasonLength)], "")
}

// end takes a message out of hand. Where the broker could not be told, it delivers the message again, which is harmless.
func (w *worker) end(it *item, outcome string, err error) {
	w.hand.drop(it)
	w.Metrics.count(w.Name, outcome)
	if err != nil {
		w.Log.Warn().Err(err).Str("stage", w.Name).Str("message", it.wire.Place()).Str("outcome", outcome).Msg("the broker did not hear of it: it will be delivered again")
	}
}

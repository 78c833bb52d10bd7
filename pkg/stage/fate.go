package stage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"isnad/pkg/wire"
)

// settle decides the fate of a message that was handled, with the error that its handling gave.
func (w *worker) settle(ctx, work context.Context, it *item, err error) {
	if err == nil {
		w.about(w.Log.Debug(), it).Str("id", it.wire.ID).Msg("handled")
		w.end(it, outcomeHandled, it.msg.Ack())
		return
	}
	left := w.MaxDeliver - it.wire.Deliveries // deliveries that are left, the last of which goes unhandled
	switch {
	case errors.Is(err, errReleased), work.Err() != nil:
		w.release(work, it, left)
	case isFinal(err):
		w.putAsideBeside(ctx, work, it, err.Error(), detail(err))
	case left <= 1:
		w.putAside(ctx, work, it, fmt.Sprintf("given up after %d deliveries: %v", it.wire.Deliveries, err), detail(err))
	default:
		w.about(w.Log.Warn(), it).Err(err).Int("deliveries", it.wire.Deliveries).Str("stack", detail(err)).Msg("failed; to be tried again")
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

// putAsideBeside does as putAside, and lets the worker go on meanwhile, up to a bound: the broker syncs every letter to its disk, and good
// messages should not wait for that. A message that was delivered before is answered at once.
func (w *worker) putAsideBeside(ctx, work context.Context, it *item, reason, detail string) {
	if it.wire.Deliveries > 1 {
		w.putAside(ctx, work, it, reason, detail)
		return
	}
	w.letters <- struct{}{}
	w.aside.Go(func() {
		defer func() { <-w.letters }()
		w.putAside(ctx, work, it, reason, detail)
	})
}

// putAside stores a dead letter of a message and then acknowledges it: with its letter it is done. (To end it in the broker's sense would
// make the broker report that, and each report is one more message that is synced to its disk.) While the letter cannot be stored the
// message is held.
func (w *worker) putAside(ctx, work context.Context, it *item, reason, detail string) {
	letter, err := wire.DeadLetterMessage(wire.NewDeadLetter(w.Name, &it.wire, reason, detail))
	if err == nil {
		err = w.hold(ctx, work, func(c context.Context) error {
			_, err := wire.Publish(c, w.JS, letter)
			return err
		})
	}
	if err != nil {
		w.about(w.Log.Error(), it).Err(err).Str("reason", reason).Msg("its dead letter could not be stored; to be tried again")
		w.end(it, outcomeReleased, it.msg.NakWithDelay(w.RetryFirst))
		return
	}
	w.about(w.Log.Error(), it).Str("reason", reason).Msg("put aside among the dead letters")
	w.end(it, outcomeDead, it.msg.Ack())
}

// about names a message in a line of the log, and the trace that it belongs to.
func (w *worker) about(e *zerolog.Event, it *item) *zerolog.Event {
	return e.Str("stage", w.Name).Str("place", it.wire.Place()).Str("trace_id", wire.TraceID(it.wire.Header.Get(wire.HeaderTrace)))
}

// end takes a message out of hand. Where the broker could not be told, it delivers the message again, which is harmless.
func (w *worker) end(it *item, outcome string, err error) {
	w.hand.drop(it)
	w.Metrics.count(w.Name, outcome)
	if outcome == outcomeHandled || outcome == outcomeDead {
		w.Metrics.ended(w.Name, it.wire.Stored)
	}
	if err != nil {
		w.about(w.Log.Warn(), it).Err(err).Str("outcome", outcome).Msg("the broker did not hear of it: it will be delivered again")
	}
}

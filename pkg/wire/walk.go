package wire

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// Range is a part of a stream: the messages from one sequence to another, both among them, whose subjects fit a filter.
type Range struct {
	Stream   string
	Subject  string // "isnad.articles.ar.*"; "" is all
	From, To uint64 // To 0: up to the one that is the last when the walk begins
}

// Walk gives the messages of a part of a stream in their order, each whole. Beside a message whose payload cannot be had comes ErrNoObject,
// where its object is missing, or a BadInput, where that is not what the message says, and the walk goes on; any other error ends it.
func Walk(ctx context.Context, js jetstream.JetStream, r Range) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		s, err := js.Stream(ctx, r.Stream)
		if err != nil {
			yield(Message{}, fmt.Errorf("stream %s: %w", r.Stream, Unavailable(err)))
			return
		}
		to := s.CachedInfo().State.LastSeq
		if r.To > 0 {
			to = min(to, r.To)
		}
		for n := max(r.From, 1); n <= to; {
			m, err := getFrom(ctx, js, s, n, jetstream.WithGetMsgSubject(orDefault(r.Subject, ">")))
			if errors.Is(err, jetstream.ErrMsgNotFound) || m.Sequence > to {
				return
			}
			if !yield(m, err) || err != nil && !HasNoPayload(err) {
				return
			}
			n = m.Sequence + 1
		}
	}
}

// HasNoPayload tells an error of Walk that is one message's own, whose payload cannot be had.
func HasNoPayload(err error) bool { return errors.Is(err, ErrNoObject) || isnad.IsBadInput(err) }

// FirstSince gives the sequence of the first message of a stream that was stored at a time or later, or one more than the last where there
// is none. It asks some twenty times, whatever the stream holds.
func FirstSince(ctx context.Context, js jetstream.JetStream, stream string, at time.Time) (uint64, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return 0, fmt.Errorf("stream %s: %w", stream, Unavailable(err))
	}
	state := s.CachedInfo().State
	if state.Msgs == 0 {
		return state.LastSeq + 1, nil
	}
	low, high := state.FirstSeq, state.LastSeq+1
	for low < high {
		middle := low + (high-low)/2
		m, err := s.GetMsg(ctx, middle, jetstream.WithGetMsgSubject(">"))
		switch {
		case errors.Is(err, jetstream.ErrMsgNotFound):
			high = middle
		case err != nil:
			return 0, fmt.Errorf("fetching %s:%d: %w", stream, middle, Unavailable(err))
		case m.Time.Before(at):
			low = m.Sequence + 1
		default:
			high = middle
		}
	}
	return low, nil
}

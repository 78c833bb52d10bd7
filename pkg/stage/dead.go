package stage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// Dead are the dead letters: what people do with them by `isnad dead`.
type Dead struct {
	JS jetstream.JetStream
}

// LetterQuery says which letters are asked for. Blank fields ask for nothing.
type LetterQuery struct {
	Stage  string
	Reason string // a part of the reason, as it stands there
	From   uint64 // lowest number
}

// Letters gives the letters that are there when it is called, the oldest first, each whole. A letter that cannot be read comes with that
// as its reason. An error is the last that comes.
func (d Dead) Letters(ctx context.Context, q LetterQuery) iter.Seq2[wire.DeadLetter, error] {
	return func(yield func(wire.DeadLetter, error) bool) {
		r := wire.Range{Stream: wire.Dead, From: q.From}
		if q.Stage != "" {
			r.Subject = wire.DeadLetterSubject(q.Stage)
		}
		for m, err := range wire.Walk(ctx, d.JS, r) {
			letter, err := read(&m, err)
			switch {
			case err != nil && wire.HasNoPayload(err):
				letter = &wire.DeadLetter{Reason: "unreadable: " + err.Error(), Number: m.Sequence, At: m.Stored}
			case err != nil:
				yield(wire.DeadLetter{}, err)
				return
			}
			if strings.Contains(letter.Reason, q.Reason) && !yield(*letter, nil) {
				return
			}
		}
	}
}

// Count gives the number of letters that the broker holds.
func (d Dead) Count(ctx context.Context) (uint64, error) {
	s, err := d.JS.Stream(ctx, wire.Dead)
	if err != nil {
		return 0, fmt.Errorf("stream %s: %w", wire.Dead, wire.Unavailable(err))
	}
	return s.CachedInfo().State.Msgs, nil
}

// Show gives the letter of a number, whole. A number that stands for none, or for what is no letter, is a BadInput.
func (d Dead) Show(ctx context.Context, number uint64) (*wire.DeadLetter, error) {
	m, err := wire.Get(ctx, d.JS, wire.Dead, number)
	return read(&m, err)
}

func read(m *wire.Message, err error) (*wire.DeadLetter, error) {
	if err != nil {
		return nil, err
	}
	return wire.ReadDeadLetter(m)
}

// Redrive sends the message of a letter once more to the subject where it first was, to be handled again, and deletes the letter once
// the broker has stored that. The message gets an id of its own, else the broker would take it for a duplicate of its first coming. A
// redrive that is cut short may be repeated: the message is then still sent once. A letter that lost its message is a BadInput.
func (d Dead) Redrive(ctx context.Context, number uint64) error {
	letter, err := d.Show(ctx, number)
	if err != nil {
		return err
	}
	place := wire.Dead + ":" + strconv.FormatUint(number, 10)
	if letter.Subject == "" || len(letter.Data()) == 0 && letter.Header.Get(wire.HeaderObject) == "" {
		return isnad.Bad(place, "the letter has lost its message (%s): it cannot be sent again", letter.Reason)
	}
	mark := "dead." + strconv.FormatUint(number, 10) + "." + strconv.FormatInt(letter.At.UnixNano(), 10)
	again := wire.Again(&wire.Message{Subject: letter.Subject, ID: letter.ID, Header: letter.Header, Data: letter.Data(), Stream: letter.Stream, Sequence: letter.Sequence}, mark)
	if _, err := wire.Publish(ctx, d.JS, again); err != nil {
		return fmt.Errorf("redriving %s: %w", place, err)
	}
	if err := d.delete(ctx, number); err != nil {
		return fmt.Errorf("%s was sent again, but its letter could not be deleted: %w", place, err)
	}
	return nil
}

// Drop deletes a letter, and with it the message that it holds, for good. A number that stands for none is a BadInput.
func (d Dead) Drop(ctx context.Context, number uint64) error {
	_, err := wire.Get(ctx, d.JS, wire.Dead, number)
	if spoilt := err != nil && wire.HasNoPayload(err) && !errors.Is(err, jetstream.ErrMsgNotFound); err != nil && !spoilt {
		return err
	}
	if err := d.delete(ctx, number); err != nil {
		return fmt.Errorf("deleting %s:%d: %w", wire.Dead, number, err)
	}
	return nil
}

func (d Dead) delete(ctx context.Context, number uint64) error {
	s, err := d.JS.Stream(ctx, wire.Dead)
	if err != nil {
		return wire.Unavailable(err)
	}
	if err := s.DeleteMsg(ctx, number); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return wire.Unavailable(err)
	}
	return nil
}

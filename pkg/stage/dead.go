package stage

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// Dead are the dead letters: what people do with them by `isnad dead`.
type Dead struct {
	JS jetstream.JetStream
}

// List gives the letters whose number is not below from, the oldest first, at most limit (0: all), each whole. A stage of "" is any. A
// letter that cannot be read is listed with that as its reason.
func (d Dead) List(ctx context.Context, stage string, from uint64, limit int) ([]wire.DeadLetter, error) {
	var out []wire.DeadLetter
	for n := max(from, 1); limit <= 0 || len(out) < limit; n++ {
		m, ok, err := wire.Next(ctx, d.JS, wire.Dead, n)
		if !ok {
			return out, err
		}
		letter, err := read(&m, err)
		switch {
		case isnad.IsBadInput(err), errors.Is(err, wire.ErrNoObject):
			letter = &wire.DeadLetter{Reason: "unreadable: " + err.Error(), Number: m.Sequence, At: m.Stored}
		case err != nil:
			return out, err
		}
		n = m.Sequence
		if stage == "" || m.Subject == wire.DeadLetterSubject(stage) {
			out = append(out, *letter)
		}
	}
	return out, nil
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
	again := wire.Again(&wire.Message{Subject: letter.Subject, ID: letter.ID, Header: letter.Header, Data: letter.Data()}, mark)
	if _, err := wire.Publish(ctx, d.JS, again); err != nil {
		return fmt.Errorf("redriving %s: %w", place, err)
	}
	if err := d.delete(ctx, number); err != nil {
		return fmt.Errorf("%s was sent again, but its letter could not be deleted: %w", place, err)
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

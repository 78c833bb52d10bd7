package stage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// advisory is what the broker says of a message that it stopped delivering.
type advisory struct {
	Type       string `json:"type"`
	Stream     string `json:"stream"`
	Consumer   string `json:"consumer"`
	Sequence   uint64 `json:"stream_seq"`
	Deliveries int    `json:"deliveries"`
	Reason     string `json:"reason"` // of a message that was ended
}

// The types of advisories.
const (
	advisoryMaxDeliver = "io.nats.jetstream.advisory.v1.max_deliver"
	advisoryTerminated = "io.nats.jetstream.advisory.v1.terminated"
)

// ReconcileHandler sees to it that no message vanishes because the broker gave it up: one whose worker died on its last delivery, or that
// somebody ended by hand. It handles the stream wire.Advisories: each advisory of a message that has no dead letter yet gives one, with
// the message fetched by its sequence. The letter's id is that of the worker's own, so there are never two. Run it as ReconcileStage; the
// advisories wait in their stream while it does not run.
func ReconcileHandler(js jetstream.JetStream) Handler {
	return func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		var out []wire.Message
		for i := range in {
			a, err := readAdvisory(&in[i])
			if err != nil {
				return nil, err
			}
			letter, err := reconcile(ctx, js, a)
			if err != nil {
				return nil, err
			}
			out = append(out, letter)
		}
		return out, nil
	}
}

func readAdvisory(m *wire.Message) (*advisory, error) {
	var a advisory
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return nil, &isnad.BadInput{Place: m.Place(), Reason: "the advisory is no JSON", Err: err}
	}
	if a.Stream == "" || a.Consumer == "" || a.Sequence == 0 || a.Type != advisoryMaxDeliver && a.Type != advisoryTerminated {
		return nil, isnad.Bad(m.Place(), "an advisory of type %q about message %s:%d of consumer %q is not understood", a.Type, a.Stream, a.Sequence, a.Consumer)
	}
	return &a, nil
}

func reconcile(ctx context.Context, js jetstream.JetStream, a *advisory) (wire.Message, error) {
	reason := fmt.Sprintf("given up by the broker: %d deliveries brought no answer", a.Deliveries)
	if a.Type == advisoryTerminated {
		reason = "ended by hand: " + a.Reason
	}
	m, err := wire.Get(ctx, js, a.Stream, a.Sequence)
	switch {
	case isnad.IsBadInput(err):
		m = wire.Message{Stream: a.Stream, Sequence: a.Sequence}
		reason += "; the message itself is no longer there"
	case errors.Is(err, wire.ErrNoObject):
		reason += "; its payload is no longer there"
	case err != nil:
		return wire.Message{}, err
	}
	m.Deliveries = a.Deliveries
	return wire.DeadLetterMessage(wire.NewDeadLetter(a.Consumer, &m, reason, ""))
}

package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// Message is one message, to be sent or received. Data is the whole payload, also where it travels as an object.
type Message struct {
	Subject string
	ID      string // the message id, by which the broker knows duplicates; "" has none
	Header  nats.Header
	Data    []byte

	// Of a received message:
	Stream     string
	Sequence   uint64    // in the stream
	Deliveries int       // this one included; 0 for one that was fetched by its sequence
	Stored     time.Time // when the broker stored it
}

// Place names a received message in errors: "ARTICLES:42". One that was not received is named by its subject.
func (m *Message) Place() string {
	if m.Stream == "" {
		return m.Subject
	}
	return m.Stream + ":" + strconv.FormatUint(m.Sequence, 10)
}

// FirstID gives the id that a message first had: of one that was sent again, that of its first coming. The first id of an article's message
// is the article's. A message that came without one is known by its place.
func (m *Message) FirstID() string { return cmp.Or(firstID(m.ID), m.Place()) }

// publishTimeout bounds one attempt to publish. The broker answers within milliseconds or is in trouble.
const publishTimeout = 5 * time.Second

// The broker's error code of a message that a stream turned away for its own reasons, and the reason that means "announced before".
const (
	codeStoreFailed   = 10077
	codeNoResources   = 10023
	codeNoStorage     = 10047
	codeTooLarge      = 10054
	subjectHasMessage = "maximum messages per subject exceeded"
	streamHasMost     = "maximum bytes exceeded"
)

// ErrFull says that a stream, or the broker's disk, takes no more. It comes with isnad.ErrUnavailable: when there is room again, it does.
var ErrFull = errors.New("full")

// Publish sends a message and waits until the broker has stored it. duplicate tells that the broker had one of this id before, or, of an
// entity, one on this subject: that is success too. A payload beyond the limit is stored as an object first.
//
// An error is a BadInput where this message can never be published (its subject, its size); any other wraps isnad.ErrUnavailable, for a
// broker that is away or full is no message's fault, except that ctx's own end is given as such.
func Publish(ctx context.Context, js jetstream.JetStream, m Message) (duplicate bool, err error) {
	if err := CheckSubject(m.Subject); err != nil {
		return false, err
	}
	msg := &nats.Msg{Subject: m.Subject, Header: nats.Header{}, Data: m.Data}
	maps.Copy(msg.Header, m.Header)
	if m.ID != "" {
		msg.Header.Set(jetstream.MsgIDHeader, m.ID)
	}
	if msg.Size() > payloadLimit(js.Conn()) {
		if err := offload(ctx, js, msg); err != nil {
			return false, fmt.Errorf("storing the payload of %s: %w", m.Subject, err)
		}
	}
	var ack *jetstream.PubAck
	err = Ask(ctx, js.Conn(), publishTimeout, func(c context.Context) (err error) {
		ack, err = js.PublishMsg(c, msg)
		return err
	})
	if err != nil {
		if isAnnounced(m.Subject, err) {
			return true, nil
		}
		return false, publishError(ctx, js, m.Subject, err)
	}
	return ack.Duplicate, nil
}

// isAnnounced tells the broker's refusal of a second message for a subject of ENTITIES.
func isAnnounced(subject string, err error) bool {
	var api *jetstream.APIError
	return strings.HasPrefix(subject, EntitiesSubject+".") && errors.As(err, &api) && api.ErrorCode == codeStoreFailed && api.Description == subjectHasMessage
}

func publishError(ctx context.Context, js jetstream.JetStream, subject string, err error) error {
	var api *jetstream.APIError
	switch {
	case errors.Is(err, nats.ErrMaxPayload), errors.Is(err, nats.ErrBadSubject), errors.As(err, &api) && api.ErrorCode == codeTooLarge:
		return &isnad.BadInput{Place: subject, Reason: "the message cannot be published", Err: err}
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("publishing to %s: %w", subject, ctx.Err())
	case errors.Is(err, errLost):
		return fmt.Errorf("publishing to %s: %w", subject, err)
	}
	if what, mend := full(subject, api); what != "" {
		return fmt.Errorf("%s is %w and takes nothing more until there is room; nothing of what it holds is lost (%s): broker %w: %w", what, ErrFull, mend, isnad.ErrUnavailable, err)
	}
	return fmt.Errorf("publishing to %s: broker %w: %s%w", subject, isnad.ErrUnavailable, inWords(ctx, js, err), err)
}

// bounded are the streams that are full at some size, by their subjects, and where room in them comes from.
var bounded = []struct{ subjects, stream, mend string }{
	{ArticlesSubject, Articles, "what has been handled is purged from it"},
	{ClaimsSubject, Claims, "what has been handled is purged from it"},
	{DeadSubject, Dead, "send its letters again, or drop them: isnad dead"},
}

// full gives what is full, "" where nothing is, and where room comes from.
func full(subject string, e *jetstream.APIError) (what, mend string) {
	switch {
	case e == nil:
	case e.ErrorCode == codeNoResources || e.ErrorCode == codeNoStorage:
		return "the broker's store", "raise max_file_store in its settings and have it read them again: SIGHUP; or start isnad run with a larger --max-store, or more room on its disk"
	case e.ErrorCode == codeStoreFailed && e.Description == streamHasMost:
		for _, b := range bounded {
			if strings.HasPrefix(subject, b.subjects+".") {
				return "stream " + b.stream, b.mend
			}
		}
	}
	return "", ""
}

// Unavailable marks the errors of a broker that is away as isnad.ErrUnavailable. What the broker itself answered ("no such stream") and
// the end of a context pass unchanged, and so does nil.
func Unavailable(err error) error {
	var api *jetstream.APIError
	switch {
	case err == nil, errors.Is(err, isnad.ErrUnavailable), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &api) && api.Code < 500:
		return err
	case errors.Is(err, jetstream.ErrKeyExists), errors.Is(err, jetstream.ErrStreamNotFound), errors.Is(err, jetstream.ErrConsumerNotFound), errors.Is(err, jetstream.ErrBucketNotFound):
		return err
	}
	return away(err)
}

// away marks an error as that of a broker that is away, once.
func away(err error) error {
	if errors.Is(err, isnad.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("broker %w: %w", isnad.ErrUnavailable, err)
}

// Receive makes a Message of one that a consumer delivered. It does not fetch an object: see Resolve.
func Receive(msg jetstream.Msg) (Message, error) {
	m := Message{Subject: msg.Subject(), Data: msg.Data()}
	m.setHeader(msg.Headers())
	meta, err := msg.Metadata()
	if err != nil {
		return m, fmt.Errorf("a message on %s came from no stream: %w", m.Subject, err)
	}
	m.Stream, m.Sequence, m.Deliveries, m.Stored = meta.Stream, meta.Sequence.Stream, int(min(meta.NumDelivered, 1<<30)), meta.Timestamp
	return m, nil
}

// setHeader keeps what we wrote. The broker's own headers are not part of a message: sent again, they would be taken as orders.
func (m *Message) setHeader(h nats.Header) {
	m.ID = h.Get(jetstream.MsgIDHeader)
	m.Header = maps.Clone(h)
	maps.DeleteFunc(m.Header, func(name string, _ []string) bool { return strings.HasPrefix(name, "Nats-") })
	if m.Header == nil {
		m.Header = nats.Header{}
	}
}

// Get fetches the message of a stream that has this sequence, whole. It is a BadInput where there is none. Where only its object is
// missing, the message comes without its payload and with ErrNoObject.
func Get(ctx context.Context, js jetstream.JetStream, stream string, sequence uint64) (Message, error) {
	return get(ctx, js, stream, sequence)
}

// Next fetches the first message of a stream whose sequence is not below this one. ok is false where there is none.
func Next(ctx context.Context, js jetstream.JetStream, stream string, sequence uint64) (m Message, ok bool, err error) {
	m, err = get(ctx, js, stream, sequence, jetstream.WithGetMsgSubject(">"))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return m, false, nil
	}
	return m, m.Sequence != 0, err
}

func get(ctx context.Context, js jetstream.JetStream, stream string, sequence uint64, options ...jetstream.GetMsgOpt) (Message, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return Message{}, fmt.Errorf("stream %s: %w", stream, Unavailable(err))
	}
	return getFrom(ctx, js, s, sequence, options...)
}

func getFrom(ctx context.Context, js jetstream.JetStream, s jetstream.Stream, sequence uint64, options ...jetstream.GetMsgOpt) (Message, error) {
	stream := s.CachedInfo().Config.Name
	place := stream + ":" + strconv.FormatUint(sequence, 10)
	raw, err := s.GetMsg(ctx, sequence, options...)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return Message{}, &isnad.BadInput{Place: place, Reason: "there is no such message", Err: err}
	}
	if err != nil {
		return Message{}, fmt.Errorf("fetching %s: %w", place, Unavailable(err))
	}
	m := Message{Subject: raw.Subject, Data: raw.Data, Stream: stream, Sequence: raw.Sequence, Stored: raw.Time}
	m.setHeader(raw.Header)
	return m, Resolve(ctx, js, &m)
}

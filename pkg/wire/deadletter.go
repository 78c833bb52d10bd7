package wire

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
)

// DeadLetter is a message that could not be handled, whole, with the reason. A payload that is UTF-8 is kept as it reads, any other in
// base64. Where the payload was lost – its object had expired, or the message itself – both are empty.
type DeadLetter struct {
	Schema     string      `json:"schema"` // DeadSchema
	Stage      string      `json:"stage"`
	Reason     string      `json:"reason"`           // one line
	Detail     string      `json:"detail,omitempty"` // the stack of a panic
	Stream     string      `json:"stream"`           // where the message stood
	Sequence   uint64      `json:"sequence"`
	Deliveries int         `json:"deliveries"`
	Stored     time.Time   `json:"stored"` // when the broker stored the message
	Subject    string      `json:"subject"`
	ID         string      `json:"id,omitempty"`
	Header     nats.Header `json:"header,omitempty"`
	Payload    string      `json:"payload,omitempty"`
	Binary     []byte      `json:"payload_base64,omitempty"`

	Number uint64    `json:"-"` // the letter's own sequence in DEAD, by which it is shown and redriven
	At     time.Time `json:"-"` // when the broker stored the letter
}

// NewDeadLetter makes the letter of a received message.
func NewDeadLetter(stage string, m *Message, reason, detail string) *DeadLetter {
	l := &DeadLetter{Schema: DeadSchema, Stage: stage, Reason: oneLine(reason), Detail: detail, Stream: m.Stream, Sequence: m.Sequence, Deliveries: m.Deliveries,
		Stored: m.Stored.UTC(), Subject: m.Subject, ID: m.ID, Header: m.Header}
	if utf8.Valid(m.Data) {
		l.Payload = string(m.Data)
	} else {
		l.Binary = m.Data
	}
	return l
}

// Data gives the payload of the message, byte for byte.
func (l *DeadLetter) Data() []byte {
	if len(l.Binary) > 0 {
		return l.Binary
	}
	return []byte(l.Payload)
}

// DeadLetterMessage writes the letter. Its message id is the place of the message that it holds, so that whoever puts a message aside a
// second time leaves one letter.
func DeadLetterMessage(l *DeadLetter) (Message, error) {
	data, err := json.Marshal(l)
	if err != nil {
		return Message{}, fmt.Errorf("writing the dead letter of %s:%d: %w", l.Stream, l.Sequence, err)
	}
	id := strings.Join([]string{"dead", Token(l.Stage), l.Stream, strconv.FormatUint(l.Sequence, 10), strconv.FormatInt(l.Stored.UnixNano(), 10)}, ".")
	m := Message{Subject: DeadLetterSubject(l.Stage), ID: id, Header: header(DeadSchema, ""), Data: data}
	m.Header.Set(HeaderTrace, NextHop(l.Header.Get(HeaderTrace)))
	return m, nil
}

// ReadDeadLetter reads a letter. Errors are BadInput and name the message in DEAD.
func ReadDeadLetter(m *Message) (*DeadLetter, error) {
	l := DeadLetter{Number: m.Sequence, At: m.Stored}
	if err := decode(m, DeadSchema, &l); err != nil {
		return nil, err
	}
	if l.Schema != DeadSchema {
		return nil, isnad.Bad(m.Place(), "wrong schema: it is %q, not %q", l.Schema, DeadSchema)
	}
	return &l, nil
}

// Again makes a message anew, to be published on the subject where it first was: by a redrive, or by a worker that gives it back. mark
// ("dead.7") tells one such sending from another; it makes the message id fresh, so that the broker does not take it for a duplicate,
// and yet the same when the same sending is tried twice.
func Again(m *Message, mark string) Message {
	h := maps.Clone(m.Header)
	if h == nil {
		h = nats.Header{}
	}
	h.Set(HeaderRedrive, mark)
	return Message{Subject: m.Subject, ID: againPrefix + mark + againSeparator + m.FirstID(), Header: h, Data: m.Data}
}

// Of a message sent again: "again.<mark>/<the id it first had>".
const (
	againPrefix    = "again."
	againSeparator = "/"
)

// firstID keeps ids from growing with every redrive.
func firstID(id string) string {
	if !strings.HasPrefix(id, againPrefix) {
		return id
	}
	_, first, _ := strings.Cut(id, againSeparator)
	return first
}

func oneLine(s string) string {
	line, _, more := strings.Cut(strings.TrimSpace(s), "\n")
	if more {
		line += " …"
	}
	return strings.ToValidUTF8(line, "\uFFFD")
}

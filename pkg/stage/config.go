package stage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/pkg/wire"
)

// The stages of the pipeline. A stage's name is that of its durable consumer.
const (
	ExtractStage   = "extract"
	SinkStage      = "sink"
	ReconcileStage = "reconcile"
	OutboxStage    = "outbox"
)

// Handler handles a batch and gives the messages it causes, which the broker has stored before the batch is acknowledged. Its context
// ends after Config.HandleTimeout. An error without more says that the whole batch failed: it is then handled one by one, so a handler
// must bear handling a message twice. A *BatchError says which messages failed; the others count as handled. Whose fault an error is,
// the package comment tells.
type Handler func(context.Context, []wire.Message) ([]wire.Message, error)

// BatchError says which messages of a batch failed, by their index, and why. All others were handled, and the messages that the handler
// gave beside it are theirs.
type BatchError struct {
	Failed map[int]error
}

// Error names one of the failures. There is deliberately no Unwrap: the failures may be of different kinds.
func (e *BatchError) Error() string {
	for i, err := range e.Failed {
		return strconv.Itoa(len(e.Failed)) + " messages of the batch failed, such as number " + strconv.Itoa(i) + ": " + err.Error()
	}
	return "no message of the batch failed"
}

// Config is one worker. Zero values take the defaults in brackets.
type Config struct {
	Name   string // of the stage and of its durable consumer, which all its processes share
	Stream string // where its messages come from
	JS     jetstream.JetStream
	Handle Handler
	Ready  func(context.Context) error // whether what the handler depends on answers; nil is always ready

	Batch       int // greatest number of messages handled together (1)
	Concurrency int // batches in hand at once in this process (1)

	AckWait       time.Duration // after which the broker takes a silent worker for dead (30 s); in hand, a third of it is the beat
	MaxDeliver    int           // deliveries after which a message is put aside (6, at least 2)
	MaxAckPending int           // messages under way in all processes, those that wait for another try included (4096)

	RetryFirst    time.Duration // delay before the second delivery of a message that failed (1 s); each further one is four times longer
	RetryMost     time.Duration // the longest such delay (5 min)
	ReadyEvery    time.Duration // the longest pause between two looks at a dependency that is away (500 ms)
	FetchWait     time.Duration // how long one request to the broker waits for a message (5 s)
	HandleTimeout time.Duration // how long a handler may take over a batch (2 min); one that takes longer has failed
	DrainTimeout  time.Duration // how long what is in hand may take once ctx has ended (20 s)

	Log     zerolog.Logger // the zero value writes nothing
	Metrics *Metrics       // nil measures nothing
	Holds   *Holds         // hears what the worker is waiting for; nil for nobody
}

func (c Config) withDefaults() (Config, error) {
	c.Batch = max(c.Batch, 1)
	c.Concurrency = max(c.Concurrency, 1)
	for _, d := range []struct {
		value     *time.Duration
		otherwise time.Duration
	}{{&c.AckWait, 30 * time.Second}, {&c.RetryFirst, time.Second}, {&c.RetryMost, 5 * time.Minute}, {&c.ReadyEvery, 500 * time.Millisecond},
		{&c.FetchWait, 5 * time.Second}, {&c.HandleTimeout, 2 * time.Minute}, {&c.DrainTimeout, 20 * time.Second}} {
		if *d.value == 0 {
			*d.value = d.otherwise
		}
	}
	if c.MaxDeliver == 0 {
		c.MaxDeliver = 6
	}
	if c.MaxAckPending == 0 {
		c.MaxAckPending = 4096 // what a process has in hand is bounded by its batches; what waits for another try must not stop the others
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	return c, c.check()
}

func (c Config) check() error {
	switch {
	case c.JS == nil || c.Handle == nil || c.Stream == "":
		return errors.New("a worker needs a stream, a connection and a handler")
	case c.Name == "" || wire.Token(c.Name) != c.Name:
		return fmt.Errorf("the stage's name %q is no subject token", c.Name)
	case c.MaxDeliver < 2:
		return fmt.Errorf("with %d deliveries no message of stage %s would ever be handled: 2 is the least", c.MaxDeliver, c.Name)
	}
	return nil
}

// Consumer gives the settings of a stage's consumer as they are unless its workers are told otherwise.
func Consumer(stage string) jetstream.ConsumerConfig {
	c, _ := Config{Name: stage}.withDefaults() // what it lacks is no setting of its consumer
	return c.consumer()
}

func (c Config) consumer() jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{Durable: c.Name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: c.AckWait, MaxDeliver: c.MaxDeliver, MaxAckPending: c.MaxAckPending}
}

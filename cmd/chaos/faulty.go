//go:build linux

package main

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
)

// The faults that a worker may be given. A harness that finds nothing wrong with a pipeline of such workers is blind.
const (
	earlyAck  = "early-ack" // acknowledges messages when they come, and not when they were handled
	noID      = "no-id"     // publishes without message ids
	faultless = "faultless" // shows that the stand-in itself does no harm
)

// faultyCmd is extract with a fault.
type faultyCmd struct {
	Fault string `arg:"" enum:"early-ack,no-id,faultless"`
	cli.Broker
	cli.Kept
	cli.Worker
	HTTP string `name:"http" required:""`
}

// Run works as cmd/extract does, over a connection that has the fault.
func (f *faultyCmd) Run(ctx context.Context, flags *cli.Log) error {
	log, err := service.Logger("extract", flags.LogLevel)
	if err != nil {
		return err
	}
	x, _, err := extracting.Extractor("", "")
	if err != nil {
		return err
	}
	return service.Run(ctx, "extract", service.Address{HTTP: f.HTTP}, log, func(ctx context.Context, p *service.Program) error {
		broker, err := workers.Join(ctx, f.Broker, f.Kept, "extract", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		p.SetReady(broker.Ready)
		js := broker.JS
		switch f.Fault {
		case earlyAck:
			js = acksEarly{js}
		case noID:
			js = publishesWithoutID{js}
		}
		stages := extracting.Stage{Stages: workers.Stages{JS: js, Options: f.Worker, Log: log, Kept: f.Kept}}
		if err := stages.Extract(ctx, x, nil); err != nil {
			return fmt.Errorf("extracting: %w", err)
		}
		return nil
	})
}

// publishesWithoutID takes the message ids off what is published.
type publishesWithoutID struct{ jetstream.JetStream }

func (f publishesWithoutID) PublishMsg(ctx context.Context, m *nats.Msg, o ...jetstream.PublishOpt) (*jetstream.PubAck, error) {
	m.Header.Del(jetstream.MsgIDHeader)
	return f.JetStream.PublishMsg(ctx, m, o...)
}

// acksEarly acknowledges what is fetched at once.
type acksEarly struct{ jetstream.JetStream }

func (f acksEarly) CreateOrUpdateConsumer(ctx context.Context, stream string, c jetstream.ConsumerConfig) (jetstream.Consumer, error) {
	consumer, err := f.JetStream.CreateOrUpdateConsumer(ctx, stream, c)
	return early{consumer}, err
}

type early struct{ jetstream.Consumer }

func (c early) Fetch(n int, o ...jetstream.FetchOpt) (jetstream.MessageBatch, error) {
	batch, err := c.Consumer.Fetch(n, o...)
	return earlyBatch{batch}, err
}

func (c early) FetchNoWait(n int) (jetstream.MessageBatch, error) {
	batch, err := c.Consumer.FetchNoWait(n)
	return earlyBatch{batch}, err
}

type earlyBatch struct{ jetstream.MessageBatch }

func (b earlyBatch) Messages() <-chan jetstream.Msg {
	out := make(chan jetstream.Msg)
	go func() {
		defer close(out)
		for m := range b.MessageBatch.Messages() {
			_ = m.Ack() // and again, in vain, when it was handled
			out <- m
		}
	}()
	return out
}

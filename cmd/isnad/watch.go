package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/wire"
)

type watchCmd struct {
	Claims   watchClaimsCmd   `cmd:"" help:"Print claims that answer a question as they come in."`
	Entities watchEntitiesCmd `cmd:"" help:"Print each entity when it is seen for the first time ever."`
}

type watchEntitiesCmd struct {
	All  bool `help:"Begin with all that were ever announced."`
	JSON bool `name:"json" help:"Print each announcement as JSON on a line."`
	serverFlags
	brokerFlags
}

// Help gives examples.
func (*watchEntitiesCmd) Help() string {
	return `Examples:

  isnad watch entities
  isnad watch entities --server http://127.0.0.1:8080
  isnad watch entities --nats nats://127.0.0.1:4222 --all --json

Without flags it follows the pipeline that isnad run --serve runs. The subjects are isnad.entities.new.<kind>.<hash>; any NATS client can subscribe to
isnad.entities.new.>. The address for it, with a token, is in the file lock of the data folder: NATS_URL=$(cat isnad-data/lock) nats sub 'isnad.entities.new.>'`
}

// Run is the command.
func (c *watchEntitiesCmd) Run(ctx contextType, flags *cli.Log) error {
	if c.Server != "" {
		return c.listen(ctx)
	}
	return c.withBroker(ctx, flags, func(broker *workers.Broker, log zerolog.Logger) error { return c.follow(ctx, broker, log) })
}

// listen prints what a server announces until ctx ends.
func (c *watchEntitiesCmd) listen(ctx contextType) (err error) {
	server, err := c.serverFlags.connect(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	after := int64(-1) // from now on
	if c.All {
		after = 0
	}
	fmt.Fprintln(os.Stderr, "waiting for entities; Ctrl-C ends it")
	for a, err := range server.Follow(ctx, after) {
		if err == nil {
			err = c.show(&a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow prints announcements until ctx ends.
func (c *watchEntitiesCmd) follow(ctx contextType, broker *workers.Broker, log zerolog.Logger) error {
	config := jetstream.OrderedConsumerConfig{FilterSubjects: []string{wire.EntitiesSubject + ".>"}, DeliverPolicy: jetstream.DeliverNewPolicy}
	if c.All {
		config.DeliverPolicy = jetstream.DeliverAllPolicy
	}
	consumer, err := broker.JS.OrderedConsumer(ctx, wire.Entities, config)
	if err != nil {
		return fmt.Errorf("following %s: %w", wire.Entities, err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		return fmt.Errorf("following %s: %w", wire.Entities, err)
	}
	defer messages.Stop()
	fmt.Fprintln(os.Stderr, "waiting for entities; Ctrl-C ends it")
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if ctx.Err() != nil {
			return nil // told to end
		}
		if errors.Is(err, jetstream.ErrMsgIteratorClosed) {
			return fmt.Errorf("following %s: %w", wire.Entities, err)
		}
		if err != nil {
			log.Warn().Err(err).Msg("following entities")
			continue
		}
		if err := c.print(msg); err != nil {
			return err
		}
	}
}

func (c *watchEntitiesCmd) print(msg jetstream.Msg) error {
	m, err := wire.Receive(msg)
	var a *wire.Announcement
	if err == nil {
		a, err = wire.ReadAnnouncement(&m)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "isnad: %v\n", err)
		return nil // the next one may be sound
	}
	return c.show(a)
}

func (c *watchEntitiesCmd) show(a *wire.Announcement) error {
	if c.JSON {
		return line(os.Stdout, a)
	}
	_, err := fmt.Printf("%-12s %s  [%s]\n    %s\n    %s\n", a.Kind, oneLine(a.Name, 200), a.Entity, wrap(a.Sentence, 74, "    "), oneLine(a.Outlet+" "+a.Published+" "+a.URL, 74))
	return err
}

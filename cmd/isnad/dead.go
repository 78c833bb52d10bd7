package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

type deadCmd struct {
	List    deadListCmd    `cmd:"" help:"List the messages that could not be handled, with the reason."`
	Show    deadShowCmd    `cmd:"" help:"Show one of them whole."`
	Redrive deadRedriveCmd `cmd:"" help:"Send messages again to where they first were."`
}

// withDead calls f with the dead letters.
func (b *brokerFlags) withDead(ctx contextType, flags *cli.Log, f func(stage.Dead) error) error {
	return b.withBroker(ctx, flags, func(broker *workers.Broker, _ zerolog.Logger) error { return f(stage.Dead{JS: broker.JS}) })
}

type deadListCmd struct {
	Stage string `help:"Only those of this stage: extract, sink, outbox."`
	JSON  bool   `name:"json" help:"Print each as JSON on a line, with its payload."`
	brokerFlags
}

// Run is the command.
func (c *deadListCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.withDead(ctx, flags, func(dead stage.Dead) error {
		const page = 100
		for from, n := uint64(0), 0; ; {
			letters, err := dead.List(ctx, c.Stage, from, page)
			if err != nil {
				return err
			}
			for i := range letters {
				if err := c.print(&letters[i]); err != nil {
					return err
				}
				from = letters[i].Number + 1
			}
			if n += len(letters); len(letters) < page {
				fmt.Fprintf(os.Stderr, "%d message%s\n", n, plural(n))
				return nil
			}
		}
	})
}

func (c *deadListCmd) print(l *wire.DeadLetter) error {
	if c.JSON {
		return line(os.Stdout, struct {
			Number uint64 `json:"number"`
			*wire.DeadLetter
		}{l.Number, l})
	}
	_, err := fmt.Printf("%6d  %s  %-9s %s:%d\n        %s\n", l.Number, l.At.Local().Format(time.DateTime), l.Stage, l.Stream, l.Sequence, wrap(l.Reason, 70, "        "))
	return err
}

type deadShowCmd struct {
	Number uint64 `arg:"" help:"Number that the list gives."`
	JSON   bool   `name:"json" help:"Print it as JSON."`
	brokerFlags
}

// Run is the command.
func (c *deadShowCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.withDead(ctx, flags, func(dead stage.Dead) error {
		l, err := dead.Show(ctx, c.Number)
		if err != nil {
			return err
		}
		if c.JSON {
			return line(os.Stdout, l)
		}
		fmt.Printf("number      %d\nreason      %s\nstage       %s\nmessage     %s:%d, delivered %d time%s\nsubject     %s\nstored      %s\nput aside   %s\n",
			l.Number, wrap(l.Reason, 68, strings.Repeat(" ", 12)), l.Stage, l.Stream, l.Sequence, l.Deliveries, plural(l.Deliveries), l.Subject,
			l.Stored.Local().Format(time.DateTime), l.At.Local().Format(time.DateTime))
		for key, values := range l.Header {
			fmt.Printf("header      %s: %s\n", key, strings.Join(values, ", "))
		}
		if l.Detail != "" {
			fmt.Printf("\n%s\n", l.Detail)
		}
		fmt.Printf("\n%s\n", printable(l.Data()))
		return nil
	})
}

// printable gives a payload for the terminal: its UTF-8 as it is, other bytes as \xNN.
func printable(data []byte) string {
	return strings.ToValidUTF8(escape(data), "")
}

func escape(data []byte) string {
	var b strings.Builder
	for _, part := range strings.SplitAfter(string(data), "\n") {
		if part == strings.ToValidUTF8(part, "\uFFFD") {
			b.WriteString(part)
			continue
		}
		for _, r := range []byte(part) {
			if r < 0x80 {
				b.WriteByte(r)
			} else {
				fmt.Fprintf(&b, `\x%02x`, r)
			}
		}
	}
	return b.String()
}

type deadRedriveCmd struct {
	Numbers []uint64 `arg:"" optional:"" help:"Numbers that the list gives."`
	All     bool     `help:"All of them."`
	Stage   string   `help:"With --all: only those of this stage."`
	brokerFlags
}

// Run is the command.
func (c *deadRedriveCmd) Run(ctx contextType, flags *cli.Log) error {
	if len(c.Numbers) == 0 && !c.All {
		return fmt.Errorf("nothing to send again: give numbers, or --all")
	}
	return c.withDead(ctx, flags, func(dead stage.Dead) error {
		numbers := c.Numbers
		if c.All {
			letters, err := dead.List(ctx, c.Stage, 0, 0)
			if err != nil {
				return err
			}
			for i := range letters {
				numbers = append(numbers, letters[i].Number)
			}
		}
		failed := false
		for _, n := range numbers {
			if err := dead.Redrive(ctx, n); err != nil {
				fmt.Fprintf(os.Stderr, "isnad: %v\n", err)
				failed = true
				continue
			}
			fmt.Printf("%d sent again\n", n)
		}
		if failed {
			return cli.ErrReported
		}
		return nil
	})
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"github.com/schollz/progressbar/v3"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

type deadCmd struct {
	List    deadListCmd    `cmd:"" help:"List the messages that could not be handled, with the reason."`
	Show    deadShowCmd    `cmd:"" help:"Show one of them whole."`
	Redrive deadRedriveCmd `cmd:"" help:"Send messages again to where they first were."`
	Drop    deadDropCmd    `cmd:"" help:"Delete some of them for good."`
}

// withDead calls f with the dead letters.
func (b *brokerFlags) withDead(ctx contextType, flags *cli.Log, f func(stage.Dead) error) error {
	return b.withBroker(ctx, flags, func(broker *workers.Broker, _ zerolog.Logger) error { return f(stage.Dead{JS: broker.JS}) })
}

// letterFlags say which letters are meant.
type letterFlags struct {
	Stage  string `help:"Only those of this stage: extract, sink, outbox, reconcile."`
	Reason string `help:"Only those whose reason holds this." placeholder:"TEXT"`
}

func (f *letterFlags) query() stage.LetterQuery {
	return stage.LetterQuery{Stage: f.Stage, Reason: f.Reason}
}

type deadListCmd struct {
	letterFlags
	JSON bool `name:"json" help:"Print each as JSON on a line, with its payload."`
	brokerFlags
}

// Run is the command.
func (c *deadListCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.withDead(ctx, flags, func(dead stage.Dead) error {
		out, n := bufio.NewWriter(os.Stdout), 0
		for l, err := range dead.Letters(ctx, c.query()) {
			if err == nil {
				err = c.print(out, &l)
			}
			if err != nil {
				return errors.Join(err, out.Flush())
			}
			n++
		}
		fmt.Fprintf(os.Stderr, "%d message%s\n", n, plural(n))
		return out.Flush()
	})
}

func (c *deadListCmd) print(w io.Writer, l *wire.DeadLetter) error {
	if c.JSON {
		return line(w, struct {
			Number uint64 `json:"number"`
			*wire.DeadLetter
		}{l.Number, l})
	}
	return brief(w, l)
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
	letterFlags
	DryRun bool `help:"Print which would be sent, and send nothing."`
	brokerFlags
}

// Help gives examples.
func (*deadRedriveCmd) Help() string {
	return `Sends messages again to where they first were – an article to extract, a record to sink – once what was wrong is mended. A letter goes when the
broker has its message; one that fails again is put aside anew, under another number.

Examples:

  isnad dead redrive 17 18
  isnad dead redrive --stage extract --reason panic --dry-run
  isnad dead redrive --all`
}

// Run is the command.
func (c *deadRedriveCmd) Run(ctx contextType, flags *cli.Log) error {
	some := c.Stage != "" || c.Reason != ""
	switch {
	case len(c.Numbers) == 0 && !c.All && !some:
		return fmt.Errorf("nothing to send again: give numbers, --stage, --reason or --all")
	case len(c.Numbers) > 0 && (c.All || some):
		return fmt.Errorf("give numbers, or --all, --stage and --reason, not both")
	}
	return c.withDead(ctx, flags, func(dead stage.Dead) error {
		r := redriving{Dead: dead, dry: c.DryRun, quiet: len(c.Numbers) == 0 && !c.DryRun, bar: progress("sending again")}
		for _, n := range c.Numbers {
			l, err := dead.Show(ctx, n)
			r.one(ctx, n, l, err)
		}
		if len(c.Numbers) == 0 {
			for l, err := range dead.Letters(ctx, c.query()) {
				if err != nil {
					return err
				}
				r.one(ctx, l.Number, &l, nil)
			}
		}
		return r.end()
	})
}

// redriving sends letters again, and counts them.
type redriving struct {
	stage.Dead
	dry          bool
	quiet        bool // so many that only their number is printed
	sent, failed int
	bar          *progressbar.ProgressBar
}

func (r *redriving) one(ctx contextType, number uint64, l *wire.DeadLetter, err error) {
	_ = r.bar.Add(1) // a progress bar is worth no error
	if err == nil && r.dry {
		err = brief(os.Stdout, l)
	} else if err == nil {
		err = r.Redrive(ctx, number)
	}
	if err != nil {
		r.failed++
		fmt.Fprintf(os.Stderr, "isnad: %v\n", err)
		return
	}
	if r.sent++; !r.quiet && !r.dry {
		fmt.Printf("%d sent again\n", number)
	}
}

func (r *redriving) end() error {
	_ = r.bar.Finish()
	switch {
	case r.dry:
		fmt.Fprintf(os.Stderr, "%d message%s would be sent again\n", r.sent, plural(r.sent))
	case r.quiet:
		fmt.Printf("%d message%s sent again\n", r.sent, plural(r.sent))
	}
	if r.failed > 0 {
		return cli.ErrReported
	}
	return nil
}

type deadDropCmd struct {
	Numbers []uint64 `arg:"" help:"Numbers that the list gives."`
	Yes     bool     `help:"Delete them; without it, they are only shown."`
	brokerFlags
}

// Run is the command.
func (c *deadDropCmd) Run(ctx contextType, flags *cli.Log) error {
	return c.withBroker(ctx, flags, func(broker *workers.Broker, log zerolog.Logger) error {
		dead := stage.Dead{JS: broker.JS}
		for _, n := range c.Numbers {
			l, err := dead.Show(ctx, n)
			if isnad.IsBadInput(err) && !errors.Is(err, jetstream.ErrMsgNotFound) { // what cannot be read can be deleted
				l, err = &wire.DeadLetter{Number: n, Reason: "unreadable: " + err.Error()}, nil
			}
			if err != nil {
				return err
			}
			if err := brief(os.Stdout, l); err != nil || !c.Yes {
				if err != nil {
					return err
				}
				continue
			}
			if err := dead.Drop(ctx, n); err != nil {
				return err
			}
			log.Warn().Uint64("number", n).Str("place", l.Stream+":"+strconv.FormatUint(l.Sequence, 10)).Str("id", l.ID).Str("reason", l.Reason).
				Str("who", userName()).Msg("dead letter deleted")
		}
		if !c.Yes {
			return fmt.Errorf("nothing was deleted: --yes deletes these for good, with the messages in them")
		}
		return nil
	})
}

// brief prints a letter on two lines or a few more.
func brief(w io.Writer, l *wire.DeadLetter) error {
	_, err := fmt.Fprintf(w, "%6d  %s  %-9s %s:%d\n        %s\n", l.Number, l.At.Local().Format(time.DateTime), l.Stage, l.Stream, l.Sequence, wrap(l.Reason, 70, "        "))
	return err
}

//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/chaos/lab"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

type awayCmd struct {
	For     time.Duration `help:"How long the store is away, each time." default:"10m"`
	Ways    []string      `help:"How: killed (nobody answers), hanging (it takes connections, and says nothing)." enum:"killed,hanging" default:"killed,hanging"`
	AckWait time.Duration `help:"Silence after which the broker takes a worker for dead, in this experiment." default:"2s"`
	Pause   time.Duration `help:"Pause of each of four clients between two articles." default:"250ms"`
	Most    time.Duration `help:"Time from when the store is back until the first record is stored that is taken for going on by itself." default:"20s"`
}

// Run is the experiment: the store is away for long under load. Nothing may be put aside, ingest and extract go on, and when the store is
// back, what has waited is stored.
func (a *awayCmd) Run(c *chaos) error {
	t, err := c.trial(fmt.Sprintf("the store is away for %v under load", a.For), lab.Options{AckWait: a.AckWait})
	if err != nil {
		return err
	}
	defer t.end()
	js, end, err := t.lab.JetStream()
	if err != nil {
		return err
	}
	defer end()
	t.give(4, a.Pause, 0)
	pause(c.ctx, 2*time.Second)
	for _, way := range a.Ways {
		if err := a.away(t, js, way); err != nil {
			t.fail("%s: %v", way, err)
			break
		}
	}
	v, err := t.audit(2 * lab.Patience)
	if err != nil {
		return err
	}
	t.judge(v, 0)
	return nil
}

// away takes the store away, and brings it back.
func (a *awayCmd) away(t *trial, js jetstream.JetStream, way string) error {
	take, bring := func() { t.lab.PG.Stop(syscall.SIGKILL) }, t.lab.PG.Start
	if way == "hanging" {
		take, bring = func() { signalTree(t.lab.PG.PID(), syscall.SIGSTOP) }, func() { signalTree(t.lab.PG.PID(), syscall.SIGCONT) }
	}
	accepted := t.ledger.Accepted()
	take()
	gone := time.Now()
	if err := a.holds(t); err != nil {
		bring()
		return err
	}
	holding := time.Since(gone)
	pause(t.ctx, a.For-time.Since(gone))
	grown := t.ledger.Accepted() - accepted
	redelivered, backlog, err := a.waiting(t.ctx, js)
	bring()
	back := time.Now()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience+a.For)
	defer cancel()
	pending := t.ledger.Pending()
	if err := until(ctx, func() bool { return t.ledger.Pending() < pending }); err != nil {
		return fmt.Errorf("nothing is stored %v after the store is back", lab.Patience+a.For)
	}
	first := time.Since(back)
	drained, err := t.ledger.Recovered(ctx, back)
	if err != nil {
		return fmt.Errorf("%d articles are still under way", t.ledger.Pending())
	}
	t.fact(way, fmt.Sprintf("sink held after %v; %d articles were accepted meanwhile, %d records waited, %d were redelivered; stored again after %v, all after %v",
		round(holding), grown, backlog, redelivered, round(first), round(drained)))
	if grown == 0 {
		t.fail("%s: ingest took nothing in while the store was away", way)
	}
	if first > a.Most {
		t.slow("%s: it took %v until something was stored again, want at most %v", way, round(first), a.Most)
	}
	return nil
}

// holds waits until the sink says that it holds, and why, to those who ask whether it is ready.
func (a *awayCmd) holds(t *trial) error {
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience)
	defer cancel()
	if err := until(ctx, func() bool { return t.metric(lab.Sink, "isnad_stage_holding", stage.SinkStage) == 1 }); err != nil {
		return errors.New("the sink does not hold")
	}
	answer := t.get(lab.Sink, "/readyz")
	if !strings.HasPrefix(answer, "503 ") || !strings.Contains(answer, "store") {
		return fmt.Errorf("/readyz of the sink says %q", answer)
	}
	return nil
}

// waiting counts the records that the sink has not stored, and those that were delivered to it more than once.
func (a *awayCmd) waiting(ctx context.Context, js jetstream.JetStream) (redelivered, backlog int, err error) {
	c, err := js.Consumer(ctx, wire.Claims, stage.SinkStage)
	if err != nil {
		return 0, 0, err
	}
	info := c.CachedInfo()
	return info.NumRedelivered, int(info.NumPending) + info.NumAckPending, nil
}

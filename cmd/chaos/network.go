//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
	"isnad/cmd/internal/chaos/network"
)

type networkCmd struct {
	Cuts    int           `help:"How many, of up to 5 seconds; 0 is each pair of programs in each way." default:"0"`
	Long    int           `help:"How many more that last long." default:"6"`
	Lasting time.Duration `help:"How long those last: longer than the broker's clients take to notice." default:"40s"`
	AckWait time.Duration `help:"Silence after which the broker takes a worker for dead, in this experiment." default:"2s"`
	Most    time.Duration `help:"Time from when the network is whole again until something is accepted and something stored that is taken for going on by itself." default:"10s"`
}

// pairs are the programs that talk to each other. What is cut is cut on the first one's side.
var pairs = [][2]string{{lab.Ingest, lab.NATS}, {lab.Extract, lab.NATS}, {lab.Sink, lab.NATS}, {lab.Keeper, lab.NATS}, {lab.Sink, lab.Postgres}, {lab.Ingest, network.Here}}

// cut is one cut of the network.
type cut struct {
	pair  [2]string
	way   network.Way
	lasts time.Duration
}

func (c cut) String() string {
	peer := c.pair[1]
	if peer == network.Here {
		peer = "client"
	}
	return fmt.Sprintf("%s–%s %s for %v", c.pair[0], peer, c.way.Name, round(c.lasts))
}

// Run is the experiment: each program has a network of its own, and under load the way between two of them is cut for some seconds. Once it
// is whole again all must go on by itself.
func (n *networkCmd) Run(c *chaos) (err error) {
	net, err := network.New(lab.NATS, lab.Postgres, lab.Keeper, lab.Ingest, lab.Extract, lab.Sink)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, net.Close()) }()
	t, err := c.trial("network cuts between each two programs that talk", lab.Options{AckWait: n.AckWait, Host: func(name string) lab.Host {
		return lab.Host{Enter: net.Enter(name), Address: net.Address(name)}
	}})
	if err != nil {
		return err
	}
	defer t.end()
	cuts := n.plan(c)
	t.give(4, 100*time.Millisecond, 0)
	recoveries, worst := []time.Duration{}, map[string]string{}
	var goneOn []time.Duration
	longest := map[string]time.Duration{}
	for i, cut := range cuts {
		pause(c.ctx, time.Second)
		first, took, err := n.cut(t, net, cut)
		if err != nil {
			if c.ctx.Err() == nil {
				t.fail("%v: not recovered %v after the network was whole again: %d articles are under way: %v", cut, round(took), t.ledger.Pending(), err)
			}
			break
		}
		progress("cut %d of %d: %v: went on after %v, all stored after %v", i+1, len(cuts), cut, round(first), round(took))
		recoveries = append(recoveries, took)
		goneOn = append(goneOn, first)
		if pair := cut.pair[0] + "–" + cut.pair[1]; took >= longest[pair] {
			longest[pair], worst[pair] = took, fmt.Sprintf("went on after %v, all stored after %v: %v", round(first), round(took), cut)
		}
	}
	v, err := t.audit(lab.Patience)
	if err != nil {
		return err
	}
	t.fact("cuts", len(recoveries))
	for _, pair := range pairs {
		if what := worst[pair[0]+"–"+pair[1]]; what != "" {
			t.fact("slowest of "+pair[0]+"–"+pair[1], what)
		}
	}
	t.tellRecovery(recoveries)
	t.fact("went on after, p50 / max", fmt.Sprintf("%v / %v", round(ledger.Percentile(goneOn, 0.5)), round(ledger.Percentile(goneOn, 1))))
	for i, took := range goneOn {
		if took > n.Most {
			t.slow("%v: it went on after %v only, want at most %v", cuts[i], round(took), n.Most)
		}
	}
	t.judge(v, 0)
	return nil
}

// plan says what is cut, in which order: each pair in each way, those again while more are wanted, and the long ones in between.
func (n *networkCmd) plan(c *chaos) []cut {
	random := c.random()
	var all []cut
	for _, pair := range pairs {
		for _, way := range network.Ways {
			all = append(all, cut{pair: pair, way: way})
		}
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	many := n.Cuts
	if many == 0 {
		many = len(all)
	}
	var out []cut
	for i := range many {
		c := all[i%len(all)]
		c.lasts = 300*time.Millisecond + time.Duration(random.Int64N(int64(4700*time.Millisecond)))
		out = append(out, c)
	}
	for i := range n.Long {
		out = append(out, cut{pair: pairs[i%len(pairs)], way: network.Ways[i/len(pairs)%len(network.Ways)], lasts: n.Lasting})
	}
	return out
}

// cut cuts, heals, and gives how long it took from then on until something was accepted and something stored, and until recovery.
func (n *networkCmd) cut(t *trial, net *network.Network, c cut) (first, all time.Duration, err error) {
	if err := net.Cut(c.pair[0], c.pair[1], c.way); err != nil {
		return 0, 0, err
	}
	pause(t.ctx, c.lasts)
	if err := net.Heal(c.pair[0]); err != nil {
		return 0, 0, err
	}
	healed := time.Now()
	stored := func() int { return t.ledger.Accepted() - t.ledger.Pending() }
	accepted, there := t.ledger.Accepted(), stored()
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience)
	defer cancel()
	if err := until(ctx, func() bool { return t.ledger.Accepted() > accepted && stored() > there }); err != nil {
		return 0, time.Since(healed), err
	}
	first = time.Since(healed)
	all, err = t.recover(healed)
	return first, all, err
}

//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
)

type killsCmd struct {
	Kills   int           `help:"How many." default:"1000"`
	AckWait time.Duration `help:"Silence after which the broker takes a worker for dead, in this experiment." default:"2s"`
	Clients int           `help:"Clients that give articles." default:"4"`
	Pause   time.Duration `help:"Pause of a client between two articles." default:"100ms"`
}

// volley is the share of kills that are followed by another one before the pipeline has recovered.
const volley = 0.2

// hunt is the experiment under way.
type hunt struct {
	*killsCmd
	*trial
	random  *rand.Rand
	victims []*lab.Process

	kills      int
	killed     map[string]int
	recoveries []time.Duration
	slowest    map[string]time.Duration // by the program that was killed last
}

// Run is the experiment: programs are killed at random moments under load. After a kill, or a volley of them, the pipeline must recover:
// all that was accepted before is stored, and so is something that was accepted after.
func (k *killsCmd) Run(c *chaos) error {
	t, err := c.trial(fmt.Sprintf("%d kills at random over ingest, extract, sink, broker and PostgreSQL (AckWait %v)", k.Kills, k.AckWait), lab.Options{AckWait: k.AckWait, Extracts: 2})
	if err != nil {
		return err
	}
	defer t.end()
	h := &hunt{killsCmd: k, trial: t, random: c.random(), killed: map[string]int{}, slowest: map[string]time.Duration{},
		victims: append([]*lab.Process{t.lab.Ingest, t.lab.Sink, t.lab.NATS, t.lab.PG}, t.lab.Extract...)}
	t.give(k.Clients, k.Pause, 0)
	for h.kills < k.Kills && c.ctx.Err() == nil {
		pause(c.ctx, time.Duration(h.random.Int64N(int64(time.Second))))
		struck, at, gone := h.strike()
		if len(struck) > 0 && !h.recovers(struck, at, gone) {
			break
		}
	}
	v, err := t.audit(lab.Patience)
	if err != nil {
		return err
	}
	t.fact("killed", h.killed)
	if p99 := t.tellRecovery(h.recoveries); p99 >= k.AckWait+time.Second {
		t.slow("p99 of recovery %v, want less than AckWait and a second", round(p99))
	}
	t.fact("slowest by program", h.slowest)
	t.judge(v, 0)
	return nil
}

// strike kills a program, or several within a short while. It gives their names, when the last was killed, and when that was no more:
// nothing that was accepted from then on was accepted by it.
func (h *hunt) strike() (struck []string, at, gone time.Time) {
	for again := true; again && h.kills < h.Kills; again = h.random.Float64() < volley {
		p := h.victims[h.random.IntN(len(h.victims))]
		moment := time.Now()
		if !p.Kill() { // it is just being started
			pause(h.ctx, 20*time.Millisecond)
			continue
		}
		at, gone = moment, time.Now()
		struck = append(struck, p.Name)
		h.killed[p.Name]++
		h.kills++
		pause(h.ctx, time.Duration(h.random.Int64N(int64(300*time.Millisecond))))
	}
	return struck, at, gone
}

// recovers waits until the pipeline has got over it, notes how long that took, and tells whether it has.
func (h *hunt) recovers(struck []string, at, gone time.Time) bool {
	names := strings.Join(struck, ", ")
	took, err := h.recover(gone)
	took += gone.Sub(at)
	if err != nil {
		h.fail("not recovered %v after %s was killed: %d articles are under way", round(took), names, h.ledger.Pending())
		return false
	}
	h.recoveries = append(h.recoveries, took)
	last := struck[len(struck)-1]
	h.slowest[last] = max(h.slowest[last], round(took))
	if h.kills%50 < len(struck) {
		progress("%d of %d kills, %d articles accepted, p99 of recovery %v", h.kills, h.Kills, h.ledger.Accepted(), round(ledger.Percentile(h.recoveries, 0.99)))
	}
	if took > h.AckWait+time.Second {
		progress("kill %d: %v after %s", h.kills, round(took), names)
	}
	return true
}

// recover waits until the pipeline has got over what happened at a moment.
func (t *trial) recover(at time.Time) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience)
	defer cancel()
	return t.ledger.Recovered(ctx, at)
}

// tellRecovery notes how long recovery took, and gives the p99.
func (t *trial) tellRecovery(took []time.Duration) time.Duration {
	p99 := ledger.Percentile(took, 0.99)
	t.fact("recovery p50 / p95 / p99 / max", fmt.Sprintf("%v / %v / %v / %v", round(ledger.Percentile(took, 0.5)), round(ledger.Percentile(took, 0.95)), round(p99), round(slices.Max(append(took, 0)))))
	return p99
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// random gives what chance is made of, and tells its seed.
func (c *chaos) random() *rand.Rand {
	seed := c.Seed
	if seed == 0 {
		seed = rand.Uint64()
	}
	progress("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

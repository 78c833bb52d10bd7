//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"isnad/cmd/internal/chaos/disk"
	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
)

type powerCmd struct {
	Cuts    int           `help:"How many." default:"20"`
	Clients int           `help:"Clients that give articles." default:"4"`
	Pause   time.Duration `help:"Pause of a client between two articles." default:"50ms"`
	Single  bool          `help:"Everything in one process (isnad run --serve): the embedded broker, and SQLite."`
	Control bool          `help:"Negative control: the broker syncs when it likes, as it does by default. Something must be lost, and be seen to be."`
}

// Help gives examples.
func (*powerCmd) Help() string {
	return `Examples:

  chaos power --cuts 3
  chaos power --cuts 5 --single
  chaos power --cuts 3 --control`
}

// diskSize is that of the disks on which the power is cut.
const diskSize = 1 << 30

// circumstance is what a power cut finds.
type circumstance struct {
	name    string
	backlog func(*lab.Lab) []*lab.Process // who has been at a standstill for some time, so that much is accepted and not stored; nil for nobody
	cache   bool                          // the disk has a write cache, which is lost
}

func extracts(l *lab.Lab) []*lab.Process { return l.Extract }
func sinks(l *lab.Lab) []*lab.Process    { return []*lab.Process{l.Sink} }

// circumstances come one after the other.
var circumstances = []circumstance{
	{name: "all at work; the disk's cache lost", cache: true},
	{name: "extract behind; the disk's cache lost", backlog: extracts, cache: true},
	{name: "sink behind", backlog: sinks},
	{name: "all at work"},
	{name: "extract behind", backlog: extracts},
	{name: "sink behind; the disk's cache lost", backlog: sinks, cache: true},
}

// Run is the experiment: all programs have their state on one disk, whose power is cut at random moments under load. Each time everything
// is started again on what the disk kept.
func (p *powerCmd) Run(c *chaos) error {
	t, d, err := p.trial(c)
	if err != nil {
		return err
	}
	defer d.end()
	defer t.end()
	random := c.random()
	kinds := circumstances
	if p.Single { // nobody can be behind
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(k circumstance) bool { return k.backlog != nil })
	}
	t.give(p.Clients, p.Pause, 0)
	cuts, recoveries, waiting := map[string]int{}, []time.Duration(nil), 0
	for n := 0; n < p.Cuts && c.ctx.Err() == nil; n++ {
		now := kinds[n%len(kinds)]
		t.approach(now, random)
		waiting = max(waiting, t.ledger.Pending())
		at, back, err := t.cutPower(d.Disk, now.cache)
		if err != nil {
			return err
		}
		cuts[now.name]++
		took, err := p.recover(t, at)
		if err != nil {
			t.fail("not recovered %v after a power cut (%s): %d articles are under way", round(took), now.name, t.ledger.Pending())
			break
		}
		took -= back.Sub(at)
		recoveries = append(recoveries, took)
		progress("cut %d of %d (%s): recovered in %v, %d articles accepted", n+1, p.Cuts, now.name, round(took), t.ledger.Accepted())
	}
	patience := lab.Patience
	if p.Control {
		patience = 15 * time.Second // what is lost never comes
	}
	v, err := t.audit(patience)
	if err != nil {
		return err
	}
	t.fact("power cuts", cuts)
	t.fact("accepted and not stored, at most", waiting)
	t.fact("recovery p50 / p95 / max", fmt.Sprintf("%v / %v / %v from the power's return on", round(ledger.Percentile(recoveries, 0.5)), round(ledger.Percentile(recoveries, 0.95)), round(slices.Max(append(recoveries, 0)))))
	if p.Control {
		t.judgeControl(v)
	} else {
		t.judge(v, 0)
	}
	return nil
}

// trial makes a disk and a lab on it.
func (p *powerCmd) trial(c *chaos) (*trial, *cutDisk, error) {
	name := fmt.Sprintf("%d power cuts, the broker syncs always", p.Cuts)
	options := lab.Options{Single: p.Single}
	switch {
	case p.Control && p.Single:
		return nil, nil, fmt.Errorf("the embedded broker always syncs: --control and --single do not go together")
	case p.Control:
		name = fmt.Sprintf("negative control: %d power cuts, the broker syncs when it likes", p.Cuts)
		options.Sync = "default"
	case p.Single:
		name = fmt.Sprintf("%d power cuts, all in one process over SQLite", p.Cuts)
	}
	d, err := c.disk(filepath.Join(c.Dir, fmt.Sprintf("power%d", c.disks+1)), diskSize)
	if err != nil {
		return nil, nil, err
	}
	if err := d.Check(); err != nil {
		d.end()
		return nil, nil, err
	}
	options.State = d.At
	t, err := c.trial(name, options)
	if err != nil {
		d.end()
		return nil, nil, err
	}
	return t, d, nil
}

// approach waits for a moment, at which some have been at a standstill where the circumstances say so.
func (t *trial) approach(now circumstance, random *rand.Rand) {
	pause(t.ctx, 500*time.Millisecond+time.Duration(random.Int64N(int64(time.Second))))
	if now.backlog == nil {
		return
	}
	for _, p := range now.backlog(t.lab) {
		p.Signal(syscall.SIGSTOP)
	}
	pause(t.ctx, 500*time.Millisecond+time.Duration(random.Int64N(int64(time.Second))))
}

// cutPower cuts the power of all programs and of their disk, and brings it back: it tells when each was.
func (t *trial) cutPower(d *disk.Disk, cache bool) (at, back time.Time, err error) {
	// Nobody may see the disk fail, for at a power cut programs end first. Of PostgreSQL only the first process is frozen; whoever would hear
	// the others is.
	t.lab.Freeze()
	at = time.Now()
	err = d.Cut(cache)
	t.lab.Cut()
	if err != nil {
		return at, back, err
	}
	if err := d.Return(); err != nil {
		return at, back, err
	}
	back = time.Now()
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience)
	defer cancel()
	return at, back, t.lab.Start(ctx)
}

// recover waits until all is as before. In the control, some of it never is: there it is enough that the pipeline takes articles again.
func (p *powerCmd) recover(t *trial, at time.Time) (time.Duration, error) {
	if !p.Control {
		return t.recover(at)
	}
	before := t.ledger.Accepted()
	for end := time.Now().Add(lab.Patience); t.ledger.Accepted() < before+2*p.Clients; pause(t.ctx, 20*time.Millisecond) {
		if time.Now().After(end) {
			return time.Since(at), context.DeadlineExceeded
		}
		if err := t.ctx.Err(); err != nil {
			return time.Since(at), err
		}
	}
	return time.Since(at), nil
}

// judgeControl takes over an audit of an experiment in which something must be lost.
func (t *trial) judgeControl(v *ledger.Verdict) {
	t.audited(v)
	if t.fact("the harness sees", fmt.Sprintf("%d lost", v.Lost)); v.Lost == 0 {
		t.fail("the harness does not see that anything was lost")
	}
}

//go:build linux

package main

import (
	"fmt"
	"os"
	"time"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
)

type controlsCmd struct {
	Kills  int `help:"How many copies of extract are killed in a round." default:"15"`
	Rounds int `help:"Rounds at most, until the harness sees what the fault does." default:"6"`
}

// control is a fault, and how the harness must see it.
type control struct {
	fault string
	says  string
	sees  func(*ledger.Verdict) int // 0: the harness is blind
	what  string
}

var controls = []control{
	{earlyAck, "acknowledge before they have handled", func(v *ledger.Verdict) int { return v.Lost }, "lost"},
	{noID, "publish without message ids", func(v *ledger.Verdict) int { return v.Doubled }, "doubled"},
}

// Run is the experiment: the pipeline is given extract workers with a fault, under a load that they do not get through, and they are killed.
// What the fault does must show in the audit; and nothing must with workers that are the same but for the fault.
func (k *controlsCmd) Run(c *chaos) error {
	most := 1 // rounds that a fault took to be seen
	for _, one := range controls {
		t, v, rounds, err := k.try(c, one.fault, "negative control: workers that "+one.says, func(v *ledger.Verdict, round int) bool { return one.sees(v) > 0 || round >= k.Rounds })
		if err != nil {
			return err
		}
		t.audited(v)
		t.fact("rounds", rounds)
		if t.fact("the harness sees", fmt.Sprintf("%d %s", one.sees(v), one.what)); one.sees(v) == 0 {
			t.fail("the harness does not see that anything was %s", one.what)
		}
		most = max(most, rounds)
	}
	t, v, rounds, err := k.try(c, faultless, "the same without a fault", func(_ *ledger.Verdict, round int) bool { return round >= most })
	if err != nil {
		return err
	}
	t.fact("rounds", rounds)
	t.judge(v, 0)
	return nil
}

// idle is how long nothing may happen before an audit takes what is missing for lost: longer than a redelivery takes.
const idle = 8 * time.Second

// try kills workers, a round after the other, until an audit is enough.
func (k *controlsCmd) try(c *chaos, fault, name string, enough func(v *ledger.Verdict, round int) bool) (t *trial, v *ledger.Verdict, rounds int, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, 0, err
	}
	t, err = c.trial(name, lab.Options{Extracts: 2, Command: map[string][]string{lab.Extract: {self, "faulty", fault}}})
	if err != nil {
		return nil, nil, 0, err
	}
	defer t.end()
	random := c.random()
	t.giver.Size = 10
	for rounds = 1; ; rounds++ {
		t.give(16, 50*time.Millisecond, 0)
		for range k.Kills {
			pause(c.ctx, 100*time.Millisecond+time.Duration(random.Int64N(int64(600*time.Millisecond))))
			t.lab.Extract[random.IntN(len(t.lab.Extract))].Kill()
		}
		v, err = t.audit(idle)
		if err != nil || enough(v, rounds) {
			return t, v, rounds, err
		}
	}
}

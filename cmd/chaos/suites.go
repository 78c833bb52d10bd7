//go:build linux

package main

import (
	"fmt"
	"time"
)

// suite is what is done one after the other.
type suite []interface{ Run(*chaos) error }

// short is for every change: minutes. What takes how long is told there, and not judged: the machine may be busy.
var short = suite{
	&killsCmd{Kills: 20, AckWait: 2 * time.Second, Clients: 4, Pause: 100 * time.Millisecond},
	&controlsCmd{Kills: 8, Rounds: 10},
	&powerCmd{Cuts: 3, Clients: 4, Pause: 50 * time.Millisecond},
	&powerCmd{Cuts: 2, Clients: 4, Pause: 50 * time.Millisecond, Single: true},
	&powerCmd{Cuts: 2, Clients: 4, Pause: 50 * time.Millisecond, Control: true},
	&diskCmd{Full: 3 * time.Second, Clients: 4, Pause: 50 * time.Millisecond, Only: "'s disk is full"},
	&networkCmd{Cuts: 5, AckWait: 2 * time.Second, Most: 10 * time.Second},
	&poisonCmd{Messages: 400, Good: 400, Size: 10, Clients: 16, Rounds: 1, Most: 0.2, Deliver: 3},
	&fullCmd{MaxBytes: "2MB", Hold: 2 * time.Second, Every: 2 * time.Second, Most: 20 * time.Second},
	&awayCmd{For: 6 * time.Second, Ways: []string{"killed", "hanging"}, AckWait: 2 * time.Second, Pause: 250 * time.Millisecond, Most: 20 * time.Second},
	&speedCmd{Articles: 300, Sentences: 10, Extracts: 1, Most: 1.5},
}

// long is the evidence: hours.
var long = suite{
	&killsCmd{Kills: 1000, AckWait: 2 * time.Second, Clients: 4, Pause: 100 * time.Millisecond},
	&controlsCmd{Kills: 30, Rounds: 3},
	&powerCmd{Cuts: 20, Clients: 4, Pause: 50 * time.Millisecond},
	&powerCmd{Cuts: 10, Clients: 4, Pause: 50 * time.Millisecond, Single: true},
	&powerCmd{Cuts: 6, Clients: 4, Pause: 50 * time.Millisecond, Control: true},
	&diskCmd{Full: time.Minute, Clients: 4, Pause: 50 * time.Millisecond},
	&networkCmd{Long: 6, Lasting: 40 * time.Second, AckWait: 2 * time.Second, Most: 10 * time.Second},
	&poisonCmd{Messages: 10_000, Good: 1250, Size: 30, Clients: 16, Rounds: 8, Most: 0.2, Deliver: 6},
	&fullCmd{MaxBytes: "16MB", Hold: 15 * time.Second, Every: 20 * time.Second, Most: 20 * time.Second},
	&awayCmd{For: 10 * time.Minute, Ways: []string{"killed", "hanging"}, AckWait: 2 * time.Second, Pause: 250 * time.Millisecond, Most: 20 * time.Second},
	&speedCmd{Articles: 3000, Sentences: 10, Extracts: 1, Most: 1.5},
}

// do does all of it. An experiment that cannot be done is a failure, and the others are done nevertheless.
func (s suite) do(c *chaos) error {
	for _, e := range s {
		if err := e.Run(c); err != nil {
			if c.ctx.Err() != nil {
				return err
			}
			r := &result{Name: fmt.Sprintf("%T", e)}
			r.fail("it could not be done: %v", err)
			c.results = append(c.results, r)
		}
	}
	return nil
}

type shortCmd struct{}

// Run is the suite.
func (shortCmd) Run(c *chaos) error {
	c.lenient = true
	return short.do(c)
}

type longCmd struct{}

// Run is the suite.
func (longCmd) Run(c *chaos) error { return long.do(c) }

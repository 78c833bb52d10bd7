//go:build linux

package main

import (
	"fmt"
	"io"

	"isnad/cmd/internal/chaos/ledger"
)

// result is what came of one experiment.
type result struct {
	Name     string          `json:"name"`
	Facts    []fact          `json:"facts"`
	Verdict  *ledger.Verdict `json:"verdict,omitempty"`
	Failures []string        `json:"failures,omitempty"` // what is not as it should be

	Lenient bool `json:"lenient,omitempty"` // times are told and not judged

	done bool // it came to its end: without that it has shown nothing
}

// fact is one thing that was measured.
type fact struct {
	What  string `json:"what"`
	Value any    `json:"value"`
}

// fact notes something that was measured.
func (r *result) fact(what string, value any) { r.Facts = append(r.Facts, fact{what, value}) }

// fail notes something that is not as it should be.
func (r *result) fail(format string, args ...any) {
	r.Failures = append(r.Failures, fmt.Sprintf(format, args...))
}

// slow notes something that took too long, which a machine that is busy with other things may be the reason of.
func (r *result) slow(format string, args ...any) {
	if r.Lenient {
		r.fact("slower than it should be", fmt.Sprintf(format, args...))
		return
	}
	r.fail(format, args...)
}

// audited notes what an audit found, with which an experiment is done.
func (r *result) audited(v *ledger.Verdict) { r.Verdict, r.done = v, true }

// judge takes over an audit: nothing may be lost, doubled or altered, and dead letters there are as many as there should be.
func (r *result) judge(v *ledger.Verdict, dead int) {
	r.audited(v)
	if !v.Clean() {
		r.fail("lost %d, doubled %d, altered %d, unknown %d", v.Lost, v.Doubled, v.Altered, v.Unknown)
	}
	if v.Dead != dead {
		r.fail("%d dead letters, want %d", v.Dead, dead)
	}
}

// ok tells whether all is as it should be.
func (r *result) ok() bool { return r.done && len(r.Failures) == 0 }

func (r *result) print(w io.Writer) {
	state := "ok"
	switch {
	case len(r.Failures) > 0:
		state = "FAILED"
	case !r.ok():
		state = "UNDONE"
	}
	fmt.Fprintf(w, "%-8s %s\n", state, r.Name)
	for _, f := range r.Facts {
		fmt.Fprintf(w, "         %-32s %v\n", f.What, f.Value)
	}
	if v := r.Verdict; v != nil {
		fmt.Fprintf(w, "         accepted %d, stored %d: lost %d, doubled %d, altered %d, unknown %d; dead letters %d\n",
			v.Accepted, v.Stored, v.Lost, v.Doubled, v.Altered, v.Unknown, v.Dead)
		for _, e := range v.Examples {
			fmt.Fprintf(w, "           %s\n", e)
		}
	}
	for _, f := range r.Failures {
		fmt.Fprintf(w, "         not as it should be: %s\n", f)
	}
}

//go:build linux

package main

import (
	"strings"
	"testing"

	"isnad/cmd/internal/chaos/ledger"
)

// Nothing but an experiment that came to its end, and found nothing wrong, is told as one that went well.
func TestOnlyWhatWasAuditedIsOK(t *testing.T) {
	clean := func() *result {
		r := &result{Name: "x"}
		r.judge(&ledger.Verdict{Accepted: 3, Stored: 3}, 0)
		return r
	}
	lost, late := &result{Name: "x"}, clean()
	lost.judge(&ledger.Verdict{Accepted: 3, Stored: 2, Lost: 1}, 0)
	late.fail("too late")
	for want, r := range map[string]*result{"ok": clean(), "UNDONE": {Name: "x"}, "FAILED": lost, "FAILED ": late} {
		var out strings.Builder
		r.print(&out)
		if !strings.HasPrefix(out.String(), strings.TrimSpace(want)+" ") {
			t.Errorf("want %s: %s", want, out.String())
		}
		if err := (&chaos{results: []*result{clean(), r}}).report(); (err == nil) != (want == "ok") {
			t.Errorf("%s: %v", want, err)
		}
	}
}

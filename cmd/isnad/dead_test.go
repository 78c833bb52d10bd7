package main

import (
	"strings"
	"testing"
	"time"
)

// Letters are chosen by stage and reason, tried dry, sent again to where they were, and deleted only when that is meant.
func TestDeadLettersAreChosen(t *testing.T) {
	l := newLab(t)
	l.start("extract")
	l.start("sink")
	js := l.js()
	for n, subject := range []string{"isnad.articles.ar.x", "isnad.claims.ar.x", "isnad.articles.ar.x"} {
		bad := broken()
		bad.Subject = subject
		if subject == "isnad.claims.ar.x" {
			bad.Header = nil
		}
		publish(t, js, bad, n)
	}
	eventually(t, "they are put aside", func() bool { return len(l.dead()) == 3 })
	count := func(args ...string) int {
		t.Helper()
		return strings.Count(l.do("isnad", append([]string{"dead", "list", "--json"}, args...)...), "\n")
	}
	if extract, sink, json, none := count("--stage", "extract"), count("--stage", "sink"), count("--reason", "bad JSON"), count("--reason", "no such"); extract != 2 || sink != 1 || json != 3 || none != 0 {
		t.Errorf("%d of extract, %d of sink, %d with bad JSON, %d with another reason", extract, sink, json, none)
	}
	if said := l.do("isnad", "dead", "redrive", "--stage", "sink", "--reason", "bad", "--dry-run"); strings.Count(said, "CLAIMS:1") == 0 || strings.Contains(said, "ARTICLES") || len(l.dead()) != 3 {
		t.Errorf("a dry run prints %s", said)
	}
	if said := l.do("isnad", "dead", "redrive", "--stage", "sink"); !strings.Contains(said, "1 message sent again") {
		t.Errorf("the redrive prints %s", said)
	}
	eventually(t, "it has failed again, in CLAIMS", func() bool {
		d := l.dead()
		return len(d) == 3 && strings.Contains(d[2], `"stream":"CLAIMS","sequence":2`) && strings.Contains(d[2], `"number":4`)
	})
	for _, args := range [][]string{{"redrive"}, {"redrive", "1", "--all"}, {"drop", "4"}, {"drop", "99", "--yes"}} {
		if out, err := l.command("isnad", append([]string{"dead"}, args...)...).CombinedOutput(); err == nil || len(l.dead()) != 3 {
			t.Errorf("isnad dead %s succeeds: %s", args, out)
		}
	}
	out, err := l.command("isnad", "dead", "drop", "4", "--yes").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "CLAIMS:2") || !strings.Contains(string(out), "dead letter deleted") || len(l.dead()) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
	if said := l.do("isnad", "dead", "redrive", "--all"); !strings.Contains(said, "2 messages sent again") {
		t.Errorf("the redrive of all prints %s", said)
	}
	for end := time.Now().Add(20 * time.Second); len(l.dead()) != 2 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
	}
	if d := l.dead(); len(d) != 2 {
		t.Errorf("%d letters", len(d))
	}
}

package main

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// An article that is posted with a traceparent goes by that trace through headers and logs of all stages, to the announcement of an entity;
// what cannot be handled, to its dead letter.
func TestTheTraceIsFollowed(t *testing.T) {
	l := newLab(t)
	address := freeAddress(t)
	logs := map[string]*exec.Cmd{
		"ingest": l.start("ingest", "--http", address, "--log-level", "debug"), "extract": l.start("extract", "--log-level", "debug"), "sink": l.start("sink", "--log-level", "debug"),
	}
	eventually(t, "ingest is ready", func() bool { code, _ := get(t, "http://"+address+"/readyz"); return code == 200 })
	const trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	send := func(body, traceparent string) string {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/articles", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("traceparent", traceparent)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		return response.Header.Get("traceparent")
	}
	line := func(program, words, trace string) bool {
		for one := range strings.SplitSeq(logs[program].Stderr.(*safeBuffer).String(), "\n") {
			if strings.Contains(one, words) && strings.Contains(one, `"trace_id":"`+trace+`"`) {
				return true
			}
		}
		return false
	}
	answered := send(`{"text": "قال فؤاد حداد إن 12 شخصا أصيبوا في بغداد.", "outlet": "منبر"}`, "00-"+trace+"-"+span+"-01")
	if wire.TraceID(answered) != trace || strings.Contains(answered, span) {
		t.Errorf("ingest answers with %q", answered)
	}
	l.until(1, 20*time.Second)
	for program, words := range map[string]string{"ingest": "accepted", "extract": "handled", "sink": "handled"} {
		eventually(t, program+" tells of the article", func() bool { return line(program, words, trace) })
	}
	js, spans := l.js(), map[string]bool{span: true, answered[36:52]: true}
	for n, stream := range []string{wire.Articles, wire.Claims, wire.Entities} {
		m, err := wire.Get(t.Context(), js, stream, 1)
		got := m.Header.Get(wire.HeaderTrace)
		if err != nil || wire.TraceID(got) != trace {
			t.Errorf("%s: %q, %v", stream, got, err)
			continue
		}
		if spans[got[36:52]] = true; len(spans) != n+3 {
			t.Errorf("%s: the hop has no span of its own: %s", stream, got)
		}
	}
	if other := wire.TraceID(send(`{"text": 5}`, "00-"+trace+"-zzz-01")); other == "" || other == trace {
		t.Errorf("what is no traceparent is answered with trace %q", other)
	} else {
		eventually(t, "the refusal is told", func() bool { return line("ingest", "rejected", other) })
	}
	for n, c := range []struct{ program, subject, trace string }{
		{"extract", "isnad.articles.ar.x", "11111111111111111111111111111111"}, {"sink", "isnad.claims.ar.x", "22222222222222222222222222222222"}, {"sink", "isnad.claims.ar.x", ""},
	} {
		bad := broken()
		bad.Subject, bad.Header = c.subject, nats.Header{wire.HeaderTrace: {"00-" + c.trace + "-" + span + "-01"}}
		publish(t, js, bad, n)
		number := uint64(n + 1)
		eventually(t, "it is put aside", func() bool { _, err := (stage.Dead{JS: js}).Show(t.Context(), number); return err == nil })
		letter, err := stage.Dead{JS: js}.Show(t.Context(), number)
		m, err2 := wire.Get(t.Context(), js, wire.Dead, number)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		got := wire.TraceID(letter.Header.Get(wire.HeaderTrace))
		if got == "" || c.trace != "" && got != c.trace || wire.TraceID(m.Header.Get(wire.HeaderTrace)) != got {
			t.Errorf("the dead letter is of trace %q, its message of %v, want %q", got, m.Header, c.trace)
		}
		eventually(t, "the log tells", func() bool { return line(c.program, "put aside", got) })
	}
}

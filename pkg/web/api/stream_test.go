package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"isnad/pkg/web/webtest"
	"isnad/pkg/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// listener reads server-sent events.
type listener struct {
	t        *testing.T
	response *http.Response
	lines    *bufio.Scanner
	end      context.CancelFunc
}

func (l *lab) listen(query string, headers ...string) *listener {
	l.t.Helper()
	ctx, end := context.WithTimeout(l.t.Context(), 30*time.Second)
	request, err := http.NewRequestWithContext(ctx, "GET", l.url+"/api/v1/stream/entities"+query, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		l.t.Fatal(err)
	}
	h := response.Header
	if response.StatusCode != 200 || h.Get("Content-Type") != "text/event-stream" || h.Get("Content-Encoding") != "" || h.Get("Content-Security-Policy") == "" {
		l.t.Fatalf("%d %v", response.StatusCode, h)
	}
	out := &listener{l.t.(*testing.T), response, bufio.NewScanner(response.Body), end}
	l.t.Cleanup(out.leave)
	return out
}

func (l *listener) leave() {
	l.end()
	_ = l.response.Body.Close()
}

// next waits for an event.
func (l *listener) next() (id string, a wire.Announcement) {
	l.t.Helper()
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "data":
			if err := json.Unmarshal([]byte(value), &a); err != nil {
				l.t.Fatal(err)
			}
			return id, a
		}
	}
	l.t.Fatalf("the stream ended: %v", l.lines.Err())
	return "", a
}

// Who comes back with the number of the last event hears all behind it, each once, and what comes from then on.
func TestStreamsGoOnWhereTheyStopped(t *testing.T) {
	s := webtest.Store(t)
	l := newLab(t, s)
	want, err := s.Announcements(t.Context(), 0, 1000)
	if err != nil || len(want) < 5 {
		t.Fatalf("%d announcements, %v", len(want), err)
	}
	first := l.listen("?after=0")
	var last string
	for i := range 3 {
		var a wire.Announcement
		if last, a = first.next(); last != fmt.Sprint(want[i].ID) || a.Entity != want[i].Entity {
			t.Errorf("event %d: %s %s, want %d %s", i, last, a.Entity, want[i].ID, want[i].Entity)
		}
	}
	first.leave()
	again := l.listen("?after=0", "Last-Event-ID", last) // browsers come back to the same address
	late := l.listen("")
	if late.lines.Scan(); !late.lines.Scan() || late.lines.Text() != fmt.Sprintf("id: %d", want[len(want)-1].ID) {
		t.Errorf("the stream begins with %q", late.lines.Text())
	}
	for _, a := range want[3:] {
		if id, got := again.next(); id != fmt.Sprint(a.ID) || got.Entity != a.Entity {
			t.Errorf("%s %s, want %d %s", id, got.Entity, a.ID, a.Entity)
		}
	}
	webtest.Put(t, s, webtest.Record(t, 1))
	fresh, err := s.Announcements(t.Context(), want[len(want)-1].ID, 1000)
	if err != nil || len(fresh) == 0 {
		t.Fatalf("%d announcements, %v", len(fresh), err)
	}
	for _, who := range []*listener{again, late} {
		for _, a := range fresh {
			if id, got := who.next(); id != fmt.Sprint(a.ID) || got.Entity != a.Entity {
				t.Errorf("%s %s, want %d %s", id, got.Entity, a.ID, a.Entity)
			}
		}
	}
}

// One who reads nothing holds nobody up.
func TestSlowListenersHoldNobodyUp(t *testing.T) {
	s := webtest.Store(t)
	l := newLab(t, s)
	l.listen("?after=0") // and never reads
	quick := l.listen("")
	for n := range 20 {
		webtest.Put(t, s, webtest.Record(t, n))
		list, err := s.Announcements(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if n == 19 {
			for id := ""; id != fmt.Sprint(list[len(list)-1].ID); {
				id, _ = quick.next()
			}
		}
	}
}

func TestStreamsEndWithTheServer(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	one := l.listen("")
	close(l.done)
	for one.lines.Scan() {
	}
	if err := one.lines.Err(); err != nil {
		t.Errorf("the stream was cut: %v", err)
	}
}

package stage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

func TestReplayGivesRecordsOfANewRun(t *testing.T) {
	js := broker(t, wire.Options{})
	if n, err := wire.Run(t.Context(), js, "build", "tables"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	give(t, js, texts(5)...)
	c := quick(t, js, stage.ExtractHandler(record, 1))
	start(t, c)
	finished(t, js, wire.Articles, c.Name)
	for want := uint64(2); want < 4; want++ {
		r, err := stage.Replay(t.Context(), js, stage.ReplayQuery{})
		if err != nil || r.Run != want || r.Sent != 5 {
			t.Fatalf("%+v, %v", r, err)
		}
		finished(t, js, wire.Articles, c.Name)
	}
	runs := map[string]int{}
	for n := uint64(1); n <= 15; n++ {
		m, err := wire.Get(t.Context(), js, wire.Claims, n)
		if err != nil {
			t.Fatal(err)
		}
		runs[m.Header.Get(wire.HeaderRun)]++
	}
	if runs["1"] != 5 || runs["2"] != 5 || runs["3"] != 5 {
		t.Errorf("records by run: %v", runs)
	}
}

// A replay sends what was asked for, each article once, and a dry run sends nothing.
func TestReplaySendsWhatIsAskedFor(t *testing.T) {
	js := broker(t, wire.Options{})
	var ids []string
	var at []time.Time
	for i, a := range []isnad.Article{
		{Outlet: "Harbour Wire", Language: "en", Text: "one"}, {Outlet: "منبر", Language: "ar", Text: "اثنان"}, {Outlet: "منبر", Language: "en", Text: "three"},
		{Outlet: "Harbour Wire", Language: "en", Text: strings.Repeat("four ", 500_000)}, // beyond the limit of a message
	} {
		a.Seal()
		ids = append(ids, a.ID)
		if _, err := stage.PublishArticle(t.Context(), js, &a); err != nil {
			t.Fatal(err)
		}
		m, err := wire.Get(t.Context(), js, wire.Articles, uint64(i+1))
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, m.Stored)
	}
	for range 2 { // of strangers, without ids: they differ all the same
		if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: "isnad.articles.fr.x", Data: []byte("?")}); err != nil {
			t.Fatal(err)
		}
	}
	tick := time.Nanosecond
	for _, c := range []struct {
		name string
		q    stage.ReplayQuery
		want int
	}{
		{"all", stage.ReplayQuery{}, 6},
		{"language", stage.ReplayQuery{Language: "ar"}, 1},
		{"outlet", stage.ReplayQuery{Outlet: "منبر"}, 2},
		{"both", stage.ReplayQuery{Outlet: "Harbour Wire", Language: "ar"}, 0},
		{"sequences", stage.ReplayQuery{First: 2, Last: 3}, 2},
		{"beyond the last", stage.ReplayQuery{First: 900}, 0},
		{"from", stage.ReplayQuery{From: at[2]}, 4},
		{"just behind", stage.ReplayQuery{From: at[2].Add(tick)}, 3},
		{"to", stage.ReplayQuery{To: at[1]}, 1},
		{"before all", stage.ReplayQuery{To: at[0]}, 0},
		{"after all", stage.ReplayQuery{From: time.Now().Add(time.Hour)}, 0},
		{"between", stage.ReplayQuery{From: at[1], To: at[3], Language: "en"}, 1},
		{"articles", stage.ReplayQuery{Articles: []string{ids[3], ids[0], ids[0]}}, 2},
	} {
		c.q.DryRun = true
		before := count(t, js, wire.Articles)
		r, err := stage.Replay(t.Context(), js, c.q)
		if err != nil || r.Sent != c.want || r.Run != 0 || len(r.Missing) > 0 || count(t, js, wire.Articles) != before {
			t.Errorf("%s: a dry run gives %+v, %v", c.name, r, err)
		}
	}
	var looked uint64
	r, err := stage.Replay(t.Context(), js, stage.ReplayQuery{Articles: []string{ids[3], "gone"}, Progress: func(done, all uint64) {
		if looked = done; all != 6 {
			t.Errorf("%d of %d", done, all)
		}
	}})
	if err != nil || r.Sent != 1 || r.Run != 1 || !slices.Equal(r.Missing, []string{"gone"}) || looked != 6 {
		t.Errorf("%+v, %v", r, err)
	}
	// What was sent again is in the stream twice, and is sent once.
	if r, err := stage.Replay(t.Context(), js, stage.ReplayQuery{}); err != nil || r.Sent != 6 || r.Run != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if n := count(t, js, wire.Articles); n != 6+1+6 {
		t.Errorf("%d articles", n)
	}
	m, err := wire.Get(t.Context(), js, wire.Articles, 7)
	if err != nil || m.FirstID() != ids[3] || m.Header.Get(wire.HeaderRun) != "1" || len(m.Data) < 2_000_000 {
		t.Errorf("%s %v of %d bytes, %v", m.ID, m.Header, len(m.Data), err)
	}
}

// A message whose payload is not what it says it is, and which stays in the stream when it is put aside, stops no replay.
func TestASpoiltMessageStopsNoReplay(t *testing.T) {
	js := broker(t, wire.Options{})
	spoilt := wire.Message{Subject: "isnad.articles.en.x", ID: "spoilt", Header: nats.Header{wire.HeaderObject: {"x"}, wire.HeaderSize: {"much"}}}
	if _, err := wire.Publish(t.Context(), js, spoilt); err != nil {
		t.Fatal(err)
	}
	give(t, js, texts(2)...)
	if r, err := stage.Replay(t.Context(), js, stage.ReplayQuery{}); err != nil || r.Sent != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// An empty stream, and one whose messages were all purged, have nothing to send.
func TestReplayOfNothing(t *testing.T) {
	js := broker(t, wire.Options{})
	nothing := func() {
		t.Helper()
		for _, q := range []stage.ReplayQuery{{}, {From: time.Now()}, {To: time.Now()}, {First: 1}, {Last: 1}} {
			if r, err := stage.Replay(t.Context(), js, q); err != nil || r.Sent != 0 {
				t.Errorf("%+v gives %+v, %v", q, r, err)
			}
		}
	}
	nothing()
	give(t, js, texts(3)...)
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	nothing()
}

package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/doctor"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// broker is start with the streams in place.
func broker(t *testing.T, change func(*server.Options)) doctor.Pipeline {
	t.Helper()
	p := start(t, change)
	if err := wire.EnsureStreams(t.Context(), p.JS, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	return p
}

// start starts a nats-server with a monitor, and gives the pipeline that has it.
func start(t *testing.T, change func(*server.Options)) doctor.Pipeline {
	t.Helper()
	o := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, HTTPHost: "127.0.0.1", HTTPPort: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(),
		SyncAlways: true, JetStreamMaxStore: 20 << 30, NoSigs: true, NoLog: true}
	if change != nil {
		change(o)
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	nc, err := wire.Connect(t.Context(), s.ClientURL(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wire.Close(nc) })
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return doctor.Pipeline{JS: js, Monitor: "http://" + s.MonitorAddr().String(), Store: made(t), Between: 300 * time.Millisecond}
}

// working runs the three stages. Those named hold for what is away.
func working(t *testing.T, js jetstream.JetStream, holding ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	t.Cleanup(func() { stop(); running.Wait() })
	for name, stream := range map[string]string{stage.ExtractStage: wire.Articles, stage.SinkStage: wire.Claims, stage.ReconcileStage: wire.Advisories} {
		c := stage.Config{Name: name, Stream: stream, JS: js, Handle: func(context.Context, []wire.Message) ([]wire.Message, error) { return nil, nil }}
		for _, h := range holding {
			if h == name {
				c.Ready = func(context.Context) error { return isnad.ErrUnavailable }
			}
		}
		running.Go(func() {
			if err := stage.Run(ctx, c); err != nil {
				t.Error(err)
			}
		})
		eventually(t, name, func() bool { _, err := js.Consumer(t.Context(), stream, name); return err == nil })
	}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in vain waited for " + what)
		}
	}
}

// give gives an article of some bytes to a stream.
func give(t *testing.T, js jetstream.JetStream, subject string, bytes int) {
	t.Helper()
	if _, err := wire.Publish(t.Context(), js, wire.Message{Subject: subject, Data: []byte(strings.Repeat("x", bytes))}); err != nil {
		t.Fatal(err)
	}
}

// look makes some checks only.
func look(t *testing.T, p doctor.Pipeline, checks ...string) []doctor.Finding {
	t.Helper()
	p.Only = checks
	return doctor.Examine(t.Context(), p)
}

// finds tells whether there is a finding of a check and a level with these words.
func finds(t *testing.T, found []doctor.Finding, check string, level doctor.Level, words string) {
	t.Helper()
	for _, f := range found {
		if f.Check == check && f.Level == level && strings.Contains(f.Says, words) {
			if level == doctor.Failure && f.Do == "" {
				t.Errorf("%s: nothing is said of what to do: %s", check, f.Says)
			}
			return
		}
	}
	t.Errorf("no %s of %s with %q in\n%s", level, check, words, text(found))
}

func text(found []doctor.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s: %s [%s]\n", f.Level, f.Check, f.Says, f.Do)
	}
	return b.String()
}

// sound holds all findings but those of some checks to be sound.
func sound(t *testing.T, found []doctor.Finding, but ...string) {
	t.Helper()
	for _, f := range found {
		if f.Level != doctor.Sound && !strings.Contains(strings.Join(but, ","), f.Check) {
			t.Errorf("%s %s: %s", f.Level, f.Check, f.Says)
		}
	}
}

func TestNothingIsWrong(t *testing.T) {
	p := broker(t, nil)
	p.Data = t.TempDir()
	up := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer up.Close()
	p.Server = up.URL
	working(t, p.JS)
	found := doctor.Examine(t.Context(), p)
	sound(t, found)
	if len(found) != 14 { // 12 checks, three consumers
		t.Errorf("%d findings:\n%s", len(found), text(found))
	}
	finds(t, found, "broker", doctor.Sound, server.VERSION)
	finds(t, found, "sync", doctor.Sound, "always")
	finds(t, found, "consumers", doctor.Sound, "extract: 0 waiting, 0 in hand")
}

func TestTheBrokerIsAway(t *testing.T) {
	found := doctor.Examine(t.Context(), doctor.Pipeline{Away: isnad.ErrUnavailable, Store: made(t)})
	finds(t, found, "broker", doctor.Failure, "unavailable")
	for _, check := range []string{"storage", "sync", "streams", "room", "consumers", "dead", "clock"} {
		finds(t, found, check, doctor.Warning, "could not be checked")
	}
	finds(t, found, "store", doctor.Sound, "no damage")
}

func TestSync(t *testing.T) {
	p := broker(t, func(o *server.Options) { o.SyncAlways = false })
	finds(t, look(t, p, "sync"), "sync", doctor.Failure, "every 2m0s only: a power cut loses")
	other := broker(t, nil)
	for monitor, words := range map[string]string{"http://" + closed(t): "does not answer", other.Monitor: "of another broker", "http://%": "could not be checked"} {
		p.Monitor = monitor
		found := look(t, p, "sync", "storage")
		finds(t, found, "sync", doctor.Warning, words)
		finds(t, found, "storage", doctor.Warning, "could not be checked")
	}
}

// closed gives an address where nobody listens.
func closed(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestStreamsAreOtherThanTheyShouldBe(t *testing.T) {
	p := broker(t, nil)
	working(t, p.JS)
	s, err := p.JS.Stream(t.Context(), wire.Claims)
	if err != nil {
		t.Fatal(err)
	}
	c := s.CachedInfo().Config
	c.Discard, c.MaxBytes = jetstream.DiscardOld, 100_000
	if _, err := p.JS.UpdateStream(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := p.JS.DeleteStream(t.Context(), "OBJ_isnad-objects"); err != nil {
		t.Fatal(err)
	}
	found := doctor.Examine(t.Context(), p)
	finds(t, found, "streams", doctor.Failure, "CLAIMS: discard is DiscardOld, and should be DiscardNew")
	finds(t, found, "streams", doctor.Sound, "max_bytes 100000 of CLAIMS (2147483648 by default)")
	finds(t, found, "streams", doctor.Failure, "OBJ_isnad-objects is not there")
	sound(t, found, "streams")
	give(t, p.JS, "isnad.claims.ar.x", 80_000)
	finds(t, look(t, p, "room"), "room", doctor.Warning, "CLAIMS holds 78.")
	give(t, p.JS, "isnad.claims.ar.x", 15_000)
	finds(t, look(t, p, "room"), "room", doctor.Failure, "soon it refuses")
}

// A broker whose max_file_store was lowered has promised its streams more than it has.
func TestTheBrokerMayHoldTooLittle(t *testing.T) {
	dir := t.TempDir()
	t.Run("before", func(t *testing.T) {
		p := broker(t, func(o *server.Options) { o.StoreDir, o.JetStreamMaxStore = dir, 12<<30 })
		finds(t, look(t, p, "storage"), "storage", doctor.Sound, "of 12.0 GiB")
	})
	p := start(t, func(o *server.Options) { o.StoreDir, o.JetStreamMaxStore = dir, 5<<30 })
	finds(t, look(t, p, "storage"), "storage", doctor.Failure, "11.0 GiB in all, which is more than the 5.0 GiB")
}

// The store that stands beside the embedded broker's streams is none of what the broker holds, however large it is.
func TestTheStoreIsNoRoomOfTheEmbeddedBroker(t *testing.T) {
	p := broker(t, nil)
	p.Data, p.Embedded = t.TempDir(), true
	before := look(t, p, "storage")
	f, err := os.Create(filepath.Join(p.Data, "isnad.db"))
	if err == nil {
		err = errors.Join(f.Truncate(8<<40), f.Close()) // with a hole: it takes no room
	}
	if err != nil {
		t.Fatal(err)
	}
	if after := look(t, p, "storage"); strings.Contains(text(after), "TiB") != strings.Contains(text(before), "TiB") {
		t.Errorf("%s\nand then %s", text(before), text(after))
	}
}

func TestConsumersThatDoNotMove(t *testing.T) {
	p := broker(t, nil)
	found := look(t, p, "consumers")
	for _, name := range []string{"extract", "sink", "reconcile"} {
		finds(t, found, "consumers", doctor.Failure, name+" has no consumer")
	}
	working(t, p.JS, stage.SinkStage)
	give(t, p.JS, "isnad.claims.ar.x", 10)
	found = look(t, p, "consumers")
	finds(t, found, "consumers", doctor.Failure, "sink: 1 messages wait, and no worker asks for them")
	finds(t, found, "consumers", doctor.Sound, "extract: 0 waiting")
	if _, err := p.JS.CreateOrUpdateConsumer(t.Context(), wire.Claims, jetstream.ConsumerConfig{Durable: stage.SinkStage, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: time.Hour, MaxDeliver: 2, MaxAckPending: 64}); err != nil {
		t.Fatal(err)
	}
	found = look(t, p, "consumers")
	finds(t, found, "consumers", doctor.Warning, "ack_wait is 1h0m0s, and by default 30s")
	finds(t, found, "consumers", doctor.Warning, "max_deliver is 2, and by default 6")
	c, err := p.JS.Consumer(t.Context(), wire.Claims, stage.SinkStage)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Next(); err != nil { // in hand, and not finished
		t.Fatal(err)
	}
	give(t, p.JS, "isnad.claims.ar.x", 10)
	finds(t, look(t, p, "consumers"), "consumers", doctor.Warning, "1 messages wait, 1 are in hand, and none was finished")
	p.Idle = true
	finds(t, look(t, p, "consumers"), "consumers", doctor.Warning, "nothing runs over this folder")
}

func TestDeadLettersAreToldByTheirReasons(t *testing.T) {
	p := broker(t, nil)
	for n, reason := range []string{"ARTICLES:1 byte 4: bad JSON", "ARTICLES:22 byte 5: bad JSON", "panic: x", "ARTICLES:3 byte 6: bad JSON", "panic: x", "other", "another"} {
		m := wire.Message{Stream: wire.Articles, Sequence: uint64(n + 1), Subject: "isnad.articles.ar.x"}
		letter, err := wire.DeadLetterMessage(wire.NewDeadLetter("extract", &m, reason, ""))
		if err == nil {
			_, err = wire.Publish(t.Context(), p.JS, letter)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	finds(t, look(t, p, "dead"), "dead", doctor.Warning,
		"7 messages could not be handled: 3 of stage extract (such as 4, ARTICLES:3 byte 6: bad JSON); 2 of stage extract (such as 5, panic: x); 1 of stage extract (such as 7, another)")
}

func TestTablesAndServer(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "ar", "names"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "ar", "names", "ours.tsv"), []byte("id\tkind\tname\tforms\tstrength\tnote\norg/x\torganisation\tالسنديانة\t\tvery\t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "broker: away", http.StatusServiceUnavailable)
	}))
	defer down.Close()
	p := doctor.Pipeline{Away: isnad.ErrUnavailable, Lexicons: dir, Server: down.URL + "/"}
	found := doctor.Examine(t.Context(), p)
	finds(t, found, "tables", doctor.Failure, "ours.tsv:2")
	finds(t, found, "server", doctor.Failure, "is not ready: broker: away")
	down.Close()
	p.Lexicons = dir + "/none"
	found = doctor.Examine(t.Context(), p)
	finds(t, found, "tables", doctor.Failure, "no such file")
	finds(t, found, "server", doctor.Failure, "does not answer")
	p.Server = ""
	finds(t, look(t, p, "store"), "store", doctor.Warning, "give --store")
}

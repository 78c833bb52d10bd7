package wire_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

func TestStreamsAreMadeByAnyNumberOfProcesses(t *testing.T) {
	js := brokerIn(t, t.TempDir())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 1 << 20}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	publish(t, js, articleMessage(t, article("نص")))
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 2 << 20, Duplicates: time.Hour}); err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	c := s.CachedInfo().Config
	if c.MaxBytes != 2<<20 || c.Duplicates != time.Hour || c.MaxAge != 30*24*time.Hour || c.Discard != jetstream.DiscardNew || c.Retention != jetstream.LimitsPolicy || s.CachedInfo().State.Msgs != 1 {
		t.Errorf("%+v", s.CachedInfo())
	}
	if s, err = js.Stream(t.Context(), wire.Entities); err != nil {
		t.Fatal(err)
	}
	if c := s.CachedInfo().Config; c.MaxMsgsPerSubject != 1 || !c.DiscardNewPerSubject || c.MaxAge != 0 || !slices.Equal(c.Subjects, []string{"isnad.entities.new.*.*"}) {
		t.Errorf("%+v", c)
	}
}

func TestRunsAreNumberedOnce(t *testing.T) {
	js := broker(t)
	const processes, pairs = 8, 5
	var mu sync.Mutex
	got := map[string]map[uint64]bool{}
	var wg sync.WaitGroup
	for p := range processes {
		wg.Go(func() {
			for i := range pairs {
				pair := fmt.Sprint("build", (p+i)%pairs)
				n, err := wire.Run(t.Context(), js, pair, "معجم")
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if got[pair] == nil {
					got[pair] = map[uint64]bool{}
				}
				got[pair][n] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	numbers := map[uint64]bool{}
	for pair, ns := range got {
		if len(ns) != 1 {
			t.Errorf("%s got the numbers %v", pair, ns)
		}
		for n := range ns {
			numbers[n] = true
		}
	}
	for n := uint64(1); n <= pairs; n++ {
		if !numbers[n] {
			t.Errorf("number %d is missing: %v", n, numbers)
		}
	}
	forced, err := wire.NewRun(t.Context(), js)
	if err != nil || forced != pairs+1 {
		t.Errorf("a new run got %d, %v", forced, err)
	}
	next, err := wire.Run(t.Context(), js, "build", "0")
	if err != nil || next != pairs+2 {
		t.Errorf("the next pair got %d, %v", next, err)
	}
	other, err := wire.Run(t.Context(), js, "build0", "")
	if err != nil || other != pairs+3 {
		t.Errorf("a pair that reads the same when put together got %d, %v", other, err)
	}
}

// A process that died between taking a number and entering it loses nothing.
func TestARunThatWasCutShortIsFinished(t *testing.T) {
	js := broker(t)
	first, err := wire.Run(t.Context(), js, "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := js.KeyValue(t.Context(), "isnad-runs")
	if err != nil {
		t.Fatal(err)
	}
	keys, err := bucket.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if k != "last" {
			if err := bucket.Delete(t.Context(), k); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n, err := wire.Run(t.Context(), js, "c", "d"); err != nil || n != first+1 {
		t.Errorf("another pair got %d, %v", n, err)
	}
	if n, err := wire.Run(t.Context(), js, "a", "b"); err != nil || n != first {
		t.Errorf("the first pair now has %d, %v", n, err)
	}
}

func TestTheBrokerKeepsMessagesAndIdsOverARestart(t *testing.T) {
	dir := t.TempDir()
	a := articleMessage(t, article("نص"))
	for i := range 2 {
		s, err := natsd.Start(natsd.Options{Dir: dir, Listen: "127.0.0.1:0"})
		if err != nil {
			t.Fatal(err)
		}
		nc, err := wire.Connect(t.Context(), s.URL(), "test", nil)
		if err != nil {
			t.Fatal(err)
		}
		js, err := jetstream.New(nc)
		if err != nil {
			t.Fatal(err)
		}
		if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
			t.Fatal(err)
		}
		if duplicate := publish(t, js, a); duplicate != (i == 1) {
			t.Errorf("start %d: duplicate is %v", i, duplicate)
		}
		wire.Close(nc)
		s.Stop()
	}
}

func TestConnectWaitsForTheBroker(t *testing.T) {
	dir := t.TempDir()
	s, err := natsd.Start(natsd.Options{Dir: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	url := s.URL()
	s.Stop()
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := wire.Connect(short, url, "test", nil); !isUnavailable(err) {
		t.Errorf("no broker: %v", err)
	}
	connected := make(chan *nats.Conn)
	go func() {
		nc, err := wire.Connect(t.Context(), url, "test", nil)
		if err != nil {
			t.Error(err)
		}
		connected <- nc
	}()
	time.Sleep(200 * time.Millisecond)
	s, err = natsd.Start(natsd.Options{Dir: dir, Listen: url[len("nats://"):]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	nc := <-connected
	if !nc.IsConnected() {
		t.Error("not connected")
	}
	wire.Close(nc)
	if !nc.IsClosed() {
		t.Error("not closed")
	}
}

func TestStartTellsWhatIsWrong(t *testing.T) {
	for _, o := range []natsd.Options{{}, {Dir: t.TempDir(), Listen: "nowhere"}, {Dir: t.TempDir(), Listen: "127.0.0.1:99999"}, {Dir: "/dev/null/x"}} {
		if s, err := natsd.Start(o); err == nil {
			s.Stop()
			t.Errorf("%+v started", o)
		}
	}
}

// What is there stays as it is where that is asked for, and what is not is made.
func TestStreamsThatAreThereMayBeLeft(t *testing.T) {
	js := brokerIn(t, t.TempDir())
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{Leave: true}); err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 3 << 20}); err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{Leave: true}); err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil || s.CachedInfo().Config.MaxBytes != 3<<20 {
		t.Errorf("%+v, %v", s.CachedInfo().Config, err)
	}
}

func TestAFullStreamIsNamed(t *testing.T) {
	js := brokerIn(t, t.TempDir())
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 10_000}); err != nil {
		t.Fatal(err)
	}
	var err error
	for i := 0; i < 20 && err == nil; i++ {
		_, err = wire.Publish(t.Context(), js, articleMessage(t, article(fmt.Sprint(i, strings.Repeat("a", 1000)))))
	}
	if !errors.Is(err, wire.ErrFull) || !errors.Is(err, isnad.ErrUnavailable) || !strings.HasPrefix(err.Error(), "stream ARTICLES is full") {
		t.Error(err)
	}
}

package stage_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// workerEnv holds the broker's address in a process of this test program that is to be a worker.
const workerEnv = "ISNAD_TEST_WORKER"

// lifeEnv holds how many messages such a process handles until it ends without a word.
const lifeEnv = "ISNAD_TEST_LIFE"

// killer is the text of an article that ends the process that handles it.
const killer = "This one ends its worker."

// work is the main function of such a process: a worker of ARTICLES.
func work(url string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	nc, err := wire.Connect(ctx, url, "worker", nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer wire.Close(nc)
	js, err := jetstream.New(nc)
	if err != nil {
		panic(err)
	}
	var handled atomic.Int64
	life, err := strconv.ParseInt(cmp.Or(os.Getenv(lifeEnv), "0"), 10, 64)
	if err != nil {
		panic(err)
	}
	extract := stage.ExtractHandler(func(a *isnad.Article) *isnad.Record {
		if a.Text == killer || life > 0 && handled.Add(1) > life {
			os.Exit(137)
		}
		time.Sleep(2 * time.Millisecond)
		return record(a)
	}, 1)
	err = stage.Run(ctx, stage.Config{Name: stage.ExtractStage, Stream: wire.Articles, JS: js, Handle: extract, Batch: 8, Concurrency: 2,
		AckWait: 300 * time.Millisecond, RetryFirst: 5 * time.Millisecond, FetchWait: 200 * time.Millisecond})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// listening starts a broker that other processes can reach.
func listening(t *testing.T) (js jetstream.JetStream, url string) {
	t.Helper()
	s, err := natsd.Start(natsd.Options{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	js = connect(t, s)
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	return js, s.URL()
}

// worker starts a worker process.
func worker(t *testing.T, url string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(append(os.Environ(), workerEnv+"="+url), env...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// recorded gives how often each article has a record in CLAIMS.
func recorded(t *testing.T, js jetstream.JetStream) map[string]int {
	t.Helper()
	out := map[string]int{}
	for n := uint64(1); ; n++ {
		m, ok, err := wire.Next(t.Context(), js, wire.Claims, n)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out
		}
		r, _, err := wire.ReadRecord(&m)
		if err != nil {
			t.Fatal(err)
		}
		out[r.Article.Text]++
		n = m.Sequence
	}
}

// A message that ends every worker that handles it takes none of the messages along that were in hand with it.
func TestAMessageThatKillsItsWorkersDiesAlone(t *testing.T) {
	js, url := listening(t)
	all := texts(24)
	give(t, js, slices.Insert(slices.Clone(all), 11, killer)...)
	deaths := 0
	for end := time.Now().Add(20 * time.Second); pending(t, js, wire.Articles, stage.ExtractStage); {
		if time.Now().After(end) {
			t.Fatal("the workers do not get through")
		}
		cmd := worker(t, url)
		died := make(chan struct{})
		go func() { _ = cmd.Wait(); close(died) }()
		for alive := true; alive && pending(t, js, wire.Articles, stage.ExtractStage); {
			select {
			case <-died:
				alive, deaths = false, deaths+1
			case <-time.After(20 * time.Millisecond):
			}
		}
		_ = cmd.Process.Signal(os.Interrupt)
		<-died
	}
	// On a machine so busy that the beat comes late the broker gives the message out anew, and one death the fewer is needed.
	if deaths < 2 || deaths > 5 {
		t.Errorf("%d workers died, want 5 at most", deaths)
	}
	if d := letters(t, js); len(d) != 1 || !strings.Contains(d[0].Payload, killer) || !strings.Contains(d[0].Reason, "not handled") {
		t.Errorf("%d dead letters: %+v", len(d), d)
	}
	got := recorded(t, js)
	for _, text := range all {
		if got[text] != 1 {
			t.Errorf("%d records of %q", got[text], text)
		}
	}
}

// Workers that end after a few messages each, whichever those are, put none of them aside: a message that only waited in a worker that died
// is not taken for what ended it.
func TestWorkersThatDieSoonPutNothingAside(t *testing.T) {
	js, url := listening(t)
	all := texts(30)
	give(t, js, all...)
	deaths := 0
	for end := time.Now().Add(60 * time.Second); pending(t, js, wire.Articles, stage.ExtractStage); deaths++ {
		cmd := worker(t, url, lifeEnv+"=3")
		died := make(chan struct{})
		go func() { _ = cmd.Wait(); close(died) }()
		for alive := true; alive && pending(t, js, wire.Articles, stage.ExtractStage); {
			select {
			case <-died:
				alive = false
			case <-time.After(20 * time.Millisecond):
			}
			if time.Now().After(end) {
				t.Fatalf("the workers do not get through: %d died", deaths)
			}
		}
		_ = cmd.Process.Signal(os.Interrupt)
		<-died
	}
	got := recorded(t, js)
	if d := letters(t, js); len(d) > 0 || len(got) != len(all) {
		t.Errorf("of %d articles %d have a record and %d are put aside, after %d workers", len(all), len(got), len(d), deaths)
	}
	if deaths < 10 {
		t.Errorf("only %d workers died", deaths)
	}
}

// Workers that are killed at any moment lose, double and spoil nothing.
func TestWorkersAreKilledAtAnyMoment(t *testing.T) {
	js, url := listening(t)
	all := texts(150)
	give(t, js, all...)
	for kills := 0; kills < 4 && pending(t, js, wire.Articles, stage.ExtractStage); kills++ {
		cmd := worker(t, url)
		time.Sleep(time.Duration(60+17*kills) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	cmd := worker(t, url)
	finished(t, js, wire.Articles, stage.ExtractStage)
	_ = cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the last worker: %v", err)
	}
	got := recorded(t, js)
	if len(got) != len(all) || count(t, js, wire.Claims) != len(all) || count(t, js, wire.Dead) != 0 {
		t.Errorf("%d articles in %d records, %d dead letters", len(got), count(t, js, wire.Claims), count(t, js, wire.Dead))
	}
}

package wire_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// A broker that may not hold what the streams may grow to says so in words; streams that are made to fit are made.
func TestStreamsMustFitTheBroker(t *testing.T) {
	dir := t.TempDir()
	const most = 1 << 30
	js := brokerWith(t, natsd.Options{Dir: dir, MaxStore: most})
	err := wire.EnsureStreams(t.Context(), js, wire.Options{})
	if err == nil || !strings.Contains(err.Error(), "max_file_store") || !strings.Contains(err.Error(), "11.0 GiB") {
		t.Errorf("told: %v", err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}.Fit(most)); err != nil {
		t.Error(err)
	}
	publish(t, js, articleMessage(t, article("نص")))
}

// Streams that are there stay as they are where the broker, started anew, may hold less than they may grow to: what is in them counts.
func TestStreamsStayInABrokerThatMayHoldLess(t *testing.T) {
	dir := t.TempDir()
	t.Run("before", func(t *testing.T) {
		if err := wire.EnsureStreams(t.Context(), brokerWith(t, natsd.Options{Dir: dir, MaxStore: 16 << 30}), wire.Options{}); err != nil {
			t.Fatal(err)
		}
	})
	js := brokerWith(t, natsd.Options{Dir: dir, MaxStore: 1 << 30})
	for _, o := range []wire.Options{{}, wire.Options{}.Fit(1 << 30), {MaxBytes: 3 << 30}} {
		if err := wire.EnsureStreams(t.Context(), js, o); err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
	publish(t, js, articleMessage(t, article("نص")))
}

// What is full refuses an article in words that tell what to do, and it is nobody's fault.
func TestWhatIsFullRefusesInWords(t *testing.T) {
	full := func(t *testing.T, js jetstream.JetStream, words string) {
		t.Helper()
		for n := 0; ; n++ {
			if _, err := wire.Publish(t.Context(), js, articleMessage(t, article(prose(300<<10)+fmt.Sprint(n)))); err != nil {
				if !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), words) {
					t.Errorf("after %d articles: %v, want %q", n, err, words)
				}
				return
			}
			if n == 100 {
				t.Fatal("it takes 30 MB")
			}
		}
	}
	t.Run("the stream", func(t *testing.T) {
		js := brokerWith(t, natsd.Options{Dir: t.TempDir()})
		if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 2 << 20}); err != nil {
			t.Fatal(err)
		}
		full(t, js, "stream ARTICLES is full")
	})
	t.Run("the dead letters", func(t *testing.T) {
		js := brokerWith(t, natsd.Options{Dir: t.TempDir()})
		if err := wire.EnsureStreams(t.Context(), js, wire.Options{DeadMaxBytes: 10_000}); err != nil {
			t.Fatal(err)
		}
		var err error
		for n := 0; n < 100 && err == nil; n++ {
			_, err = wire.Publish(t.Context(), js, wire.Message{Subject: wire.DeadLetterSubject("extract"), Data: make([]byte, 1000)})
		}
		if !errors.Is(err, wire.ErrFull) || !strings.Contains(err.Error(), "stream DEAD is full") || !strings.Contains(err.Error(), "isnad dead") {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	t.Run("nothing yet", func(t *testing.T) {
		if err := wire.EnsureStreams(t.Context(), brokerWith(t, natsd.Options{Dir: dir, MaxStore: 16 << 30}), wire.Options{}); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("the broker", func(t *testing.T) {
		full(t, brokerWith(t, natsd.Options{Dir: dir, MaxStore: 2 << 20}), "raise max_file_store")
	})
}

// Sizes are cut alike, and never to nothing.
func TestFit(t *testing.T) {
	for _, most := range []int64{300 << 20, 1 << 30, 10 << 30} {
		o := wire.Options{}.Fit(most)
		if total := o.Total(); total > most/10*9 || total < most/10*8 || o.MaxBytes != o.ObjectBytes || o.MaxBytes/2 != o.DeadMaxBytes {
			t.Errorf("in %d bytes: %+v, together %d", most, o, total)
		}
	}
	if o := (wire.Options{}).Fit(1 << 40); o.MaxBytes != 2<<30 {
		t.Errorf("in a great broker: %+v", o)
	}
	if o := (wire.Options{}).Fit(1 << 20); o.MaxBytes <= 0 || o.DeadMaxBytes <= 0 {
		t.Errorf("in a tiny one: %+v", o)
	}
}

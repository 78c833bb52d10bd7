package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// toldAtLeast is what each writer of Crash has stored before the crash.
const toldAtLeast = 15

// Crash holds a store to what it told before it crashed. crash ends whatever keeps the store as a power cut would, and brings it back; it
// is called while writers are at work. The store is not opened anew: it must find back by itself.
func Crash(t *testing.T, open Opener, crash func()) {
	s := opened(t, open)
	var told [writers]atomic.Int64
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := 1; ; n++ {
				if _, err := s.Put(t.Context(), []store.Entry{ofWriter(t, w, n)}); err != nil {
					if !errors.Is(err, isnad.ErrUnavailable) {
						t.Errorf("a store that is away says: %v", err)
					}
					return
				}
				told[w].Store(int64(n))
			}
		})
	}
	for w := range writers {
		for told[w].Load() < toldAtLeast && !t.Failed() {
			time.Sleep(time.Millisecond)
		}
	}
	crash()
	wg.Wait()
	findsBack(t, s)
	for w := range writers {
		for n := range told[w].Load() {
			if _, err := s.Record(t.Context(), ofWriter(t, w, int(n)+1).Record.Article.ID); err != nil {
				t.Errorf("writer %d was told that article %d is stored: %v", w, n+1, err)
			}
		}
		if got := len(entities(t, s, store.EntityQuery{ID: isnad.NameEntity(isnad.Person, fmt.Sprint("Writer", w))})); got != 1 {
			t.Errorf("writer %d is there %d times", w, got)
		}
	}
	equal(t, "announcements", len(pending(t, s, 1000)), writers)
	n, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "claims of all articles", len(ask(t, s, store.Query{Limit: store.MostLimit})), n.Articles)
}

// ofWriter is an article of one claim for every writer and number.
func ofWriter(t testing.TB, writer, n int) store.Entry {
	name := fmt.Sprint("Writer", writer)
	m := article(t, isnad.Article{Outlet: "x", Text: fmt.Sprintf("%s said %d.", name, n)})
	who := m.named(name, isnad.Person, "", name, isnad.BasisLexicon, 1)
	m.said(fmt.Sprintf("%s said %d", name, n), "said", fmt.Sprint(n), isnad.Say, name, who)
	return m.entry(1)
}

// findsBack waits until a store has found back.
func findsBack(t *testing.T, s store.Store) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		err := s.Ping(t.Context())
		if err == nil {
			return
		}
		if !errors.Is(err, isnad.ErrUnavailable) || time.Now().After(deadline) {
			t.Fatalf("it does not find back: %v", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

package client_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isnad/pkg/client"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/webtest"
	"isnad/pkg/wire"
)

// failing is a store all of whose methods fail alike.
type failing struct {
	store.Store
	err error
}

func (f failing) Claims(context.Context, store.Query) (store.Page, error) { return store.Page{}, f.err }
func (f failing) Stats(context.Context) (store.Stats, error)              { return store.Stats{}, f.err }

func TestErrorsSayWhatToDo(t *testing.T) {
	ctx := t.Context()
	_, away := serve(t, failing{webtest.Store(t), fmt.Errorf("disk full: %w", isnad.ErrUnavailable)})
	if _, err := away.Stats(ctx); !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), "disk full") {
		t.Error(err)
	}
	_, faulty := serve(t, failing{webtest.Store(t), errors.New("SECRET")})
	if _, err := faulty.Claims(ctx, store.Query{}); err == nil || strings.Contains(err.Error(), "SECRET") || kind(err) == "unavailable" {
		t.Error(err)
	}
	_, sound := serve(t, webtest.Store(t))
	if _, err := sound.Claims(ctx, store.Query{Kind: "loud"}); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "indirect") {
		t.Error(err)
	}
	server := httptest.NewServer(handler(webtest.Desk(webtest.Store(t)), nil))
	defer server.Close()
	for _, token := range []string{"", "nonsense"} {
		stranger := connect(t, server.URL, token)
		if _, err := stranger.SaveSearch(ctx, store.Search{Name: "x"}); err == nil || !strings.Contains(err.Error(), "--token") {
			t.Errorf("token %q: %v", token, err)
		}
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>") }))
	defer other.Close()
	if _, err := connect(t, other.URL, "").Stats(ctx); err == nil || !strings.Contains(err.Error(), "no isnad answers at "+other.URL) {
		t.Error(err)
	}
	moved := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }))
	defer moved.Close()
	if _, err := connect(t, moved.URL, webtest.Noura).Stats(ctx); err == nil || !strings.Contains(err.Error(), "302") {
		t.Errorf("a redirect to another host: %v", err)
	}
	if _, err := connect(t, "http://127.0.0.1:1", "").Stats(ctx); !errors.Is(err, isnad.ErrUnavailable) || !strings.Contains(err.Error(), "isnad run --serve") {
		t.Error(err)
	}
	for _, url := range []string{"", "127.0.0.1:8080", "ftp://x", "http://", "http://[::1", "sqlite:x"} {
		if _, err := client.New(url, "", nil); !isnad.IsBadInput(err) {
			t.Errorf("%q: %v", url, err)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := sound.Stats(gone); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A server that ends and comes back is followed without a loss.
func TestFollow(t *testing.T) {
	s := webtest.Store(t)
	want := must(s.Announcements(t.Context(), 0, 1000))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	start := func(listener net.Listener) (stop func()) {
		done := make(chan struct{})
		server := &http.Server{Handler: handler(webtest.Desk(s), done)}
		go func() { _ = server.Serve(listener) }()
		return func() {
			close(done)
			if err := server.Shutdown(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	stop := start(listener)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := connect(t, "http://"+address, "")
	var got []wire.Announcement
	for a, err := range c.Follow(ctx, want[1].ID) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
		if len(got) == len(want)-2 {
			stop()
			webtest.Put(t, s, webtest.Record(t, 1))
			want = must(s.Announcements(ctx, 0, 1000))
			if listener, err = net.Listen("tcp", address); err != nil {
				t.Fatal(err)
			}
			stop = start(listener)
		}
		if len(got) == len(want)-2 {
			break
		}
	}
	stop()
	if diff := cmp.Diff(want[2:], got); diff != "" {
		t.Error(diff)
	}
	for _, err := range connect(t, "http://127.0.0.1:1", "").Follow(ctx, -1) {
		if !errors.Is(err, isnad.ErrUnavailable) {
			t.Error(err)
		}
	}
}

package storetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

func searches(t *testing.T, open Opener) {
	s := opened(t, open)
	save := func(name, query string) store.Search {
		got, err := s.SaveSearch(t.Context(), store.Search{Name: name, Query: query, Who: "Lois", Seen: 77})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	list := func() []store.Search {
		got, err := s.Searches(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	equal(t, "none", list(), []store.Search{})
	first := save("سفن", "q=%D8%B3&unit=USD")
	if first.ID <= 0 || first.Seen != 0 || first.At.IsZero() || first.Name != "سفن" || first.Who != "Lois" {
		t.Errorf("%+v", first)
	}
	put(t, s, newsroom(t)...)
	second := save("سفن", "")
	n, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "a new one has seen all that is there", second.Seen, n.Latest)
	equal(t, "both", list(), []store.Search{second, first})

	for _, upTo := range []int64{n.Latest, n.Latest - 1} { // never seen less than before
		if err := s.SeenSearch(t.Context(), first.ID, upTo); err != nil {
			t.Fatal(err)
		}
	}
	first.Seen = n.Latest
	equal(t, "seen", list(), []store.Search{second, first})
	if err := s.DropSearch(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	equal(t, "one is left", list(), []store.Search{first})
	for _, id := range []int64{second.ID, 0, -1, 1 << 62} {
		if err := s.DropSearch(t.Context(), id); !isNotFound(err) {
			t.Errorf("dropping %d: %v", id, err)
		}
		if err := s.SeenSearch(t.Context(), id, 1); !isNotFound(err) {
			t.Errorf("seen %d: %v", id, err)
		}
	}
	if third := save("x", "x"); third.ID == second.ID || third.ID == first.ID {
		t.Errorf("number %d is used again", third.ID)
	}
	for _, bad := range []store.Search{{}, {Name: "x"}, {Who: "x"}, {Name: " ", Who: "x"}, {Name: "x\x00", Who: "x"}, {Name: "x", Who: "x", Query: "\xff"}, {Name: strings.Repeat("x", 10_001), Who: "x"}} {
		if _, err := s.SaveSearch(t.Context(), bad); !isnad.IsBadInput(err) {
			t.Errorf("%+.60v: %v", bad, err)
		}
	}
}

// Announcements are read again from any number on, whatever was sent of them.
func announcements(t *testing.T, open Opener) {
	s := opened(t, open)
	after := func(n int64, limit int) []wire.Announcement {
		t.Helper()
		got, err := s.Announcements(t.Context(), n, limit)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	equal(t, "none", len(after(0, 10)), 0)
	for n := range 9 {
		put(t, s, speech(t, n+1, strings.Repeat("A", n+1)))
	}
	all := after(0, 100)
	waiting := pending(t, s, 100)
	if d := cmp.Diff(waiting, all, cmpopts.EquateEmpty()); d != "" || len(all) != 9 {
		t.Errorf("%d are read, %d wait\n%s", len(all), len(waiting), d)
	}
	drain(t, s)
	equal(t, "sent", len(pending(t, s, 100)), 0)
	equal(t, "all again", after(0, 100), all)
	var pieces []wire.Announcement
	for last := int64(0); ; last = pieces[len(pieces)-1].ID {
		more := after(last, 2)
		if len(more) == 0 {
			break
		}
		if len(more) > 2 || more[0].ID <= last {
			t.Fatalf("%d of 2, from %d on behind %d", len(more), more[0].ID, last)
		}
		pieces = append(pieces, more...)
	}
	equal(t, "piece by piece", pieces, all)
	put(t, s, speech(t, 10, "Zed"))
	more := after(all[8].ID, 10)
	if len(more) != 1 || more[0].Name != "Zed" || more[0].ID <= all[8].ID {
		t.Errorf("%+v", more)
	}
	for _, limit := range []int{0, -1} {
		equal(t, "no room", len(after(0, limit)), 0)
	}
	equal(t, "from beyond", len(after(1<<62, 10)), 0)
	equal(t, "from before", len(after(-1<<62, 100)), 10)
}

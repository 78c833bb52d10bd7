package main

import (
	"bytes"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// What stands in an article gives the terminal no orders.
func TestTerminalsGetNoOrders(t *testing.T) {
	const evil = "الطريق \x1b]0;title\a\x1b[31mمغلق\u009b2J\x7f\r\nغدا"
	row := store.Row{
		Article: store.Article{Outlet: evil, Title: evil, Published: "2025-01-01"},
		Claim:   isnad.Claim{ID: "c", Content: isnad.Excerpt{Text: evil}, Chain: []isnad.Link{{Role: isnad.RoleSpeaker, Name: evil, Title: evil}}},
		Figures: []isnad.Figure{{Excerpt: isnad.Excerpt{Text: evil}, Value: "3"}},
	}
	e := store.Entity{ID: "e", Name: evil, Names: []string{evil}, Sentence: evil, Article: row.Article}
	var out bytes.Buffer
	for _, err := range []error{
		writeRow(&out, &row), writeEntity(&out, &e, []store.EntityDecision{{Note: evil}}), (&reviewCmd{}).print(&out, &store.Review{Note: evil, Who: evil}),
		(&entityListCmd{}).print(&out, &e),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	out.WriteString(searchLine(&store.Search{Name: evil, Query: "q=%1b[2J"}))
	if strings.ContainsAny(out.String(), "\x1b\a\u009b\x7f\r") || !strings.Contains(out.String(), "␛]0;title␇␛[31mمغلق") {
		t.Errorf("%q", out.String())
	}
}

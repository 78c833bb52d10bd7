package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"isnad/pkg/compare"
	"isnad/pkg/isnad"
)

// A group fits a terminal of 80 columns, however long its parts are.
func TestGroupsFitTheTerminal(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("اسم طويل ", 30))
	from := "2024-05-01"
	article := compare.Article{Outlet: long, Published: "2024-05-01T10:00:00Z", Title: long}
	g := compare.Group{Verdict: compare.Development, Reason: compare.Reason{Arabic: long, English: strings.Repeat("a long reason ", 20)},
		Entity: compare.Entity{Name: long}, Counted: []string{long}, Deed: "killed", Role: isnad.RolePart, Expected: true,
		Figures: []compare.Figure{{Text: long, Relation: isnad.Exact, Value: "12", Role: isnad.RoleTo, From: long, Negated: true, Speaker: long,
			Date: &isnad.Period{From: &from}, Claim: strings.Repeat("a", 32), Article: article, Origin: long, Agency: "مدار",
			Copies: []compare.Copy{{Claim: strings.Repeat("b", 32), Article: article}}}}}
	var b bytes.Buffer
	if err := writeGroup(&b, &g); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d letters: %s", n, line)
		}
	}
}

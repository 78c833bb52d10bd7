package export_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func TestLinesAreRows(t *testing.T) {
	s := hold(t, sites(t), storm(t), hostile(t))
	text, n := written(t, "jsonl", s)
	lines := strings.SplitAfter(text, "\n")
	var got []store.Row
	for _, line := range lines[:len(lines)-1] {
		var row store.Row
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	want := all(t, export.Rows(t.Context(), s, store.Query{}))
	if n != 6 || lines[6] != "" || !reflect.DeepEqual(got, want) {
		t.Errorf("%d lines are not the rows", n)
	}
}

func TestRecordsStandOnce(t *testing.T) {
	records := []*isnad.Record{hostile(t), storm(t), sites(t)} // the latest first
	text, n := written(t, "records", hold(t, records...))
	if n != 3 || strings.Count(text, "\n") != 3 {
		t.Fatalf("%d records on %d lines", n, strings.Count(text, "\n"))
	}
	for i, line := range slices.Collect(strings.Lines(text)) {
		var r isnad.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
		want, err := json.Marshal(records[i])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(&r); err != nil || string(got) != string(want) {
			t.Errorf("record %d is another: %v", i, err)
		}
	}
}

// Characters that turn the direction of text are escaped wherever they stand, and no other.
func TestTurningCharactersAreEscaped(t *testing.T) {
	const words = "\u202a\u202e…\u2066a\u2069\u2065\u206a\u200f\u2014€\u202b"
	m := newRecord(t, isnad.Article{Text: words, Title: words})
	m.claim(words, words, isnad.Claim{Kind: isnad.Narrated})
	text, _ := written(t, "jsonl", hold(t, m.record()))
	if !strings.Contains(text, `"title":"\u202a\u202e…\u2066a\u2069`+"\u2065\u206a\u200f\u2014€"+`\u202b"`) {
		t.Error(text)
	}
}

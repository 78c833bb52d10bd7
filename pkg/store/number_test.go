package store_test

import (
	"net/url"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Numbers are asked for as people write them.
func TestNumbersOfQuestions(t *testing.T) {
	for written, want := range map[string]string{
		"8500": "8500", "8,500": "8500", "٨٥٠٠": "8500", "٨٬٥٠٠": "8500", "۱۲٫۵": "12.5", " 7 ": "7", "-3": "-3", "−3": "-3", "1,234,567.25": "1234567.25", "": "",
	} {
		q, err := store.ParseQuery(url.Values{"min": {written}, "max": {written}})
		if err != nil || string(q.FigureMin) != want || string(q.FigureMax) != want {
			t.Errorf("%q: %q, %q, %v", written, q.FigureMin, q.FigureMax, err)
		}
	}
	for _, written := range []string{"x", "8,50", "8,5000", "1/3", "0x10", "1e1000000", "1_000", "NaN", "Inf", "٨,٥", ".", "-", strings.Repeat("9", 61)} {
		if q, err := store.ParseQuery(url.Values{"min": {written}}); !isnad.IsBadInput(err) {
			t.Errorf("%q: %q, %v", written, q.FigureMin, err)
		}
	}
}

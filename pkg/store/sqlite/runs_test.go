package sqlite

import (
	"strings"
	"testing"
)

// The runs of a text cover it, so that nothing holds all of them that shares no letters with it; and a text that is too short has none.
func TestRunsCoverTheText(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "ab": "", "abc": "abc", "abcd": "abc bcd", "abcde": "abc cde", "abcdef": "abc def", "abcdefg": "abc def efg",
		"abcabcabc": "abc", "aaaaaaa": "aaa", `a"b`: `a""b`, "عراقية": "عرا قية", "abcdefghijklmnopqrstuvwxyz012345": "abc def ghi jkl mno pqr stu vwx",
	} {
		got := strings.ReplaceAll(strings.Join(runsOf(text), " "), `"`, "")
		if want = strings.ReplaceAll(want, `"`, ""); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

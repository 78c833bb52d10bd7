package export

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"":                                       "",
		"نحو 26 ألف":                             "نحو 26 ألف",
		"=1+1":                                   "'=1+1",
		"  \t\r\n =1+1":                          "'=1+1",
		"\u00a0\u200f\ufeff@SUM":                 "\u200f\ufeff'@SUM",
		"+20 2 555":                              "'+20 2 555",
		"-5":                                     "'-5",
		"＝1":                                     "'＝1",
		`"=1"`:                                   `"'=1"`,
		"5-3=2":                                  "5-3=2",
		"a\r\n-b\rc":                             "a\n'-b\nc",
		"a\t=b":                                  "a\t'=b",
		"a; =b":                                  "a; '=b",
		"a, =b":                                  "a, =b", // a comma parts cells of this file, and is quoted
		"nul\x00l":                               "nul␀l",
		"\x00=1":                                 "␀'=1",
		"bell\a del\x7f c1\u0085":                "bell␇ del␡ c1",
		"c1\u0090":                               "c1\uFFFD",
		"safe \u202egnp.exe\u202c \u2067x\u2069": "safe gnp.exe x",
		"\u202e=1":                               "'=1",
		"a\u200fb\u061cc\u200e":                  "a\u200fb\u061cc\u200e",
		"a\u2028=b":                              "a\n'=b",
	} {
		if got := cell(in, ';'); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
	if got := cell("a,=b;=c", ','); got != "a,'=b;=c" {
		t.Errorf("with semicolons: %q", got)
	}
}

func TestLongCells(t *testing.T) {
	whole := strings.Repeat("ا", longestCell)
	for in, want := range map[string]int{whole: longestCell, whole + "ا": longestCell + 1, strings.Repeat("😀", 100_000): longestCell + 1} {
		got := cell(in, ';')
		if n := len(utf16.Encode([]rune(got))); n != want {
			t.Errorf("%d units of %d letters, want %d", n, utf8.RuneCountInString(in), want)
		}
		if cut := got != in; cut != strings.HasSuffix(got, "…") {
			t.Error("a cell that is cut says so")
		}
	}
}

func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1", " \u202e\x00 -x", "\"'@", "a;\t+b\r=c", "\u2066\u200b＝", "ال\u064e", "\xff\xfe=", "،-5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := cell(s, ';')
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		if cell(got, ';') != got {
			t.Fatalf("%q, and looked at again %q", got, cell(got, ';'))
		}
		for _, part := range strings.FieldsFunc(got, func(r rune) bool { return r == '\n' || r == '\t' || r == ';' }) {
			part = strings.TrimLeftFunc(part, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '"' })
			if part != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(part)[0]) {
				t.Fatalf("%q of %q is a formula", part, got)
			}
		}
		for _, r := range got {
			if r != '\n' && r != '\t' && unicode.IsControl(r) || turns(r) {
				t.Fatalf("%q holds %U", got, r)
			}
		}
		if strings.Trim(s, " \n\t'\"abcdefghijklmnopqrstuvwxyz") == "" && !strings.Contains(s, "\r") && strings.TrimSpace(s) != got {
			t.Fatalf("%q was changed to %q", s, got)
		}
	})
}

func TestNumeral(t *testing.T) {
	for s, want := range map[string]bool{"0": true, "-5": true, "2.25": true, "-0.5": true, "": false, "-": false, "1.": false, ".5": false, "1e5": false, "+5": false, "-5+1": false, "--5": false, "٥": false, "1.2.3": false, " 5": false} {
		if numeral(s) != want {
			t.Errorf("numeral(%q) = %v", s, !want)
		}
	}
}

func TestLettersAreNotPartedFromTheirMarks(t *testing.T) {
	if got := tail("a\u0301\u0302b", 1) + head("b\u0301c", 1); got != "b"+"b\u0301" {
		t.Errorf("%q", got)
	}
	if got := tail("xe\u0301\u0302", 1); got != "e\u0301\u0302" {
		t.Errorf("%q", got)
	}
	if got := head(strings.Repeat("\u0301", 1000), 5); utf8.RuneCountInString(got) != 5+contextLength {
		t.Errorf("%d code points", utf8.RuneCountInString(got))
	}
}

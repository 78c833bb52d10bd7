package conll_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"isnad/pkg/conll"
)

func TestRead(t *testing.T) {
	for what, c := range map[string]struct{ in, want string }{
		"two sentences":        {"زار\tO\nعلي\tB-PERS\n\nبيروت\tB-LOC\n", "[[{زار O} {علي B-PERS}] [{بيروت B-LOC}]]"},
		"no last line end":     {"a\tO", "[[{a O}]]"},
		"CRLF":                 {"a\tO\r\nb\tB-ORG\r\n\r\nc\tO\r\n", "[[{a O} {b B-ORG}] [{c O}]]"},
		"blank lines":          {"\n \n\na\tO\n\t\n\n\nb\tO\n\n", "[[{a O}] [{b O}]]"},
		"more columns":         {"a\tNN\tx y\tI-LOC\n", "[[{a I-LOC}]]"},
		"I- behind O and at 1": {"a\tI-PER\nb\tO\nc\tI-LOC\n", "[[{a I-PER} {b O} {c I-LOC}]]"},
		"any type":             {"a\tB-المنتج\n", "[[{a B-المنتج}]]"},
		"a byte order mark":    {"\ufeffa\tO\n", "[[{a O}]]"},
		"nothing":              {"", "[]"},
	} {
		got, err := conll.Read(strings.NewReader(c.in), "f")
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, error %v; want %s", what, got, err, c.want)
		}
	}
}

// Errors name the file and the line, and show it, cut to what a person can read.
func TestReadRefuses(t *testing.T) {
	long := strings.Repeat("ش", 500)
	for what, c := range map[string]struct{ in, want string }{
		"no tab":           {"a\tO\n\nb O\n", `x/y.conll:3: want TOKEN<TAB>TAG in UTF-8 with a tag O, B-… or I-…, not "b O"`},
		"a token alone":    {"a\n", `x/y.conll:1: `},
		"an unknown tag":   {"a\tO\nb\tPER\n", `x/y.conll:2: `},
		"a tag E-":         {"a\tE-PER\n", `x/y.conll:1: `},
		"a tag of no type": {"a\tB-\n", `x/y.conll:1: `},
		"a small o":        {"a\to\n", `x/y.conll:1: `},
		"an empty tag":     {"a\t\n", `x/y.conll:1: `},
		"no token":         {"\tO\n", `x/y.conll:1: `},
		"a space in it":    {"a b\tO\n", `x/y.conll:1: `},
		"a blank before":   {"\r\n\r\nb\r\n", `x/y.conll:3: `},
		"not UTF-8":        {"a\tO\n\xff\xfe\tO\n", `x/y.conll:2: `},
		"a long line":      {long + "\n", "ش…"},
		"too long a line":  {"a\tO\n" + strings.Repeat("a", 1<<21), `x/y.conll:2: `},
	} {
		s, err := conll.Read(strings.NewReader(c.in), "x/y.conll")
		if err == nil || !strings.Contains(err.Error(), c.want) || s != nil {
			t.Errorf("%s: %v, error %.200v; want %s", what, s, err, c.want)
		} else if len(err.Error()) > 400 {
			t.Errorf("%s: an error of %d bytes", what, len(err.Error()))
		}
	}
	broken := io.MultiReader(strings.NewReader("a\tO\n"), iotest.ErrReader(io.ErrClosedPipe))
	if _, err := conll.Read(broken, "f"); !errors.Is(err, io.ErrClosedPipe) || !strings.HasPrefix(err.Error(), "f:2: ") {
		t.Errorf("a reader that breaks: error %v", err)
	}
}

// FuzzRead: any bytes give an error that names a line, or sentences none of which is empty and whose tags and tokens hold.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"a\tO\n\nb\tB-X\r\n", "\t\t\n", "a\n", "ب\tI-ب", "\ufeffa\tO\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, err := conll.Read(strings.NewReader(in), "f")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Fatal(err)
			}
			return
		}
		var again strings.Builder
		for _, s := range out {
			if len(s) == 0 {
				t.Fatal("an empty sentence")
			}
			for _, token := range s {
				if token.Text == "" || token.Tag != "O" && len(token.Tag) < 3 {
					t.Fatalf("token %+q", token)
				}
				again.WriteString(token.Text + "\t" + token.Tag + "\n")
			}
			again.WriteString("\n")
		}
		if strings.Contains(in, "\ufeff") {
			return // a mark that stood elsewhere may come first when written again
		}
		if back, err := conll.Read(strings.NewReader(again.String()), "f"); err != nil || fmt.Sprint(back) != fmt.Sprint(out) {
			t.Fatalf("%+q written and read: %+q, %v", out, back, err)
		}
	})
}

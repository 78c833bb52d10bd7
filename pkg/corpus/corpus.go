// Package corpus reads and runs the *.corpus files that stand beside the rules in lexicons/: examples that run. It is for tests only.
//
// A corpus is lines of text: an input, and indented below it what is to be found in it, one find a line, or `none`. Input and
// expectation stand on lines of their own because Arabic and Latin on one line are scrambled by bidi. Language and kind come from the
// path: lexicons/ar/figures.corpus.
//
//	# a comment
//	@published 2020-02-10
//	نحو 26 ألف موقع إلكتروني
//		figure about 26000 count "موقع إلكتروني"
//
// A line that begins with @ sets a value for the cases below it, up to the next line of that name; @ with the name alone unsets it.
package corpus

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
)

// None is the expectation of a negative example: nothing of the kind is to be found.
const None = "none"

// Case is one example.
type Case struct {
	Path     string // of the file
	Line     int    // of the input, from 1
	Language string // the folder
	Text     string
	Want     []string          // the expected finds; empty for `none`
	Settings map[string]string // the @ lines in force
}

// Setting gives the value of an @ line in force, or "".
func (c Case) Setting(name string) string { return c.Settings[name] }

// Read gives the cases of all files KIND.corpus below the folders of fsys, in order.
func Read(fsys fs.FS, kind string) ([]Case, error) {
	paths, err := fs.Glob(fsys, "*/"+kind+".corpus")
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, p := range paths {
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return nil, err
		}
		cases, err := parse(p, string(data))
		if err != nil {
			return nil, err
		}
		out = append(out, cases...)
	}
	return out, nil
}

func parse(p, data string) ([]Case, error) {
	var out []Case
	settings := map[string]string{}
	expected := false // whether the last case has an expectation
	unfinished := func(line int) error {
		if len(out) > 0 && !expected {
			return fmt.Errorf("%s:%d: the example above has no expectation; write none if nothing is to be found", p, line)
		}
		return nil
	}
	lines := strings.Split(data, "\n")
	for i, line := range lines {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			name, value, _ := strings.Cut(line[1:], " ")
			settings = cloneWith(settings, name, strings.TrimSpace(value))
		case line[0] == '\t' || line[0] == ' ':
			if len(out) == 0 {
				return nil, fmt.Errorf("%s:%d: an expectation without an input above it", p, i+1)
			}
			if want := strings.TrimSpace(line); want != None {
				out[len(out)-1].Want = append(out[len(out)-1].Want, want)
			}
			expected = true
		default:
			if err := unfinished(i + 1); err != nil {
				return nil, err
			}
			out = append(out, Case{Path: p, Line: i + 1, Language: path.Base(path.Dir(p)), Text: line, Settings: settings})
			expected = false
		}
	}
	return out, unfinished(len(lines))
}

func cloneWith(settings map[string]string, name, value string) map[string]string {
	out := make(map[string]string, len(settings)+1)
	for k, v := range settings {
		out[k] = v
	}
	if out[name] = value; value == "" {
		delete(out, name)
	}
	return out
}

// Run runs every case of the kind: find gives the finds of a case in the words of the corpus, in the order of the text.
func Run(t *testing.T, fsys fs.FS, kind string, find func(Case) []string) {
	t.Helper()
	cases, err := Read(fsys, kind)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("no cases in */%s.corpus", kind)
	}
	for _, c := range cases {
		if got := find(c); !slices.Equal(got, c.Want) {
			t.Errorf("%s:%d: %s\n\tgot  %s\n\twant %s", c.Path, c.Line, c.Text, lines(got), lines(c.Want))
		}
	}
}

func lines(finds []string) string {
	if len(finds) == 0 {
		return None
	}
	return strings.Join(finds, "\n\t     ")
}

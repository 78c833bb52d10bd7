package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A reader finds a whole file or the one before, whatever happens on the way, and nothing is left beside it.
func TestFilesAreWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "claims.csv")
	put := func(words string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, words)
			return errors.Join(failed, err)
		}
	}
	broken := errors.New("broken")
	if err := wholeFile(path, put("half", broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	check := func(want ...string) {
		t.Helper()
		var got []string
		entries, err := os.ReadDir(dir)
		for _, e := range entries {
			b, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Name()+"="+string(b))
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the folder holds %v, want %v", got, want)
		}
	}
	check()
	if err := wholeFile(path, put("one", nil)); err != nil {
		t.Error(err)
	}
	check("claims.csv=one")
	if err := wholeFile(path, put("half", broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	check("claims.csv=one")
	link := filepath.Join(dir, "link.csv")
	if err := os.Symlink("claims.csv", link); err != nil {
		t.Fatal(err)
	}
	if err := wholeFile(link, put("two", nil)); err != nil {
		t.Error(err)
	}
	check("claims.csv=two", "link.csv=two")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became a file: %v", err)
	}
	if err := wholeFile(dir, put("three", nil)); err == nil {
		t.Error("a folder was written to")
	}
	check("claims.csv=two", "link.csv=two")
}

func TestFormatsByTheNameOfTheFile(t *testing.T) {
	for _, test := range []struct{ format, out, want string }{
		{"", "", "csv"}, {"", "a.csv", "csv"}, {"", "a.jsonl", "jsonl"}, {"", "a.jsonld", "claim"}, {"", "a.txt", "csv"}, {"annotation", "a.csv", "annotation"},
	} {
		if f, err := (&exportCmd{Format: test.format, Out: test.out}).format(); err != nil || f.Name != test.want {
			t.Errorf("%+v: %s, %v", test, f.Name, err)
		}
	}
}

func TestBytesOf(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1.5 kB", 2_340_000: "2.3 MB"} {
		if got := bytesOf(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

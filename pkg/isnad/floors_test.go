package isnad_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// floors reads the table of rooms in docs/ARCHITECTURE.md.
func floors(t *testing.T) map[string]int {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(root, "docs/ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z/]+) \| (\d+) \|`).FindAllStringSubmatch(string(doc), -1) {
		out[m[1]], _ = strconv.Atoi(m[2])
	}
	if len(out) < 10 {
		t.Fatalf("docs/ARCHITECTURE.md names only %d rooms", len(out))
	}
	return out
}

// room gives the entry of the table that a package belongs to: its own, or that of a folder above it.
func room(floors map[string]int, pkg string) (string, bool) {
	for p := pkg; p != "." && p != "/"; p = path.Dir(p) {
		if _, ok := floors[p]; ok {
			return p, true
		}
	}
	return "", false
}

// Imports go down only. The files are parsed here, and not listed by a child process, so that the test cache sees what they say.
func TestImportsGoDownOnly(t *testing.T) {
	table := floors(t)
	files := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		files++
		rel, err := filepath.Rel(root, filepath.Dir(p))
		if err != nil {
			return err
		}
		checkFile(t, table, filepath.ToSlash(rel), p)
		return nil
	})
	if err != nil || files < 30 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func checkFile(t *testing.T, table map[string]int, pkg, p string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	from, ok := room(table, pkg)
	if !ok {
		t.Errorf("%s: package %s stands in no room of docs/ARCHITECTURE.md", p, pkg)
		return
	}
	for _, spec := range f.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		to, inside := strings.CutPrefix(name, "isnad/")
		if !inside {
			if pkg == "pkg/isnad" && strings.Contains(name, ".") {
				t.Errorf("%s imports %s: this room knows the standard library only", p, name)
			}
			continue
		}
		target, ok := room(table, to)
		if !ok {
			t.Errorf("%s imports %s, which stands in no room", p, name)
		} else if target != from && table[target] >= table[from] {
			t.Errorf("%s (floor %d) imports %s (floor %d)", p, table[from], name, table[target])
		}
	}
}

func TestProseIsKnownInOnePlace(t *testing.T) {
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.Contains(filepath.ToSlash(p), "pkg/english/") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			if strings.Contains(spec.Path.Value, "jdkato/prose") {
				t.Errorf("%s imports prose: go through pkg/english", p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

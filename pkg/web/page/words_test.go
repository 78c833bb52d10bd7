package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Every row of the table has both languages, once, with the same places for names and numbers.
func TestWordsAreComplete(t *testing.T) {
	known := map[string]bool{}
	for n, line := range strings.Split(strings.TrimSpace(wordsTable), "\n") {
		if strings.HasPrefix(line, "#") || n == 1 {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 || slices.Contains(cells, "") {
			t.Errorf("line %d: %q", n+1, line)
			continue
		}
		if known[cells[0]] {
			t.Errorf("line %d: %s stands there twice", n+1, cells[0])
		}
		known[cells[0]] = true
		if strings.Count(cells[1], "%s") != strings.Count(cells[2], "%s") || strings.Contains(strings.ReplaceAll(cells[1], "%s", ""), "%d") {
			t.Errorf("line %d: the languages have different places", n+1)
		}
		if cells[0] != "unit.%" && cells[0] != "lang.other" && !regexp.MustCompile(`\p{Arabic}`).MatchString(cells[1]) {
			t.Errorf("line %d: %q is not Arabic", n+1, cells[1])
		}
	}
	if len(known) < 200 {
		t.Errorf("only %d rows", len(known))
	}
}

// enums are what Label names, and the constants that it must know: a type in a package.
var enums = []struct{ prefix, folder, kind string }{
	{"saying", "isnad", "ClaimKind"}, {"stance", "isnad", "Stance"}, {"role", "isnad", "LinkRole"}, {"resolution", "isnad", "Resolution"},
	{"modality", "isnad", "ModalityKind"}, {"zone", "isnad", "ZoneKind"}, {"kind", "isnad", "Kind"}, {"form", "isnad", "Form"}, {"basis", "isnad", "Basis"},
	{"figure", "isnad", "FigureKind"}, {"relation", "isnad", "Relation"}, {"part", "isnad", "FigureRole"}, {"datebasis", "isnad", "DateBasis"},
	{"state", "store", "State"}, {"verdict", "store", "Verdict"}, {"sort", "store", "Sort"}, {"voice", "store", "Voice"}, {"group", "compare", "Verdict"},
}

// Every value of every enumeration has a name in both languages. The constants are read from the source: a new one cannot be forgotten.
func TestEnumerationsAreNamed(t *testing.T) {
	for _, e := range enums {
		values := constants(t, filepath.Join("../..", e.folder), e.kind)
		if len(values) < 2 {
			t.Errorf("%s.%s has only the values %q", e.folder, e.kind, values)
		}
		for _, v := range values {
			for _, language := range []string{isnad.Arabic, isnad.English} {
				if words[e.prefix+"."+v][language] == "" {
					t.Errorf("%s.%s: %q has no name in %s", e.folder, e.kind, v, language)
				}
			}
		}
	}
}

// constants gives the string constants of a type.
func constants(t *testing.T, folder, kind string) (out []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != kind {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, s)
				}
			}
			return true
		})
	}
	return out
}

// Every unit that the tables of measures know has a name.
func TestUnitsAreNamed(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, language := range []string{isnad.Arabic, isnad.English} {
		for _, u := range lexicon.Rows[lexicon.Unit](lex, language) {
			n++
			if words["unit."+u.Unit] == nil {
				t.Errorf("%q has no name", u.Unit)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d units", n)
	}
}

// The pages ask for words that are there, and every word is asked for.
func TestWordsAreUsed(t *testing.T) {
	asked := regexp.MustCompile(`\bT\(?\s*"([a-z0-9_.]+)"|Item "([a-z]+)"`)
	used := map[string]bool{}
	var source strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html", "templates/shared/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(data)
		}
	}
	for _, m := range asked.FindAllStringSubmatch(source.String(), -1) {
		for i, key := range m[1:] {
			if i == 1 && key != "" {
				key = "nav." + key
			}
			if key == "" || strings.HasSuffix(key, ".") {
				continue
			}
			used[key] = true
			if words[key] == nil {
				t.Errorf("%s is asked for, and is not there", key)
			}
		}
	}
	for key := range words {
		prefix, _, _ := strings.Cut(key, ".")
		enumerated := slices.ContainsFunc(enums, func(e struct{ prefix, folder, kind string }) bool { return e.prefix == prefix })
		quoted := used[key] || strings.Contains(source.String(), `"`+key+`"`)
		if !quoted && !enumerated && !slices.Contains([]string{"unit", "filter", "language", "error", "key"}, prefix) {
			t.Errorf("%s is never asked for", key)
		}
	}
	for _, f := range filterNames {
		if words["filter."+f.name] == nil {
			t.Errorf("the filter %s has no name", f.name)
		}
	}
	for _, status := range []string{"400", "404", "500", "503"} {
		if words["error."+status] == nil {
			t.Errorf("the error %s has no name", status)
		}
	}
}

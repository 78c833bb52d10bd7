package lexicon

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
)

// Lexicon holds the typed rows of all tables of all layers. It is not changed after Load and safe for many goroutines.
type Lexicon struct {
	rows   map[key]any // a []T
	hash   string
	tables []string // paths of the first layer
}

type key struct {
	language string
	row      reflect.Type
}

// spec binds a row type to the tables that hold such rows: a pattern of path.Match below the folder of a language.
type spec struct {
	pattern string
	row     reflect.Type
	load    func(l *Lexicon, language string, f file) []Problem
	count   func(l *Lexicon, language string) int
}

// table makes the spec of the row type T.
func table[T any](pattern string) spec {
	load := func(l *Lexicon, language string, f file) []Problem {
		rows, bad := decode[T](f)
		k := key{language, reflect.TypeFor[T]()}
		have, _ := l.rows[k].([]T)
		l.rows[k] = append(have, rows...)
		return bad
	}
	return spec{pattern, reflect.TypeFor[T](), load, func(l *Lexicon, language string) int { return len(Rows[T](l, language)) }}
}

// Rows gives the rows of type T of a language, in the order of layers, then of paths, then of lines. The slice is shared: do not
// change it.
func Rows[T any](l *Lexicon, language string) []T {
	rows, _ := l.rows[key{language, reflect.TypeFor[T]()}].([]T)
	return rows
}

// Hash names the content of the tables in use: 16 hex digits that change with any byte of any table, and with their order.
func (l *Lexicon) Hash() string { return l.hash }

// Load reads the tables of the layers, the embedded one first; rows of later layers come after those of earlier ones and win where a
// finder must choose. An error joins every Problem of every table; the lexicon of the rows that are sound is given even then.
func Load(layers ...fs.FS) (*Lexicon, error) {
	l, problems, err := load(layers)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return l, errors.Join(errs...)
}

func load(layers []fs.FS) (*Lexicon, []Problem, error) {
	l := &Lexicon{rows: map[key]any{}}
	sum := sha256.New()
	var problems []Problem
	for n, layer := range layers {
		err := fs.WalkDir(layer, ".", func(p string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if n == 0 && learned(p) {
				l.tables = append(l.tables, p)
			}
			if path.Ext(p) != ".tsv" {
				return nil
			}
			data, err := fs.ReadFile(layer, p)
			if err != nil {
				return err
			}
			if n == 0 {
				l.tables = append(l.tables, p)
			}
			fmt.Fprintf(sum, "%d %s %d ", len(p), p, len(data))
			sum.Write(data)
			problems = append(problems, l.add(p, data)...)
			return nil
		})
		if err != nil {
			return nil, nil, fmt.Errorf("reading lexicons: %w", err)
		}
	}
	l.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return l, problems, nil
}

// learned tells the files that stand beside the tables and were learned from text; only their source is looked at here.
func learned(p string) bool { return path.Ext(p) == ".model" || path.Ext(p) == ".clusters" }

// add reads one table.
func (l *Lexicon) add(p string, data []byte) []Problem {
	f, problems := parse(p, data)
	if f.columns == nil {
		return problems
	}
	language, below, ok := strings.Cut(p, "/")
	if !ok {
		language, below = "", p
	}
	found := slices.IndexFunc(specs, func(s spec) bool {
		match, _ := path.Match(s.pattern, below)
		return match && (language != "") == (s.row != reflect.TypeFor[Source]())
	})
	if found < 0 {
		return append(problems, Problem{p, 0, 0, "no table of this name is known"})
	}
	return append(problems, specs[found].load(l, language, f)...)
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"isnad/pkg/arabic"
	"isnad/pkg/lexicon"
)

// generated marks the files that this program writes.
const generated = "_generated.tsv"

// tables gives what the hand-written tables hold, and writes the generated ones.
type tables struct {
	folder string
	hand   *lexicon.Lexicon
}

// readTables reads the hand-written tables alone.
func readTables(folder string) (*tables, error) {
	copied, err := os.MkdirTemp("", "isnad-tables-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(copied)
	for _, pattern := range [...]string{"*/*.tsv", "*/names/*.tsv"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if strings.HasSuffix(f, generated) {
				continue
			}
			rel, err := filepath.Rel(folder, f)
			if err != nil {
				return nil, err
			}
			data, err := os.ReadFile(f)
			if err != nil {
				return nil, err
			}
			to := filepath.Join(copied, rel)
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(to, data, 0o644); err != nil {
				return nil, err
			}
		}
	}
	hand, err := lexicon.Load(os.DirFS(copied))
	if err != nil {
		return nil, err
	}
	return &tables{folder: folder, hand: hand}, nil
}

// write writes a table: a comment, the columns, and the rows sorted.
func (t *tables) write(name, comment string, columns []string, rows [][]string) error {
	slices.SortFunc(rows, slices.Compare)
	var b bytes.Buffer
	b.WriteString("# " + comment + " Generated (go run ./lexicons/generate): do not edit.\n")
	b.WriteString(strings.Join(columns, "\t") + "\n")
	for _, r := range slices.CompactFunc(rows, slices.Equal) {
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return os.WriteFile(filepath.Join(t.folder, filepath.FromSlash(name)), b.Bytes(), 0o644)
}

// set holds folded forms.
type set map[string]bool

func setOf(forms ...string) set {
	s := set{}
	s.add(forms...)
	return s
}

func (s set) add(forms ...string) {
	for _, f := range forms {
		s[arabic.Fold(f)] = true
	}
}

func (s set) has(form string) bool { return s[arabic.Fold(form)] }

// isArabic tells whether a form consists of Arabic letters, blanks and hyphens, with at least two letters.
func isArabic(form string) bool {
	letters := 0
	for _, r := range form {
		switch {
		case arabic.IsLetter(r):
			letters++
		case r == ' ' || r == '-' || unicode.Is(unicode.Mn, r):
		default:
			return false
		}
	}
	return letters >= 2
}

// plain brings a form from a package to the spelling of a table: without marks of direction and vowels, single blanks.
func plain(form string) string { return strings.Join(strings.Fields(arabic.Plain(form)), " ") }

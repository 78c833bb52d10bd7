package lexicon

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// Origin is embedded in every row type: where the row stands, such as "ar/names/media.tsv:14". It is the `rule` of what the row finds.
type Origin struct {
	Rule string `tsv:"-"`
}

// column is one field of a row type, read from its tag: `tsv:"strength,enum=strong|context|never"`. Options:
//
//	enum=a|b   the cell is one of these (with "" where the list begins or ends with |)
//	list       the cell holds several values separated by " | "; the field is a []string
//	required   the cell is not blank
//	key        rows that fold to the same in all key columns are duplicates
//	ref=ids    the cell is blank or an id that a table of that name defines (see refs)
type column struct {
	name     string
	field    int
	enum     []string
	list     bool
	required bool
	key      bool
	ref      string
}

// columnsOf reads the tags of a row type. The last column of every table is `note`, which is for people and is not read.
func columnsOf(row reflect.Type) []column {
	var out []column
	for i := range row.NumField() {
		tag, ok := row.Field(i).Tag.Lookup("tsv")
		if !ok || tag == "-" {
			continue
		}
		parts := strings.Split(tag, ",")
		c := column{name: parts[0], field: i, list: row.Field(i).Type.Kind() == reflect.Slice}
		for _, option := range parts[1:] {
			name, value, _ := strings.Cut(option, "=")
			switch name {
			case "enum":
				c.enum = strings.Split(value, "|")
			case "required":
				c.required = true
			case "key":
				c.key = true
			case "ref":
				c.ref = value
			default:
				panic("lexicon: unknown option " + option + " of " + row.Name())
			}
		}
		out = append(out, c)
	}
	return out
}

// Problem is one fault of a table and its place.
type Problem struct {
	Path   string // "ar/names/media.tsv"
	Line   int    // from 1; 0 for the file as a whole
	Column int    // of the cell, from 1; 0 for the line as a whole
	Reason string
}

func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Reason)
}

// maxCell is the greatest length of a cell in bytes: longer ones are broken quoting or a lost line break.
const maxCell = 4096

// file is one table of one layer, read but not yet typed.
type file struct {
	path    string
	columns []string
	lines   []line
}

type line struct {
	number int
	cells  []string
}

// parse splits a TSV file. Every fault that can be told without knowing the table is reported.
func parse(path string, data []byte) (file, []Problem) {
	f := file{path: path}
	var bad []Problem
	report := func(line, column int, format string, args ...any) {
		bad = append(bad, Problem{path, line, column, fmt.Sprintf(format, args...)})
	}
	if !utf8.Valid(data) {
		report(0, 0, "is not UTF-8")
		return f, bad
	}
	s, bom := strings.CutPrefix(string(data), "\ufeff")
	if bom {
		report(1, 1, "begins with a byte order mark")
	}
	for i, text := range strings.Split(s, "\n") {
		number := i + 1
		if strings.TrimSpace(text) == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if strings.ContainsRune(text, '\r') {
			report(number, 0, "has a carriage return")
		}
		cells := strings.Split(text, "\t")
		for c, cell := range cells {
			if reason := badCell(cell); reason != "" {
				report(number, c+1, "%s", reason)
			}
		}
		if f.columns == nil {
			f.columns = cells
			continue
		}
		if len(cells) > len(f.columns) {
			report(number, len(f.columns)+1, "%d cells under %d columns", len(cells), len(f.columns))
			continue
		}
		for len(cells) < len(f.columns) {
			cells = append(cells, "")
		}
		f.lines = append(f.lines, line{number, cells})
	}
	if f.columns == nil {
		report(0, 0, "has no header row")
	} else if f.columns[len(f.columns)-1] != "note" {
		report(1, len(f.columns), "the last column must be note")
	}
	return f, bad
}

func badCell(cell string) string {
	if strings.TrimSpace(cell) != cell {
		return "white space at the rim of a cell"
	}
	if len(cell) > maxCell {
		return fmt.Sprintf("a cell of %d bytes", len(cell))
	}
	for _, r := range cell {
		if r == '\u061c' || '\u200b' <= r && r <= '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
			return fmt.Sprintf("an invisible or bidi control U+%04X", r)
		}
	}
	return ""
}

// decode makes typed rows of a file. Rows with faults are reported and left out.
func decode[T any](f file) ([]T, []Problem) {
	rowType := reflect.TypeFor[T]()
	columns := columnsOf(rowType)
	var bad []Problem
	at := make([]int, len(columns))
	for i, c := range columns {
		at[i] = slices.Index(f.columns, c.name)
		if at[i] < 0 {
			bad = append(bad, Problem{f.path, 1, 0, "lacks the column " + c.name})
		}
	}
	for i, name := range f.columns {
		known := name == "note" || slices.ContainsFunc(columns, func(c column) bool { return c.name == name })
		if !known {
			bad = append(bad, Problem{f.path, 1, i + 1, "unknown column " + name})
		}
	}
	rows := make([]T, 0, len(f.lines))
	for _, l := range f.lines {
		var row T
		value := reflect.ValueOf(&row).Elem()
		value.FieldByName("Rule").SetString(fmt.Sprintf("%s:%d", f.path, l.number))
		ok := true
		for i, c := range columns {
			if at[i] < 0 {
				ok = false
				continue
			}
			if reason := c.set(value.Field(c.field), l.cells[at[i]]); reason != "" {
				bad = append(bad, Problem{f.path, l.number, at[i] + 1, reason})
				ok = false
			}
		}
		if ok {
			rows = append(rows, row)
		}
	}
	return rows, bad
}

// set puts a cell into its field and gives the fault of the cell, or "".
func (c column) set(field reflect.Value, cell string) string {
	if cell == "" && c.required {
		return c.name + " is blank"
	}
	if c.list {
		values := splitList(cell)
		for _, v := range values {
			if c.enum != nil && !slices.Contains(c.enum, v) {
				return fmt.Sprintf("%s is %q, not one of %s", c.name, v, strings.Join(c.enum, ", "))
			}
		}
		field.Set(reflect.ValueOf(values))
		return ""
	}
	if c.enum != nil && !slices.Contains(c.enum, cell) {
		return fmt.Sprintf("%s is %q, not one of %s", c.name, cell, strings.Join(c.enum, ", "))
	}
	switch field.Interface().(type) {
	case isnad.Decimal:
		d := isnad.Decimal(cell)
		if cell != "" && d.Rat() == nil {
			return fmt.Sprintf("%s is %q, not a decimal number", c.name, cell)
		}
		field.Set(reflect.ValueOf(d))
		return ""
	case bool:
		if cell != "yes" && cell != "no" && cell != "" {
			return fmt.Sprintf("%s is %q, not yes or no", c.name, cell)
		}
		field.SetBool(cell == "yes")
		return ""
	}
	field.SetString(cell)
	return ""
}

// splitList splits a cell of several values at its bars.
func splitList(cell string) []string {
	var out []string
	for v := range strings.SplitSeq(cell, "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

package lexicon

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"isnad/pkg/arabic"
)

// Check reads the layers as Load does and looks further: rows that fold to the same, names of one form under two ids, references to ids
// that no table defines, and tables without a source. It gives every Problem in the order of the files; err is for what could not be
// read at all.
func Check(layers ...fs.FS) (*Lexicon, []Problem, error) {
	l, problems, err := load(layers)
	if err != nil {
		return nil, nil, err
	}
	ids := map[string]bool{}
	for k := range l.rows {
		for _, n := range Rows[Name](l, k.language) {
			ids[n.ID] = true
		}
	}
	for _, language := range l.languages() {
		for _, s := range specs {
			if rows, ok := l.rows[key{language, s.row}]; ok {
				problems = append(problems, checkRows(reflect.ValueOf(rows), columnsOf(s.row), ids)...)
			}
		}
		problems = append(problems, checkNames(Rows[Name](l, language))...)
	}
	return l, append(problems, l.checkSources()...), nil
}

// checkSources looks for tables of the first layer without a source, and sources of tables that are not there. A user's own tables need
// none.
func (l *Lexicon) checkSources() []Problem {
	var bad []Problem
	named := map[string]bool{}
	for _, s := range Rows[Source](l, "") {
		named[s.File] = true
		if path.Ext(s.File) == ".tsv" && !slices.Contains(l.tables, s.File) { // what was learned is no table, and its embedding names it
			bad = append(bad, problemAt(s.Rule, "there is no table "+s.File))
		}
	}
	for _, p := range l.tables {
		if p != sourcesFile && !named[p] {
			bad = append(bad, Problem{p, 0, 0, sourcesFile + " names no source of this table"})
		}
	}
	return bad
}

// sourcesFile is the table of sources.
const sourcesFile = "SOURCES.tsv"

// languages gives the languages that have tables, "" for those above the languages, in a fixed order.
func (l *Lexicon) languages() []string {
	var out []string
	for _, language := range []string{"", "ar", "en"} {
		for k := range l.rows {
			if k.language == language {
				out = append(out, language)
				break
			}
		}
	}
	return out
}

// checkRows looks for duplicate keys and dangling references.
func checkRows(rows reflect.Value, columns []column, ids map[string]bool) []Problem {
	var bad []Problem
	seen := map[string]string{}
	for i := range rows.Len() {
		row := rows.Index(i)
		rule := row.FieldByName("Rule").String()
		var parts []string
		for _, c := range columns {
			cell := ""
			if !c.list && row.Field(c.field).Kind() == reflect.String {
				cell = row.Field(c.field).String()
			}
			if c.key {
				parts = append(parts, arabic.Fold(cell))
			}
			if c.ref != "" && cell != "" && !ids[cell] {
				bad = append(bad, problemAt(rule, "unknown id "+cell))
			}
		}
		if len(parts) == 0 {
			continue
		}
		k := strings.Join(parts, "\t")
		if first, ok := seen[k]; ok {
			bad = append(bad, problemAt(rule, fmt.Sprintf("%q stands already at %s", parts[0], first)))
			continue
		}
		seen[k] = rule
	}
	return bad
}

// checkNames looks for strong forms that two entities claim.
func checkNames(names []Name) []Problem {
	var bad []Problem
	owner := map[string]Name{}
	for _, n := range names {
		if n.Strength != "strong" {
			continue
		}
		own := map[string]bool{}
		for _, form := range append([]string{n.Name}, n.Forms...) {
			fold := arabic.Fold(form)
			first, taken := owner[fold]
			switch {
			case taken && first.ID != n.ID:
				bad = append(bad, problemAt(n.Rule, fmt.Sprintf("%q is a strong name of %s too, at %s", form, first.ID, first.Rule)))
			case own[fold] && form != n.Name:
				bad = append(bad, problemAt(n.Rule, fmt.Sprintf("%q folds to a form that the row has already", form)))
			}
			own[fold] = true
			owner[fold] = n
		}
	}
	return bad
}

// problemAt makes a Problem of a row's origin.
func problemAt(rule, reason string) Problem {
	p := Problem{Reason: reason}
	at := strings.LastIndexByte(rule, ':')
	p.Path = rule[:at]
	fmt.Sscanf(rule[at+1:], "%d", &p.Line)
	return p
}

package lexicon

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"isnad/pkg/arabic"
)

// Count is the number of rows of one table.
type Count struct {
	Name string // "ar/names/*.tsv"
	Rows int
}

// Counts gives the number of rows of every table that has some, in a fixed order.
func (l *Lexicon) Counts() []Count {
	var out []Count
	for _, language := range l.languages() {
		for _, s := range specs {
			if n := s.count(l, language); n > 0 {
				out = append(out, Count{strings.TrimPrefix(language+"/"+s.pattern, "/"), n})
			}
		}
	}
	return out
}

// Idle are rows of a language that no example of a corpus exercises.
type Idle struct {
	Language, Corpus string
	Rows             []string // their forms
}

// exercise says which corpus is to hold an example of each row of a kind.
type exercise struct {
	corpus string
	forms  func(l *Lexicon, language string) [][]string // the forms of each row
}

// Generated tells the rows of tables that were generated from packages. A test reads every one of them; they need no example each.
func Generated(rule string) bool { return strings.Contains(rule, "_generated.tsv:") }

// exercises name the rules that should not stand without an example. Names are too many for one each.
var exercises = []exercise{
	{"claims.corpus", func(l *Lexicon, language string) [][]string {
		return formsOf(Rows[Verb](l, language), func(v Verb) []string { return verbForms(v, language) })
	}},
	{"claims.corpus", func(l *Lexicon, language string) [][]string {
		return formsOf(Rows[Cue](l, language), func(c Cue) []string { return []string{c.Form} })
	}},
	{"figures.corpus", func(l *Lexicon, language string) [][]string {
		return formsOf(Rows[Unit](l, language), func(u Unit) []string { return append([]string{u.Form}, u.Forms...) })
	}},
	{"figures.corpus", func(l *Lexicon, language string) [][]string {
		return formsOf(Rows[Approximator](l, language), func(a Approximator) []string { return append([]string{a.Form}, a.Forms...) })
	}},
	{"dates.corpus", func(l *Lexicon, language string) [][]string {
		hand := slices.DeleteFunc(slices.Clone(Rows[Month](l, language)), func(m Month) bool { return Generated(m.Rule) })
		return formsOf(hand, func(m Month) []string { return []string{m.Form} })
	}},
}

func formsOf[T any](rows []T, forms func(T) []string) [][]string {
	var out [][]string
	for _, r := range rows {
		out = append(out, forms(r))
	}
	return out
}

func verbForms(v Verb, language string) []string {
	out := append([]string{v.Lemma}, v.Forms...)
	if language == "ar" {
		for _, f := range arabic.VerbForms(v.Lemma, v.Present, v.Participle) {
			out = append(out, f.Form)
		}
	}
	return out
}

// Unexercised gives the rows of verbs, cues, units, approximators and months that no line of the corpora in the layers shows.
func Unexercised(l *Lexicon, layers ...fs.FS) ([]Idle, error) {
	var out []Idle
	for _, language := range l.languages() {
		if language == "" {
			continue
		}
		for _, e := range exercises {
			shown, err := readShown(layers, language+"/"+e.corpus)
			if err != nil {
				return nil, err
			}
			idle := Idle{Language: language, Corpus: e.corpus}
			for _, forms := range e.forms(l, language) {
				if !slices.ContainsFunc(forms, shown.has) {
					idle.Rows = append(idle.Rows, forms[0])
				}
			}
			if len(idle.Rows) > 0 {
				out = append(out, idle)
			}
		}
	}
	return out, nil
}

// shown is what a corpus shows: its words, parted from their proclitics too, and its text for phrases.
type shown struct {
	words map[string]bool
	text  string
}

func readShown(layers []fs.FS, path string) (shown, error) {
	s := shown{words: map[string]bool{}}
	var text strings.Builder
	for _, layer := range layers {
		data, err := fs.ReadFile(layer, path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return s, fmt.Errorf("reading %s: %w", path, err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if line == "" || strings.ContainsRune("#@\t ", rune(line[0])) {
				continue
			}
			for _, w := range foldedWords(line) {
				for _, r := range arabic.Readings(nil, w) {
					s.words[r.Stem] = true
				}
				text.WriteString(" " + w)
			}
			text.WriteString(" .")
		}
	}
	s.text = text.String()
	return s, nil
}

// has tells whether a form is shown; where it has a gap («يقرب … من»), whether a line shows its parts in their order.
func (s shown) has(form string) bool {
	if first, second, ok := strings.Cut(form, gap); ok {
		for line := range strings.SplitSeq(s.text, " .") {
			if _, rest, ok := strings.Cut(line+" ", phrase(first)); ok && strings.Contains(" "+rest, phrase(second)) {
				return true
			}
		}
		return false
	}
	words := foldedWords(form)
	switch len(words) {
	case 0:
		return true // a symbol
	case 1:
		return s.words[words[0]]
	}
	return strings.Contains(s.text, strings.Join(words, " "))
}

// gap stands in a form for words between its parts.
const gap = "…"

func phrase(part string) string { return " " + strings.Join(foldedWords(part), " ") + " " }

func foldedWords(s string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(arabic.Fold(s), "%", " % "), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%'
	})
}

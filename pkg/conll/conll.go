// Package conll reads annotated sentences in the columns of CoNLL's shared tasks: a token a line, its tag in the last column, a blank
// line behind every sentence.
//
// It knows the file. What the tags mean is for the caller to say.
package conll

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Token is a line: the first column, and the last.
type Token struct {
	Text, Tag string
}

// Sentence is a run of lines without a blank one.
type Sentence []Token

// maxLine bounds a line, in bytes.
const maxLine = 1 << 20

// byteOrderMark is what some editors put before the first line.
const byteOrderMark = "\ufeff"

// Read reads all sentences. place names the file in errors, which have the form file:line.
func Read(r io.Reader, place string) ([]Sentence, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	var out []Sentence
	var current Sentence
	line := 0
	for in.Scan() {
		line++
		text := strings.TrimRight(in.Text(), "\r")
		if line == 1 {
			text = strings.TrimPrefix(text, byteOrderMark)
		}
		if strings.TrimSpace(text) == "" {
			if len(current) > 0 {
				out, current = append(out, current), nil
			}
			continue
		}
		columns := strings.Split(text, "\t")
		t := Token{Text: columns[0], Tag: columns[len(columns)-1]}
		if len(columns) < 2 || t.Text == "" || strings.Contains(t.Text, " ") || !valid(t.Tag) || !utf8.ValidString(text) {
			return nil, fmt.Errorf("%s:%d: want TOKEN<TAB>TAG in UTF-8 with a tag O, B-… or I-…, not %q", place, line, clip(text))
		}
		current = append(current, t)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", place, line+1, err)
	}
	if len(current) > 0 {
		out = append(out, current)
	}
	return out, nil
}

func valid(tag string) bool {
	return tag == "O" || len(tag) > 2 && (tag[:2] == "B-" || tag[:2] == "I-")
}

func clip(s string) string {
	const longest = 60
	if len(s) > longest {
		return strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

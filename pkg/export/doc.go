// Package export writes claims in the formats of others: spreadsheets, lines of JSON, W3C Web Annotation, schema.org.
//
// It knows what each format calls the parts of a claim, and how a hostile name is kept from being a formula or a script there. It does
// not know where rows come from, nor where the bytes go: rows are taken one by one and written at once, however many there are.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Format is a way to write claims down.
type Format struct {
	Name      string // by which it is asked for
	Extension string // of a file, without the point
	MediaType string
	Item      string // what a line or node of it is, in English, for one of them
	Arabic    string // what it is
	English   string

	open func(*bufio.Writer) sheet
}

// Formats lists them. Of those with one extension, the first is meant where none is named.
var Formats = []Format{
	{"csv", "csv", mediaCSV, "claim", "جدول بيانات، سطر لكل قول", "a spreadsheet, one row a claim", newTable(',')},
	{"csv-semicolon", "csv", mediaCSV, "claim", "الجدول نفسه بفاصلة منقوطة، لإعدادات إكسل العربية",
		"a spreadsheet with semicolons, as Excel expects it under many Arabic and European settings", newTable(';')},
	{"jsonl", "jsonl", mediaLines, "claim", "سطر JSON لكل قول", "one claim as JSON a line, as isnad query --json prints it", newLines},
	{"records", "jsonl", mediaLines, "article", "سطر JSON لكل مقال بنصه وكل ما وجد فيه",
		"one article as JSON a line, with its text and all that was found in it", newRecords},
	{"claim", "jsonld", mediaLinked, "claim", "أقوال بمفردات schema.org", "schema.org Claim, as JSON-LD", newClaims},
	{"claimreview", "jsonld", mediaLinked, "draft", "مسودات تدقيق (ClaimReview) يكملها المدقق",
		"schema.org ClaimReview: drafts that a fact-checker completes", newReviews},
	{"annotation", "jsonld", mediaLinked, "annotation", "تعليقات W3C تشير إلى الكلمات نفسها في المقال",
		"W3C Web Annotation: each claim tied to its words in the article", newAnnotations},
}

const (
	mediaCSV    = "text/csv; charset=utf-8; header=present"
	mediaLines  = "application/x-ndjson; charset=utf-8"
	mediaLinked = "application/ld+json"
)

// Find gives the format of a name. The error is a BadInput.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, isnad.Bad("format", "there is no format %q: take one of %s", name, strings.Join(names, ", "))
}

// Articles gives whole records; a store.Reader is one.
type Articles interface {
	Record(ctx context.Context, articleID string) (*isnad.Record, error)
}

// sheet is what is being written in one format. add tells how many things it wrote of a row: a claim, or an article where it is new.
type sheet interface {
	begin() error
	add(ctx context.Context, r *store.Row, s *shelf) (int, error)
	end() error
}

// bufferSize is what is written at a time: the first bytes leave when there are so many, or at the end.
const bufferSize = 1 << 16

// Write writes rows in a format and tells how many claims that were, or articles where the format writes those. What an error ends is
// not whole, and lacks what the format puts at its end: whoever has the writer sees to it that nobody takes it for whole.
func Write(ctx context.Context, w io.Writer, f Format, rows iter.Seq2[store.Row, error], articles Articles) (n int, err error) {
	if f.open == nil {
		return 0, fmt.Errorf("export: the format %q is none of Formats", f.Name)
	}
	out := bufio.NewWriterSize(w, bufferSize)
	sheet, shelf := f.open(out), &shelf{articles: articles}
	if err := sheet.begin(); err != nil {
		return 0, err
	}
	for row, err := range rows {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return n, err
		}
		written, err := sheet.add(ctx, &row, shelf)
		if err != nil {
			return n, err
		}
		n += written
	}
	if err := sheet.end(); err != nil {
		return n, err
	}
	return n, out.Flush()
}

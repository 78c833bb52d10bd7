package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"isnad/pkg/isnad"
)

// Item is one article read, or the reason why one was not.
type Item struct {
	Place   string         // "feed.jsonl:7", "report.txt", "line 7"
	Line    int            // of a JSON line, from 1; else 0
	ID      string         // the caller's label of a bad line, where it can be read
	Article *isnad.Article // nil where Err is not
	Page    []byte         // the bytes that Article.Source names
	Err     error          // BadInput, or an error of the file system
}

// MaxFile is the greatest size of a text or HTML file in bytes.
const MaxFile = 64 << 20

// metaSuffix names the sidecar of a file: report.html has report.meta.json.
const metaSuffix = ".meta.json"

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Files reads files and folders: text (.txt), pages (.html, .htm), lines of JSON (.jsonl, .ndjson). A file report.txt may have a sidecar
// report.meta.json with the fields of Meta; m fills what is left. Folders are walked in order; other files and hidden ones in them are
// passed over. A file that is named itself is read as text where its name says nothing else. "-" is standard input, as text or, where
// stdin says so, as lines.
func (r *Reader) Files(paths []string, m Meta) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, p := range paths {
			if !r.path(p, m, yield) {
				return
			}
		}
	}
}

func (r *Reader) path(p string, m Meta, yield func(Item) bool) bool {
	if p == Stdin {
		return r.Stream("standard input", os.Stdin, m, yield)
	}
	info, err := os.Stat(p)
	if err != nil {
		return yield(Item{Place: p, Err: err})
	}
	if !info.IsDir() {
		return r.file(p, m, yield)
	}
	ok := true
	err = filepath.WalkDir(p, func(at string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			ok = yield(Item{Place: at, Err: err})
		case at != p && strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case !d.IsDir() && IsArticleFile(at):
			ok = r.file(at, m, yield)
		}
		if !ok {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && ok {
		return yield(Item{Place: p, Err: err})
	}
	return ok
}

// IsArticleFile tells by its name whether a file in a folder is read.
func IsArticleFile(p string) bool {
	name := filepath.Base(p)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".html", ".htm", ".jsonl", ".ndjson":
		return !strings.HasPrefix(name, ".")
	}
	return false
}

func (r *Reader) file(p string, m Meta, yield func(Item) bool) bool {
	f, err := os.Open(p)
	if err != nil {
		return yield(Item{Place: p, Err: err})
	}
	defer f.Close()
	own, err := sidecar(p)
	if err != nil {
		return yield(Item{Place: p, Err: err})
	}
	m = own.Or(m)
	switch ext := strings.ToLower(filepath.Ext(p)); ext {
	case ".jsonl", ".ndjson":
		for item := range r.Lines(p, f, m) {
			if !yield(item) {
				return false
			}
		}
		return true
	}
	if m.ID == "" {
		m.ID = filepath.Base(p)
	}
	return r.Stream(p, f, m, yield)
}

// Stream reads one text or page to its end and yields it.
func (r *Reader) Stream(place string, in io.Reader, m Meta, yield func(Item) bool) bool {
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	item := Item{Place: place}
	switch {
	case err != nil:
		item.Err = fmt.Errorf("reading %s: %w", place, err)
	case len(data) > MaxFile:
		item.Err = isnad.Bad(place, "larger than %d MiB", MaxFile>>20)
	case len(bytes.TrimSpace(data)) == 0:
		item.Err = isnad.Bad(place, "is empty")
	case IsHTML(data):
		item.Page = data
		item.Article, item.Err = r.HTML(place, data, "", m)
	default:
		item.Article, item.Err = r.Text(place, string(data), m)
	}
	return yield(item)
}

// IsHTML tells by its beginning whether data is a page.
func IsHTML(data []byte) bool {
	const top = 512
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), top)], "\ufeff \t\r\n"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) ||
		bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<head")) ||
		bytes.HasPrefix(head, []byte("<!--")) && bytes.Contains(head, []byte("<html"))
}

// sidecar reads what stands beside a file.
func sidecar(p string) (Meta, error) {
	var m Meta
	at := strings.TrimSuffix(p, filepath.Ext(p)) + metaSuffix
	data, err := os.ReadFile(at)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // a misspelt field would be lost in silence
	if err := d.Decode(&m); err != nil {
		return m, isnad.Bad(at, "%s", reason(err))
	}
	return m, nil
}

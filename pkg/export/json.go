package export

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"isnad/pkg/store"
)

// writer writes values as JSON, each on a line of its own.
type writer struct {
	out    *bufio.Writer
	buffer bytes.Buffer
	json   *json.Encoder
}

func newWriter(out *bufio.Writer) *writer {
	w := &writer{out: out}
	w.json = json.NewEncoder(&w.buffer) // which writes < and > as \u003c and \u003e: no </script> ends what it is pasted into
	return w
}

// put writes a value without the end of its line.
func (w *writer) put(v any) error {
	w.buffer.Reset()
	if err := w.json.Encode(v); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return w.visible(bytes.TrimSuffix(w.buffer.Bytes(), []byte{'\n'}))
}

// visible writes JSON with the characters that turn the direction of text as \u202e and the like: they are read as they are, and do not
// turn what stands beside them where the file is looked at. They are of three bytes, E2 80 AA–AE and E2 81 A6–A9.
func (w *writer) visible(b []byte) error {
	from := 0
	for i := 0; i+2 < len(b); i++ {
		next := bytes.IndexByte(b[i:len(b)-2], 0xE2)
		if next < 0 {
			break
		}
		i += next
		r := rune(0x2000) | rune(b[i+1]&0x3F)<<6 | rune(b[i+2]&0x3F)
		if !turns(r) {
			continue
		}
		_, _ = w.out.Write(b[from:i]) // the writer keeps its error
		fmt.Fprintf(w.out, `\u%04x`, r)
		from = i + 3
		i += 2
	}
	_, err := w.out.Write(b[from:])
	return err
}

func (w *writer) line(v any) error {
	if err := w.put(v); err != nil {
		return err
	}
	return w.out.WriteByte('\n')
}

// rowLines are claims, one a line.
type rowLines struct{ *writer }

func newLines(out *bufio.Writer) sheet { return rowLines{newWriter(out)} }

func (rowLines) begin() error { return nil }
func (rowLines) end() error   { return nil }

func (l rowLines) add(_ context.Context, r *store.Row, _ *shelf) (int, error) { return 1, l.line(r) }

// recordLines are articles, one a line.
type recordLines struct {
	*writer
	last string // article
}

func newRecords(out *bufio.Writer) sheet { return &recordLines{writer: newWriter(out)} }

func (*recordLines) begin() error { return nil }
func (*recordLines) end() error   { return nil }

func (l *recordLines) add(ctx context.Context, r *store.Row, s *shelf) (int, error) {
	if r.Article.ID == l.last {
		return 0, nil
	}
	l.last = r.Article.ID
	record, err := s.article(ctx, r)
	if err != nil {
		return 0, err
	}
	return 1, l.line(record)
}

// graph is one JSON-LD document: what stands before its nodes, the nodes, each on a line, and what stands behind them.
type graph struct {
	*writer
	head string
	node func(ctx context.Context, r *store.Row, s *shelf) (any, error)
	tail func() string
	any  bool
}

func (g *graph) begin() error {
	_, err := g.out.WriteString(g.head)
	return err
}

func (g *graph) add(ctx context.Context, r *store.Row, s *shelf) (int, error) {
	node, err := g.node(ctx, r, s)
	if err != nil {
		return 0, err
	}
	separator := ",\n"
	if !g.any {
		separator, g.any = "\n", true
	}
	if _, err := g.out.WriteString(separator); err != nil {
		return 0, err
	}
	return 1, g.put(node)
}

func (g *graph) end() error {
	_, err := g.out.WriteString(g.tail())
	return err
}

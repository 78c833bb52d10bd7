package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// input is an article as one JSON object.
type input struct {
	Text *string `json:"text"`
	Meta
}

// JSON makes an article of one JSON object; only `text` is required, unknown fields are passed over. m fills what the object leaves blank.
// Bytes that are not UTF-8 and lone surrogates are refused, not replaced.
func (r *Reader) JSON(place string, object []byte, m Meta) (*isnad.Article, error) {
	if at := badUTF8(string(object)); at >= 0 {
		return nil, isnad.Bad(place, "byte %d is not UTF-8", at)
	}
	var in input
	if err := json.Unmarshal(object, &in); err != nil {
		return nil, isnad.Bad(place, "%s", reason(err))
	}
	if at := loneSurrogate(object); at >= 0 {
		return nil, isnad.Bad(place, "byte %d: a lone surrogate in a \\u escape", at)
	}
	if in.Text == nil {
		return nil, isnad.Bad(place, "the object has no text")
	}
	return r.Text(place, *in.Text, in.Or(m))
}

// reason words an error of the decoder for a reader who knows no Go.
func reason(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("byte %d: not JSON: %v", syntax.Offset, err)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("byte %d: %s is a %s, not a string", kind.Offset, kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Sprintf("the line is a %s, not an object", kind.Value)
	}
	return "not JSON: " + err.Error()
}

// loneSurrogate gives the offset of the first \u escape that is half of a pair, or -1. The decoder would replace it in silence.
func loneSurrogate(object []byte) int {
	for i := 0; i+1 < len(object); i++ {
		if object[i] != '\\' {
			continue
		}
		if object[i+1] != 'u' {
			i++
			continue
		}
		switch high := hex4(object, i); {
		case high < 0xD800 || high > 0xDFFF:
			i += 5
		case high < 0xDC00 && hex4(object, i+6) >= 0xDC00 && hex4(object, i+6) <= 0xDFFF:
			i += 11
		default:
			return i
		}
	}
	return -1
}

// hex4 gives the number of the \uXXXX escape at i, or -1.
func hex4(b []byte, i int) int64 {
	if i+6 > len(b) || b[i] != '\\' || b[i+1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16)
	if err != nil {
		return -1
	}
	return int64(n)
}

// labelOf gives the `id` of an object, as far as it can be read, for the error record of a bad line.
func labelOf(object []byte) string {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return ""
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return ""
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return ""
		}
		if id, ok := value.(string); ok && key == "id" && utf8.ValidString(id) {
			return id
		}
	}
	return ""
}

// MaxLine is the greatest length of a line of JSON in bytes. A longer one is refused and passed over.
const MaxLine = 64 << 20

// Lines reads one article object a line. Every line that is not blank gives one Item, in order; a bad one gives an Item with Err, and the
// reading goes on. Only an error of in itself ends it, as an Item without an ID or line.
func (r *Reader) Lines(name string, in io.Reader, m Meta) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		lines := bufio.NewReaderSize(in, 1<<16)
		for number := 1; ; number++ {
			line, long, err := readLine(lines)
			item := Item{Place: placeOf(name, number), Line: number}
			switch object := bytes.TrimSpace(line); {
			case long:
				item.Err = isnad.Bad(item.Place, "longer than %d MiB", MaxLine>>20)
			case len(object) > 0:
				item.Article, item.Err = r.JSON(item.Place, object, m)
				if item.Err != nil {
					item.ID = labelOf(object)
				}
			}
			if (item.Err != nil || item.Article != nil) && !yield(item) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Item{Place: item.Place, Err: fmt.Errorf("reading %s: %w", item.Place, err)})
				return
			}
		}
	}
}

// placeOf names a line: "line 7" of standard input, "feed.jsonl:7" of a file.
func placeOf(name string, number int) string {
	if name == "" {
		return "line " + strconv.Itoa(number)
	}
	return name + ":" + strconv.Itoa(number)
}

// readLine reads up to and without the next line break; long tells that the line is longer than MaxLine, and was passed over.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > MaxLine+1 {
			line, long = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(line, []byte("\n")), long, err
		}
	}
}

package compare

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// maxLine is the greatest length of a record in bytes. A longer line is refused and passed over.
const maxLine = 256 << 20

// Line is a record with the number of its line, counted from 1.
type Line struct {
	Number int
	Record *isnad.Record
}

// Records reads one record a line. A line that is none gives a BadInput, and the reading goes on; blank lines are passed over. Any other
// error is one of in and ends it.
func Records(in io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		lines := bufio.NewReaderSize(in, 1<<16)
		for n := 1; ; n++ {
			text, long, err := readLine(lines)
			at := Line{Number: n}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(at, err)
				return
			}
			var bad error
			switch text = bytes.TrimSpace(text); {
			case long:
				bad = isnad.Bad("", "longer than %d MiB", maxLine>>20)
			case len(text) > 0:
				at.Record, bad = decode(text)
			}
			if (bad != nil || at.Record != nil) && !yield(at, bad) || err != nil {
				return
			}
		}
	}
}

func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if line = append(line, part...); len(line) > maxLine {
			line, long = line[:0], true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// decode reads a record and holds it to its contract. The error is a BadInput.
func decode(text []byte) (*isnad.Record, error) {
	if !utf8.Valid(text) {
		return nil, isnad.Bad("", "not UTF-8")
	}
	var r struct {
		isnad.Record
		Error string `json:"error"`
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, &isnad.BadInput{Reason: "not a record", Err: err}
	}
	if r.Error != "" {
		return nil, isnad.Bad("", "no record, but an error: %s", r.Error)
	}
	if err := r.Validate(); err != nil {
		return nil, fmt.Errorf("not a sound record: %w", err)
	}
	return &r.Record, nil
}

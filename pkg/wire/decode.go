package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// decode reads the one JSON value of a message. Nothing is replaced in silence: bytes that are not UTF-8, lone surrogates, a second value
// and fields of the wrong type are BadInput whose place names the message and the byte. Unknown fields are let pass.
func decode(m *Message, schema string, into any) error {
	if s := m.Header.Get(HeaderSchema); s != "" && s != schema {
		return isnad.Bad(m.Place(), "wrong schema: the header says %q, not %q", s, schema)
	}
	if at := invalidUTF8(m.Data); at >= 0 {
		return isnad.Bad(atByte(m, int64(at)), "not UTF-8")
	}
	if at := loneSurrogate(m.Data); at >= 0 {
		return isnad.Bad(atByte(m, int64(at)), "bad JSON: a lone surrogate stands for no letter")
	}
	d := json.NewDecoder(bytes.NewReader(m.Data))
	if err := d.Decode(into); err != nil {
		return decodeError(m, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return isnad.Bad(atByte(m, d.InputOffset()), "bad JSON: something follows the value")
	}
	return nil
}

// atByte names a byte of a message's payload: "ARTICLES:42 byte 17".
func atByte(m *Message, offset int64) string {
	return m.Place() + " byte " + strconv.FormatInt(offset, 10)
}

func decodeError(m *Message, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return &isnad.BadInput{Place: atByte(m, syntax.Offset), Reason: "bad JSON", Err: err}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &isnad.BadInput{Place: atByte(m, int64(len(m.Data))), Reason: "bad JSON: it ends early", Err: err}
	case errors.As(err, &kind):
		return &isnad.BadInput{Place: atByte(m, kind.Offset), Reason: "wrong schema", Err: err}
	}
	return &isnad.BadInput{Place: m.Place(), Reason: "wrong schema", Err: err}
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// loneSurrogate gives the offset of the first \u escape that is half of a pair without its other half, or -1. encoding/json would put
// U+FFFD in its place.
func loneSurrogate(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		r := escaped(b[i:])
		if !utf16.IsSurrogate(r) {
			i++ // the escaped character
			continue
		}
		const length = len(`\u0000`)
		if utf16.DecodeRune(r, escaped(b[i+length:])) == utf8.RuneError {
			return i
		}
		i += 2*length - 1
	}
	return -1
}

// escaped gives the UTF-16 unit of the \u escape at the start of b, or -1.
func escaped(b []byte) rune {
	const length = len(`\u0000`)
	if len(b) < length || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(b[2:length]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

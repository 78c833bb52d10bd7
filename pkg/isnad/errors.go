package isnad

import (
	"errors"
	"fmt"
)

// BadInput is an error of the input itself: no retry can help, so the input is rejected or goes to the dead letters. Place names
// where it stands ("feed.jsonl:7", "line 7", "ARTICLES:42", "lexicons/ar/names/media.tsv:14:3").
type BadInput struct {
	Place  string
	Reason string
	Err    error // the cause, or nil
}

// Bad makes a BadInput without a cause.
func Bad(place, format string, args ...any) *BadInput {
	return &BadInput{Place: place, Reason: fmt.Sprintf(format, args...)}
}

func (e *BadInput) Error() string {
	s := e.Reason
	if e.Place != "" {
		s = e.Place + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *BadInput) Unwrap() error { return e.Err }

// IsBadInput tells whether err says that the input itself is at fault.
func IsBadInput(err error) bool {
	var bad *BadInput
	return errors.As(err, &bad)
}

// ErrUnavailable is wrapped by errors of a dependency that is away (store, broker). It is no message's fault: the worker stops
// fetching until the dependency is back.
var ErrUnavailable = errors.New("unavailable")

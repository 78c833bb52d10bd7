//go:build race

package api_test

import (
	"net/http"
	"testing"
)

// checker holds nothing to anything under the race detector: the validator and what it needs take minutes to be built for that, and the plain
// run of the same tests has it.
type checker struct{}

func newChecker(testing.TB, []byte) checker { return checker{} }

func (checker) document() []string { return nil }

func (checker) answer(*http.Request, *http.Response) []string { return nil }

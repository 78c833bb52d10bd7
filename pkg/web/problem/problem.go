// Package problem writes errors as problem documents (RFC 9457): what the API answers, and what every other address answers to a program.
//
// It knows which status fits which error of the project, and nothing of what was asked.
package problem

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// ContentType is that of a problem document.
const ContentType = "application/problem+json"

// RetryAfter is what is told with every 503, in seconds.
const RetryAfter = "5"

// Document says what is wrong with a request.
type Document struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// Write answers with a problem document. Other headers may be set before.
func Write(w http.ResponseWriter, status int, detail string) {
	h := w.Header()
	h.Set("Content-Type", ContentType)
	h.Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", RetryAfter)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(Document{http.StatusText(status), status, detail}) // a caller who has gone misses nothing
}

// Status gives the status that fits an error.
func Status(err error) int {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case isnad.IsBadInput(err):
		return http.StatusUnprocessableEntity
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, isnad.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Detail gives what people are told of an error: all of it where it is theirs or passes, nothing of what happened inside.
func Detail(err error) string {
	if Status(err) == http.StatusInternalServerError {
		return "something went wrong here; the log says what"
	}
	return err.Error()
}

package web

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"

	"isnad/pkg/web/problem"
)

// logged logs requests, at debug level, and answers for a handler that panics: one request is lost, and the server goes on.
func logged(log zerolog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		watched := &watched{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p) // it asks for the connection to be cut
				}
				log.Error().Str("panic", fmt.Sprint(p)).Str("method", r.Method).Str("path", r.URL.Path).Bytes("stack", debug.Stack()).Msg("failed")
				if watched.status != 0 {
					panic(http.ErrAbortHandler) // half an answer must not look like a whole one
				}
				w.Header().Del("Content-Encoding")
				problem.Write(watched, http.StatusInternalServerError, "something went wrong here; the log says what")
			}
			log.Debug().Str("method", r.Method).Str("path", r.URL.Path).Int("status", watched.status).Int64("bytes", watched.bytes).
				Dur("took", time.Since(began)).Msg("served")
		}()
		next.ServeHTTP(watched, r.WithContext(log.WithContext(r.Context()))) // for handlers that have no log of their own
	})
}

// watched notes what is answered.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Unwrap gives http.ResponseController what is below.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader notes the status.
func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes the length.
func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

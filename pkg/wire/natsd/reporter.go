package natsd

import (
	"fmt"
	"sync"
)

// reporter passes the broker's warnings and errors on and keeps the last of them. It is a server.Logger.
type reporter struct {
	report func(string)
	fatal  chan struct{} // gets a value when the broker gives up

	mu   sync.Mutex
	last string
}

func (r *reporter) tell(format string, args []any) {
	text := fmt.Sprintf(format, args...)
	r.mu.Lock()
	r.last = text
	r.mu.Unlock()
	if r.report != nil {
		r.report(text)
	}
}

func (r *reporter) lastWords() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == "" {
		return "it gives no reason"
	}
	return r.last
}

func (r *reporter) Noticef(string, ...any)            {}
func (r *reporter) Debugf(string, ...any)             {}
func (r *reporter) Tracef(string, ...any)             {}
func (r *reporter) Warnf(format string, args ...any)  { r.tell(format, args) }
func (r *reporter) Errorf(format string, args ...any) { r.tell(format, args) }

// Fatalf does not end the program, as the broker's own logger would: Start gives the error.
func (r *reporter) Fatalf(format string, args ...any) {
	r.tell(format, args)
	select {
	case r.fatal <- struct{}{}:
	default:
	}
}

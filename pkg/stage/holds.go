package stage

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Holds is what stages are waiting for. Its zero value is ready, nil hears nothing, and it is safe for several goroutines.
type Holds struct {
	mu      sync.Mutex
	reasons map[string]error // by stage
}

// note says why a stage holds; nil says that it goes on.
func (h *Holds) note(stage string, reason error) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if reason == nil {
		delete(h.reasons, stage)
		return
	}
	if h.reasons == nil {
		h.reasons = map[string]error{}
	}
	h.reasons[stage] = reason
}

// Err tells which stages hold, and why; nil where all work. A dependency may well answer and yet refuse its work, as a full disk does:
// only this tells.
func (h *Holds) Err() error {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var errs []error
	for _, stage := range slices.Sorted(maps.Keys(h.reasons)) {
		errs = append(errs, fmt.Errorf("%s is waiting: %w", stage, h.reasons[stage]))
	}
	return errors.Join(errs...)
}

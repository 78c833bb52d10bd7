package workers_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/workers"
	"isnad/pkg/isnad"
)

// Whoever waits in vain is told why, and not only that the time was up.
func TestPatientlyTellsWhatWasWrong(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	full := fmt.Errorf("broker %w: it is full", isnad.ErrUnavailable)
	tries := 0
	err := workers.Patiently(ctx, zerolog.Nop(), "trying", func() error {
		if tries++; tries == 1 {
			return full
		}
		cancel()
		return fmt.Errorf("broker %w: %w", isnad.ErrUnavailable, ctx.Err())
	})
	if !errors.Is(err, full) || tries != 2 {
		t.Errorf("after %d tries: %v", tries, err)
	}
}

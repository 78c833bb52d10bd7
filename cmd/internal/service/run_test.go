package service_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/service"
)

// A program that is told to end while it starts ends in good order; one that fails does not.
func TestToldToEndWhileStarting(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	err := service.Run(ctx, "test", service.Address{}, zerolog.Nop(), func(ctx context.Context, _ *service.Program) error {
		stop()
		<-ctx.Done()
		return fmt.Errorf("preparing the streams: %w", ctx.Err())
	})
	if err != nil {
		t.Error(err)
	}
	broken := errors.New("broken")
	if err := service.Run(t.Context(), "test", service.Address{}, zerolog.Nop(), func(context.Context, *service.Program) error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := service.Run(t.Context(), "test", service.Address{}, zerolog.Nop(), func(context.Context, *service.Program) error { return context.Canceled }); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody told it to end: %v", err)
	}
}

package wire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
)

// errLost says that a request will never be answered: a broker that comes back knows nothing of it.
var errLost = errors.New("the connection was lost before it answered")

// Ask makes a request to the broker: its context ends with ctx, after some time, and when the connection is lost. The error is that of the
// request; where the connection was lost it wraps isnad.ErrUnavailable.
func Ask(ctx context.Context, nc *nats.Conn, most time.Duration, request func(context.Context) error) error {
	linked, cut := context.WithCancelCause(ctx)
	lost := nc.StatusChanged(nats.RECONNECTING)
	defer nc.RemoveStatusListener(lost) // closes it, which ends the goroutine
	defer cut(nil)
	go func() {
		<-lost
		cut(errLost)
	}()
	attempt, cancel := context.WithTimeout(linked, most)
	defer cancel()
	err := request(attempt)
	if err != nil && errors.Is(context.Cause(attempt), errLost) {
		return fmt.Errorf("broker %w: %w", isnad.ErrUnavailable, errLost)
	}
	return err
}

package wire

import (
	"errors"
	"fmt"
	"net"
	"sync"

	"github.com/nats-io/nats.go"

	"isnad/pkg/certs"
)

// waiting tells why the broker is not reached: each reason once, however often it is tried, until it is reached.
type waiting struct {
	url    string
	report func(error)

	mu   sync.Mutex
	told map[string]bool
}

func (w *waiting) because(err error) {
	if err == nil {
		return
	}
	err = explain(err)
	reason := err.Error()
	var network *net.OpError
	if errors.As(err, &network) {
		reason = network.Op + ": " + network.Err.Error() // without the port of this end, which is another one each time
	}
	w.mu.Lock()
	known := w.told[reason]
	if w.told == nil {
		w.told = map[string]bool{}
	}
	w.told[reason] = true
	w.mu.Unlock()
	if !known {
		w.report(fmt.Errorf("the broker at %s is not reached, and tried again: %w", w.url, err))
	}
}

func (w *waiting) over() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = nil
}

// explain says in words what is wrong with the TLS of a broker.
func explain(err error) error {
	if errors.Is(err, nats.ErrSecureConnWanted) {
		return fmt.Errorf("it offers no TLS, and is not spoken to without: %w", err)
	}
	return certs.Explain(err)
}

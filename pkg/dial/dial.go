// Package dial makes connections to servers that notice within seconds that the other side is gone. Without it, what was sent into a network
// that is cut is sent again at ever longer intervals, for a quarter of an hour, and whoever only waits for an answer waits for ever.
package dial

import (
	"net"
	"time"
)

// Patience is how long a connection bears the other side's silence to what it was sent, and how long connecting may take. The kernel's probes
// of a connection on which nothing is sent are answered within it too, or it ends.
const Patience = 5 * time.Second

// The kernel's probes: the first after so long a silence, the next at such intervals, and how many go unanswered.
const (
	probeAfter = 2 * time.Second
	probeEvery = time.Second
	probes     = 3
)

// Dialer dials such connections.
func Dialer() *net.Dialer {
	return &net.Dialer{
		Timeout:         Patience,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: probeAfter, Interval: probeEvery, Count: probes},
		Control:         control,
	}
}

// Package freeport finds ports for servers that a test or an experiment starts as processes of their own, which must be told theirs.
package freeport

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
)

// The range to choose from. It ends where most systems' range for the near end of connections begins (32768 on Linux): a port of that range,
// found free, may be that of a connection by the time that the server wants it.
const (
	first = 20000
	last  = 32767

	tries = 100
)

var (
	mu    sync.Mutex
	taken = map[int]bool{}
)

// Take gives a port of 127.0.0.1 on which nobody listens, and the same never twice in one process. The error says that none was found.
func Take() (int, error) {
	mu.Lock()
	defer mu.Unlock()
	err := errors.New("those tried were given before")
	for range tries {
		port := first + rand.IntN(last-first+1)
		if taken[port] {
			continue
		}
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err != nil {
			continue
		}
		taken[port] = true
		return port, l.Close()
	}
	return 0, fmt.Errorf("no free port from %d to %d: %w", first, last, err)
}

// Address gives a free port as an address: "127.0.0.1:20001".
func Address() (string, error) {
	port, err := Take()
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), err
}

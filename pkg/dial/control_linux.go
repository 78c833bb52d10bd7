package dial

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// control bounds how long what was sent may go unacknowledged.
func control(_, _ string, c syscall.RawConn) error {
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(Patience.Milliseconds()))
	})
	if errors.Is(failed, unix.ENOPROTOOPT) || errors.Is(failed, unix.EOPNOTSUPP) {
		failed = nil // a socket of this machine
	}
	return errors.Join(err, failed)
}

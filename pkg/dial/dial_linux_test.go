package dial_test

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"

	"isnad/pkg/dial"
)

func TestConnectionsNoticeThatTheOtherSideIsGone(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c, err := dial.Dialer().DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string][3]int{
		"unacknowledged, ms": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(dial.Patience.Milliseconds())},
		"probes":             {unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1},
		"first probe, s":     {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 2},
	} {
		var got int
		var failed error
		if err := raw.Control(func(fd uintptr) { got, failed = unix.GetsockoptInt(int(fd), option[0], option[1]) }); err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		if got != option[2] {
			t.Errorf("%s: %d, want %d", name, got, option[2])
		}
	}
}

func TestSocketsOfThisMachineAreDialledToo(t *testing.T) {
	path := t.TempDir() + "/socket"
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c, err := dial.Dialer().DialContext(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
}

//go:build !linux

package pgtest

import (
	"os"
	"os/exec"
	"syscall"
)

var atOnce os.Signal = os.Kill

// Elsewhere tests are no root's, and a server that outlives its test is ended by hand.
func attributes() *syscall.SysProcAttr { return nil }

// Own gives a folder to whoever the server runs as.
func Own(string) error { return nil }

// RunAs gives the words that a command begins with to be run by whoever the server runs as.
func RunAs() []string { return nil }

func start(cmd *exec.Cmd) (ended chan error, err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended = make(chan error, 2)
	go func() { ended <- cmd.Wait() }()
	return ended, nil
}

//go:build linux

package lab

import (
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A program that is stopped at any moment – before it is started, while it is, between two starts – is gone then, and stays gone.
func TestStopAtAnyMoment(t *testing.T) {
	for _, lives := range []string{"1000", "0"} { // until it is killed, and not at all
		for n := range 40 {
			p, err := newProcess("sleep", filepath.Join(t.TempDir(), "log"), func() *exec.Cmd { return exec.Command("sleep", lives) })
			if err != nil {
				t.Fatal(err)
			}
			p.Start()
			time.Sleep(time.Duration(n) * 50 * time.Microsecond)
			p.Stop(syscall.SIGKILL) // a hang here is the failure
			if pid := p.PID(); pid != 0 {
				t.Errorf("process %d runs", pid)
			}
			was := p.Starts()
			if p.Kill() || p.Starts() != was {
				t.Error("it was started again")
			}
		}
	}
}

// A program that ends is started again.
func TestSupervision(t *testing.T) {
	p, err := newProcess("sleep", filepath.Join(t.TempDir(), "log"), func() *exec.Cmd { return exec.Command("sleep", "1000") })
	if err != nil {
		t.Fatal(err)
	}
	p.Start()
	defer p.Stop(syscall.SIGKILL)
	for killed := 0; killed < 3; {
		if p.Kill() {
			killed++
		}
		time.Sleep(time.Millisecond)
	}
	for p.Starts() < 4 {
		time.Sleep(time.Millisecond)
	}
}

//go:build linux

package lab

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// restartPause is what a supervisor waits before it starts a program that ended anew: that of Docker for one that ended once.
const restartPause = 100 * time.Millisecond

// Process is a program under a supervisor: when it ends, it is started again, until Stop.
type Process struct {
	Name    string
	command func() *exec.Cmd // a new one for every start
	log     *os.File

	mu      sync.Mutex
	changed *sync.Cond
	cmd     *exec.Cmd // what runs; nil while nothing does
	starts  int
	wanted  bool
	over    chan struct{} // is closed when the supervisor has ended
}

func newProcess(name, logFile string, command func() *exec.Cmd) (*Process, error) {
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the log of %s: %w", name, err)
	}
	p := &Process{Name: name, command: command, log: log}
	p.changed = sync.NewCond(&p.mu)
	return p, nil
}

// Start starts the program and the supervisor. A program that runs is left alone.
func (p *Process) Start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wanted {
		return
	}
	p.wanted, p.over = true, make(chan struct{})
	go p.supervise()
}

// supervise runs on a thread of its own: the kernel ends the program together with the thread that started it, so that no program outlives
// a harness that was killed.
func (p *Process) supervise() {
	runtime.LockOSThread()
	defer close(p.over)
	for {
		cmd := p.command()
		cmd.Stdout, cmd.Stderr = p.log, p.log
		if cmd.SysProcAttr == nil {
			cmd.SysProcAttr = &syscall.SysProcAttr{}
		}
		cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
		cmd.SysProcAttr.Setpgid = true // what the terminal tells the harness is for the harness
		if !p.begin(cmd) {
			return
		}
		p.mu.Lock()
		p.cmd = nil
		p.changed.Broadcast()
		wanted := p.wanted
		p.mu.Unlock()
		if !wanted {
			return
		}
		time.Sleep(restartPause)
	}
}

// begin starts the program and waits until it ends. It gives false where it is no longer wanted: whoever stops it must find it either
// running or not started.
func (p *Process) begin(cmd *exec.Cmd) bool {
	p.mu.Lock()
	if !p.wanted {
		p.mu.Unlock()
		return false
	}
	err := cmd.Start()
	if err == nil {
		p.cmd = cmd
		p.starts++
		p.changed.Broadcast()
	} else {
		fmt.Fprintf(p.log, "chaos: %s cannot be started: %v\n", p.Name, err)
	}
	p.mu.Unlock()
	if err == nil {
		_ = cmd.Wait() // how it ended is of no concern: it was told to, or is started again
	}
	return true
}

// Signal sends a signal to the program, and tells whether one was there.
func (p *Process) Signal(s syscall.Signal) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil && p.cmd.Process.Signal(s) == nil
}

// Kill ends the program at once (SIGKILL), and waits until it is gone; the supervisor then starts it again. It tells whether one was there.
func (p *Process) Kill() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	cmd := p.cmd
	if cmd == nil || cmd.Process.Signal(syscall.SIGKILL) != nil {
		return false
	}
	for p.cmd == cmd {
		p.changed.Wait()
	}
	return true
}

// Stop ends the program for good: by SIGTERM, so that it may finish what it has in hand, or at once.
func (p *Process) Stop(s syscall.Signal) {
	p.mu.Lock()
	if !p.wanted {
		p.mu.Unlock()
		return
	}
	p.wanted = false
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(s) // it may have ended by itself
	}
	over := p.over
	p.mu.Unlock()
	<-over
}

// PID gives the number of the program's process, 0 while none runs.
func (p *Process) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

// Starts tells how often the program was started.
func (p *Process) Starts() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.starts
}

package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// atOnce is the signal by which a server ends without writing anything down.
const atOnce = syscall.SIGQUIT

// attributes make a process end with this one, and run by somebody else where this one is root's.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Pdeathsig: atOnce} // what it would write down will be deleted
	if uid, gid, ok := somebody(); ok {
		a.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return a
}

// Own gives a folder to whoever the server runs as: PostgreSQL does not run as root.
func Own(dir string) error {
	uid, gid, ok := somebody()
	if !ok {
		return nil
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		return fmt.Errorf("PostgreSQL's folder: %w", err)
	}
	return nil
}

// RunAs gives the words that a command begins with to be run by whoever the server runs as; none where that is whoever runs this.
func RunAs() []string {
	uid, gid, ok := somebody()
	if !ok {
		return nil
	}
	return []string{"setpriv", "--reuid=" + strconv.FormatUint(uint64(uid), 10), "--regid=" + strconv.FormatUint(uint64(gid), 10), "--clear-groups", "--pdeathsig=KILL", "--"}
}

// somebody gives who the server runs as; ok is false where that is whoever runs this.
func somebody() (uid, gid uint32, ok bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return uint32(uid), uint32(gid), true
		}
	}
	return 0, 0, false
}

// start starts a process. The kernel ends it with the thread that started it, so that thread waits for it.
func start(cmd *exec.Cmd) (ended chan error, err error) {
	started := make(chan error, 1)
	ended = make(chan error, 2)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
		runtime.UnlockOSThread()
	}()
	return ended, <-started
}

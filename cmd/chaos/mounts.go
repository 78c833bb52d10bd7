//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"isnad/cmd/internal/chaos/disk"
)

// ownMounts is set for a process that has mounts of its own.
const ownMounts = "ISNAD_CHAOS_OWN_MOUNTS"

// enterOwnMounts starts this program anew, in its place, in a space of mounts of its own: nobody else sees what is mounted, and the kernel
// unmounts all of it with the last process, however that ends.
func enterOwnMounts() error {
	if os.Getenv(ownMounts) != "" {
		return os.Unsetenv(ownMounts)
	}
	runtime.LockOSThread() // the space is that of a thread, and of what it starts
	if err := syscall.Unshare(syscall.CLONE_NEWNS); err != nil {
		return fmt.Errorf("making a space of mounts: %w", err)
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("making a space of mounts: %w", err)
	}
	return syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), ownMounts+"=1"))
}

// cutDisk is the disk of an experiment; nil is none.
type cutDisk struct{ *disk.Disk }

// disk makes a disk that is mounted at a folder. Call end when nobody uses it any more.
func (c *chaos) disk(at string, size int64) (*cutDisk, error) {
	c.disks++
	d, err := disk.New(filepath.Join(c.Dir, fmt.Sprintf("disk%d", c.disks)), at, size)
	if err != nil {
		return nil, err
	}
	return &cutDisk{d}, nil
}

func (d *cutDisk) of() *disk.Disk {
	if d == nil {
		return nil
	}
	return d.Disk
}

func (d *cutDisk) end() {
	if d == nil {
		return
	}
	if err := d.Remove(); err != nil {
		progress("%v", err)
	}
}

//go:build linux

// Package disk makes file systems on which the power can be cut, and which can be filled. It knows what a disk forgets. It does not know
// who writes to it.
//
// # What a power cut is
//
// A disk is two file systems, one within the other:
//
//	At             what programs write to: ext4 over a loop device over
//	Dir/cache/disk a file, all of what the disk was given, in an ext4 over a loop device over
//	Dir/image      a file, what the disk has on its plates
//
// Memory loses what is in it at two places. What programs wrote and did not sync is in the kernel's memory, and At has not given it to the
// disk. What At gave to the disk and did not order it to flush is in the disk's write cache, which here is the memory of the file system in
// the middle: a flush that At orders is a sync of its file, and brings it to the plates. So the cut is the kernel's own means of testing
// it: a file system that is told to shut down writes nothing any more, from that moment on, neither data nor journal. Told to the one at
// At, the kernel's memory is lost (a disk that has no cache, or a battery for it). Told to the one in the middle, the disk's cache is lost
// too, but for what it wrote by itself at leisure, as disks do: every barrier, journal and order of writes of At is put to the test.
// Mounted again, both play back their journals.
//
// What this leaves out: disks that lie about a flush, and sectors that are half written.
package disk

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
	"unsafe"
)

// Disk is a file system of its own. Make it with New, end it with Remove.
type Disk struct {
	At  string // where it is mounted
	dir string
	cut bool // its write cache was cut off too
}

// slack is what the file system in the middle needs for itself.
const slack = 64 << 20

// New makes a disk of a size in bytes, whose files are in dir, and mounts it at a folder, which is made where it is missing.
func New(dir, at string, size int64) (d *Disk, err error) {
	d = &Disk{At: at, dir: dir}
	for _, folder := range []string{d.cache(), at} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, fmt.Errorf("a disk: %w", err)
		}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Remove())
		}
	}()
	if err := format(d.image(), size+slack); err != nil {
		return nil, err
	}
	if err := mount(d.image(), d.cache()); err != nil {
		return nil, err
	}
	if err := format(d.plates(), size); err != nil {
		return nil, err
	}
	if err := mount(d.plates(), at); err != nil {
		return nil, err
	}
	return d, os.Remove(filepath.Join(at, "lost+found")) // initdb wants an empty folder
}

func (d *Disk) image() string  { return filepath.Join(d.dir, "image") }
func (d *Disk) cache() string  { return filepath.Join(d.dir, "cache") }
func (d *Disk) plates() string { return filepath.Join(d.cache(), "disk") }

// Cut cuts the power, with the disk's cache or without. The programs that use it should be frozen before, and killed after.
func (d *Disk) Cut(cache bool) error {
	if d.cut = cache; cache {
		if err := shutDown(d.cache()); err != nil {
			return err
		}
	}
	return shutDown(d.At)
}

// Return brings the disk back after a cut. Nobody may use it any more.
func (d *Disk) Return() error {
	if err := unmount(d.At); err != nil {
		return err
	}
	if d.cut {
		if err := unmount(d.cache()); err != nil {
			return err
		}
		if err := mount(d.image(), d.cache()); err != nil {
			return err
		}
	}
	return mount(d.plates(), d.At)
}

// Remove unmounts the disk and deletes its files. It may be called more than once.
func (d *Disk) Remove() error {
	var errs []error
	for _, folder := range []string{d.At, d.cache()} {
		if mounted(folder) {
			errs = append(errs, unmount(folder))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err // what is mounted must not be deleted
	}
	return os.RemoveAll(d.dir)
}

// Check cuts the power of an empty disk and gives an error unless it kept what it should, and forgot what it should: a disk that forgets
// nothing would prove nothing.
func (d *Disk) Check() error {
	for _, cache := range []bool{false, true} {
		kept, lost := filepath.Join(d.At, "synced"), filepath.Join(d.At, "written")
		if err := write(kept, true); err != nil {
			return err
		}
		if err := write(lost, false); err != nil {
			return err
		}
		if err := errors.Join(d.Cut(cache), d.Return()); err != nil {
			return err
		}
		if data, err := os.ReadFile(kept); err != nil || string(data) != kept {
			return fmt.Errorf("the disk does not keep what was synced (%w)", err)
		}
		if data, err := os.ReadFile(lost); err == nil && string(data) == lost {
			return errors.New("the disk keeps what was not synced: its power cuts prove nothing")
		}
		if err := os.Remove(kept); err != nil {
			return err
		}
		if err := os.Remove(lost); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// write writes a file that holds its own name.
func write(name string, sync bool) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString(name)
	if sync {
		err = errors.Join(err, f.Sync())
	}
	return errors.Join(err, f.Close())
}

func format(image string, size int64) error {
	f, err := os.Create(image)
	if err == nil {
		err = errors.Join(f.Truncate(size), f.Close())
	}
	if err != nil {
		return fmt.Errorf("the image of a disk: %w", err)
	}
	return run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", image)
}

// mount takes a loop device, which is given back when it is unmounted.
func mount(image, at string) error { return run("mount", "-t", "ext4", "-o", "loop", image, at) }

// unmount waits some time for those that still have files open: a killed process may take a moment to be gone.
func unmount(at string) (err error) {
	for range 50 {
		if err = run("umount", at); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func mounted(at string) bool { return exec.Command("mountpoint", "-q", at).Run() == nil }

func run(name string, args ...string) error {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// The kernel's order to shut a file system down: EXT4_IOC_SHUTDOWN, with EXT4_GOING_FLAGS_NOLOGFLUSH.
const (
	orderShutDown = 2<<30 | 4<<16 | 'X'<<8 | 125
	writeNothing  = 2
)

// shutDown makes a file system write nothing any more.
func shutDown(at string) error {
	f, err := os.Open(at)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	flags := uint32(writeNothing)
	if _, _, code := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), orderShutDown, uintptr(unsafe.Pointer(&flags))); code != 0 {
		return fmt.Errorf("shutting down the file system at %s: %w", at, code)
	}
	return nil
}

//go:build linux

package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ballast is the file that fills a disk.
func (d *Disk) ballast() string { return filepath.Join(d.At, "ballast") }

// Fill fills the disk but for some bytes. Others who write to it meanwhile may find less.
func (d *Disk) Fill(leave int64) (err error) {
	f, err := os.OpenFile(d.ballast(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("filling the disk: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	const block = 4096
	end := int64(0)
	for step := d.Free() - leave; step >= block; step = min(step, d.Free()-leave) {
		switch err := syscall.Fallocate(int(f.Fd()), 0, end, step); {
		case err == nil:
			end += step
		case errors.Is(err, syscall.ENOSPC): // others were faster
			step /= 2
		case errors.Is(err, syscall.EINTR):
		default:
			return fmt.Errorf("filling the disk: %w", err)
		}
	}
	return nil
}

// Free gives how many bytes are free.
func (d *Disk) Free() int64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.At, &s); err != nil {
		return 0
	}
	return int64(s.Bavail) * s.Bsize
}

// Empty takes out what Fill put in.
func (d *Disk) Empty() error {
	if err := os.Remove(d.ballast()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("making room on the disk: %w", err)
	}
	return nil
}

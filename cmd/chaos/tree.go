//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// signalTree sends a signal to a process and all that descend from it: PostgreSQL has one process for each session. The parent comes first, so
// that it makes no more of them meanwhile.
func signalTree(pid int, s syscall.Signal) {
	if pid <= 0 || syscall.Kill(pid, s) != nil {
		return
	}
	for _, child := range children(pid) {
		signalTree(child, s)
	}
}

func children(pid int) []int {
	lists, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	if err != nil {
		return nil
	}
	var out []int
	for _, list := range lists {
		data, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for word := range strings.FieldsSeq(string(data)) {
			if n, err := strconv.Atoi(word); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// Package build names this build of the program.
package build

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// revision may be set by the linker, where the program is built outside a checkout (-X isnad/pkg/build.revision=…).
var revision string

// Name names this build of the program: the revision that the linker or an unchanged checkout gave it, else
// "dev-" and a hash of the executable, so that changed code never passes for the old one.
func Name() string { return name() }

var name = sync.OnceValue(func() string {
	if revision != "" {
		return revision
	}
	commit, dirty := "", false
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = s.Value[:min(nameLength, len(s.Value))]
			case s.Key == "vcs.modified" && s.Value == "true":
				dirty = true
			}
		}
	}
	if commit != "" && !dirty {
		return commit
	}
	return "dev-" + executableHash()
})

// nameLength is the number of hex digits that name a build.
const nameLength = 12

func executableHash() string {
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	f, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "unknown"
	}
	return hex.EncodeToString(h.Sum(nil))[:nameLength]
}

package pgtest

import "testing"

// Uninstall makes a test look for programs where none are.
func Uninstall(t *testing.T) {
	was := installed
	installed = t.TempDir() + "/*"
	t.Cleanup(func() { installed = was })
	t.Setenv("PATH", t.TempDir())
}

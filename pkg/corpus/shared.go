package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared gives the folder of shared development data: ISNAD_SHARED, else fallback. Where it is absent, the test says so and is skipped;
// in CI, which sets ISNAD_CI, that is a failure.
func Shared(t testing.TB, fallback string) string {
	t.Helper()
	dir := os.Getenv("ISNAD_SHARED")
	if dir == "" {
		dir = fallback
	}
	if _, err := os.Stat(filepath.Join(dir, "seed")); err != nil {
		if os.Getenv("ISNAD_CI") != "" {
			t.Fatalf("the shared data: %v", err)
		}
		t.Skipf("the shared data is not here (ISNAD_SHARED): %v", err)
	}
	return dir
}

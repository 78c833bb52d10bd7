package cluster

import (
	"math"
	"testing"
)

// TestSquashReachesItsLimits: the sum just below the upper limit rounds up, which once read behind the table.
func TestSquashReachesItsLimits(t *testing.T) {
	s := newSkipGram([]int{1, 1, 5, 5}, 1)
	for _, x := range []float32{math.Nextafter32(limit, 0), math.Nextafter32(-limit, 0), limit, -limit, 0} {
		want := 1 / (1 + math.Exp(-float64(x)))
		if got := float64(s.squash(x)); math.Abs(got-want) > 0.01 {
			t.Errorf("squash(%v) = %v, want %v", x, got, want)
		}
	}
}

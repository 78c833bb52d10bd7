package crf

// lanes holds the weights of three labels side by side, each in 21 bits, so that one addition adds three. The value is
// a + b<<21 + c<<42 with a, b and c of either sign; sums keep that form as long as each part stays below 1<<20.
type lanes int64

const (
	perLanes  = 3
	laneBits  = 21
	maxWide   = 16                        // of two models joined, of MaxLabels each; a power of two
	batch     = 64                        // features that are added up before the lanes are parted
	mostSteps = 1<<(laneBits-1)/batch - 1 // the greatest weight, in steps: a batch of them fits a lane
)

// put adds a weight, in steps, to lane n.
func (l *lanes) put(n int, steps int64) { *l += lanes(steps << (n * laneBits)) }

// get gives the part of lane n.
func (l lanes) get(n int) int32 {
	for ; n > 0; n-- {
		l = (l - l.low()) >> laneBits
	}
	return int32(l.low())
}

// low gives the part of the first lane, with its sign.
func (l lanes) low() lanes { return l << (64 - laneBits) >> (64 - laneBits) }

// addTo adds the parts to dst, which is longer.
func (l lanes) addTo(dst []int32) {
	for n := range min(perLanes, len(dst)) {
		dst[n] += int32(l.low())
		l = (l - l.low()) >> laneBits
	}
}

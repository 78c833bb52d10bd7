package page

import (
	"fmt"
	"strings"
)

// points writes pairs of coordinates for a polygon.
func points(xy ...int) string {
	var b strings.Builder
	for i := 0; i+1 < len(xy); i += 2 {
		fmt.Fprintf(&b, "%d,%d ", xy[i], xy[i+1])
	}
	return strings.TrimSpace(b.String())
}

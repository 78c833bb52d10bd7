package workers

import (
	"context"
	"time"
)

// pause is a wait that doubles from one try to the next.
type pause struct {
	next time.Duration
}

const (
	shortestPause = 100 * time.Millisecond
	longestPause  = time.Second
)

// first tells whether no try has failed before this one.
func (p *pause) first() bool { return p.next == 0 }

func (p *pause) sleep(ctx context.Context) {
	p.next = min(max(2*p.next, shortestPause), longestPause)
	select {
	case <-ctx.Done():
	case <-time.After(p.next):
	}
}

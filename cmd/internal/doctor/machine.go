package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"isnad/cmd/internal/extracting"
	"isnad/pkg/certs"
	"isnad/pkg/wire"
)

// Differences between the clocks of the broker and this machine, from which ages, alarms and replays by time are wrong.
const (
	skewed = 2 * time.Second
	astray = time.Minute
)

// clock holds the broker's clock against this machine's.
func clock(ctx context.Context, p *Pipeline, r *report) error {
	began := time.Now()
	s, err := p.JS.Stream(ctx, wire.Articles)
	if err != nil {
		return err
	}
	ended := time.Now()
	told := s.CachedInfo().TimeStamp
	if told.IsZero() {
		return errors.New("the broker does not tell its time")
	}
	skew := told.Sub(began.Add(ended.Sub(began) / 2))
	off := max(skew, -skew)
	const mend = "let both machines keep their time (chrony, systemd-timesyncd)"
	switch {
	case off > astray:
		r.fail(mend, "the broker's clock is %s from this machine's", skew.Round(time.Second))
	case off > skewed+ended.Sub(began):
		r.warn(mend, "the broker's clock is %s from this machine's", skew.Round(10*time.Millisecond))
	default:
		r.ok("the broker's and this machine's agree")
	}
	return nil
}

// Free space, in bytes, below which a disk is nearly full, and below which it is.
const (
	littleSpace = 2 << 30
	noSpace     = 200 << 20
)

func disk(_ context.Context, p *Pipeline, r *report) error {
	free, all, err := space(p.Data)
	if errors.Is(err, fs.ErrNotExist) {
		r.ok("there is no data folder %s", p.Data)
		return nil
	}
	if err != nil {
		return err
	}
	share := 100 * float64(free) / float64(max(all, 1))
	const mend = "make room: when it is full the broker and the store refuse"
	switch {
	case free < noSpace:
		r.fail(mend, "%s are free where %s is (%.0f %%)", size(free), p.Data, share)
	case free < littleSpace:
		r.warn(mend, "%s are free where %s is (%.0f %%)", size(free), p.Data, share)
	default:
		r.ok("%s are free where %s is (%.0f %%)", size(free), p.Data, share)
	}
	return nil
}

// space gives the bytes that a program may still write to the disk of a folder, and all that the disk has.
func space(dir string) (free, all uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, &fs.PathError{Op: "statfs", Path: dir, Err: err}
	}
	block := uint64(s.Bsize) //nolint:unconvert // its type differs from one system to another
	return s.Bavail * block, s.Blocks * block, nil
}

// embeddedLimit gives what the embedded broker may hold: three quarters of what was free when it started, and of what it held then.
func (p *Pipeline) embeddedLimit(held uint64) int64 {
	free, _, err := space(p.Data)
	if err != nil {
		return 1
	}
	return max(1, int64(min(free+held, 1<<62)/4*3))
}

// tables reads the tables as extract does.
func tables(_ context.Context, p *Pipeline, r *report) error {
	if _, err := os.Stat(p.Lexicons); p.Lexicons != "" && err != nil {
		r.fail("give --lexicons a folder, or leave it out", "the folder of tables: %v", err)
		return nil
	}
	x, _, err := extracting.Extractor(p.Lexicons, "")
	if err != nil {
		r.fail("isnad lexicon check lists all faults; a worker that runs keeps the tables it has", "%v", err)
		return nil
	}
	build, lexicon := x.Name()
	r.ok("tables %s of program %s have no fault", lexicon, build)
	return nil
}

// server asks an isnad that serves, or a sink, whether it is ready.
func server(ctx context.Context, p *Pipeline, r *report) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(p.Server, "/")+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("--server: %w", err)
	}
	const mend = "see whether it runs, and its log"
	response, err := p.web().Do(request)
	if err != nil {
		r.fail(mend, "%s does not answer: %v", p.Server, certs.Explain(err))
		return nil
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	body, err := io.ReadAll(io.LimitReader(response.Body, 1000))
	switch {
	case err != nil:
		r.fail(mend, "%s breaks off: %v", p.Server, err)
	case response.StatusCode != http.StatusOK:
		r.fail(mend, "%s is not ready: %s", p.Server, short(strings.TrimSpace(string(body))))
	default:
		r.ok("%s is ready: its broker and its store answer, and the store can be written to", p.Server)
	}
	return nil
}

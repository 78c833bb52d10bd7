package extracting

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"isnad/pkg/extract"

	"github.com/rs/zerolog"
)

// lookEvery is how often a folder of tables is looked at. Folders are looked at and not watched: see docs/adr/0010.
const lookEvery = 2 * time.Second

// Reload gives a new extractor whenever the folder of tables or the model file changes, or the process gets SIGHUP. Tables with a fault
// are told in the log and change nothing: what is in use stays in use. The channel is closed when ctx ends.
func Reload(ctx context.Context, dir, model string, log zerolog.Logger) <-chan *extract.Extractor {
	out := make(chan *extract.Extractor)
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		defer close(out)
		defer signal.Stop(hangup)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		seen := tablesState(dir, model)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				seen = tablesState(dir, model) // or the next look would read the same tables again
			case <-tick.C:
				// A change counts when it has been quiet for one look: a table that is just being written is not read by half.
				now := tablesState(dir, model)
				if now == seen || now != steady(ctx, dir, model) {
					continue
				}
				seen = now
			}
			x, _, err := Extractor(dir, model)
			if err != nil {
				log.Error().Err(err).Msg("the new tables are not used")
				continue
			}
			select {
			case out <- x:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// steady gives the state after a short while.
func steady(ctx context.Context, dir, model string) uint64 {
	select {
	case <-ctx.Done():
	case <-time.After(lookEvery / 4):
	}
	return tablesState(dir, model)
}

// tablesState names what a folder of tables and a model file hold, by the names, sizes and times of the files.
func tablesState(dir, model string) uint64 {
	h := fnv.New64a()
	note := func(path string, info fs.FileInfo) {
		fmt.Fprintf(h, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
	}
	if dir != "" {
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil // a folder that is being moved is another state in the end
			}
			if info, err := entry.Info(); err == nil {
				note(path, info)
			}
			return nil
		})
	}
	if info, err := os.Stat(model); model != "" && err == nil {
		note(model, info)
	}
	return h.Sum64()
}

package intake

import (
	"context"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"isnad/pkg/article"
)

const (
	watchEvery = time.Second
	// settled is the age from which a file is taken for complete: one that is still being written changes within it.
	settled = 2 * time.Second
)

// state is what tells that a file has changed.
type state struct {
	size int64
	when time.Time
}

// Watch gives the articles in files that are new or changed below the paths, looking every second until ctx ends. A file is read once it
// has not changed for two seconds. Looking, rather than being told, also works on network file systems and container mounts.
func Watch(ctx context.Context, r *article.Reader, m article.Meta, paths []string) iter.Seq[article.Item] {
	return func(yield func(article.Item) bool) {
		seen := map[string]state{}
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			for _, p := range changed(paths, seen) {
				for item := range r.Files([]string{p}, m) {
					if !yield(item) {
						return
					}
				}
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}
}

// changed gives the files that differ from what was seen, in order, and marks them as seen. A changed sidecar counts as a change of what
// it stands beside only with that file's next change.
func changed(paths []string, seen map[string]state) []string {
	var out []string
	for _, root := range paths {
		// A folder that cannot be read now may be readable at the next look.
		_ = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || p != root && !article.IsArticleFile(p) {
				return nil
			}
			info, err := os.Stat(p)
			if err != nil || time.Since(info.ModTime()) < settled {
				return nil
			}
			if s := (state{info.Size(), info.ModTime()}); seen[p] != s {
				seen[p] = s
				out = append(out, p)
			}
			return nil
		})
	}
	return out
}

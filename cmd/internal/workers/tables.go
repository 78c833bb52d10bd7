package workers

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"isnad/lexicons"
	"isnad/pkg/extract"
	"isnad/pkg/lexicon"
)

// Layers gives the tables in use: the embedded ones and, over them, those of a user's folder ("" for none).
func Layers(dir string) ([]fs.FS, error) {
	layers := []fs.FS{lexicons.FS}
	if dir == "" {
		return layers, nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder of tables: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("the folder of tables: %s is no folder", dir)
	}
	return append(layers, os.DirFS(dir)), nil
}

// Tables reads the tables. A bad row is an error that names its place: extraction with half of a user's table would be a silent loss.
func Tables(dir string) (*lexicon.Lexicon, error) {
	layers, err := Layers(dir)
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load(layers...)
	if err != nil {
		return nil, fmt.Errorf("the tables have faults (isnad lexicon check lists them all):\n%w", err)
	}
	return lex, nil
}

// Extractor reads the tables and the learned models and makes the extractor of this program with them. model names a file in place of
// the built-in model of names; "" takes that.
func Extractor(dir, model string) (*extract.Extractor, *lexicon.Lexicon, error) {
	// Starting allocates much and drops little: collecting that again and again is a third of the time.
	const seldom = 200
	defer debug.SetGCPercent(debug.SetGCPercent(seldom))
	layers, err := Layers(dir)
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
		lex, err = Tables(dir)
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

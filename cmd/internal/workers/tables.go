package workers

import (
	"fmt"
	"io/fs"
	"os"

	"isnad/lexicons"
	"isnad/pkg/lexicon"
)

// Layers gives the tables in use: the embedded ones and, over them, those of a user's folder ("" for none).
func Layers(dir string) ([]fs.FS, error) { return over(lexicons.FS, dir) }

// Learned gives the learned models in use in the same way.
func Learned(dir string) ([]fs.FS, error) { return over(lexicons.Learned, dir) }

func over(embedded fs.FS, dir string) ([]fs.FS, error) {
	layers := []fs.FS{embedded}
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

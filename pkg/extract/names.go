package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"isnad/pkg/cluster"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
)

// Files of the learned parts in the folder of a language.
const (
	ModelFile    = "names.model"
	ClustersFile = "names.clusters"
)

// Names is a learned model of the names of a language.
type Names struct {
	language string
	tagger   *tagger.Tagger
	hash     string
}

// sign joins the hash of the tables and that of the model, which names its clusters too, so that records of another model are another
// revision.
func (n *Names) sign(tables string) string {
	if n == nil {
		return tables
	}
	sum := sha256.Sum256([]byte(tables + n.hash))
	return hex.EncodeToString(sum[:len(tables)/2])
}

// ReadNames reads the model of Arabic names in the last layer that has one, and the clusters in the last that has them; nil where no
// layer has a model. model, where not nil, takes the place of the model file.
func ReadNames(layers []fs.FS, model []byte) (*Names, error) {
	clusters, err := ReadClusters(layers)
	if err != nil {
		return nil, err
	}
	name := "the given model"
	if model == nil {
		name = isnad.Arabic + "/" + ModelFile
		if model, err = last(layers, name); err != nil || model == nil {
			return nil, err
		}
	}
	t, err := tagger.Read(model, clusters, entity.SkipBits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	sum := sha256.Sum256(model)
	return &Names{language: isnad.Arabic, tagger: t, hash: hex.EncodeToString(sum[:])}, nil
}

// ReadClusters reads the word clusters in the last layer that has them; nil where none has.
func ReadClusters(layers []fs.FS) (*cluster.Tables, error) {
	name := isnad.Arabic + "/" + ClustersFile
	data, err := last(layers, name)
	if err != nil || data == nil {
		return nil, err
	}
	c, err := cluster.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// last gives the content of a file in the last layer that has it, or nil.
func last(layers []fs.FS, name string) ([]byte, error) {
	for i := len(layers) - 1; i >= 0; i-- {
		data, err := fs.ReadFile(layers[i], name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, nil
}

package tagger

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"isnad/pkg/cluster"
	"isnad/pkg/crf"
)

// magic opens a model file; its last byte is the version of the features, which changes with them. The digest of the cluster tables that
// the model was trained with stands behind it.
const magic = "isnad names\x00\x02"

// ErrFormat tells that bytes are no model of names that this program can use.
var ErrFormat = errors.New("not a model of names, or one of another version of the program; train it anew with isnad train-names")

// ErrClusters tells that a model was trained with other cluster tables than those at hand.
var ErrClusters = errors.New("the model of names was trained with other word clusters; train it anew with these (isnad train-names)")

// Write writes the model: both passes, without the cluster tables.
func (t *Tagger) Write(w io.Writer) error {
	digest := t.clusters.Digest()
	if _, err := w.Write(append([]byte(magic), digest[:]...)); err != nil {
		return err
	}
	if err := t.first.Write(w); err != nil {
		return err
	}
	return t.second.Write(w)
}

// Read reads a model. The cluster tables must be those it was trained with; skip are the bits of the words of grammar.
func Read(data []byte, clusters *cluster.Tables, skip uint64) (*Tagger, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(rest) < len(cluster.Digest{}) {
		return nil, ErrFormat
	}
	if digest := cluster.Digest(rest[:len(cluster.Digest{})]); digest != clusters.Digest() {
		return nil, ErrClusters
	}
	rest = rest[len(cluster.Digest{}):]
	t := &Tagger{clusters: clusters, skip: skip}
	for _, m := range [...]**crf.Model{&t.first, &t.second} {
		var err error
		if *m, rest, err = crf.Read(rest); err != nil {
			return nil, fmt.Errorf("model of names: %w", err)
		}
		if (*m).Labels() != int(labels) {
			return nil, ErrFormat
		}
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%w: %d bytes stand behind its end", ErrFormat, len(rest))
	}
	t.both = crf.Join(t.first, t.second)
	return t, nil
}

// Features gives the number of features of both passes, for reports.
func (t *Tagger) Features() int { return t.first.Features() + t.second.Features() }

package tagger

import (
	"isnad/pkg/cluster"
	"isnad/pkg/crf"
)

// tables is the number of cluster tables.
const tables = len(cluster.Classes)

// Tagger tags the tokens of a text. It is not changed once made and safe for many goroutines.
type Tagger struct {
	clusters      *cluster.Tables // may be nil
	first, second *crf.Model
	skip          uint64 // bits of the words of grammar
}

// Tag gives a tag for every token.
func (t *Tagger) Tag(tokens []Token) []Tag {
	r := read(tokens, t.clusters, t.skip)
	d := decoder{reader: r}
	labels := make([]Label, len(tokens))
	d.decode(t.first, func(lo int, _ *crf.Lattice, path []Label) { copy(labels[lo:], path) })
	r.first = labels
	r.poll()
	out := make([]Tag, len(tokens))
	d.decode(t.second, func(lo int, l *crf.Lattice, path []Label) {
		best := append([]Label(nil), path...)
		l.Marginals(t.second)
		for i, y := range best {
			out[lo+i] = Tag{Label: y, P: probabilities(l, i)}
		}
	})
	return out
}

// probabilities gives that of every type: its beginning and its inside together.
func probabilities(l *crf.Lattice, i int) (p [Other + 1]float32) {
	p[None] = float32(l.Marginal(i, Outside))
	for t := Person; t <= Other; t++ {
		p[t] = float32(min(l.Marginal(i, Begin(t))+l.Marginal(i, Inside(t)), 1))
	}
	return p
}

// read looks up all that features need of the tokens.
func read(tokens []Token, clusters *cluster.Tables, skip uint64) *reader {
	r := &reader{tokens: tokens, values: make([]value, len(tokens))}
	for i := range tokens {
		t, v := &tokens[i], &r.values[i]
		v.fold = spell(t.Fold)
		v.stem = v.fold
		if t.Stem != t.Fold {
			v.stem = spell(t.Stem)
		}
		if clusters == nil {
			continue
		}
		if v.clusters, v.known = clusters.Lookup(t.Fold); !v.known && t.Stem != t.Fold {
			v.clusters, v.known = clusters.Lookup(t.Stem)
		}
	}
	r.link(skip)
	return r
}

// decoder decodes the sentences of a text one after another.
type decoder struct {
	*reader
	lattice  crf.Lattice
	features []uint64
}

// decode calls f with the first token of every sentence and its best labels.
func (d *decoder) decode(m *crf.Model, f func(lo int, l *crf.Lattice, path []Label)) {
	d.sentences(func(lo, hi int) {
		d.lattice.Begin(m, hi-lo)
		for i := lo; i < hi; i++ {
			d.features = d.reader.features(d.features[:0], i, lo, hi)
			m.Score(d.lattice.Scores(i-lo), d.features)
		}
		f(lo, &d.lattice, d.lattice.Decode(m))
	})
}

// sentences calls f with the rims of every sentence.
func (r *reader) sentences(f func(lo, hi int)) {
	for lo := 0; lo < len(r.tokens); {
		hi := lo + 1
		for hi < len(r.tokens) && r.tokens[hi].Sentence == r.tokens[lo].Sentence {
			hi++
		}
		f(lo, hi)
		lo = hi
	}
}

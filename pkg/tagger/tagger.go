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
	both          *crf.Pair
	skip          uint64 // bits of the words of grammar
}

// Tag gives a tag for every token. The features that both passes have in common are looked up once, for both.
func (t *Tagger) Tag(tokens []Token) []Tag {
	r := read(tokens, t.clusters, t.skip)
	d := decoder{reader: r}
	points := make([]int32, len(tokens)*int(labels)) // of the second pass
	second := func(i int) []int32 { return points[i*int(labels) : (i+1)*int(labels)] }
	r.first = make([]Label, len(tokens))
	r.sentences(func(lo, hi int) {
		d.lattice.Begin(t.first, hi-lo)
		for i := lo; i < hi; i++ {
			var first [labels]int32
			d.features = r.common(d.features[:0], i, lo, hi)
			t.both.Add(first[:], second(i), d.features)
			d.lattice.Points(i-lo, first[:])
		}
		copy(r.first[lo:], d.lattice.Decode(t.first))
	})
	r.poll()
	out := make([]Tag, len(tokens))
	r.sentences(func(lo, hi int) {
		d.lattice.Begin(t.second, hi-lo)
		for i := lo; i < hi; i++ {
			var unused [labels]int32
			d.features = r.again(d.features[:0], i, lo, hi)
			t.both.Add(unused[:], second(i), d.features)
			d.lattice.Points(i-lo, second(i))
		}
		path := d.lattice.Decode(t.second)
		d.lattice.Marginals(t.second)
		for i, y := range path {
			out[lo+i] = Tag{Label: y, P: probabilities(&d.lattice, i)}
		}
	})
	return out
}

// Frequency gives how often the text of the cluster tables has a folded word: see cluster.Tables.
func (t *Tagger) Frequency(word string) int { return t.clusters.Frequency(word) }

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

// decode calls f with the first token of every sentence and its best labels by one model.
func (d *decoder) decode(m *crf.Model, f func(lo int, path []Label)) {
	d.sentences(func(lo, hi int) {
		d.lattice.Begin(m, hi-lo)
		for i := lo; i < hi; i++ {
			d.features = d.reader.features(d.features[:0], i, lo, hi)
			m.Score(d.lattice.Scores(i-lo), d.features)
		}
		f(lo, d.lattice.Decode(m))
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

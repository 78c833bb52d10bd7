package tagger

import (
	"slices"
	"sync"

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
	skip          uint64    // bits of the words of grammar
	rooms         sync.Pool // of *room
}

// room is memory that one text after the other uses.
type room struct {
	decoder
	points []int32 // of the second pass
}

// Tag gives a tag for every token. The features that both passes have in common are looked up once, for both.
func (t *Tagger) Tag(tokens []Token) []Tag {
	all, _ := t.rooms.Get().(*room)
	if all == nil {
		all = &room{decoder: decoder{reader: &reader{}}}
	}
	d, r := &all.decoder, all.reader
	r.read(tokens, t.clusters, t.skip)
	points := zeroed(all.points, len(tokens)*int(labels))
	second := func(i int) []int32 { return points[i*int(labels) : (i+1)*int(labels)] }
	r.first = zeroed(r.first, len(tokens))
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
	r.tokens, all.points = nil, points // the tokens are the caller's
	t.rooms.Put(all)
	return out
}

// zeroed gives n zero values in the memory of buf where it is long enough.
func zeroed[T any](buf []T, n int) []T {
	buf = slices.Grow(buf[:0], n)[:n]
	clear(buf)
	return buf
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
	r := &reader{}
	r.read(tokens, clusters, skip)
	r.latest = nil // a reader that is kept has no more use for it
	return r
}

// read does so in the memory of a reader.
func (r *reader) read(tokens []Token, clusters *cluster.Tables, skip uint64) {
	r.tokens, r.values = tokens, zeroed(r.values, len(tokens))
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

package crf

import "math"

// Model scores the labels of the tokens of a sequence. It is not changed once made and safe for many goroutines.
type Model struct {
	labels     int
	transition []float32 // labels × labels, from the row to the column; impossible ones are -Inf
	start      []float32 // of the first token; impossible ones are -Inf
	names      []uint64  // of the features, in the order of their rows; ascending
	rows       table     // feature → index of its row in weights
	weights    []float32 // rows × labels
	power      []float64 // e^transition
	first      []float64 // e^start
}

// Labels gives the number of labels.
func (m *Model) Labels() int { return m.labels }

// Features gives the number of features that have a weight.
func (m *Model) Features() int { return len(m.weights) / max(m.labels, 1) }

// prepare derives what decoding needs of the transitions.
func (m *Model) prepare() {
	m.power = exponentials(m.transition)
	m.first = exponentials(m.start)
}

// index makes the table of the features.
func (m *Model) index() {
	m.rows = newTable(len(m.names))
	for row, f := range m.names {
		m.rows.add(f, uint32(row))
	}
}

func exponentials(scores []float32) []float64 {
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = math.Exp(float64(s))
	}
	return out
}

// Score adds up the weights of a token's features for every label into dst, which has room for Labels scores.
func (m *Model) Score(dst []float32, features []uint64) {
	for i := range dst {
		dst[i] = 0
	}
	for _, f := range features {
		row, ok := m.rows.find(f)
		if !ok {
			continue
		}
		w := m.weights[int(row)*m.labels : int(row+1)*m.labels]
		for i := range dst {
			dst[i] += w[i]
		}
	}
}

// Bits is the length of a feature's name: hashes are cut to their lowest Bits bits, in training as in decoding. Of 200,000 features one
// in five million that are unknown is mistaken for a known one.
const Bits = 40

// name cuts a hash.
func name(feature uint64) uint64 { return feature & (1<<Bits - 1) }

// table maps features to rows by open addressing. The slot tells the lowest bits of a name, the key all above the first eight.
type table struct {
	keys []uint32
	rows []uint32 // 1 + row; 0 where the slot is free
	mask uint32
}

func newTable(n int) table {
	size := 1 << 8 // the slot must tell the bits that the key leaves out
	for size < 2*n {
		size *= 2
	}
	return table{keys: make([]uint32, size), rows: make([]uint32, size), mask: uint32(size - 1)}
}

func key(feature uint64) uint32 { return uint32(feature >> (Bits - 32)) }

func (t *table) add(feature uint64, row uint32) {
	i := uint32(feature) & t.mask
	for t.rows[i] != 0 {
		i = (i + 1) & t.mask
	}
	t.keys[i], t.rows[i] = key(feature), row+1
}

func (t *table) find(feature uint64) (uint32, bool) {
	k := key(feature)
	for i := uint32(feature) & t.mask; ; i = (i + 1) & t.mask {
		row := t.rows[i]
		if row == 0 {
			return 0, false
		}
		if t.keys[i] == k {
			return row - 1, true
		}
	}
}

package crf

import "math"

// Model scores the labels of the tokens of a sequence. It is not changed once made and safe for many goroutines.
type Model struct {
	labels     int
	transition []float32 // labels × labels, from the row to the column; impossible ones are -Inf
	start      []float32 // of the first token; impossible ones are -Inf
	names      []uint64  // of the features, in the order of their rows; ascending
	rows       table     // feature → index of its row in weights
	weights    []lanes   // rows × wide; in steps of 1/precision
	wide       int       // lanes of a row
	power      []float64 // e^transition
	first      []float64 // e^start
}

func newModel(labels int) *Model {
	return &Model{labels: labels, wide: (labels + perLanes - 1) / perLanes, transition: make([]float32, labels*labels), start: make([]float32, labels)}
}

// put sets a weight that was 0, in steps.
func (m *Model) put(row, label int, steps int64) {
	m.weights[row*m.wide+label/perLanes].put(label%perLanes, steps)
}

// weight gives a weight in steps.
func (m *Model) weight(row, label int) int32 {
	return m.weights[row*m.wide+label/perLanes].get(label % perLanes)
}

// Labels gives the number of labels.
func (m *Model) Labels() int { return m.labels }

// Features gives the number of features that have a weight.
func (m *Model) Features() int { return len(m.names) }

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

// Score adds up the weights of a token's features for every label into dst, which has room for Labels scores. It first looks up many
// features and then adds: the machine waits for memory most of the time, and so it waits for many places at once.
func (m *Model) Score(dst []float32, features []uint64) {
	var total [MaxLabels]int32
	var slots [batch]slot
	for len(features) > 0 {
		n := min(batch, len(features))
		for i, f := range features[:n] {
			slots[i] = m.rows.slots[uint32(f)&m.rows.mask]
		}
		var sum [maxWide]lanes
		for i, f := range features[:n] {
			row, ok := m.rows.follow(slots[i], f)
			if !ok {
				continue
			}
			at := int(row) * m.wide
			for n, w := range m.weights[at : at+m.wide] {
				sum[n%maxWide] += w
			}
		}
		for n := range m.wide {
			sum[n].addTo(total[perLanes*n:])
		}
		features = features[n:]
	}
	for y := range dst[:m.labels] {
		dst[y] = float32(total[y]) / precision
	}
}

// Bits is the length of a feature's name: hashes are cut to their lowest Bits bits, in training as in decoding. Of 200,000 features one
// in five million that are unknown is mistaken for a known one.
const Bits = 40

// name cuts a hash.
func name(feature uint64) uint64 { return feature & (1<<Bits - 1) }

// table maps features to rows by open addressing. The slot tells the lowest bits of a name, the key all above the first eight.
type table struct {
	slots []slot
	mask  uint32
}

// slot is a place of the table.
type slot struct {
	key uint32
	row uint32 // 1 + row; 0 where the slot is free
}

func newTable(n int) table {
	size := 1 << 8 // the slot must tell the bits that the key leaves out
	for size < 2*n {
		size *= 2
	}
	return table{slots: make([]slot, size), mask: uint32(size - 1)}
}

func key(feature uint64) uint32 { return uint32(feature >> (Bits - 32)) }

func (t *table) add(feature uint64, row uint32) {
	i := uint32(feature) & t.mask
	for t.slots[i].row != 0 {
		i = (i + 1) & t.mask
	}
	t.slots[i] = slot{key(feature), row + 1}
}

func (t *table) find(feature uint64) (uint32, bool) {
	return t.follow(t.slots[uint32(feature)&t.mask], feature)
}

// follow finds a feature whose first slot is at hand.
func (t *table) follow(s slot, feature uint64) (uint32, bool) {
	k := key(feature)
	for i := uint32(feature); s.row != 0; s = t.slots[i&t.mask] {
		if s.key == k {
			return s.row - 1, true
		}
		i++
	}
	return 0, false
}

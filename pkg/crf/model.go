package crf

import (
	"math"
	"sync"
)

// Model scores the labels of the tokens of a sequence. It is not changed once made, but for the table that the first Score makes, and safe for many goroutines.
type Model struct {
	labels     int
	transition []float32 // labels × labels, from the row to the column; impossible ones are -Inf
	start      []float32 // of the first token; impossible ones are -Inf
	names      []uint64  // of the features, in the order of their rows; ascending
	weights    []lanes   // rows × wide; in steps of 1/precision
	wide       int       // lanes of a row
	power      []float64 // e^transition
	first      []float64 // e^start
	once       sync.Once
	bank       bank
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

func exponentials(scores []float32) []float64 {
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = math.Exp(float64(s))
	}
	return out
}

// Score adds up the weights of a token's features for every label into dst, which has room for Labels scores.
func (m *Model) Score(dst []float32, features []uint64) {
	var points points
	m.index().add(&points, features)
	score(dst[:m.labels], points[:])
}

// index makes the table of the features when it is first asked for: models that are joined do without.
func (m *Model) index() *bank {
	m.once.Do(func() {
		m.bank = bank{weights: m.weights, wide: m.wide}
		m.bank.index(m.names)
	})
	return &m.bank
}

// score turns points into scores.
func score(dst []float32, points []int32) {
	for y := range dst {
		dst[y] = float32(points[y]) / precision
	}
}

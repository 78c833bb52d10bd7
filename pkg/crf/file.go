package crf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// The packed form: labels, transitions and starts as they are, then the features in ascending order, each as its distance from the one
// before it, a bit for every label that has a weight, and these weights in steps of 1/precision. All numbers are varints.
const precision = 100

// ErrFormat tells that bytes are no packed model.
var ErrFormat = errors.New("crf: not a packed model")

// steps brings a weight to the steps in which models keep it; weights that no training comes near are cut.
func steps(w float32) int64 {
	return int64(max(-mostSteps, min(mostSteps, math.Round(float64(w)*precision))))
}

// Write writes the packed form.
func (m *Model) Write(w io.Writer) error {
	buf := []byte{byte(m.labels)}
	for _, list := range [...][]float32{m.transition, m.start} {
		for _, s := range list {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(s))
		}
	}
	buf = binary.AppendUvarint(buf, uint64(len(m.names)))
	before := uint64(0)
	for row, f := range m.names {
		buf = binary.AppendUvarint(buf, f-before)
		before = f
		labels := uint64(0)
		for y := range m.labels {
			if m.weight(row, y) != 0 {
				labels |= 1 << y
			}
		}
		buf = binary.AppendUvarint(buf, labels)
		for ; labels != 0; labels &= labels - 1 {
			buf = binary.AppendVarint(buf, int64(m.weight(row, bits.TrailingZeros64(labels))))
		}
	}
	_, err := w.Write(buf)
	return err
}

// Read reads the packed form at the head of data and gives what stands behind it. It gives ErrFormat where that cannot be.
func Read(data []byte) (m *Model, rest []byte, err error) {
	in := input{data: data}
	k := int(in.byte())
	if in.failed || k < 2 || k > MaxLabels {
		return nil, nil, fmt.Errorf("%w: %d labels", ErrFormat, k)
	}
	m = newModel(k)
	for _, list := range [...][]float32{m.transition, m.start} {
		for i := range list {
			list[i] = in.float()
			if s := float64(list[i]); math.IsNaN(s) || math.IsInf(s, 1) {
				return nil, nil, fmt.Errorf("%w: a transition scores %v", ErrFormat, s)
			}
		}
	}
	n := in.uvarint()
	if in.failed {
		return nil, nil, fmt.Errorf("%w: it ends too early", ErrFormat)
	}
	const least = 2 // bytes of a feature
	if n > uint64(len(in.data)/least) {
		return nil, nil, fmt.Errorf("%w: %d features in %d bytes", ErrFormat, n, len(in.data))
	}
	m.names = make([]uint64, n)
	m.weights = make([]lanes, int(n)*m.wide)
	if err := m.readFeatures(&in); err != nil {
		return nil, nil, err
	}
	m.prepare()
	return m, in.data, nil
}

func (m *Model) readFeatures(in *input) error {
	at := uint64(0)
	for row := range m.names {
		delta := in.uvarint()
		if in.failed {
			return fmt.Errorf("%w: it ends too early", ErrFormat)
		}
		at += delta
		if delta >= 1<<Bits || at >= 1<<Bits || delta == 0 && row > 0 {
			return fmt.Errorf("%w: the name of feature %d", ErrFormat, row)
		}
		m.names[row] = at
		labels := in.uvarint()
		if labels>>m.labels != 0 {
			return fmt.Errorf("%w: feature %d has weights of labels that are not there", ErrFormat, row)
		}
		for ; labels != 0; labels &= labels - 1 {
			s := in.varint()
			if s < -mostSteps || s > mostSteps {
				return fmt.Errorf("%w: feature %d weighs %d", ErrFormat, row, s)
			}
			m.put(row, bits.TrailingZeros64(labels), s)
		}
		if in.failed {
			return fmt.Errorf("%w: it ends too early", ErrFormat)
		}
	}
	return nil
}

// input takes numbers from the head of data. Once one cannot be had, it has failed, and gives zeros.
type input struct {
	data   []byte
	failed bool
}

func (in *input) take(n int) []byte {
	if n <= 0 || n > len(in.data) {
		in.data, in.failed = nil, true
		return make([]byte, 8)
	}
	head := in.data[:n]
	in.data = in.data[n:]
	return head
}

func (in *input) byte() byte { return in.take(1)[0] }

func (in *input) float() float32 { return math.Float32frombits(binary.LittleEndian.Uint32(in.take(4))) }

func (in *input) uvarint() uint64 {
	v, n := binary.Uvarint(in.data)
	if n <= 0 {
		in.data, in.failed = nil, true
		return 0
	}
	in.data = in.data[n:]
	return v
}

func (in *input) varint() int64 {
	u := in.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

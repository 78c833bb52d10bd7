package crf

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The packed form: labels, transitions and starts as they are, then the features in ascending order, each as its distance from the one
// before it, a bit for every label that has a weight, and these weights in steps of 1/precision. All numbers are varints.
const precision = 100

// maxFeatures bounds what a file may ask for.
const maxFeatures = 1 << 24

// ErrFormat tells that bytes are no packed model.
var ErrFormat = errors.New("crf: not a packed model")

// Round brings the weights to the steps in which the packed form keeps them, so that a trained model and the same read back decode
// alike.
func (m *Model) Round() {
	for i, w := range m.weights {
		m.weights[i] = float32(math.Round(float64(w)*precision)) / precision
	}
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
		bits := uint64(0)
		weights := m.weights[row*m.labels : (row+1)*m.labels]
		for y, s := range weights {
			if steps(s) != 0 {
				bits |= 1 << y
			}
		}
		buf = binary.AppendUvarint(buf, bits)
		for _, s := range weights {
			if n := steps(s); n != 0 {
				buf = binary.AppendVarint(buf, n)
			}
		}
	}
	_, err := w.Write(buf)
	return err
}

func steps(w float32) int64 { return int64(math.Round(float64(w) * precision)) }

// Read reads the packed form and no byte more. It gives ErrFormat, or the reader's error, where that cannot be.
func Read(r *bufio.Reader) (*Model, error) {
	k, err := r.ReadByte()
	if err != nil {
		return nil, truncated(err)
	}
	if k < 2 || k > MaxLabels {
		return nil, fmt.Errorf("%w: %d labels", ErrFormat, k)
	}
	m := &Model{labels: int(k), transition: make([]float32, int(k)*int(k)), start: make([]float32, k)}
	for _, list := range [...][]float32{m.transition, m.start} {
		for i := range list {
			var b [4]byte
			if _, err := io.ReadFull(r, b[:]); err != nil {
				return nil, truncated(err)
			}
			list[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[:]))
		}
	}
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, truncated(err)
	}
	if n > maxFeatures {
		return nil, fmt.Errorf("%w: %d features", ErrFormat, n)
	}
	m.names = make([]uint64, 0, n)
	m.weights = make([]float32, int(n)*m.labels)
	if err := m.readFeatures(r, int(n)); err != nil {
		return nil, err
	}
	m.index()
	m.prepare()
	return m, nil
}

func (m *Model) readFeatures(r *bufio.Reader, n int) error {
	at := uint64(0)
	for row := range n {
		delta, err := binary.ReadUvarint(r)
		if err != nil {
			return truncated(err)
		}
		at += delta
		if at >= 1<<Bits {
			return fmt.Errorf("%w: feature %d is named by more than %d bits", ErrFormat, row, Bits)
		}
		m.names = append(m.names, at)
		bits, err := binary.ReadUvarint(r)
		if err != nil {
			return truncated(err)
		}
		for y := range m.labels {
			if bits>>y&1 == 0 {
				continue
			}
			s, err := binary.ReadVarint(r)
			if err != nil {
				return truncated(err)
			}
			m.weights[row*m.labels+y] = float32(s) / precision
		}
	}
	return nil
}

func truncated(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends too early", ErrFormat)
	}
	return err
}

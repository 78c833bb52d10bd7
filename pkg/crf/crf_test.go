package crf

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// weather makes sequences in which the label follows the feature, and label 2 stands only behind label 1.
func weather(n int) []Sequence {
	r := rand.New(rand.NewPCG(7, 7))
	out := make([]Sequence, n)
	for i := range out {
		s := Sequence{}
		for range 3 + r.IntN(6) {
			kind := uint64(r.IntN(2))
			label := uint8(kind)
			if k := len(s.Labels); kind == 1 && k > 0 && s.Labels[k-1] != 0 {
				label = 2
			}
			s.Features = append(s.Features, []uint64{100 + kind, 200 + uint64(r.IntN(5))})
			s.Labels = append(s.Labels, label)
		}
		out[i] = s
	}
	return out
}

var options = Options{Labels: 3, Epochs: 20, Seed: 3, Allowed: func(from, to uint8) bool { return to != 2 || from != 0 }, Starts: func(l uint8) bool { return l != 2 }}

func trained(t testing.TB) *Model {
	t.Helper()
	m, err := Train(context.Background(), weather(200), options)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func decode(m *Model, features [][]uint64) (path []uint8, l *Lattice) {
	l = &Lattice{}
	l.Begin(m, len(features))
	for i, f := range features {
		m.Score(l.Scores(i), f)
	}
	return append([]uint8(nil), l.Decode(m)...), l
}

func TestLearnsWhatFollowsWhat(t *testing.T) {
	m := trained(t)
	wrong, all := 0, 0
	for _, s := range weather(50) {
		path, _ := decode(m, s.Features)
		for i, y := range path {
			all++
			if y != s.Labels[i] {
				wrong++
			}
			if y == 2 && (i == 0 || path[i-1] == 0) {
				t.Fatalf("the path %v holds an impossible step", path)
			}
		}
	}
	if wrong > all/50 {
		t.Errorf("%d of %d labels are wrong", wrong, all)
	}
}

// Marginals and the normaliser agree with the sum over all paths.
func TestMarginalsAreThoseOfAllPaths(t *testing.T) {
	m := trained(t)
	features := [][]uint64{{100, 201}, {101, 999}, {101, 202}, {100, 203}}
	_, l := decode(m, features)
	logZ := l.Marginals(m)
	n, k := len(features), m.Labels()
	sum := 0.0
	want := make([]float64, n*k)
	paths := int(math.Pow(float64(k), float64(n)))
	for code := range paths {
		path, c := make([]int, n), code
		for i := range path {
			path[i], c = c%k, c/k
		}
		score := float64(m.start[path[0]])
		for i, y := range path {
			score += float64(l.scores[i*k+y])
			if i > 0 {
				score += float64(m.transition[path[i-1]*k+y])
			}
		}
		p := math.Exp(score)
		sum += p
		for i, y := range path {
			want[i*k+y] += p
		}
	}
	if math.Abs(math.Log(sum)-logZ) > 1e-6 {
		t.Errorf("log Z is %v, want %v", logZ, math.Log(sum))
	}
	for i := range n {
		for y := range k {
			if got := l.Marginal(i, uint8(y)); math.Abs(got-want[i*k+y]/sum) > 1e-6 {
				t.Errorf("token %d, label %d: %v, want %v", i, y, got, want[i*k+y]/sum)
			}
		}
	}
}

func pack(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (*Model, error) { return Read(bufio.NewReader(bytes.NewReader(data))) }

func TestTrainingIsDeterministic(t *testing.T) {
	if !bytes.Equal(pack(t, trained(t)), pack(t, trained(t))) {
		t.Error("two trainings on the same examples gave different models")
	}
}

func TestAPackedModelDecodesAlike(t *testing.T) {
	m := trained(t)
	m.Round()
	back, err := read(pack(t, m))
	if err != nil {
		t.Fatal(err)
	}
	if back.Features() != m.Features() {
		t.Errorf("%d features, want %d", back.Features(), m.Features())
	}
	for _, s := range weather(20) {
		a, la := decode(m, s.Features)
		b, lb := decode(back, s.Features)
		if !bytes.Equal(a, b) {
			t.Fatalf("%v and %v", a, b)
		}
		if za, zb := la.Marginals(m), lb.Marginals(back); za != zb {
			t.Fatalf("log Z %v and %v", za, zb)
		}
	}
}

func TestBrokenFilesAreTold(t *testing.T) {
	data := pack(t, trained(t))
	for n := range len(data) {
		if _, err := read(data[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut at byte %d of %d: %v", n, len(data), err)
		}
	}
	if _, err := read([]byte{200}); !errors.Is(err, ErrFormat) {
		t.Errorf("200 labels: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(pack(f, trained(f)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := read(data); err == nil {
			decode(m, [][]uint64{{1}, {2}})
		}
	})
}

func TestBadExamplesAreTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx       context.Context
		sequences []Sequence
		options   Options
	}{
		"none":            {t.Context(), nil, options},
		"one label":       {t.Context(), weather(2), Options{Labels: 1}},
		"dropout of all":  {t.Context(), weather(2), Options{Labels: 3, Dropout: 1}},
		"unequal lengths": {t.Context(), []Sequence{{Features: [][]uint64{{1}}, Labels: []uint8{0, 1}}}, options},
		"label too large": {t.Context(), []Sequence{{Features: [][]uint64{{1}}, Labels: []uint8{9}}}, options},
		"stopped":         {ctx, weather(2), options},
	} {
		if _, err := Train(c.ctx, c.sequences, c.options); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

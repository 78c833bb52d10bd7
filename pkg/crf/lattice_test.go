package crf

import (
	"math"
	"math/rand/v2"
	"testing"
)

// random3 makes a model of three labels in which the third never stands first or behind the first, with random weights.
func random3(random *rand.Rand) *trainer {
	t := &trainer{Options: Options{Labels: 3, Rate: 0.1,
		Allowed: func(from, to uint8) bool { return to != 2 || from != 0 }, Starts: func(l uint8) bool { return l != 2 }}}
	t.names = []uint64{10, 20, 30, 40}
	t.begin()
	for _, list := range [...][]float32{t.weights, t.model.transition, t.model.start} {
		for i := range list {
			list[i] += float32(random.NormFloat64())
		}
	}
	t.model.prepare()
	return t
}

// each calls f with all paths of n labels out of k.
func each(n, k int, f func(path []uint8)) {
	path := make([]uint8, n)
	for {
		f(path)
		i := n - 1
		for ; i >= 0 && int(path[i]) == k-1; i-- {
			path[i] = 0
		}
		if i < 0 {
			return
		}
		path[i]++
	}
}

func (l *Lattice) scoreOf(m *Model, path []uint8) float64 {
	s := float64(m.start[path[0]])
	for i, y := range path {
		s += float64(l.Scores(i)[y])
		if i > 0 {
			s += float64(m.transition[int(path[i-1])*m.labels+int(y)])
		}
	}
	return s
}

// The best path, log Z and all marginals agree with the sum over all paths, and the marginals of a token sum to 1.
func TestLatticeAgreesWithBruteForce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 6; n++ {
		m := random3(random).model
		var l Lattice
		l.Begin(m, n)
		for i := range n {
			for y := range l.Scores(i) {
				l.Scores(i)[y] = float32(3 * random.NormFloat64())
			}
		}
		z, best := 0.0, math.Inf(-1)
		single, double := make([]float64, n*3), make([]float64, n*9)
		each(n, 3, func(path []uint8) {
			s := l.scoreOf(m, path)
			best = max(best, s)
			z += math.Exp(s)
			for i, y := range path {
				single[3*i+int(y)] += math.Exp(s)
				if i > 0 {
					double[9*i+3*int(path[i-1])+int(y)] += math.Exp(s)
				}
			}
		})
		if got := l.scoreOf(m, l.Decode(m)); !near(got, best) {
			t.Errorf("%d tokens: the decoded path scores %v, the best %v", n, got, best)
		}
		if got := l.Marginals(m); !near(got, math.Log(z)) {
			t.Errorf("%d tokens: log Z %v, want %v", n, got, math.Log(z))
		}
		for i := range n {
			sum := 0.0
			for y := range 3 {
				p := l.Marginal(i, uint8(y))
				sum += p
				if !near(p, single[3*i+y]/z) {
					t.Errorf("token %d of %d, label %d: %v, want %v", i, n, y, p, single[3*i+y]/z)
				}
				for x := range 3 {
					if want := double[9*i+3*x+y] / z; i > 0 && !near(l.edge(m, i, x, y), want) {
						t.Errorf("token %d of %d, labels %d %d: %v, want %v", i, n, x, y, l.edge(m, i, x, y), want)
					}
				}
			}
			if !near(sum, 1) {
				t.Errorf("token %d of %d: the marginals sum to %v", i, n, sum)
			}
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-5*max(1, math.Abs(b)) }

// A long sequence of high scores neither overflows nor vanishes.
func TestMarginalsOfLongSequences(t *testing.T) {
	m := random3(rand.New(rand.NewPCG(4, 4))).model
	var l Lattice
	const n = 5000
	l.Begin(m, n)
	for i := range n {
		copy(l.Scores(i), []float32{300, -300, 280})
	}
	if z := l.Marginals(m); math.IsInf(z, 0) || math.IsNaN(z) {
		t.Fatalf("log Z %v", z)
	}
	for _, i := range []int{0, n / 2, n - 1} {
		if sum := l.Marginal(i, 0) + l.Marginal(i, 1) + l.Marginal(i, 2); !near(sum, 1) {
			t.Errorf("token %d: the marginals sum to %v", i, sum)
		}
	}
}

// What a step does to a weight is the finite difference of the loss: AdaGrad's first square is that of the gradient, and the weight
// moves against its sign.
func TestGradient(t *testing.T) {
	e := example{features: [][]uint32{{0}, {1, 2}, {3}}, labels: []uint8{1, 2, 0}}
	fresh := func() *trainer { return random3(rand.New(rand.NewPCG(7, 7))) }
	parts := map[string]func(*trainer) (w, squares []float32){
		"weight":     func(t *trainer) ([]float32, []float32) { return t.weights, t.squares },
		"transition": func(t *trainer) ([]float32, []float32) { return t.model.transition, t.around[:9] },
		"start":      func(t *trainer) ([]float32, []float32) { return t.model.start, t.around[9:] },
	}
	loss := func(part string, i int, by float32) float64 {
		tr := fresh()
		w, _ := parts[part](tr)
		w[i] += by
		return tr.step(&e)
	}
	stepped := fresh()
	stepped.step(&e)
	for part, of := range parts {
		old, _ := of(fresh())
		w, squares := of(stepped)
		for i := range w {
			if math.IsInf(float64(old[i]), -1) {
				if !math.IsInf(float64(w[i]), -1) {
					t.Errorf("%s %d is impossible and became %v", part, i, w[i])
				}
				continue
			}
			const by = 1.0 / 64
			want := (loss(part, i, by) - loss(part, i, -by)) / (2 * by)
			got := math.Sqrt(float64(squares[i]))
			if w[i] > old[i] {
				got = -got
			}
			if math.Abs(got-want) > 1e-3 {
				t.Errorf("%s %d: gradient %v, difference %v", part, i, got, want)
			}
		}
	}
}

// Weights of either sign come out of the lanes as they went in, and a full batch of the greatest does not run over.
func TestLanes(t *testing.T) {
	for _, parts := range [][perLanes]int64{{}, {1, -1, 1}, {-1, -1, -1}, {-5, 0, 7}, {mostSteps, -mostSteps, mostSteps}, {-mostSteps, mostSteps, -mostSteps}} {
		var one, sum lanes
		for n, s := range parts {
			one.put(n, s)
		}
		for range batch {
			sum += one
		}
		total := make([]int32, perLanes+1)
		sum.addTo(total)
		for n, s := range parts {
			if int64(one.get(n)) != s || int64(total[n]) != s*batch {
				t.Errorf("%v: lane %d gives %d, a batch %d", parts, n, one.get(n), total[n])
			}
		}
		if total[perLanes] != 0 {
			t.Errorf("%v: a lane too many", parts)
		}
	}
}

// Weights are rounded to the nearest step and cut where no lane holds them.
func TestSteps(t *testing.T) {
	for w, want := range map[float32]int64{0: 0, 0.004: 0, 0.006: 1, -0.006: -1, 1.234: 123, -7.777: -778, 1e9: mostSteps, -1e9: -mostSteps} {
		if got := steps(w); got != want {
			t.Errorf("%v: %d steps, want %d", w, got, want)
		}
	}
}

// The table tells features apart that share a slot, or the key, and finds those that were pushed on.
func TestTable(t *testing.T) {
	// 0, 1<<8 and 3<<30 want one slot; 1<<39 and 1<<39|100 have one key.
	features := []uint64{0, 1 << 8, 1 << 39, 1<<39 | 100, 255, 1<<40 - 1, 3 << 30}
	tab := newTable(len(features))
	for row, f := range features {
		tab.add(f, uint32(row))
	}
	for row, f := range features {
		if got, ok := tab.find(f); !ok || int(got) != row {
			t.Errorf("%x: row %d %v, want %d", f, got, ok, row)
		}
	}
	if got, ok := tab.find(5 << 20); ok {
		t.Errorf("an unknown feature is found in row %d", got)
	}
}

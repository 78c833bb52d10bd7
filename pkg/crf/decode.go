package crf

import "math"

// Lattice holds the work space of decoding one sequence after another. It is for one goroutine.
type Lattice struct {
	labels  int
	scores  []float32 // token × label
	alpha   []float64
	beta    []float64
	norm    []float64
	back    []uint8
	path    []uint8
	highest []float64
}

// grow makes room for n tokens.
func (l *Lattice) grow(n, labels int) {
	l.labels = labels
	if cap(l.scores) < n*labels {
		c := 2 * n * labels
		l.scores, l.alpha, l.beta = make([]float32, c), make([]float64, c), make([]float64, c)
		l.back, l.norm, l.path = make([]uint8, c), make([]float64, 2*n), make([]uint8, 2*n)
		l.highest = make([]float64, c)
	}
	l.scores, l.alpha, l.beta = l.scores[:n*labels], l.alpha[:n*labels], l.beta[:n*labels]
	l.back, l.highest = l.back[:n*labels], l.highest[:n*labels]
	l.norm, l.path = l.norm[:n], l.path[:n]
}

// Begin takes a sequence of n tokens; Scores of each token are set before Decode.
func (l *Lattice) Begin(m *Model, n int) { l.grow(n, m.labels) }

// Scores gives the scores of token i, to be filled by Model.Score.
func (l *Lattice) Scores(i int) []float32 { return l.scores[i*l.labels : (i+1)*l.labels] }

// Decode gives the best labels (Viterbi). The result is good until the next Begin.
func (l *Lattice) Decode(m *Model) []uint8 {
	n, k := len(l.path), l.labels
	if n == 0 {
		return nil
	}
	for y := range k {
		l.highest[y] = float64(m.start[y]) + float64(l.scores[y])
	}
	for i := 1; i < n; i++ {
		// Label by label of the token before, so that rows are read as they lie in memory.
		before, best, from := l.highest[(i-1)*k:i*k], l.highest[i*k:(i+1)*k], l.back[i*k:(i+1)*k]
		for y := range best {
			best[y], from[y] = math.Inf(-1), 0
		}
		for x, b := range before {
			row := m.transition[x*k : (x+1)*k]
			for y := range best {
				if s := b + float64(row[y]); s > best[y] {
					best[y], from[y] = s, uint8(x)
				}
			}
		}
		for y, s := range l.scores[i*k : (i+1)*k] {
			best[y] += float64(s)
		}
	}
	at := 0
	for y := range k {
		if l.highest[(n-1)*k+y] > l.highest[(n-1)*k+at] {
			at = y
		}
	}
	for i := n - 1; i >= 0; i-- {
		l.path[i] = uint8(at)
		at = int(l.back[i*k+at])
	}
	return l.path
}

// Marginals computes the probability of every label of every token (forward–backward) and gives the log-likelihood's normaliser. Read
// them by Marginal.
func (l *Lattice) Marginals(m *Model) (logZ float64) {
	n, k := len(l.path), l.labels
	if n == 0 {
		return 0
	}
	power := l.highest // e^score, each token's highest taken out
	for i := range n {
		high := l.scores[i*k]
		for y := 1; y < k; y++ {
			high = max(high, l.scores[i*k+y])
		}
		for y := range k {
			power[i*k+y] = math.Exp(float64(l.scores[i*k+y] - high))
		}
		logZ += float64(high)
	}
	for i := range n {
		alpha := l.alpha[i*k : (i+1)*k]
		if i == 0 {
			copy(alpha, m.first)
		} else {
			clear(alpha)
			for x, a := range l.alpha[(i-1)*k : i*k] {
				row := m.power[x*k : (x+1)*k]
				for y := range alpha {
					alpha[y] += a * row[y]
				}
			}
		}
		sum := 0.0
		for y, p := range power[i*k : (i+1)*k] {
			alpha[y] *= p
			sum += alpha[y]
		}
		l.norm[i] = sum
		logZ += math.Log(sum)
		for y := range alpha {
			alpha[y] /= sum
		}
	}
	for y := range k {
		l.beta[(n-1)*k+y] = 1
	}
	for i := n - 2; i >= 0; i-- {
		behind, beta := power[(i+1)*k:(i+2)*k], l.beta[(i+1)*k:(i+2)*k]
		for x := range k {
			b := 0.0
			for y, p := range m.power[x*k : (x+1)*k] {
				b += p * behind[y] * beta[y]
			}
			l.beta[i*k+x] = b / l.norm[i+1]
		}
	}
	return logZ
}

// Marginal gives the probability of a label at token i, after Marginals.
func (l *Lattice) Marginal(i int, label uint8) float64 {
	return l.alpha[i*l.labels+int(label)] * l.beta[i*l.labels+int(label)]
}

// edge gives the probability of labels x, y at tokens i-1 and i, after Marginals.
func (l *Lattice) edge(m *Model, i, x, y int) float64 {
	k := l.labels
	return l.alpha[(i-1)*k+x] * m.power[x*k+y] * l.highest[i*k+y] * l.beta[i*k+y] / l.norm[i]
}

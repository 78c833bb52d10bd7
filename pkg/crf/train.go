package crf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Sequence is an example: the features and the right label of each of its tokens.
type Sequence struct {
	Features [][]uint64
	Labels   []uint8
}

// Options steer training. The zero value of a field takes the default.
type Options struct {
	Labels   int                           // how many there are, at most MaxLabels
	Allowed  func(from, to uint8) bool     // which label may follow which; nil allows all
	Starts   func(label uint8) bool        // which label may stand first; nil allows all
	Epochs   int                           // passes over the examples; 30
	Rate     float64                       // AdaGrad's step; 0.1
	L2       float64                       // penalty of a weight each time its feature is met; none
	Dropout  float64                       // share of a token's features left out in a step, 0 to below 1
	Rare     int                           // features met fewer times are left out; 2
	Prune    float64                       // weights below are dropped at the end
	Seed     uint64                        // the same seed and examples give the same model
	Progress func(epoch int, loss float64) // loss: mean of -log p over the tokens; may be nil
}

func (o *Options) fill() error {
	if o.Labels < 2 || o.Labels > MaxLabels {
		return fmt.Errorf("crf: %d labels, want 2 to %d", o.Labels, MaxLabels)
	}
	if o.Dropout < 0 || o.Dropout >= 1 {
		return fmt.Errorf("crf: dropout %v, want 0 to below 1", o.Dropout)
	}
	if o.Epochs == 0 {
		o.Epochs = 30
	}
	if o.Rate == 0 {
		o.Rate = 0.1
	}
	if o.Rare == 0 {
		o.Rare = 2
	}
	return nil
}

// ErrNoExamples tells that there is nothing to learn from.
var ErrNoExamples = errors.New("crf: no examples")

// trainer is the state of a training.
type trainer struct {
	Options
	model    *Model    // its transitions and starts; its weights are here
	weights  []float32 // feature × label
	examples []example
	names    []uint64 // of the features, by their number
	squares  []float32
	around   []float32 // squares of the transitions, then of the starts
	lattice  Lattice
	random   *rand.Rand
	kept     [][]uint32
}

// example is a sequence with numbered features.
type example struct {
	features [][]uint32
	labels   []uint8
}

// Train learns a model from the examples. Given the same examples and options it gives the same model. It stops with the context's
// error when that is done.
func Train(ctx context.Context, sequences []Sequence, o Options) (*Model, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	t := &trainer{Options: o, random: rand.New(rand.NewPCG(o.Seed, 0x1d8e4e27c47d124f))}
	if err := t.number(sequences); err != nil {
		return nil, err
	}
	t.begin()
	order := make([]int, len(t.examples))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.Epochs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		loss, tokens := 0.0, 0
		for _, i := range order {
			loss += t.step(&t.examples[i])
			tokens += len(t.examples[i].labels)
		}
		if o.Progress != nil {
			o.Progress(epoch+1, loss/float64(max(tokens, 1)))
		}
	}
	return t.finish(), nil
}

// number gives numbers to the features that are not rare.
func (t *trainer) number(sequences []Sequence) error {
	counts := map[uint64]int32{}
	tokens := 0
	for n, s := range sequences {
		if len(s.Features) != len(s.Labels) {
			return fmt.Errorf("crf: sequence %d has %d tokens and %d labels", n, len(s.Features), len(s.Labels))
		}
		for i, features := range s.Features {
			if int(s.Labels[i]) >= t.Labels {
				return fmt.Errorf("crf: sequence %d, token %d: label %d of %d", n, i, s.Labels[i], t.Labels)
			}
			for _, f := range features {
				counts[name(f)]++
			}
		}
		tokens += len(s.Labels)
	}
	if tokens == 0 {
		return ErrNoExamples
	}
	ids := make(map[uint64]uint32, len(counts)/2)
	for _, s := range sequences {
		e := example{labels: s.Labels, features: make([][]uint32, len(s.Features))}
		for i, features := range s.Features {
			kept := make([]uint32, 0, len(features))
			for _, f := range features {
				f = name(f)
				if int(counts[f]) < t.Rare {
					continue
				}
				id, ok := ids[f]
				if !ok {
					id = uint32(len(t.names))
					ids[f] = id
					t.names = append(t.names, f)
				}
				kept = append(kept, id)
			}
			e.features[i] = kept
		}
		if len(e.labels) > 0 {
			t.examples = append(t.examples, e)
		}
	}
	return nil
}

func (t *trainer) begin() {
	k := t.Labels
	m := newModel(k)
	impossible := float32(math.Inf(-1))
	for x := range k {
		if t.Starts != nil && !t.Starts(uint8(x)) {
			m.start[x] = impossible
		}
		for y := range k {
			if t.Allowed != nil && !t.Allowed(uint8(x), uint8(y)) {
				m.transition[x*k+y] = impossible
			}
		}
	}
	t.model = m
	t.weights = make([]float32, len(t.names)*k)
	t.squares = make([]float32, len(t.weights))
	t.around = make([]float32, k*k+k)
}

// step learns from one example and gives its -log p before the step.
func (t *trainer) step(e *example) float64 {
	m, k := t.model, t.Labels
	m.prepare()
	t.dropout(e)
	scale := float32(1 / (1 - t.Dropout))
	t.lattice.grow(len(e.labels), k)
	for i, features := range t.kept {
		dst := t.lattice.Scores(i)
		clear(dst)
		for _, f := range features {
			w := t.weights[int(f)*k : int(f)*k+k]
			for y := range dst {
				dst[y] += w[y]
			}
		}
		for y := range dst {
			dst[y] *= scale
		}
	}
	loss := t.lattice.Marginals(m)
	for i, gold := range e.labels {
		loss -= float64(t.lattice.Scores(i)[gold])
		if i == 0 {
			loss -= float64(m.start[gold])
		} else {
			loss -= float64(m.transition[int(e.labels[i-1])*k+int(gold)])
		}
		var gradient [MaxLabels]float32
		for y := range k {
			gradient[y] = float32(t.lattice.Marginal(i, uint8(y)))
		}
		gradient[gold]--
		t.learnToken(t.kept[i], gradient[:k], scale)
	}
	t.learnTransitions(e)
	return loss
}

// dropout chooses the features of every token that take part in this step.
func (t *trainer) dropout(e *example) {
	if t.Dropout == 0 {
		t.kept = e.features
		return
	}
	limit := uint32(t.Dropout * (1 << 16))
	for len(t.kept) < len(e.features) {
		t.kept = append(t.kept, nil)
	}
	t.kept = t.kept[:len(e.features)]
	for i, features := range e.features {
		kept := t.kept[i][:0]
		bits, left := uint64(0), 0
		for _, f := range features {
			if left == 0 {
				bits, left = t.random.Uint64(), 4
			}
			if uint32(bits&0xffff) >= limit {
				kept = append(kept, f)
			}
			bits >>= 16
			left--
		}
		t.kept[i] = kept
	}
}

func (t *trainer) learnToken(features []uint32, gradient []float32, scale float32) {
	k := t.Labels
	small := true
	for _, g := range gradient {
		small = small && g < 1e-4 && g > -1e-4
	}
	if small {
		return // the token is learned; its features move no weight that matters
	}
	rate, l2 := float32(t.Rate), float32(t.L2)
	for _, f := range features {
		w, q := t.weights[int(f)*k:int(f)*k+k], t.squares[int(f)*k:int(f)*k+k]
		for y, g := range gradient {
			g = g*scale + l2*w[y]
			q[y] += g * g
			w[y] -= rate * g / (float32(math.Sqrt(float64(q[y]))) + 1e-6)
		}
	}
}

func (t *trainer) learnTransitions(e *example) {
	m, k := t.model, t.Labels
	update := func(w *float32, at int, g float64) {
		if math.IsInf(float64(*w), -1) || g == 0 {
			return
		}
		g += t.L2 * float64(*w)
		t.around[at] += float32(g * g)
		*w -= float32(t.Rate * g / (math.Sqrt(float64(t.around[at])) + 1e-6))
	}
	var sums [MaxLabels * MaxLabels]float64
	for i := 1; i < len(e.labels); i++ {
		for x := range k {
			for y := range k {
				sums[x*k+y] += t.lattice.edge(m, i, x, y)
			}
		}
		sums[int(e.labels[i-1])*k+int(e.labels[i])]--
	}
	for y := range k {
		g := t.lattice.Marginal(0, uint8(y))
		if uint8(y) == e.labels[0] {
			g--
		}
		update(&m.start[y], k*k+y, g)
	}
	for i := range k * k {
		update(&m.transition[i], i, sums[i])
	}
}

// finish drops weights that are too small to matter, brings the others to steps as the packed form has them, so that the model decodes
// alike before and after it is packed, and makes its table.
func (t *trainer) finish() *Model {
	k, out := t.Labels, t.model
	var kept []uint32
	for f := range t.names {
		for _, w := range t.weights[f*k : f*k+k] {
			if t.worth(w) {
				kept = append(kept, uint32(f))
				break
			}
		}
	}
	slices.SortFunc(kept, func(a, b uint32) int { return cmp.Compare(t.names[a], t.names[b]) })
	out.names = make([]uint64, len(kept))
	out.weights = make([]lanes, len(kept)*out.wide)
	for row, f := range kept {
		out.names[row] = t.names[f]
		for y, w := range t.weights[int(f)*k : int(f)*k+k] {
			if t.worth(w) {
				out.put(row, y, steps(w))
			}
		}
	}
	out.prepare()
	return out
}

func (t *trainer) worth(w float32) bool { return math.Abs(float64(w)) >= t.Prune && steps(w) != 0 }

package crf_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"isnad/pkg/crf"
)

// The labels of the tests: a name begins with begin and goes on with inside, which never stands first or behind outside.
const (
	outside = iota
	begin
	inside
	labels
)

func allowed(from, to uint8) bool { return to != inside || from != outside }

func starts(l uint8) bool { return l != inside }

// names makes sequences in which words 1–3 begin a name, word 9 goes on with it where one stands before, and all else is outside.
func names(n int, seed uint64) []crf.Sequence {
	random := rand.New(rand.NewPCG(seed, 1))
	out := make([]crf.Sequence, n)
	for i := range out {
		before := uint8(outside)
		for range 2 + random.IntN(7) {
			word, label := uint64(1+random.IntN(12)), uint8(outside)
			switch {
			case word <= 3:
				label = begin
			case word == 9 && before != outside:
				label = inside
			}
			out[i].Features = append(out[i].Features, []uint64{word << 20, 7})
			out[i].Labels = append(out[i].Labels, label)
			before = label
		}
	}
	return out
}

func options() crf.Options {
	return crf.Options{Labels: labels, Allowed: allowed, Starts: starts, Epochs: 10, Seed: 3, Prune: 0.01}
}

func train(tb testing.TB, sequences []crf.Sequence, o crf.Options) *crf.Model {
	tb.Helper()
	m, err := crf.Train(context.Background(), sequences, o)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func decode(m *crf.Model, l *crf.Lattice, features [][]uint64) []uint8 {
	l.Begin(m, len(features))
	for i, f := range features {
		m.Score(l.Scores(i), f)
	}
	return slices.Clone(l.Decode(m))
}

func pack(tb testing.TB, m *crf.Model) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// Half of the words 9 stand behind an outside word: only the transitions tell them apart.
func TestTrainLearns(t *testing.T) {
	m := train(t, names(200, 1), options())
	wrong, tokens := 0, 0
	var l crf.Lattice
	for _, s := range names(100, 2) {
		for i, y := range decode(m, &l, s.Features) {
			tokens++
			if y != s.Labels[i] {
				wrong++
			}
		}
	}
	if wrong*100 > tokens {
		t.Errorf("%d of %d tokens wrong", wrong, tokens)
	}
}

// Features that were never seen, or that speak for an impossible label, do not bring it out.
func TestDecodeKeepsTransitions(t *testing.T) {
	m := train(t, names(200, 1), options())
	random := rand.New(rand.NewPCG(5, 5))
	var l crf.Lattice
	for range 300 {
		n := 1 + random.IntN(6)
		l.Begin(m, n)
		for i := range n {
			for y := range l.Scores(i) {
				l.Scores(i)[y] = float32(random.NormFloat64() * 50)
			}
			l.Scores(i)[inside] += 100
		}
		path := l.Decode(m)
		if !starts(path[0]) {
			t.Fatalf("%v begins with %d", path, path[0])
		}
		for i := 1; i < n; i++ {
			if !allowed(path[i-1], path[i]) {
				t.Fatalf("%v has %d behind %d", path, path[i], path[i-1])
			}
		}
	}
	if got := decode(m, &l, nil); len(got) != 0 {
		t.Errorf("an empty sequence gives %v", got)
	}
}

func TestTrainIsDeterministic(t *testing.T) {
	o := options()
	o.Dropout = 0.3
	one, two := pack(t, train(t, names(50, 1), o)), pack(t, train(t, names(50, 1), o))
	if !bytes.Equal(one, two) {
		t.Error("the same examples and seed give different models")
	}
	o.Seed++
	if bytes.Equal(one, pack(t, train(t, names(50, 1), o))) {
		t.Error("another seed gives the same model: the seed has no effect")
	}
}

// A model scores the same before and after it was packed, to the bit.
func TestReadGivesWhatWasWritten(t *testing.T) {
	m := train(t, names(100, 1), options())
	data := pack(t, m)
	back, rest, err := crf.Read(append(slices.Clone(data), "more"...))
	if err != nil || string(rest) != "more" {
		t.Fatalf("rest %q, error %v", rest, err)
	}
	if back.Labels() != m.Labels() || back.Features() != m.Features() {
		t.Errorf("%d labels, %d features; want %d, %d", back.Labels(), back.Features(), m.Labels(), m.Features())
	}
	if !bytes.Equal(pack(t, back), data) {
		t.Error("written again it differs")
	}
	var a, b crf.Lattice
	for _, s := range names(50, 4) {
		if one, two := decode(m, &a, s.Features), decode(back, &b, s.Features); !slices.Equal(one, two) {
			t.Fatalf("%v before, %v behind", one, two)
		}
		if one, two := a.Marginals(m), b.Marginals(back); one != two {
			t.Fatalf("log Z %v before, %v behind", one, two)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	data := pack(t, train(t, names(30, 1), options()))
	for n := range data {
		if _, _, err := crf.Read(data[:n]); !errors.Is(err, crf.ErrFormat) {
			t.Fatalf("%d of %d bytes: error %v", n, len(data), err)
		}
	}
	change := func(at int, with ...byte) []byte {
		out := slices.Clone(data)
		copy(out[at:], with)
		return out
	}
	const scores = labels*labels + labels
	for what, bad := range map[string][]byte{
		"one label":             change(0, 1),
		"too many labels":       change(0, crf.MaxLabels+1),
		"a score NaN":           change(1, 0, 0, 0xc0, 0x7f),
		"a score +Inf":          change(1, 0, 0, 0x80, 0x7f),
		"too many features":     change(1+4*scores, 0xff, 0xff, 0xff, 0xff, 0x7f),
		"a number without end":  append(slices.Clone(data[:1+4*scores]), bytes.Repeat([]byte{0xff}, 40)...),
		"a name of 41 bits":     append(slices.Clone(data[:1+4*scores]), 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 0),
		"a fourth label":        append(slices.Clone(data[:1+4*scores]), 1, 5, 0x08, 2),
		"a feature named twice": append(slices.Clone(data[:1+4*scores]), 2, 5, 1, 2, 0, 1, 2),
	} {
		if _, _, err := crf.Read(bad); !errors.Is(err, crf.ErrFormat) {
			t.Errorf("%s: error %v", what, err)
		}
	}
}

// FuzzRead: any bytes give a model that decodes, or ErrFormat.
func FuzzRead(f *testing.F) {
	data := pack(f, train(f, names(30, 1), options()))
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte{2})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := crf.Read(data)
		if err != nil {
			if !errors.Is(err, crf.ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		var l crf.Lattice
		for _, y := range decode(m, &l, [][]uint64{{1 << 20, 7}, {9 << 20}, nil}) {
			if int(y) >= m.Labels() {
				t.Fatalf("label %d of %d", y, m.Labels())
			}
		}
	})
}

func TestTrainRefuses(t *testing.T) {
	one := []crf.Sequence{{Features: [][]uint64{{1}}, Labels: []uint8{0}}}
	for what, c := range map[string]struct {
		sequences []crf.Sequence
		options   crf.Options
		want      string
	}{
		"no labels":       {one, crf.Options{}, "0 labels"},
		"too many labels": {one, crf.Options{Labels: crf.MaxLabels + 1}, "17 labels"},
		"all dropped":     {one, crf.Options{Labels: 2, Dropout: 1}, "dropout 1"},
		"no examples":     {nil, crf.Options{Labels: 2}, crf.ErrNoExamples.Error()},
		"empty sequences": {make([]crf.Sequence, 3), crf.Options{Labels: 2}, crf.ErrNoExamples.Error()},
		"a label amiss":   {[]crf.Sequence{one[0], {Features: [][]uint64{{1}, {1}}, Labels: []uint8{0, 2}}}, crf.Options{Labels: 2}, "sequence 1, token 1: label 2 of 2"},
		"lengths differ":  {[]crf.Sequence{{Features: [][]uint64{{1}}}}, crf.Options{Labels: 2}, "1 tokens and 0 labels"},
	} {
		if _, err := crf.Train(context.Background(), c.sequences, c.options); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", what, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := crf.Train(ctx, one, crf.Options{Labels: 2}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

// Progress tells of every pass, and the loss falls.
func TestTrainTellsProgress(t *testing.T) {
	o := options()
	var losses []float64
	o.Progress = func(epoch int, loss float64) {
		if epoch != len(losses)+1 {
			t.Errorf("pass %d told as %d", len(losses)+1, epoch)
		}
		losses = append(losses, loss)
	}
	train(t, names(100, 1), o)
	if len(losses) != o.Epochs || !(losses[o.Epochs-1] < losses[0]) || math.IsNaN(losses[0]) {
		t.Errorf("losses %v", losses)
	}
}

// BenchmarkScore scores a token of 60 features, a third of them known.
func BenchmarkScore(b *testing.B) {
	m := train(b, names(200, 1), options())
	features := make([]uint64, 60)
	for i := range features {
		features[i] = uint64(1+i) << 20
		if i%3 == 0 {
			features[i] = uint64(1+i%12) << 20
		}
	}
	dst := make([]float32, m.Labels())
	b.ReportAllocs()
	for b.Loop() {
		m.Score(dst, features)
	}
}

// Two models joined score as each alone, features that only one has or none among them.
func TestJoin(t *testing.T) {
	first := train(t, names(60, 1), options())
	o := options()
	o.Seed = 9
	others := names(60, 2)
	for _, s := range others {
		for i := range s.Features {
			s.Features[i] = append(s.Features[i], 5<<30+uint64(i), s.Features[i][0]^(1<<33))
		}
	}
	second := train(t, others, o)
	for _, models := range [][2]*crf.Model{{first, second}, {second, first}, {first, first}} {
		pair := crf.Join(models[0], models[1])
		for _, s := range others {
			for i, features := range append(s.Features, nil, []uint64{1 << 35}) {
				var points [2][labels]int32
				half := len(features) / 2
				pair.Add(points[0][:], points[1][:], features[half:])
				pair.Add(points[0][:], points[1][:], features[:half])
				for n, m := range models {
					var l crf.Lattice
					l.Begin(m, 1)
					l.Points(0, points[n][:])
					want := make([]float32, labels)
					m.Score(want, features)
					if !slices.Equal(l.Scores(0), want) {
						t.Fatalf("model %d, token %d: %v, want %v", n, i, l.Scores(0), want)
					}
				}
			}
		}
	}
}

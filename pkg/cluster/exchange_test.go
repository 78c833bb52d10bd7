package cluster

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// likelihood is the part of the log-likelihood of the class bigrams that depends on the classes, summed from the text itself.
func likelihood(text []uint32, of []int32, classes int) float64 {
	pairs, first, second := make([]int, classes*classes), make([]int, classes), make([]int, classes)
	for i := 1; i < len(text); i++ {
		a, b := int(of[text[i-1]]), int(of[text[i]])
		pairs[a*classes+b]++
		first[a]++
		second[b]++
	}
	sum := 0.0
	for sign, list := range map[float64][]int{1: pairs, -1: slices.Concat(first, second)} {
		for _, n := range list {
			if n > 0 {
				sum += sign * float64(n) * math.Log(float64(n))
			}
		}
	}
	return sum
}

func randomText(words, length int) []uint32 {
	random := rand.New(rand.NewPCG(3, 3))
	text := []uint32{edge}
	for range length {
		text = append(text, uint32(random.IntN(words)))
	}
	return append(text, edge)
}

// What gain says of two classes differs as the likelihood of the text does, words that follow themselves among them.
func TestGainIsTheDifferenceOfLikelihood(t *testing.T) {
	const words, classes = 9, 4
	text := randomText(words, 300)
	text = append(text, 5, 5, 5, edge)
	x := &exchange{classes: classes, of: make([]int32, words), right: follow(text, words, false), left: follow(text, words, true)}
	x.begin(words)
	for w := 1; w < words; w++ {
		own, right, left := x.gather(w)
		from := x.of[w]
		x.shift(from, -1, own, right, left)
		of := slices.Clone(x.of)
		value := func(k int32) float64 { of[w] = k; return likelihood(text, of, classes) }
		for k := int32(1); k < classes; k++ {
			got, want := x.gain(k, own, right, left)-x.gain(from, own, right, left), value(k)-value(from)
			if math.Abs(got-want) > 1e-6 {
				t.Errorf("word %d from class %d to %d: gain %v, likelihood %v", w, from, k, got, want)
			}
		}
		x.shift(from, 1, own, right, left)
		clear(x.behind)
		clear(x.before)
	}
}

// Counts that are moved with the words are those of the text in the end, and the likelihood has not fallen.
func TestExchangeKeepsCounts(t *testing.T) {
	const words, classes = 30, 6
	text := randomText(words, 2000)
	x := &exchange{classes: classes, of: make([]int32, words), right: follow(text, words, false), left: follow(text, words, true)}
	x.begin(words)
	before := likelihood(text, x.of, classes)
	moved := 0
	for w := 1; w < words; w++ {
		if x.improve(w) {
			moved++
		}
	}
	if after := likelihood(text, x.of, classes); moved == 0 || after <= before {
		t.Errorf("%d words moved, likelihood %v, then %v", moved, before, after)
	}
	for i := 1; i < len(text); i++ {
		x.pairs[int(x.of[text[i-1]])*classes+int(x.of[text[i]])]--
	}
	if slices.ContainsFunc(x.pairs, func(n int32) bool { return n != 0 }) {
		t.Errorf("counts that are not in the text: %v", x.pairs)
	}
}

// grammar makes sentences of three words, each out of its own set of ten; the words of set k are k*10+2 ….
func grammar(sentences int) []uint32 {
	random := rand.New(rand.NewPCG(9, 9))
	text := []uint32{edge}
	for range sentences {
		for k := range 3 {
			text = append(text, uint32(2+10*k+random.IntN(10)))
		}
		text = append(text, edge)
	}
	return text
}

// together tells which share of the pairs of words of one set, and of two sets, are in one class.
func together(of []int32) (same, other float64) {
	var all [2]float64
	for a := 2; a < 32; a++ {
		for b := a + 1; b < 32; b++ {
			one := 0.0
			if of[a] == of[b] {
				one = 1
			}
			if (a-2)/10 == (b-2)/10 {
				same, all[0] = same+one, all[0]+1
			} else {
				other, all[1] = other+one, all[1]+1
			}
		}
	}
	return same / all[0], other / all[1]
}

func quiet(int, int) {}

// Words that stand in the same company fall into one class, those of another into another.
func TestClassesOfTheSameCompany(t *testing.T) {
	text := grammar(3000)
	of, err := exchangeClasses(context.Background(), text, 32, 4, 20, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if same, other := together(of); same < 0.95 || other > 0 {
		t.Errorf("exchange: %.2f of a set together, %.2f of two sets", same, other)
	}
	counts := make([]int, 32)
	for _, w := range text {
		counts[w]++
	}
	s := newSkipGram(counts, 1)
	for i := range s.keep {
		s.keep[i] = 1 // all thirty words are frequent; none is thinned out
	}
	if err := s.learn(context.Background(), text, 5, func(int) {}); err != nil {
		t.Fatal(err)
	}
	for w := range s.words {
		normal(&s.words[w])
	}
	sum := [2]float32{}
	for a := 2; a < 12; a++ {
		for b := 2; b < 12; b++ {
			sum[0] += dot(&s.words[a], &s.words[b])
			sum[1] += dot(&s.words[a], &s.words[b+10])
		}
	}
	if sum[0] <= sum[1]+20 {
		t.Errorf("vectors: the cosines of a set sum to %v, of two sets to %v", sum[0], sum[1])
	}
	if of, err = kmeans(context.Background(), s.words, 6, 20, 2, quiet); err != nil {
		t.Fatal(err)
	}
	if same, other := together(of); same < 0.25 || other > 0.05 {
		t.Errorf("k-means: %.2f of a set together, %.2f of two sets", same, other)
	}
}

// follow counts as the text does, to either side.
func TestFollow(t *testing.T) {
	text := []uint32{0, 2, 3, 2, 3, 3, 0}
	for _, c := range []struct {
		back bool
		want string
	}{{false, "[{2 1}] [] [{3 2}] [{2 1} {3 1} {0 1}]"}, {true, "[{3 1}] [] [{0 1} {3 1}] [{2 2} {3 1}]"}} {
		g := follow(text, 4, c.back)
		got := ""
		for w := range 4 {
			got += " " + fmt.Sprint(g.of(w))
		}
		if got[1:] != c.want {
			t.Errorf("back %v: %s, want %s", c.back, got[1:], c.want)
		}
	}
}

package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// towns makes sentences in which the words of a sort stand in the same places.
func towns(sentences int) *Corpus {
	sorts := [...][]string{{"sees", "visits", "leaves"}, {"acre", "jaffa", "haifa", "tyre"}, {"salma", "hind", "rami", "zayd"}, {"early", "late"}}
	r := rand.New(rand.NewPCG(5, 5))
	c := NewCorpus()
	for range sentences {
		pick := func(n int) string { return sorts[n][r.IntN(len(sorts[n]))] }
		c.Add([]string{pick(2), pick(0), pick(1), pick(3), "."})
	}
	return c
}

// exchanged clusters the towns into few classes and gives the words' classes.
func exchanged(t *testing.T) map[string]int32 {
	t.Helper()
	text, words, _ := towns(2000).sorted(5)
	of, err := exchangeClasses(t.Context(), text, len(words), 6, 20, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int32{}
	for w := rare + 1; w < len(words); w++ {
		out[words[w]] = of[w]
	}
	return out
}

func TestWordsOfASortFallTogether(t *testing.T) {
	of := exchanged(t)
	for _, sort := range [...][]string{{"acre", "jaffa", "haifa", "tyre"}, {"salma", "hind", "rami", "zayd"}, {"sees", "visits", "leaves"}} {
		for _, w := range sort[1:] {
			if of[w] != of[sort[0]] {
				t.Errorf("%s is in class %d, %s in %d", sort[0], of[sort[0]], w, of[w])
			}
		}
	}
	if of["acre"] == of["salma"] {
		t.Error("towns and people are one class")
	}
}

// likelihood is the log-likelihood of the class bigrams of a text, as far as it depends on the classes.
func likelihood(text []uint32, of []int32, classes int) float64 {
	pairs, out, in := make([]int, classes*classes), make([]int, classes), make([]int, classes)
	for i := 1; i < len(text); i++ {
		a, b := of[text[i-1]], of[text[i]]
		pairs[int(a)*classes+int(b)]++
		out[a]++
		in[b]++
	}
	f := func(n int) float64 { return float64(n) * math.Log(math.Max(float64(n), 1)) }
	sum := 0.0
	for _, n := range pairs {
		sum += f(n)
	}
	for k := range classes {
		sum -= f(out[k]) + f(in[k])
	}
	return sum
}

// A gain is the difference of likelihoods.
func TestGainIsTheDifferenceOfLikelihoods(t *testing.T) {
	text, words, _ := towns(60).sorted(1)
	text = append(text, 2, 2, 3, 2, edge) // a word beside itself
	const classes = 5
	x := &exchange{classes: classes, of: make([]int32, len(words)), right: follow(text, len(words), false), left: follow(text, len(words), true)}
	x.begin(len(words))
	for w := 1; w < len(words); w++ {
		own, sumR, sumL := x.gather(w)
		from := x.of[w]
		x.shift(from, -1, own, sumR, sumL)
		stay := x.gain(from, own, sumR, sumL)
		before := likelihood(text, x.of, classes)
		for k := int32(1); k < classes; k++ {
			gain := x.gain(k, own, sumR, sumL) - stay
			x.of[w] = k
			if want := likelihood(text, x.of, classes) - before; math.Abs(gain-want) > 1e-6 {
				t.Fatalf("word %d to class %d: gain %v, want %v", w, k, gain, want)
			}
			x.of[w] = from
		}
		x.shift(from, 1, own, sumR, sumL)
		for _, c := range x.touchedB {
			x.behind[c] = 0
		}
		for _, c := range x.touchedF {
			x.before[c] = 0
		}
	}
}

func TestKmeansPartsDirections(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	vectors := make([]vector, 2+60)
	for i := 2; i < len(vectors); i++ {
		vectors[i][i%3] = 5
		for d := range vectors[i] {
			vectors[i][d] += r.Float32() * 0.1
		}
		normal(&vectors[i])
	}
	of, err := kmeans(t.Context(), vectors, 3, 20, 1, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	for i := 2; i < len(vectors); i++ {
		for j := 2; j < i; j++ {
			if (i%3 == j%3) != (of[i] == of[j]) {
				t.Fatalf("vectors %d and %d are in classes %d and %d", i, j, of[i], of[j])
			}
		}
	}
}

func tables(t testing.TB) *Tables {
	t.Helper()
	c := NewCorpus()
	for i := range 3000 {
		c.Add([]string{fmt.Sprint("w", i%97), fmt.Sprint("v", i%89), fmt.Sprint("u", i%83)})
	}
	out, err := Train(context.Background(), c, Options{Least: 2, Rounds: 2, Epochs: 1, Seed: 9})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTablesReadBack(t *testing.T) {
	a := tables(t)
	var file bytes.Buffer
	if err := a.Write(&file); err != nil {
		t.Fatal(err)
	}
	b, err := Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if a.Hash() != b.Hash() || a.Len() != b.Len() || a.Len() != 97+89+83 {
		t.Errorf("%d words, %s; read back %d, %s", a.Len(), a.Hash(), b.Len(), b.Hash())
	}
	for _, w := range []string{"w0", "v88", "u7"} {
		x, okX := a.Lookup(w)
		y, okY := b.Lookup(w)
		if !okX || !okY || x != y {
			t.Errorf("%s: %v %v, read back %v %v", w, x, okX, y, okY)
		}
	}
	if _, ok := b.Lookup("never"); ok {
		t.Error("a word that was never seen has classes")
	}
	for n := range file.Len() {
		if _, err := Read(bytes.NewReader(file.Bytes()[:n])); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut at byte %d: %v", n, err)
		}
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	if a, b := tables(t).Hash(), tables(t).Hash(); a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func TestASmallTextIsTold(t *testing.T) {
	c := NewCorpus()
	c.Add([]string{"a", "b"})
	if _, err := Train(t.Context(), c, Options{Least: 1}); !errors.Is(err, ErrSmall) {
		t.Error(err)
	}
}

func TestLookupAllocatesNothing(t *testing.T) {
	x := tables(t)
	if n := testing.AllocsPerRun(100, func() { x.Lookup("w11") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLookup(b *testing.B) {
	x := tables(b)
	b.ReportAllocs()
	for b.Loop() {
		x.Lookup("w11")
		x.Lookup("never")
	}
}

package cluster

import (
	"context"
	"math"
)

// neighbour is a word beside another, and how often.
type neighbour struct {
	word  uint32
	count int32
}

// graph holds the neighbours of every word: those of word w stand from first[w] up to first[w+1].
type graph struct {
	first []int
	list  []neighbour
}

func (g *graph) of(w int) []neighbour { return g.list[g.first[w]:g.first[w+1]] }

// follow counts what stands behind every word, or with back before it.
func follow(text []uint32, words int, back bool) *graph {
	start := make([]int, words+1)
	for _, w := range text {
		start[w+1]++
	}
	for w := range words {
		start[w+1] += start[w]
	}
	next := make([]uint32, len(text))
	at := append([]int(nil), start...)
	for i, w := range text {
		j := i + 1
		if back {
			j = i - 1
		}
		if j >= 0 && j < len(text) {
			next[at[w]] = text[j]
			at[w]++
		}
	}
	g := &graph{first: make([]int, words+1)}
	seen := make([]int32, words)
	for w := range words {
		list := next[start[w]:at[w]]
		for _, v := range list {
			seen[v]++
		}
		for _, v := range list {
			if seen[v] > 0 {
				g.list = append(g.list, neighbour{v, seen[v]})
				seen[v] = 0
			}
		}
		g.first[w+1] = len(g.list)
	}
	return g
}

// exchange is the state of exchange clustering.
type exchange struct {
	classes     int
	of          []int32 // word → class
	right, left *graph
	pairs       []int32 // class × class
	out, in     []int32 // how often a class stands first and second in a pair
	behind      []int32 // of the word in hand: how often each class stands behind it
	before      []int32
	touchedB    []int32 // the classes with a count in behind
	touchedF    []int32
	table       []float64 // n log n
}

// exchangeClasses gives a class to every word: each is moved to where it serves the likelihood of the class bigrams best, in rounds,
// until hardly any moves. Words must come by falling frequency.
func exchangeClasses(ctx context.Context, text []uint32, words, classes, rounds int, progress func(round, moved int)) ([]int32, error) {
	x := &exchange{classes: classes, of: make([]int32, words), right: follow(text, words, false), left: follow(text, words, true)}
	x.begin(words)
	for round := range rounds {
		moved := 0
		for w := 1; w < words; w++ {
			if w%1000 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if x.improve(w) {
				moved++
			}
		}
		progress(round+1, moved)
		if moved < words/500 {
			break
		}
	}
	return x.of, nil
}

func (x *exchange) begin(words int) {
	k := x.classes
	x.pairs, x.out, x.in = make([]int32, k*k), make([]int32, k), make([]int32, k)
	x.behind, x.before = make([]int32, k), make([]int32, k)
	const known = 1 << 20
	x.table = make([]float64, known)
	for n := 2; n < known; n++ {
		x.table[n] = float64(n) * math.Log(float64(n))
	}
	for w := range words { // the edge of sentences has a class of its own
		if w > 0 {
			x.of[w] = int32(1 + (w-1)%(k-1))
		}
	}
	for w := range words {
		for _, n := range x.right.of(w) {
			x.pairs[int(x.of[w])*k+int(x.of[n.word])] += n.count
			x.out[x.of[w]] += n.count
			x.in[x.of[n.word]] += n.count
		}
	}
}

func (x *exchange) f(n int32) float64 {
	if int(n) < len(x.table) {
		return x.table[n]
	}
	return float64(n) * math.Log(float64(n))
}

// improve moves a word to its best class and tells whether that is another one.
func (x *exchange) improve(w int) bool {
	own, sumR, sumL := x.gather(w)
	from := x.of[w]
	x.shift(from, -1, own, sumR, sumL)
	best, most := from, x.gain(from, own, sumR, sumL)
	for k := int32(1); k < int32(x.classes); k++ {
		if k == from {
			continue
		}
		if g := x.gain(k, own, sumR, sumL); g > most+1e-9 {
			best, most = k, g
		}
	}
	x.shift(best, 1, own, sumR, sumL)
	x.of[w] = best
	for _, c := range x.touchedB {
		x.behind[c] = 0
	}
	for _, c := range x.touchedF {
		x.before[c] = 0
	}
	return best != from
}

// gather counts the classes around a word; own counts the word beside itself, which stands in neither.
func (x *exchange) gather(w int) (own, sumR, sumL int32) {
	x.touchedB, x.touchedF = x.touchedB[:0], x.touchedF[:0]
	for _, n := range x.right.of(w) {
		sumR += n.count
		if int(n.word) == w {
			own = n.count
			continue
		}
		c := x.of[n.word]
		if x.behind[c] == 0 {
			x.touchedB = append(x.touchedB, c)
		}
		x.behind[c] += n.count
	}
	for _, n := range x.left.of(w) {
		sumL += n.count
		if int(n.word) == w {
			continue
		}
		c := x.of[n.word]
		if x.before[c] == 0 {
			x.touchedF = append(x.touchedF, c)
		}
		x.before[c] += n.count
	}
	return own, sumR, sumL
}

// shift adds the word in hand to a class, or with -1 takes it out.
func (x *exchange) shift(k, sign, own, sumR, sumL int32) {
	n := int32(x.classes)
	for _, c := range x.touchedB {
		x.pairs[k*n+c] += sign * x.behind[c]
	}
	for _, c := range x.touchedF {
		x.pairs[c*n+k] += sign * x.before[c]
	}
	x.pairs[k*n+k] += sign * own
	x.out[k] += sign * sumR
	x.in[k] += sign * sumL
}

// gain is what the log-likelihood wins when the word in hand, which is in no class, comes into class k.
func (x *exchange) gain(k, own, sumR, sumL int32) float64 {
	n := int32(x.classes)
	g := 0.0
	row := x.pairs[k*n : k*n+n]
	for _, c := range x.touchedB {
		if c != k {
			g += x.f(row[c]+x.behind[c]) - x.f(row[c])
		}
	}
	for _, c := range x.touchedF {
		if c != k {
			p := x.pairs[c*n+k]
			g += x.f(p+x.before[c]) - x.f(p)
		}
	}
	self := row[k]
	g += x.f(self+x.behind[k]+x.before[k]+own) - x.f(self)
	g -= x.f(x.out[k]+sumR) - x.f(x.out[k])
	g -= x.f(x.in[k]+sumL) - x.f(x.in[k])
	return g
}

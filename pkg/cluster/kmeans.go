package cluster

import (
	"context"
	"math"
	"math/rand/v2"
)

// kmeans gives each vector, brought to length 1, the class whose middle is nearest by angle. The first two, of edges and rare words,
// take no part.
func kmeans(ctx context.Context, vectors []vector, classes, rounds int, seed uint64, progress func(round, moved int)) ([]int32, error) {
	random := rand.New(rand.NewPCG(seed, uint64(classes)))
	of := make([]int32, len(vectors))
	words := len(vectors) - rare - 1
	classes = min(classes, words)
	if classes < 1 {
		return of, nil
	}
	middles := make([]vector, classes)
	// The middles begin at frequent words, which stand first: rare ones have vectors that say little.
	for k, w := range random.Perm(min(words, 20*classes))[:classes] {
		middles[k] = vectors[rare+1+w]
	}
	for round := range rounds {
		moved := 0
		sums := make([]vector, classes)
		for w := rare + 1; w < len(vectors); w++ {
			if w%1000 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			best, most := int32(0), float32(math.Inf(-1))
			for k := range middles {
				if s := dot(&vectors[w], &middles[k]); s > most {
					best, most = int32(k), s
				}
			}
			if of[w] != best || round == 0 {
				of[w] = best
				moved++
			}
			for d, x := range vectors[w] {
				sums[best][d] += x
			}
		}
		for k := range middles {
			if normal(&sums[k]) {
				middles[k] = sums[k]
			} else { // nothing came to it: it begins anew
				middles[k] = vectors[rare+1+random.IntN(words)]
			}
		}
		progress(round+1, moved)
		if moved < words/500 {
			break
		}
	}
	return of, nil
}

// normal brings a vector to length 1 and tells whether it has a length.
func normal(v *vector) bool {
	n := float32(math.Sqrt(float64(dot(v, v))))
	if n == 0 {
		return false
	}
	for d := range v {
		v[d] /= n
	}
	return true
}

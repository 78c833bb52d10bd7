package cluster

import (
	"context"
	"math"
	"math/rand/v2"
)

// Of the skip-gram model.
const (
	dimensions = 64
	reach      = 2 // words to either side
	negatives  = 5
	firstRate  = 0.05
	frequent   = 1e-4 // words above this share of the text are thinned out
)

type vector = [dimensions]float32

// skipGram learns a vector for every word from the words around it.
type skipGram struct {
	words, contexts []vector
	noise           []uint32 // words by frequency to the power 3/4
	keep            []float32
	sigmoid         []float32
	random          *rand.Rand
}

func newSkipGram(counts []int, seed uint64) *skipGram {
	s := &skipGram{words: make([]vector, len(counts)), contexts: make([]vector, len(counts)), random: rand.New(rand.NewPCG(seed, 0x5851f42d4c957f2d))}
	total, mass := 0.0, 0.0
	for w, n := range counts {
		total += float64(n)
		if w > rare { // edges and rare words are no noise
			mass += math.Pow(float64(n), 0.75)
		}
	}
	const slots = 1 << 22
	sum := 0.0
	s.keep = make([]float32, len(counts))
	for w, n := range counts {
		if w > rare {
			sum += math.Pow(float64(n), 0.75) / mass
		}
		for float64(len(s.noise)) < sum*slots {
			s.noise = append(s.noise, uint32(w))
		}
		share := float64(n) / total
		s.keep[w] = float32(min(1, math.Sqrt(frequent/max(share, 1e-12))+frequent/max(share, 1e-12)))
		for d := range s.words[w] {
			s.words[w][d] = (s.random.Float32() - 0.5) / dimensions
		}
	}
	s.sigmoid = make([]float32, steps)
	for i := range s.sigmoid {
		s.sigmoid[i] = float32(1 / (1 + math.Exp(-(float64(i)/steps*2-1)*limit)))
	}
	return s
}

// The sigmoid is read from a table between -limit and limit.
const (
	steps = 1 << 11
	limit = 6
)

func (s *skipGram) learn(ctx context.Context, text []uint32, epochs int, progress func(epoch int)) error {
	done, all := 0, len(text)*epochs
	sentence := make([]uint32, 0, 1<<10)
	for epoch := range epochs {
		if len(s.noise) == 0 {
			return nil
		}
		for i, w := range text {
			if w != edge {
				if w != rare && s.random.Float32() < s.keep[w] {
					sentence = append(sentence, w)
				}
				continue
			}
			rate := firstRate * max(0.0001, 1-float32(done+i)/float32(all))
			for at := range sentence {
				s.pairs(sentence, at, rate)
			}
			sentence = sentence[:0]
			if i%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
		}
		done += len(text)
		progress(epoch + 1)
	}
	return nil
}

func (s *skipGram) pairs(sentence []uint32, at int, rate float32) {
	for j := max(0, at-reach); j <= min(len(sentence)-1, at+reach); j++ {
		if j != at {
			s.pair(sentence[at], sentence[j], rate)
		}
	}
}

// pair learns that context stands near word, and that some others do not.
func (s *skipGram) pair(word, context uint32, rate float32) {
	v := &s.words[word]
	var change vector
	for n := 0; n <= negatives; n++ {
		target, label := context, float32(1)
		if n > 0 {
			target, label = s.noise[s.random.Uint32N(uint32(len(s.noise)))], 0
			if target == context {
				continue
			}
		}
		c := &s.contexts[target]
		g := (label - s.squash(dot(v, c))) * rate
		for d := range v {
			change[d] += g * c[d]
			c[d] += g * v[d]
		}
	}
	for d := range v {
		v[d] += change[d]
	}
}

func (s *skipGram) squash(x float32) float32 {
	switch {
	case x >= limit:
		return 1
	case x <= -limit:
		return 0
	}
	return s.sigmoid[min(steps-1, int((x/limit+1)*steps/2))] // just below the limit the sum rounds up to 2
}

func dot(a, b *vector) float32 {
	var s0, s1, s2, s3 float32
	for d := 0; d < dimensions; d += 4 {
		s0 += a[d] * b[d]
		s1 += a[d+1] * b[d+1]
		s2 += a[d+2] * b[d+2]
		s3 += a[d+3] * b[d+3]
	}
	return s0 + s1 + s2 + s3
}

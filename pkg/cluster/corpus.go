package cluster

import (
	"cmp"
	"slices"
)

// The first numbers of words.
const (
	edge = 0 // between sentences
	rare = 1 // any word that is met too seldom
)

// Corpus collects sentences of words, numbered in the order in which they are first met.
type Corpus struct {
	numbers map[string]uint32
	words   []string
	counts  []int
	text    []uint32
}

// NewCorpus makes an empty corpus.
func NewCorpus() *Corpus {
	return &Corpus{numbers: map[string]uint32{}, words: []string{"", ""}, counts: []int{0, 0}, text: []uint32{edge}}
}

// Add adds the words of a sentence, folded.
func (c *Corpus) Add(words []string) {
	if len(words) == 0 {
		return
	}
	for _, w := range words {
		n, ok := c.numbers[w]
		if !ok {
			n = uint32(len(c.words))
			c.numbers[w] = n
			c.words = append(c.words, w)
			c.counts = append(c.counts, 0)
		}
		c.counts[n]++
		c.text = append(c.text, n)
	}
	c.text = append(c.text, edge)
	c.counts[edge]++
}

// Len gives the number of words of running text.
func (c *Corpus) Len() int { return len(c.text) - c.counts[edge] - 1 }

// sorted gives the text renumbered by falling frequency, with all words that are met fewer than least times as rare.
func (c *Corpus) sorted(least int) (text []uint32, words []string, counts []int) {
	order := make([]uint32, 0, len(c.words))
	for n := 2; n < len(c.words); n++ {
		if c.counts[n] >= least {
			order = append(order, uint32(n))
		}
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(c.counts[b], c.counts[a]) })
	to := make([]uint32, len(c.words))
	for n := 2; n < len(to); n++ {
		to[n] = rare
	}
	words, counts = []string{"", ""}, []int{c.counts[edge], 0}
	for _, n := range order {
		to[n] = uint32(len(words))
		words = append(words, c.words[n])
		counts = append(counts, c.counts[n])
	}
	text = make([]uint32, len(c.text))
	for i, n := range c.text {
		text[i] = to[n]
		if to[n] == rare {
			counts[rare]++
		}
	}
	return text, words, counts
}

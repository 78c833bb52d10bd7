package text

import "hash/maphash"

// seed is the same for all filters of a process. What a filter lets pass differs from run to run, what is found behind it does not.
var seed = maphash.MakeSeed()

// Hash hashes a folded word for Filter.
func Hash(word string) uint32 { return uint32(maphash.String(seed, word)) }

// Filter tells that a word is not in a list, nearly always where it is not. A look-up in a large map waits for memory; most words of a text
// are in few of the lists that are asked for them, and a filter is small enough to stay near. Once made it is safe for
// many goroutines.
type Filter struct {
	bits []uint64
	mask uint32
}

// NewFilter makes a filter for the keys of a map.
func NewFilter[V any](words map[string]V) Filter {
	f := EmptyFilter(len(words))
	for word := range words {
		f.Add(word)
	}
	return f
}

// EmptyFilter makes a filter with room for n words.
func EmptyFilter(n int) Filter {
	const bitsPerWord = 16 // one word in sixteen passes in vain
	size := 64
	for size < bitsPerWord*n {
		size *= 2
	}
	return Filter{bits: make([]uint64, size/64), mask: uint32(size - 1)}
}

// Add adds a word.
func (f *Filter) Add(word string) {
	h := Hash(word) & f.mask
	f.bits[h/64] |= 1 << (h % 64)
}

// May tells whether the list may hold the word with a hash.
func (f *Filter) May(hash uint32) bool {
	h := hash & f.mask
	return f.bits[h/64]&(1<<(h%64)) != 0
}

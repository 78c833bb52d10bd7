package tagger

import "unicode/utf8"

// affixes is the greatest length in letters of the prefixes and suffixes that are features.
const affixes = 4

// spelling holds the hashes of a word and of its rims.
type spelling struct {
	word           uint64
	prefix, suffix [affixes]uint64 // of 1, 2 … letters; 0 where the word is no longer than that
	letters        int
}

// FNV-1a, 64 bits (Fowler, Noll, Vo).
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

func hash(s string) uint64 {
	h := uint64(offset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

func spell(s string) (out spelling) {
	h := uint64(offset)
	for i := 0; i < len(s); i++ {
		if i > 0 && utf8.RuneStart(s[i]) {
			if out.letters < affixes {
				out.prefix[out.letters] = h
			}
			out.letters++
		}
		h = (h ^ uint64(s[i])) * prime
	}
	out.letters++
	out.word = h
	end := len(s)
	for n := 0; n < affixes && n+1 < out.letters; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:end])
		end -= size
		out.suffix[n] = hash(s[end:])
	}
	return out
}

// feature names the value of a template. The mixing is the finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
func feature(template uint64, value uint64) uint64 {
	z := value + template*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func pair(a, b uint64) uint64 { return a*prime ^ b }

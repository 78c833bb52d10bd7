package tagger

import "math/bits"

// The templates of features. Those of a window stand once for each place in it: template + offset.
const (
	tBias uint64 = iota + 1
	tLetters
	tRim
	tPrefix       = 16
	tSuffix       = 24
	tWord         = 32 // and its neighbours
	tStem         = 40
	tWordPair     = 48
	tRule         = 56
	tRulePair     = 64
	tBits         = 72
	tBitsPair     = 80
	tCluster      = 96  // 8 a table
	tNearSuffix   = 128 // of neighbours
	tOtherBefore  = 144 // how the same word stands elsewhere
	tOtherAfter   = 145
	tOtherRule    = 146
	tOtherMany    = 147
	tOtherCluster = 148
	tOtherOwn     = 152
	tFirst        = 160 // what the first pass said
	tFirstOther   = 168
	tFirstShape   = 176
	tFirstRule    = 184
)

// window is how far a token looks to either side.
const window = 2

// reader makes the features of the tokens of one text.
type reader struct {
	tokens []Token
	values []value
	elsewhere
	first []Label // of the first pass; nil in it
	votes []vote
}

// value is what of a token is used again and again.
type value struct {
	fold, stem spelling
	clusters   [tables]uint16
	known      bool // the clusters know the word
}

// features appends the features of token i, in the sentence from token lo up to hi.
func (r *reader) features(dst []uint64, i, lo, hi int) []uint64 {
	dst = r.common(dst, i, lo, hi)
	if r.first != nil {
		dst = r.again(dst, i, lo, hi)
	}
	return dst
}

// common appends the features that both passes have.
func (r *reader) common(dst []uint64, i, lo, hi int) []uint64 {
	dst = append(dst, feature(tBias, 0))
	dst = r.own(dst, i)
	for at := i - window; at <= i+window; at++ {
		dst = r.near(dst, at, uint64(at-i+window), lo, hi)
	}
	dst = r.pairs(dst, i, lo, hi)
	return r.others(dst, i)
}

// own appends what the letters of the word say.
func (r *reader) own(dst []uint64, i int) []uint64 {
	s := &r.values[i].stem
	dst = append(dst, feature(tLetters, uint64(min(s.letters, 9))))
	for n := range affixes {
		if s.prefix[n] != 0 {
			dst = append(dst, feature(tPrefix+uint64(n), s.prefix[n]))
		}
		if s.suffix[n] != 0 {
			dst = append(dst, feature(tSuffix+uint64(n), s.suffix[n]))
		}
	}
	return dst
}

// edge stands for the words beyond a sentence.
const edge = 1

// near appends what a word of the window is: its letters, clusters, bits and rule.
func (r *reader) near(dst []uint64, at int, offset uint64, lo, hi int) []uint64 {
	if at < lo || at >= hi {
		return append(dst, feature(tWord+offset, edge))
	}
	v, t := &r.values[at], &r.tokens[at]
	dst = append(dst, feature(tWord+offset, v.fold.word), feature(tRule+offset, uint64(t.Rule)))
	if v.stem.word != v.fold.word {
		dst = append(dst, feature(tStem+offset, v.stem.word))
	}
	if v.known {
		for n, c := range v.clusters {
			dst = append(dst, feature(tCluster+8*uint64(n)+offset, uint64(c)))
		}
	}
	for b := t.Bits; b != 0; b &= b - 1 {
		dst = append(dst, feature(tBits+offset, uint64(bits.TrailingZeros64(b))))
	}
	if offset == window-1 || offset == window+1 {
		for n := 1; n < 3; n++ {
			dst = append(dst, feature(tNearSuffix+8*uint64(n)+offset, v.stem.suffix[n]))
		}
	}
	return dst
}

// pairs appends what neighbours are together.
func (r *reader) pairs(dst []uint64, i, lo, hi int) []uint64 {
	for n, at := range [...]int{i - 1, i + 1} {
		var word, bits, rule uint64 = edge, 1 << 63, uint64(labels)
		if at >= lo && at < hi {
			word, bits, rule = r.values[at].fold.word, r.tokens[at].Bits, uint64(r.tokens[at].Rule)
		}
		dst = append(dst,
			feature(tWordPair+uint64(n), pair(word, r.values[i].stem.word)),
			feature(tBitsPair+uint64(n), pair(bits, r.tokens[i].Bits)),
			feature(tRulePair+uint64(n), pair(rule, uint64(r.tokens[i].Rule))))
	}
	return append(dst, feature(tBitsPair+3, r.tokens[i].Bits), feature(tRulePair+3, pair(uint64(r.tokens[i].Rule), r.tokens[i].Bits)))
}

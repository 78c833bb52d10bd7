package tagger

import "math/bits"

// near and often bound how far, and at how many places, the same word is looked up elsewhere in the article.
const (
	reach = 40 // sentences
	often = 6  // places on either side
)

// elsewhere links the places of one word.
type elsewhere struct {
	before, after []int32 // the place before and behind this one, or -1
	latest        map[uint64]int32
}

// link joins the places of every word that is no word of grammar.
func (r *reader) link(skip uint64) {
	n := len(r.tokens)
	r.before, r.after = zeroed(r.before, n), zeroed(r.after, n)
	if r.latest == nil {
		r.latest = make(map[uint64]int32, n/2)
	}
	latest := r.latest
	defer clear(latest)
	for i := range r.tokens {
		r.before[i], r.after[i] = -1, -1
		if t := &r.tokens[i]; !t.Word || t.Bits&skip != 0 || r.values[i].stem.letters < 3 {
			continue
		}
		key := r.values[i].stem.word
		if at, ok := latest[key]; ok {
			r.before[i], r.after[at] = at, int32(i)
		}
		latest[key] = int32(i)
	}
}

// each calls f with the other places of the word at token i that are near.
func (r *reader) each(i int, f func(at int)) {
	for n, at := 0, r.before[i]; n < often && at >= 0 && r.tokens[i].Sentence-r.tokens[at].Sentence <= reach; n, at = n+1, r.before[at] {
		f(int(at))
	}
	for n, at := 0, r.after[i]; n < often && at >= 0 && r.tokens[at].Sentence-r.tokens[i].Sentence <= reach; n, at = n+1, r.after[at] {
		f(int(at))
	}
}

func (r *reader) sameSentence(i, j int) bool {
	return j >= 0 && j < len(r.tokens) && r.tokens[i].Sentence == r.tokens[j].Sentence
}

// others appends how the word stands elsewhere: what its neighbours there are and what the rules make of it there.
func (r *reader) others(dst []uint64, i int) []uint64 {
	if r.before[i] < 0 && r.after[i] < 0 {
		return dst
	}
	var before, after, own uint64
	var rules uint32
	count := 0
	r.each(i, func(at int) {
		count++
		own |= r.tokens[at].Bits
		rules |= 1 << r.tokens[at].Rule
		if r.sameSentence(at, at-1) {
			before |= r.tokens[at-1].Bits
			dst = append(dst, feature(tOtherCluster, uint64(r.values[at-1].clusters[0])))
		}
		if r.sameSentence(at, at+1) {
			after |= r.tokens[at+1].Bits
			dst = append(dst, feature(tOtherCluster+1, uint64(r.values[at+1].clusters[0])))
		}
	})
	if count == 0 {
		return dst
	}
	dst = append(dst, feature(tOtherMany, uint64(min(count, 4))))
	for b := before; b != 0; b &= b - 1 {
		dst = append(dst, feature(tOtherBefore, uint64(bits.TrailingZeros64(b))))
	}
	for b := after; b != 0; b &= b - 1 {
		dst = append(dst, feature(tOtherAfter, uint64(bits.TrailingZeros64(b))))
	}
	for b := own &^ r.tokens[i].Bits; b != 0; b &= b - 1 {
		dst = append(dst, feature(tOtherOwn, uint64(bits.TrailingZeros64(b))))
	}
	for b := rules; b != 0; b &= b - 1 {
		dst = append(dst, feature(tOtherRule, uint64(bits.TrailingZeros32(b))))
	}
	return dst
}

// vote is what the first pass said of one place, as others ask for it.
type vote struct {
	kind   Type
	single bool // the name is this token alone
	last   bool // the name's last token
}

// poll reads the first pass.
func (r *reader) poll() {
	r.votes = zeroed(r.votes, len(r.first))
	for i, l := range r.first {
		t := TypeOf(l)
		goes := i+1 < len(r.first) && r.sameSentence(i, i+1) && t != None && r.first[i+1] == Inside(t)
		r.votes[i] = vote{kind: t, single: Begins(l) && !goes, last: !goes}
	}
}

// again appends what the first pass said here, beside and elsewhere.
func (r *reader) again(dst []uint64, i, lo, hi int) []uint64 {
	for at := i - window; at <= i+window; at++ {
		if at >= lo && at < hi {
			dst = append(dst, feature(tFirst+uint64(at-i+window), uint64(r.first[at])))
		}
	}
	dst = append(dst, feature(tFirstRule, pair(uint64(r.first[i]), uint64(r.tokens[i].Rule))))
	var kinds [Other + 1]int
	total, shapes := 0, uint32(0)
	r.each(i, func(at int) {
		v := r.votes[at]
		kinds[v.kind]++
		total++
		switch {
		case v.kind == None:
		case v.single:
			shapes |= 1 << (4 * v.kind)
		case Begins(r.first[at]):
			shapes |= 2 << (4 * v.kind)
		case v.last:
			shapes |= 4 << (4 * v.kind)
		default:
			shapes |= 8 << (4 * v.kind)
		}
	})
	if total == 0 {
		return dst
	}
	best := None
	for k := Person; k <= Other; k++ {
		if kinds[k] > kinds[best] || best == None && 2*kinds[k] >= kinds[None] && kinds[k] > 0 {
			best = k
		}
	}
	dst = append(dst, feature(tFirstOther, uint64(best)), feature(tFirstOther+1, pair(uint64(best), uint64(r.first[i]))),
		feature(tFirstOther+2, pair(uint64(best), uint64(4*kinds[best]/total))))
	for b := shapes; b != 0; b &= b - 1 {
		dst = append(dst, feature(tFirstShape, uint64(bits.TrailingZeros32(b))))
	}
	return dst
}

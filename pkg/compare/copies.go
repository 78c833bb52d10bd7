package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// shingles gives the hashes of every shingleWords words in a row of an article's body, sorted, each once.
func shingles(a *isnad.Article) []uint64 {
	tokens := strings.FieldsFunc(arabic.Fold(bodyOf(a)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []uint64
	for i := range tokens {
		if i > 0 && i+shingleWords > len(tokens) {
			break
		}
		out = append(out, hash(tokens[i:min(i+shingleWords, len(tokens))]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bodyOf gives the text that outlets take over from a wire: not the headline, the byline or the captions, which are their own.
func bodyOf(a *isnad.Article) string {
	var b strings.Builder
	for _, z := range a.Zones {
		if (z.Kind == isnad.ZoneBody || z.Kind == isnad.ZoneSubhead) && 0 <= z.Start && z.Start <= z.End && z.End <= len(a.Text) {
			b.WriteString(a.Text[z.Start:z.End])
			b.WriteByte(' ')
		}
	}
	if b.Len() == 0 {
		return a.Text
	}
	return b.String()
}

// hash is FNV-1a, mixed once more so that its low bits can be sampled: it must be the same in every run.
func hash(words []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return h ^ h>>29
}

// fold finds copies of one text among articles that stand in the order of their publication, and sets the origin of each: itself, where
// it is no copy. An article is held against the origins before it that share shingles with it, found through an index.
func fold(articles []*source) {
	index := map[uint64][]int32{}
	shared := map[int32]int{}
	for i, a := range articles {
		a.origin = a
		clear(shared)
		for _, h := range a.shingles {
			for _, n := range index[h] {
				shared[n]++
			}
		}
		if o := nearest(articles, a, shared); o != nil {
			a.origin = o
			o.copies = append(o.copies, a)
			continue
		}
		for _, h := range a.shingles {
			if (len(a.shingles) < sampleFrom || h%4 == 0) && len(index[h]) < mostPostings {
				index[h] = append(index[h], int32(i))
			}
		}
	}
	for _, a := range articles {
		if len(a.copies) > 0 {
			a.elect()
		}
	}
}

// nearest gives the candidate of which a is a copy, or nil.
func nearest(articles []*source, a *source, shared map[int32]int) *source {
	candidates := make([]int32, 0, len(shared))
	for n := range shared {
		candidates = append(candidates, n)
	}
	slices.SortFunc(candidates, func(x, y int32) int { return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y)) })
	var best *source
	most := 0.0
	for _, n := range candidates[:min(len(candidates), mostCandidates)] {
		if part := likeness(a.shingles, articles[n].shingles); part > most {
			best, most = articles[n], part
		}
	}
	return best
}

// likeness gives the part of the shorter list that also stands in the longer one, 0 where that is too little for a copy.
func likeness(a, b []uint64) float64 {
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 || float64(len(short)) < leastPart*float64(len(long)) {
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(short) && j < len(long); {
		switch {
		case short[i] == long[j]:
			both, i, j = both+1, i+1, j+1
		case short[i] < long[j]:
			i++
		default:
			j++
		}
	}
	if len(short) < fewShingles && (both < len(short) || len(short) < len(long)) {
		return 0
	}
	if part := float64(both) / float64(len(short)); part >= alike {
		return part
	}
	return 0
}

// elect makes the agency that the others cite the origin of a and its copies, and notes the agency that most of them cite. Without one,
// the earliest stays the origin.
func (a *source) elect() {
	all := append([]*source{a}, a.copies...)
	votes, written := map[string]int{}, map[string]string{}
	for _, s := range all {
		for name, as := range s.cites {
			votes[name]++
			written[name] = max(written[name], as)
		}
	}
	root, most := a, 0
	for _, s := range all {
		for _, name := range s.names() {
			n := votes[name]
			if _, itself := s.cites[name]; itself {
				n--
			}
			if n > most {
				root, most = s, n
			}
		}
	}
	agency := ""
	for _, name := range slices.Sorted(maps.Keys(votes)) {
		if votes[name]*2 > len(all) && votes[name] > votes[agency] {
			agency = name
		}
	}
	agency = written[agency]
	if root != a {
		agency = root.outlet
	}
	for _, s := range all {
		s.origin, s.agency, s.copies = root, agency, nil
	}
	root.copies = slices.DeleteFunc(all, func(s *source) bool { return s == root })
}

// names gives the names under which others may cite an outlet: with and without a word such as «وكالة» before it.
func (a *source) names() []string {
	name := arabic.Fold(a.outlet)
	out := []string{name}
	if _, rest, ok := strings.Cut(name, " "); ok {
		out = append(out, rest)
	}
	return out
}

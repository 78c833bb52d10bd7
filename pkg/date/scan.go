package date

import (
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// scan reads one sentence at a time. Its buffers outlive the article.
type scan struct {
	f           *Finder
	d           *text.Doc
	first, last int             // tokens of the sentence
	hits        []gazetteer.Hit // of the sentence, by first token
	index       []int           // token - first → its first hit
	bare        []kinds         // token - first → the kinds of the terms that begin there
	fused       []kinds         // the same of the terms that proclitics are joined to
	blocked     []bool          // token - first → it stands in a name
	start       int             // the token where the expression begins: only there may proclitics be joined
	dash        int             // the token behind the dash of a range, or 0
	depth       int
	fitting     []int               // the rules that the sentence may fit
	parts       [maxDepth + 1]parts // of the rule that is tried at each depth
	latest      memo
}

// maxDepth is how deep an expression may hold others: «مطلع الربع الأول من العام الماضي».
const maxDepth = 4

// memo is the latest unfiltered expression that was read: a range and a date alone begin with the same one.
type memo struct {
	known     bool
	at, start int
	expr      *expr
	end       int
	rule      string
}

// leave gives the buffers to later scans. Nothing of the article stays in them.
func (s *scan) leave() {
	clear(s.hits[:cap(s.hits)])
	f := s.f
	*s = scan{hits: s.hits[:0], index: s.index, bare: s.bare, fused: s.fused, blocked: s.blocked, fitting: s.fitting}
	f.scans.Put(s)
}

// load finds the terms of a sentence and tells whether it may hold a date at all.
func (s *scan) load(first, last int) bool {
	s.first, s.last, s.depth, s.dash, s.latest = first, last, 0, 0, memo{}
	s.hits = s.f.phrases.find(s.hits[:0], s.d, first, last)
	n := last - first
	s.index, s.bare, s.fused, s.blocked = zeroed(s.index, n+1), zeroed(s.bare, n), zeroed(s.fused, n), zeroed(s.blocked, n)
	any := false
	for i, h := 0, 0; i <= n; i++ {
		for h < len(s.hits) && s.hits[h].First < first+i {
			h++
		}
		s.index[i] = h
		if i == n {
			break
		}
		switch s.d.Tokens[first+i].Kind {
		case text.Number:
			s.bare[i] = kDigits.set()
			any = true
		case text.Punct:
			s.bare[i] = kMark.set()
		}
	}
	for i := range s.hits {
		any = s.classify(&s.hits[i]) || any
	}
	if any {
		s.fit()
	}
	return any
}

// classify notes the kinds of a hit and tells whether one of them may be the heart of a date.
func (s *scan) classify(hit *gazetteer.Hit) (heart bool) {
	var set kinds
	for _, v := range hit.Values {
		t := &s.f.terms[v]
		set |= t.kind.set()
		heart = heart || t.kind == kCardinal && t.value >= 1000
	}
	if at := hit.First - s.first; hit.Proclitics == "" {
		s.bare[at] |= set
	} else {
		s.fused[at] |= set
		if set&kUnit.set() != 0 && (hit.Proclitics == "ل" || hit.Proclitics == "ب") {
			s.bare[at] |= kAttached.set()
		}
	}
	if set&kName.set() != 0 {
		for j := hit.First; j < hit.Last; j++ {
			s.blocked[j-s.first] = true
		}
	}
	return heart || set&hearts != 0
}

// hearts are the kinds without which, and without digits, there is no date.
var hearts = kMonth.set() | kWeekday.set() | kUnit.set() | kClock.set() | kRelDay.set() | kDecade.set() | kSeason.set()

// zeroed gives a slice of n zero values, in the memory of buf where it is long enough.
func zeroed[T any](buf []T, n int) []T {
	if cap(buf) < n {
		return make([]T, n, n+n/2)
	}
	buf = buf[:n]
	clear(buf)
	return buf
}

// get gives a term of the kind that begins at token i, and the token behind it. Only the first word of an expression may carry
// proclitics.
func (s *scan) get(i int, k kind) (*term, int) {
	return s.pick(i, k, nil)
}

func (s *scan) pick(i int, k kind, fits func(*term) bool) (*term, int) {
	if i < s.first || i >= s.last || s.begins(i)&k.set() == 0 {
		return nil, 0
	}
	for h := s.index[i-s.first]; h < s.index[i-s.first+1]; h++ {
		hit := &s.hits[h]
		if hit.Proclitics != "" && i != s.start {
			continue
		}
		for _, v := range hit.Values {
			if t := &s.f.terms[v]; t.kind == k && (fits == nil || fits(t)) {
				return t, hit.Last
			}
		}
	}
	return nil, 0
}

// joined gives the proclitics that stand before the term of kind k at token i, and where the term itself begins.
func (s *scan) joined(i int) (proclitics string, at int) {
	at = s.d.Tokens[i].Start
	hits := s.hits[s.index[i-s.first]:s.index[i-s.first+1]]
	if len(hits) == 0 || s.whole(hits) {
		return "", at
	}
	best := hits[0]
	return best.Proclitics, best.Span.Start
}

// whole tells whether one of the hits is the word as it stands.
func (s *scan) whole(hits []gazetteer.Hit) bool {
	for _, h := range hits {
		if h.Proclitics == "" {
			return true
		}
	}
	return false
}

func (s *scan) fold(i int) string {
	if i < s.first || i >= s.last {
		return ""
	}
	return s.d.Tokens[i].Fold
}

func (s *scan) is(i int, k text.Kind) bool {
	return i >= s.first && i < s.last && s.d.Tokens[i].Kind == k
}

func (s *scan) glued(i int) bool { return i > s.first && i < s.last && s.d.Glued(i) }

// digits gives the value of token i if it is a whole number of at most n digits, and how many digits it has.
func (s *scan) digits(i, n int) (value, length int) {
	if !s.is(i, text.Number) {
		return 0, 0
	}
	return digits(s.fold(i), n)
}

func digits(f string, n int) (value, length int) {
	if f == "" || len(f) > n {
		return 0, 0
	}
	for _, c := range f {
		if c < '0' || c > '9' {
			return 0, 0
		}
		value = 10*value + int(c-'0')
	}
	return value, len(f)
}

// found is an expression and the tokens it stands in.
type found struct {
	*expr
	span     isnad.Span
	first    int
	end      int
	rule     string
	relation isnad.Relation
	future   bool
}

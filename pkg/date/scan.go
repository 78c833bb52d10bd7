package date

import (
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// scan reads one sentence at a time. Its buffers live as long as the article.
type scan struct {
	f           *Finder
	d           *text.Doc
	first, last int             // tokens of the sentence
	hits        []gazetteer.Hit // of the sentence, by first token
	index       []int           // token - first → its first hit
	blocked     []bool          // token - first → it stands in a name
	start       int             // the token where the expression begins: only there may proclitics be joined
	depth       int
	parts       [maxDepth + 1]parts // of the rule that is tried at each depth
}

// maxDepth is how deep an expression may hold others: «مطلع الربع الأول من العام الماضي».
const maxDepth = 4

// load finds the terms of a sentence and tells whether it may hold a date at all.
func (s *scan) load(first, last int) bool {
	s.first, s.last, s.depth = first, last, 0
	s.hits = s.f.matcher.Find(s.hits[:0], s.d, first, last)
	any := false
	s.index = append(s.index[:0], make([]int, last-first+1)...)
	s.blocked = append(s.blocked[:0], make([]bool, last-first)...)
	h := 0
	for i := first; i <= last; i++ {
		for h < len(s.hits) && s.hits[h].First < i {
			h++
		}
		s.index[i-first] = h
		any = any || i < last && s.d.Tokens[i].Kind == text.Number
	}
	for i := range s.hits {
		hit := &s.hits[i]
		for _, v := range hit.Values {
			switch s.f.terms[v].kind {
			case kName:
				for j := hit.First; j < hit.Last; j++ {
					s.blocked[j-first] = true
				}
			case kCardinal:
				any = any || s.f.terms[v].value >= 1000
			case kMonth, kWeekday, kUnit, kRelDay, kDecade, kSeason:
				any = true
			}
		}
	}
	return any
}

// get gives a term of the kind that begins at token i, and the token behind it. Only the first word of an expression may carry
// proclitics.
func (s *scan) get(i int, k kind) (*term, int) {
	return s.pick(i, k, nil)
}

func (s *scan) pick(i int, k kind, fits func(*term) bool) (*term, int) {
	if i < s.first || i >= s.last {
		return nil, 0
	}
	for _, hit := range s.hits[s.index[i-s.first]:s.index[i-s.first+1]] {
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

package claim

import (
	"strings"

	"isnad/pkg/isnad"
)

// bound ends every content where the clause of a later cue begins, unless that cue is nested in the content: then all who pass the outer
// content on pass the inner one on too.
func (s *search) bound(out []reading) {
	for k := range out {
		r := &out[k]
		for j := range out {
			in := &out[j]
			if j == k || in.cue.Start <= r.cue.Start || in.begins < r.first || in.begins >= r.last {
				continue
			}
			if in.begins == r.first || s.nests(in) {
				in.parties = append(in.parties, s.asRelay(r.parties)...)
				s.boundNested(in)
				continue
			}
			r.last = in.begins
		}
	}
}

// nests tells whether the clause of a reading goes on inside the content before it: no comma and no conjunction part them.
func (s *search) nests(r *reading) bool {
	return !s.mark(r.begins, "،", ",", "؛") && trimConjunction(s.doc.Tokens[r.begins].Fold) == s.doc.Tokens[r.begins].Fold && !s.is(useClause, r.begins)
}

// boundNested ends a nested content where the outer one goes on: «…، وأن …».
func (s *search) boundNested(r *reading) {
	for k := r.first; k+1 < r.last; k++ {
		if s.mark(k, "،", ",") && s.inQuote(k) == nil && strings.HasPrefix(s.doc.Tokens[k+1].Fold, "و") && s.is(useThat, k+1) {
			r.last = k
		}
	}
}

// keepWhole trims the contents and drops readings that have none.
func (s *search) keepWhole(in []reading) []reading {
	out := in[:0]
	for _, r := range in {
		s.endWithQuote(&r)
		s.endTopic(&r)
		s.endAside(&r)
		for r.last > r.first && s.mark(r.last-1, ".", "،", ",", "؛", "!", "…", ":") {
			r.last--
		}
		for r.first < r.last && s.mark(r.first, ":", "،", ",", "-") {
			r.first++
			r.cut = 0
		}
		if r.first < r.last {
			out = append(out, r)
		}
	}
	return out
}

// endWithQuote ends a content that is one quotation from its first word where the quotation ends and a comma follows: what comes then
// is the writer's again. A content that goes on («"…"، وأن …») stays whole.
func (s *search) endWithQuote(r *reading) {
	q := s.quoteAt(r.first)
	if q == nil || !q.Closed || q.Last+1 >= r.last || !s.mark(q.Last+1, "،", ",") || q.Last+2 >= r.last || !s.speech(q.First, q.Last) {
		return
	}
	next := q.Last + 2
	if s.quoteAt(next) != nil || s.is(useThat, next) || strings.HasPrefix(s.doc.Tokens[next].Fold, "و") && s.quoteAt(next+1) != nil {
		return
	}
	r.last = q.Last + 1
}

// endAside ends a content at a comma behind which the writer turns to another speaker («…، أما الوزارة فلم تعلق»، «…، فيما نفى المصدر …»)
// or says through what it was said («…، في كلمة ألقاها بالمناسبة»).
func (s *search) endAside(r *reading) {
	if s.language == isnad.English {
		return
	}
	for k := r.first + 1; k+2 < r.last; k++ {
		if !s.mark(k, "،", ",") || s.inQuote(k) != nil {
			continue
		}
		if through, end := s.medium(k+1, r.last); end > k+1 && len(r.parties) > 0 && s.closesContent(end, r.last) {
			r.parties, r.last = append(r.parties, through...), k // «…، في كلمة ألقاها بالمناسبة»
			return
		}
		_, next := s.phraseAt(useClause, k+1, r.last)
		turns := next > k+1 && next < r.last && (len(s.cuesAt(next)) > 0 || s.is(useSilence, next))
		if turns || s.is(useTopic, k+1) {
			r.last = k
			return
		}
	}
}

// closesContent tells whether no more than a few words without a mark stand between token i and the end of a content.
func (s *search) closesContent(i, last int) bool {
	const few = 3
	for k := i; k < last; k++ {
		if k-i >= few || !s.words[k].IsWord && !s.mark(k, ".") {
			return false
		}
	}
	return true
}

// endTopic ends the content of a relative clause behind أما where ف takes up the main clause: «أما الشركات التي قالت إنها تضررت فقليلة».
func (s *search) endTopic(r *reading) {
	if !r.topic {
		return
	}
	for k := r.first + 1; k < r.last; k++ {
		if f := s.doc.Tokens[k].Fold; strings.HasPrefix(f, "ف") && s.at[k] < 0 && !s.grammatical(k) && (s.words[k].Proclitics == "ف" || present(strings.TrimPrefix(f, "ف"))) {
			r.last = k
		}
	}
}

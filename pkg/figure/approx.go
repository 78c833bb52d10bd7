package figure

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// gap is an approximator between whose words, or behind which, others may stand: «يزيد عددهم على», «يتجاوز وزنها».
type gap struct {
	left, right []string
	row         *lexicon.Approximator
}

// reach is the number of words that may stand in a gap.
const reach = 3

func (v *vocabulary) addApproximator(r *lexicon.Approximator) {
	for _, form := range append([]string{r.Form}, r.Forms...) {
		left, right, split := strings.Cut(form, "…")
		switch {
		case r.Position == "after":
			v.after.add(form, r)
		case split || r.Gap:
			v.gaps = append(v.gaps, gap{words(left), words(right), r})
		default:
			v.before.add(form, r)
		}
	}
}

// approximate finds the relation: in words right before the number, behind the counted thing, or further before.
func (s *scan) approximate(g *find) {
	head := s.head(g)
	if first := s.article(head); first < head {
		head = first
	}
	if r, first, cut := s.voc.before.until(s, head); r != nil && first < head && first >= s.done {
		s.related(g, r, first, cut, true)
	} else {
		s.gapped(g, head)
	}
	at := g.end
	if s.isPunct(at, "،,") {
		at++
	}
	if at < s.last {
		if r, end := s.voc.after.from(s, at, s.fold(at)); end > at {
			g.relation, g.end = isnad.Relation(r.Relation), end
		}
	}
}

// article gives the token of an article that is written apart before the number: «الـ 50».
func (s *scan) article(i int) int {
	if s.isWord(i-1) && (s.fold(i-1) == "ال" || len(s.fold(i-1)) <= 4 && s.glued(i) && s.voc.language == isnad.Arabic) {
		if f := s.fold(i - 1); f == "ال" || f == "ب" || f == "ل" || f == "ك" || f == "بال" {
			return i - 1
		}
	}
	return i
}

// related sets the relation of a row whose words begin at token first; near ones belong to the figure's words.
func (s *scan) related(g *find, r *lexicon.Approximator, first, cut int, near bool) {
	g.relation = isnad.Relation(r.Relation)
	if g.relation == isnad.Exact {
		g.relation = ""
	}
	if s.isWord(first - 1) {
		before := s.fold(first - 1)
		if _, _, no := s.used(negation, first); no && cut == 0 && r.Negated != "" {
			g.relation = isnad.Relation(r.Negated)
			first--
			for _, st := range s.stems(first) {
				if st.stem == "لا" || st.stem == "الا" {
					cut = st.cut
					break
				}
			}
			before = s.fold(first - 1)
		}
		if cut == 0 && (before == "ما" || before == "بما") && first-1 >= s.done {
			first--
			cut = len(before) - len("ما")
		}
	}
	if near && first >= s.done {
		g.lead = s.start(first, cut)
	}
}

// gapped looks for a verb of comparison before the number: «تقل أعمارهم عن خمس».
func (s *scan) gapped(g *find, head int) {
	for i := range s.voc.gaps {
		p := &s.voc.gaps[i]
		at := head - len(p.right)
		if at < s.first || len(p.right) > 0 && !s.same(at, p.right) {
			continue
		}
		for k := at; k >= s.first && k >= at-reach && k > s.done-1; k-- {
			if k < at && !s.isWord(k) {
				break
			}
			first := k - len(p.left)
			if first < s.first || !s.leftOf(p, first) {
				continue
			}
			s.related(g, p.row, first, s.verbCut(first, p.left[0]), k == at)
			return
		}
	}
}

// leftOf tells whether the left part of a gap begins at token first.
func (s *scan) leftOf(p *gap, first int) bool {
	if len(p.left) == 0 || first < s.done || !s.same(first+1, p.left[1:]) {
		return false
	}
	return s.verbCut(first, p.left[0]) >= 0 && s.matchesVerb(first, p.left[0])
}

func (s *scan) matchesVerb(i int, verb string) bool {
	for _, r := range s.stems(i) {
		if isVerb(r.stem, verb) && !strings.HasSuffix(r.proclitics, "ل") {
			return true
		}
	}
	return false
}

// isVerb tells whether a stem is the verb, or its future with a seen.
func isVerb(stem, verb string) bool { return stem == verb || strings.TrimPrefix(stem, "س") == verb }

// verbCut gives the bytes of proclitics before a verb; the seen of the future belongs to the verb.
func (s *scan) verbCut(i int, verb string) int {
	for _, r := range s.stems(i) {
		if isVerb(r.stem, verb) {
			return r.cut
		}
	}
	return 0
}

// plainOf gives the raw token without marks, for what is written out.
func (s *scan) plainOf(i int) string { return arabic.Plain(s.doc.Raw(i)) }

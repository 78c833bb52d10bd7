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
			if w := words(left); len(w) > 0 {
				v.gapVerbs[w[0]] = append(v.gapVerbs[w[0]], len(v.gaps))
				v.gaps = append(v.gaps, gap{w, words(right), r})
			}
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
	if r, first, cut := s.approximator(head); r != nil && first < head && first >= s.done {
		s.related(g, r, first, cut, true)
	} else {
		s.gapped(g, head)
	}
	at := g.end
	if s.isPunct(at, "،,") {
		at++
	}
	if at < s.last && s.words[at].after {
		if r, end := s.voc.after.from(s, at, s.fold(at)); end > at && !s.isCompared(end) {
			g.relation, g.end = isnad.Relation(r.Relation), end
		}
	}
}

// isCompared tells whether «من» and a number follow: in «5000 أو أقل من 6000» the approximator belongs to the second.
func (s *scan) isCompared(i int) bool {
	return s.fold(i) == "من" && s.isNumberAt(i+1) || s.fold(i-1) == "من" && s.isNumberAt(i)
}

// approximator gives the row whose words end before token i.
func (s *scan) approximator(i int) (r *lexicon.Approximator, first, cut int) {
	if i <= s.first || !s.words[i-1].before {
		return nil, i, 0
	}
	return s.voc.before.until(s, i)
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
	const longest = 4 // words of a gap's two parts
	best := -1
	for first := head - 1; first >= s.first && first >= s.done && first >= head-reach-longest; first-- {
		for _, k := range s.words[first].gaps {
			if (best < 0 || k < best) && s.gapFits(&s.voc.gaps[k], first, head) {
				best = k
				near := head-first == len(s.voc.gaps[k].left)+len(s.voc.gaps[k].right)
				s.related(g, s.voc.gaps[k].row, first, s.verbCut(first, s.voc.gaps[k].left[0]), near)
			}
		}
		if best >= 0 {
			return
		}
	}
}

// gapFits tells whether the left part of a gap begins at token first, its right part ends before head, and between them are few words.
func (s *scan) gapFits(p *gap, first, head int) bool {
	left, right := first+len(p.left), head-len(p.right)
	if left > right || right-left > reach || !s.same(first+1, p.left[1:]) || !s.same(right, p.right) || !s.matchesVerb(first, p.left[0]) {
		return false
	}
	for k := left; k < right; k++ {
		if !s.isWord(k) {
			return false
		}
	}
	return true
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

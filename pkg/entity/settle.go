package entity

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// rank orders bases where two candidates cover the same tokens.
var rank = map[isnad.Basis]int{isnad.BasisLexicon: 0, isnad.BasisPattern: 1, isnad.BasisHead: 2, isnad.BasisMemory: 3, isnad.BasisLearned: 4}

// settle decides between candidates that overlap: the longer wins, then the better basis, then the earlier. Known names inside the
// winner are kept as nested; of anything else that overlaps it nothing is left.
func (s *search) settle() {
	slices.SortStableFunc(s.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.span.Len(), a.span.Len()), cmp.Compare(rank[a.basis], rank[b.basis]), cmp.Compare(a.first, b.first))
	})
	owner := make([]int, len(s.words)) // 1 + index of the winner that covers a token
	var kept []candidate
	for _, c := range s.candidates {
		over, inside := s.covered(owner, c)
		switch {
		case !over:
			for i := c.first; i < c.last; i++ {
				owner[i] = len(kept) + 1
			}
			c.nested = false
			kept = append(kept, c)
		case inside > 0 && kept[inside-1].kind != "" && c.basis == isnad.BasisLexicon && kept[inside-1].span != c.span &&
			!(c.kind == isnad.Person && kept[inside-1].kind == isnad.Person): // the family name inside another person's name
			c.nested = true
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	s.candidates = kept
}

// covered tells whether a candidate overlaps a winner, and gives 1 + the index of the winner it lies inside, or 0.
func (s *search) covered(owner []int, c candidate) (over bool, inside int) {
	inside = owner[c.first]
	for i := c.first; i < c.last; i++ {
		over = over || owner[i] != 0
		if owner[i] != inside {
			inside = 0
		}
	}
	return over, inside
}

// identify gives ids and names to candidates that no table knows, and to an acronym or quoted name that stands in apposition behind
// the full name the id of that one («وكالة الشرطة الأوروبية "يوروبول"»).
func (s *search) identify() {
	beside := s.neighbours()
	for i := range s.candidates {
		c := &s.candidates[i]
		if c.name == "" {
			c.name = clean(c.span.In(s.doc.Article.Text))
		}
		if c.entity == "" {
			if same := s.apposition(i, beside); same >= 0 {
				c.entity, c.name = s.candidates[same].entity, s.candidates[same].name
			} else {
				c.entity = isnad.NameEntity(c.kind, c.name)
			}
		}
	}
}

// neighbours lists the names by the token of the mark that may stand before or behind them.
func (s *search) neighbours() map[int][]int {
	out := map[int][]int{}
	for n, c := range s.candidates {
		if !c.nested && c.form == isnad.FormName {
			out[c.first-1] = append(out[c.first-1], n)
			out[c.last] = append(out[c.last], n)
		}
	}
	return out
}

// clean makes one line of a name that carries line breaks or wide blanks.
func clean(name string) string { return strings.Join(strings.Fields(arabic.Plain(name)), " ") }

// apposition gives the index of the candidate that candidate i stands beside in quotation marks or brackets, with nothing between,
// where that one is known; -1 where there is none.
func (s *search) apposition(i int, beside map[int][]int) int {
	c := s.candidates[i]
	for _, mark := range [...]int{c.first - 1, c.last} {
		if mark < 0 || mark >= len(s.words) || !s.opensApposition(mark) {
			continue
		}
		for _, n := range beside[mark] {
			if o := s.candidates[n]; n != i && o.entity != "" && sameSort(o.kind, c.kind) && (o.last == mark) != (c.last == mark) {
				return n
			}
		}
	}
	return -1
}

func (s *search) opensApposition(i int) bool {
	mark := s.doc.Tokens[i].Fold
	return mark == "(" || pairsOpen(mark)
}

// mentions makes the mentions of the candidates left.
func (s *search) mentions() []isnad.Mention {
	s.identify()
	out := make([]isnad.Mention, 0, len(s.candidates))
	src := s.doc.Article.Text
	for _, c := range s.candidates {
		if c.kind == "" {
			continue
		}
		m := isnad.Mention{Excerpt: c.span.Excerpt(src), Kind: c.kind, Form: c.form, Entity: c.entity, Name: c.name, Nested: c.nested,
			Basis: c.basis, Confidence: c.confidence, Rule: c.rule}
		if !c.extended.Empty() && c.extended != c.span {
			e := c.extended.Excerpt(src)
			m.Extended = &e
		}
		out = append(out, m)
	}
	return out
}

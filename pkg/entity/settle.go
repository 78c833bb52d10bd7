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

// contender is a candidate's place in an order: candidates are large, and only these are moved while they are sorted.
type contender struct {
	by [3]int // compared one after the other, the least first
	n  int32  // the order before, which decides in the end; of the same kind as the index of the candidate
	at int32  // the index of the candidate
}

func compareContenders(a, b contender) int {
	for i := range a.by {
		if a.by[i] != b.by[i] {
			return cmp.Compare(a.by[i], b.by[i])
		}
	}
	return cmp.Compare(a.n, b.n)
}

// settle decides between candidates that overlap: the longer wins, then the better basis, then the earlier. Known names inside the
// winner are kept as nested; of anything else that overlaps it nothing is left.
func (s *search) settle() {
	order := s.order[:0]
	for n := range s.candidates {
		c := &s.candidates[n]
		order = append(order, contender{[3]int{-c.span.Len(), rank[c.basis], c.first}, int32(n), int32(n)})
	}
	slices.SortFunc(order, compareContenders)
	clear(s.owner)
	kept := order[:0] // what is read is ahead of what is written
	for _, o := range order {
		c := &s.candidates[o.at]
		over, inside := s.covered(c)
		switch {
		case !over:
			for i := c.first; i < c.last; i++ {
				s.owner[i] = o.at + 1
			}
			c.nested = false
		case inside != nil && inside.kind != "" && c.basis == isnad.BasisLexicon && inside.span != c.span &&
			!(c.kind == isnad.Person && inside.kind == isnad.Person): // the family name inside another person's name
			c.nested = true
		default:
			continue
		}
		kept = append(kept, contender{[3]int{c.first, -c.last}, int32(len(kept)), o.at})
	}
	slices.SortFunc(kept, compareContenders)
	settled := s.spare[:0]
	for _, k := range kept {
		settled = append(settled, s.candidates[k.at])
	}
	s.order, s.spare, s.candidates = order, s.candidates, settled
}

// covered tells whether a candidate overlaps a winner, and gives the winner it lies inside, or nil.
func (s *search) covered(c *candidate) (over bool, winner *candidate) {
	inside := s.owner[c.first]
	for i := c.first; i < c.last; i++ {
		over = over || s.owner[i] != 0
		if s.owner[i] != inside {
			inside = 0
		}
	}
	if inside == 0 {
		return over, nil
	}
	return over, &s.candidates[inside-1]
}

// identify gives ids and names to candidates that no table knows, and to an acronym or quoted name that stands in apposition behind
// the full name the id of that one («وكالة الشرطة الأوروبية "يوروبول"»).
func (s *search) identify() {
	var beside map[int][]int // made where it is first asked for: few marks open an apposition
	for i := range s.candidates {
		c := &s.candidates[i]
		if c.name == "" {
			c.name = clean(c.span.In(s.doc.Article.Text))
		}
		if c.entity == "" {
			if same := s.apposition(i, &beside); same >= 0 {
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
	for n := range s.candidates {
		c := &s.candidates[n]
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
func (s *search) apposition(i int, beside *map[int][]int) int {
	c := &s.candidates[i]
	for _, mark := range [...]int{c.first - 1, c.last} {
		if mark < 0 || mark >= len(s.words) || !s.opensApposition(mark) {
			continue
		}
		if *beside == nil {
			*beside = s.neighbours()
		}
		for _, n := range (*beside)[mark] {
			if o := &s.candidates[n]; n != i && o.entity != "" && sameSort(o.kind, c.kind) && (o.last == mark) != (c.last == mark) {
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
	for n := range s.candidates {
		c := &s.candidates[n]
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

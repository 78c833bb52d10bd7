package extract

import (
	"cmp"
	"slices"

	"isnad/pkg/claim"
	"isnad/pkg/isnad"
)

// insert puts the nominal mentions among the others, in the order of the text. It comes last, since speakers are names: the indexes into
// the list move with it, and the claims whose content holds a nominal mention gain it.
func insert(found *claim.Found, claims []isnad.Claim, nominals []isnad.Mention) {
	if len(nominals) == 0 {
		return
	}
	old := len(found.Mentions)
	all := slices.Concat(found.Mentions, nominals)
	order := make([]int, len(all)) // by place in the text
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(all[a].Start, all[b].Start), cmp.Compare(all[b].End, all[a].End))
	})
	place := make([]int, len(all)) // where each went
	sorted := make([]isnad.Mention, len(all))
	for to, from := range order {
		sorted[to], place[from] = all[from], to
	}
	found.Mentions = sorted
	for n := range claims {
		c := &claims[n]
		for i, m := range c.Mentions {
			c.Mentions[i] = place[m]
		}
		for i := old; i < len(all); i++ {
			if c.Content.Contains(all[i].Span) {
				c.Mentions = append(c.Mentions, place[i])
			}
		}
		slices.Sort(c.Mentions)
		for i := range c.Chain {
			if m := c.Chain[i].Mention; m != nil {
				to := place[*m]
				c.Chain[i].Mention = &to
			}
		}
	}
}

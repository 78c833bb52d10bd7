package extract

import (
	"isnad/pkg/claim"
	"isnad/pkg/isnad"
)

// settle decides between finds of different finders that overlap; each finder has settled its own. A number inside a name is part of
// the name («فرانس 24»), a number inside a date part of the date; a name that only a pattern or a guess made out gives way to a date
// («May», «آب»).
func settle(f claim.Found) claim.Found {
	var out claim.Found
	out.Dates = keep(f.Dates, func(d *isnad.Date) bool {
		return !some(f.Mentions, func(m *isnad.Mention) bool {
			return m.Form == isnad.FormName && m.Basis == isnad.BasisLexicon && m.Contains(d.Span)
		})
	})
	out.Mentions = keep(f.Mentions, func(m *isnad.Mention) bool {
		return !some(out.Dates, func(d *isnad.Date) bool { return d.Overlaps(m.Span) && !m.Contains(d.Span) })
	})
	out.Figures = keep(f.Figures, func(g *isnad.Figure) bool {
		inName := some(out.Mentions, func(m *isnad.Mention) bool { return m.Form == isnad.FormName && m.Contains(g.Number.Span) })
		inDate := some(out.Dates, func(d *isnad.Date) bool { return d.Overlaps(g.Number.Span) })
		return !inName && !inDate
	})
	return out
}

func keep[T any](in []T, ok func(*T) bool) []T {
	var out []T
	for i := range in {
		if ok(&in[i]) {
			out = append(out, in[i])
		}
	}
	return out
}

func some[T any](in []T, ok func(*T) bool) bool {
	for i := range in {
		if ok(&in[i]) {
			return true
		}
	}
	return false
}

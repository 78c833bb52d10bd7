package extract

import (
	"sort"

	"isnad/pkg/claim"
	"isnad/pkg/isnad"
)

// settle decides between finds of different finders that overlap; each finder has settled its own. A number inside a name is part of
// the name («فرانس 24»), a number inside a date part of the date; a date inside a longer number is none («أحد» of «أحد عشر»); a name that
// only a pattern or a guess made out gives way to a date («May», «آب»). It takes the lists over.
func settle(f claim.Found) claim.Found {
	var out claim.Found
	listed := coverOf(f.Mentions, func(m *isnad.Mention) (isnad.Span, bool) {
		return m.Span, m.Form == isnad.FormName && m.Basis == isnad.BasisLexicon && !m.Nested
	})
	numbers := coverOf(f.Figures, func(g *isnad.Figure) (isnad.Span, bool) { return g.Number.Span, true })
	out.Dates = keep(f.Dates, func(d *isnad.Date) bool { return !listed.contains(d.Span) && !numbers.holds(d.Span) })
	dates := coverOf(out.Dates, func(d *isnad.Date) (isnad.Span, bool) { return d.Span, true })
	out.Mentions = keep(f.Mentions, func(m *isnad.Mention) bool {
		for _, d := range dates.overlapping(m.Span) {
			if !m.Contains(d) {
				return false
			}
		}
		return true
	})
	names := coverOf(out.Mentions, func(m *isnad.Mention) (isnad.Span, bool) { return m.Span, m.Form == isnad.FormName && !m.Nested })
	out.Figures = keep(f.Figures, func(g *isnad.Figure) bool {
		return !names.contains(g.Number.Span) && len(dates.overlapping(g.Number.Span)) == 0
	})
	return out
}

// keep drops from a list what is not ok.
func keep[T any](list []T, ok func(*T) bool) []T {
	out := list[:0]
	for i := range list {
		if ok(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// cover is a list of spans, apart from each other and in the order of the text.
type cover []isnad.Span

// coverOf makes a cover of the finds that count. A find that overlaps the one before it adds nothing.
func coverOf[T any](in []T, of func(*T) (isnad.Span, bool)) cover {
	var out cover
	for i := range in {
		if s, counts := of(&in[i]); counts && (len(out) == 0 || out[len(out)-1].End <= s.Start) {
			out = append(out, s)
		}
	}
	return out
}

// overlapping gives the spans that share a byte with s.
func (c cover) overlapping(s isnad.Span) cover {
	first := sort.Search(len(c), func(i int) bool { return c[i].End > s.Start })
	last := first
	for last < len(c) && c[last].Start < s.End {
		last++
	}
	return c[first:last]
}

// holds tells whether one of the spans holds s and more.
func (c cover) holds(s isnad.Span) bool {
	for _, o := range c.overlapping(s) {
		if o.Contains(s) && o != s {
			return true
		}
	}
	return false
}

// contains tells whether one of the spans holds s whole.
func (c cover) contains(s isnad.Span) bool {
	for _, o := range c.overlapping(s) {
		if o.Contains(s) {
			return true
		}
	}
	return false
}

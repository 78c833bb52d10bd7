package claim

import (
	"sort"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// The lists of a long article are long: what is asked of them for every claim is found by its place, not by walking them.

// startingIn gives the indexes, half-open, of the finds that start in a span. Lists are in the order of the text.
func startingIn[T any](list []T, start func(*T) int, in isnad.Span) (first, last int) {
	first = sort.Search(len(list), func(i int) bool { return start(&list[i]) >= in.Start })
	last = first + sort.Search(len(list)-first, func(i int) bool { return start(&list[first+i]) >= in.End })
	return first, last
}

func mentionStart(m *isnad.Mention) int { return m.Start }
func figureStart(f *isnad.Figure) int   { return f.Number.Start }
func dateStart(d *isnad.Date) int       { return d.Start }

// quotesOf gives the quotations of each line: none goes beyond its line.
func quotesOf(d *text.Doc) map[int][]text.Quote {
	out := map[int][]text.Quote{}
	for i := 0; i < len(d.Quotes); {
		n := d.SentenceAt(d.Quotes[i].Outer.Start)
		if n < 0 {
			i++
			continue
		}
		line := d.Sentences[n].Line
		first := i
		for i++; i < len(d.Quotes); i++ {
			if n := d.SentenceAt(d.Quotes[i].Outer.Start); n >= 0 && d.Sentences[n].Line != line {
				break
			}
		}
		out[line] = d.Quotes[first:i]
	}
	return out
}

// entityMentions gives the names of each entity, in the order of the text.
func entityMentions(mentions []isnad.Mention) map[string][]int {
	out := map[string][]int{}
	for n := range mentions {
		if mentions[n].Form == isnad.FormName {
			out[mentions[n].Entity] = append(out[mentions[n].Entity], n)
		}
	}
	return out
}

// figureAt tells whether token i stands in a figure.
func (s *search) figureAt(i int) bool {
	n := sort.Search(len(s.Figures), func(n int) bool { return s.Figures[n].End > s.doc.Tokens[i].Start })
	return n < len(s.Figures) && s.Figures[n].Start <= s.doc.Tokens[i].Start && s.doc.Tokens[i].End <= s.Figures[n].End
}

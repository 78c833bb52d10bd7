package store

import (
	"math"
	"slices"

	"isnad/pkg/isnad"
)

// Page is one page of claims. Next is the Query.After of the page behind it, "" where there is none.
type Page struct {
	Rows []Row  `json:"rows"`
	Next string `json:"next,omitempty"`
}

// Article is the head of an article: all but its text.
type Article struct {
	ID        string `json:"id"`
	SourceID  string `json:"source_id,omitempty"`
	URL       string `json:"url,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	Byline    string `json:"byline,omitempty"`
	Published string `json:"published,omitempty"`
	Language  string `json:"language,omitempty"`
}

// Row is a claim that can be read without its record: its indexes point into the lists of the row. Spans still speak of the article's
// text. Mentions are those of the claim and, behind them, those that only its chain points to.
type Row struct {
	Article  Article         `json:"article"`
	Claim    isnad.Claim     `json:"claim"`
	Mentions []isnad.Mention `json:"mentions,omitempty"`
	Figures  []isnad.Figure  `json:"figures,omitempty"`
	Dates    []isnad.Date    `json:"dates,omitempty"`
}

// Rows gives the claims of a valid record as rows, in its order. The record is not changed, and shares no list of indexes with the rows.
func Rows(r *isnad.Record) []Row {
	head := Head(&r.Article)
	out := make([]Row, len(r.Claims))
	for i, c := range r.Claims {
		row := Row{Article: head}
		place := map[int]int{}
		take := func(m int) int {
			if _, known := place[m]; !known {
				place[m] = len(row.Mentions)
				row.Mentions = append(row.Mentions, r.Mentions[m])
			}
			return place[m]
		}
		c.Mentions = slices.Clone(c.Mentions)
		for j, m := range c.Mentions {
			c.Mentions[j] = take(m)
		}
		c.Chain = slices.Clone(c.Chain)
		for j := range c.Chain {
			if m := c.Chain[j].Mention; m != nil {
				at := take(*m)
				c.Chain[j].Mention = &at
			}
		}
		row.Figures, c.Figures = pick(r.Figures, c.Figures)
		row.Dates, c.Dates = pick(r.Dates, c.Dates)
		row.Claim = c
		out[i] = row
	}
	return out
}

// pick gives the elements that the indexes point to, and the indexes of these in what it gives.
func pick[T any](list []T, indexes []int) (picked []T, places []int) {
	for i, n := range indexes {
		picked = append(picked, list[n])
		places = append(places, i)
	}
	return picked, places
}

// Head gives the head of an article.
func Head(a *isnad.Article) Article {
	return Article{ID: a.ID, SourceID: a.SourceID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Byline: a.Byline, Published: a.Published, Language: a.Language}
}

// At gives the byte that a claim's place in its article is told by: see Key.
func (r *Row) At() int {
	if r.Claim.Cue != nil {
		return r.Claim.Cue.Start
	}
	return r.Claim.Start
}

// Stance gives the stance of the cue, "" where there is none.
func (r *Row) Stance() isnad.Stance {
	if r.Claim.Cue == nil {
		return ""
	}
	return r.Claim.Cue.Stance
}

// Speakers gives the folded names of who says it: as the chain has them, and as their mentions do.
func (r *Row) Speakers() []string {
	var out []string
	add := func(name string) {
		if name = Folded(name); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for i := range r.Claim.Chain {
		switch l := &r.Claim.Chain[i]; l.Role {
		case isnad.RoleSpeaker, isnad.RoleDocument, isnad.RoleIssuer:
			add(l.Name)
			if l.Mention != nil {
				add(r.Mentions[*l.Mention].Name)
			}
		}
	}
	return out
}

// Bounds gives the lowest and the highest number that a figure may stand for; an open side is infinite. ok is false for a figure that
// holds no number.
func Bounds(f *isnad.Figure) (low, high float64, ok bool) {
	low, hasLow := f.Low.Float64()
	high, hasHigh := f.High.Float64()
	value, hasValue := f.Value.Float64()
	switch {
	case !hasLow && !hasHigh && !hasValue:
		return 0, 0, false
	case !hasLow && !hasHigh:
		return value, value, true
	case !hasLow:
		low = math.Inf(-1)
	case !hasHigh:
		high = math.Inf(1)
	}
	return low, high, true
}

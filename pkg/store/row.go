package store

import (
	"math"
	"slices"
	"strings"
	"time"

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

// Arrival is the head of an article with its number, which counts up in the order of arrival.
type Arrival struct {
	Number  int64   `json:"number"`
	Article Article `json:"article"`
}

// Row is a claim that can be read without its record: its indexes point into the lists of the row. Spans still speak of the article's
// text. Mentions are those of the claim and, behind them, those that only its chain points to.
type Row struct {
	Article  Article         `json:"article"`
	Claim    isnad.Claim     `json:"claim"`
	Mentions []isnad.Mention `json:"mentions,omitempty"`
	Figures  []isnad.Figure  `json:"figures,omitempty"`
	Dates    []isnad.Date    `json:"dates,omitempty"`
	State    State           `json:"state"`
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

// Stated gives what is claimed in words that can stand alone: the content, and where a denial stands outside it, the whole evidence –
// «نفى وجود تسرب» must not be read as «وجود تسرب».
func (r *Row) Stated() string {
	c := &r.Claim
	if c.Negated && !r.NegatedInside() || strings.TrimSpace(c.Content.Text) == "" {
		return c.Text
	}
	return c.Content.Text
}

// NegatedInside tells that the content holds its negation itself.
func (r *Row) NegatedInside() bool {
	c := &r.Claim
	return c.Negated && c.Negation != nil && c.Content.Contains(c.Negation.Span)
}

// Places gives Key.N of the rows of a record. It is 0 of nearly all: an index in the record would change with every claim that a new
// revision finds before it, and a page that was turned meanwhile would show a claim again.
func Places(rows []Row) []int {
	out := make([]int, len(rows))
	taken := map[int]int{}
	for i := range rows {
		at := rows[i].At()
		out[i] = taken[at]
		taken[at]++
	}
	return out
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
	r.eachSpeaker(func(name string) {
		if name = Folded(name); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	})
	return out
}

// eachSpeaker gives the names of who says it as the chain and as the mentions have them.
func (r *Row) eachSpeaker(yield func(name string)) {
	for i := range r.Claim.Chain {
		switch l := &r.Claim.Chain[i]; l.Role {
		case isnad.RoleSpeaker, isnad.RoleDocument, isnad.RoleIssuer:
			yield(l.Name)
			if l.Mention != nil {
				yield(r.Mentions[*l.Mention].Name)
			}
		}
	}
}

// Voice tells whether the first utterer is named. It is "" where there is none but the outlet, as with what is narrated.
func (r *Row) Voice() Voice {
	for i := range r.Claim.Chain {
		switch l := &r.Claim.Chain[i]; {
		case l.Role == isnad.RoleOutlet:
		case l.Named:
			return VoiceNamed
		default:
			return VoiceAnonymous
		}
	}
	return ""
}

// Cue gives the folded lemma of the cue, "" where there is none.
func (r *Row) Cue() string {
	if r.Claim.Cue == nil {
		return ""
	}
	return Folded(r.Claim.Cue.Lemma)
}

// The days that stand for an open side of a period: every day is later, and earlier.
const (
	FirstDay = "0001-01-01"
	LastDay  = "9999-12-31"
)

// Said gives the days between which it was said; ok is false where the claim tells none. An open side is FirstDay or LastDay.
func (r *Row) Said() (from, to string, ok bool) {
	if r.Claim.SaidOn == nil {
		return "", "", false
	}
	from, hasFrom := dayOf(r.Claim.SaidOn.From)
	to, hasTo := dayOf(r.Claim.SaidOn.To)
	if !hasFrom {
		from = FirstDay
	}
	if !hasTo {
		to = LastDay
	}
	if !hasFrom && !hasTo {
		return "", "", false
	}
	return from, to, true
}

// dayOf gives the day of a date that may hold an hour too.
func dayOf(date *string) (day string, ok bool) {
	if date == nil {
		return "", false
	}
	day, _, _ = strings.Cut(*date, "T")
	_, err := time.Parse(time.DateOnly, day)
	return day, err == nil
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

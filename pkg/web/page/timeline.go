package page

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// timelinePage draws the figures of a question against their days.
type timelinePage struct {
	*view
	Query  store.Query
	Series []chip // other series of the same question
	Name   string // of the one that is drawn
	Chart  *chart
	Points []point
	Cut    bool   // there were more claims than are read
	Hidden []pair // of the form: what is asked for beside its fields
	Most   string // claims that are read
}

// mostDrawn bounds the claims that one chart reads.
const mostDrawn = 2000

// point is a figure with its day.
type point struct {
	Day       string
	Said      bool // the day it was said; or else that of publication
	Low, High float64
	Figure    string // in words
	Text      string // as written
	Speaker   string
	Outlet    string
	Href      string
	Claim     string
	Open      int // -1 or 1 where the figure has no low or high end
	Mid       float64
}

// series are the figures that can stand on one axis.
type series struct {
	seriesKey
	points []point
}

type seriesKey struct {
	unit, counted string
	kind          isnad.FigureKind
}

func (p *Pages) timeline(r *http.Request, v *view) (answer, error) {
	q, err := store.ParseQuery(r.URL.Query())
	if err != nil {
		return answer{}, err
	}
	t := &timelinePage{view: v, Query: q, Most: v.Num(mostDrawn)}
	v.Title, v.Section, v.Wide = v.T("timeline.title"), "timeline", true
	all, err := p.series(r, v, t, p.Desk.Ask(q))
	if err != nil {
		return answer{}, err
	}
	values := q.Values()
	t.Hidden = hidden(values, "q", "counted", "unit", "from", "to", "cursor", "limit")
	for i, s := range all {
		name := join(" ", v.Unit(s.unit), s.counted)
		if name == "" {
			name = v.Label("figure", s.kind)
		}
		if i == 0 {
			t.Name, t.Points = name, s.points
			t.Chart = v.chart(s.points)
			continue
		}
		if s.unit == "" && s.counted == "" {
			continue // nothing to ask for it by
		}
		t.Series = append(t.Series, chip{Text: name, Note: v.Num(len(s.points)), Href: address("/timeline", with(with(values, "unit", s.unit), "counted", s.counted))})
	}
	t.Series = t.Series[:min(len(t.Series), 20)]
	return show("timeline", t)
}

// series gives the figures of a question that have a day, those that can be drawn together in one list, the longest list first.
func (p *Pages) series(r *http.Request, v *view, t *timelinePage, q store.Query) ([]*series, error) {
	q.Limit, q.After = store.MostLimit, ""
	all := gathered{known: map[seriesKey]*series{}}
	for read := 0; ; {
		page, err := p.Desk.Claims(r.Context(), q)
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			all.add(v.tongue, &page.Rows[i], &q)
		}
		read += len(page.Rows)
		if q.After = page.Next; q.After == "" || read >= mostDrawn {
			t.Cut = q.After != ""
			break
		}
	}
	slices.SortStableFunc(all.list, func(a, b *series) int { return len(b.points) - len(a.points) })
	for _, s := range all.list {
		slices.SortStableFunc(s.points, func(a, b point) int { return cmp.Compare(a.Day, b.Day) })
	}
	return all.list, nil
}

// gathered are series as claims come in.
type gathered struct {
	known map[seriesKey]*series
	list  []*series
}

// add takes the figures of a claim that the question is about.
func (g *gathered) add(t tongue, row *store.Row, q *store.Query) {
	for i := range row.Figures {
		f := &row.Figures[i]
		p, ok := t.point(row, f)
		if !ok || !fits(f, q) {
			continue
		}
		k := seriesKey{f.Unit, first(f.Counted), f.Kind}
		if f.Unit != "" { // things that cost dollars stand on one axis
			k.counted = ""
		}
		if g.known[k] == nil {
			g.known[k] = &series{seriesKey: k}
			g.list = append(g.list, g.known[k])
		}
		g.known[k].points = append(g.known[k].points, p)
	}
}

// fits tells whether a figure is one of those that the question is about, and not a neighbour in the same claim.
func fits(f *isnad.Figure, q *store.Query) bool {
	if q.Unit != "" && f.Unit != q.Unit || q.Relation != "" && f.Relation != q.Relation {
		return false
	}
	part := store.Folded(q.Counted)
	return q.Counted == "" || slices.ContainsFunc(f.Counted, func(c string) bool { return strings.Contains(store.Folded(c), part) })
}

// drawn tells whether a scale can hold a value. No text tells others; one that did would have ticks without end.
func drawn(v float64) bool {
	const most = 1e100
	return v == 0 || math.Abs(v) >= 1/most && math.Abs(v) <= most
}

// point gives a figure with its day: that on which it was said, or else that of publication.
func (t tongue) point(row *store.Row, f *isnad.Figure) (point, bool) {
	low, high, ok := store.Bounds(f)
	p := point{Figure: t.Figure(f), Text: f.Text, Outlet: row.Article.Outlet, Href: contextOf(row.Article.ID, row.Claim.ID), Claim: row.Claim.ID}
	p.Low, p.High, p.Open = closed(low, high)
	if f.Kind == isnad.Ordinal || !ok || !drawn(p.Low) || !drawn(p.High) {
		return p, false
	}
	p.Mid = (p.Low + p.High) / 2
	if from, to, said := row.Said(); said && from == to { // of several days none is the one
		p.Day, p.Said = from, true
	} else {
		p.Day = day(row.Article.Published)
	}
	for _, party := range t.parties(row, nil) {
		p.Speaker = party.Name
		break
	}
	return p, p.Day != ""
}

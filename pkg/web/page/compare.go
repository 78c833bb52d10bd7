package page

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// comparePage holds figures of different outlets against each other.
type comparePage struct {
	*view
	Query  desk.CompareQuery
	Found  desk.Comparison
	Groups []group
	More   int    // groups that are not shown
	Wider  string // the same question to more articles; blank where all were read, or as many as a page may ask for
}

// mostGroups bounds the groups of one page; those of most interest come first.
const mostGroups = 40

// mostArticles bounds the articles that a reader may have compared at once.
const mostArticles = 5000

// group is a fact with a row for each voice.
type group struct {
	tongue
	compare.Group
	Place int // among those of the page
	Why   string
	Rows  []voiceRow
}

// voiceRow is what one voice says. Its cells are in the order of columns.
type voiceRow struct {
	tongue
	Anchor string // blank where the claim has a row before
	Outlet string
	Text   string
	Href   string
	Cells  []cell
	Notes  []string
	Copies []copyOf
	Chain  []party
	Date   string
	When   string
	Title  string
}

// cell is a value that voices may differ in.
type cell struct {
	Title   string
	Text    string
	Differs bool
}

type copyOf struct{ Outlet, Href, When string }

func (p *Pages) compare(r *http.Request, v *view) (answer, error) {
	q := r.URL.Query()
	c := &comparePage{view: v, Query: desk.CompareQuery{
		Entity: strings.TrimSpace(q.Get("entity")), Counted: strings.TrimSpace(q.Get("counted")), Unit: strings.TrimSpace(q.Get("unit")),
		From: q.Get("from"), To: q.Get("to"), Single: q.Get("single") != "",
	}}
	v.Title, v.Section, v.Wide = v.T("compare.title"), "compare", true
	most, err := number(r, "most")
	if err != nil {
		return answer{}, err
	}
	c.Query.Most = int(min(most, mostArticles))
	if c.Found, err = p.Desk.Compare(r.Context(), c.Query); err != nil {
		return answer{}, err
	}
	if !c.Found.Complete && c.Query.Most < mostArticles {
		c.Wider = address("/compare", with(with(q, "lang", ""), "most", strconv.Itoa(mostArticles)))
	}
	shown := c.Found.Groups
	if len(shown) > mostGroups {
		c.More, shown = len(shown)-mostGroups, shown[:mostGroups]
	}
	if c.Groups, err = p.groups(r, v, shown); err != nil {
		return answer{}, err
	}
	return show("compare", c)
}

// groups fills groups with what the rows show beside the figure: the cue and the chain of its claim.
func (p *Pages) groups(r *http.Request, v *view, found []compare.Group) ([]group, error) {
	out := make([]group, len(found))
	anchored := map[string]bool{}
	for i, g := range found {
		w := group{tongue: v.tongue, Group: g, Place: i + 1, Why: v.worded(g.Reason.Arabic)}
		if v.tongue == isnad.English {
			w.Why = v.worded(g.Reason.English)
		}
		for j := range g.Figures {
			f := &g.Figures[j]
			claim, err := p.Desk.Claim(r.Context(), f.Claim)
			if err != nil && !errors.Is(err, store.ErrNotFound) { // a newer reading came in between: the figure stands, its chain is gone
				return nil, err
			}
			row := v.voiceRow(f, &claim)
			if anchored[f.Claim] {
				row.Anchor = ""
			}
			anchored[f.Claim] = true
			w.Rows = append(w.Rows, row)
		}
		markDiffering(w.Rows)
		out[i] = w
	}
	return out, nil
}

// isoDay is a day as reasons write it. Within Arabic words its parts would change places.
var isoDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// worded writes the days of a reason in words.
func (t tongue) worded(reason string) string { return isoDay.ReplaceAllStringFunc(reason, t.Day) }

func (t tongue) voiceRow(f *compare.Figure, claim *store.Row) voiceRow {
	out := voiceRow{
		tongue: t, Anchor: f.Claim, Outlet: f.Article.Outlet, Text: f.Text, Title: f.Article.Title, Href: contextOf(f.Article.ID, f.Claim), When: f.Article.Published,
		Chain: t.parties(claim, nil), Date: t.Day(f.Article.Published),
		Cells: []cell{
			{t.T("compare.value"), t.Amount(isnad.Exact, f.Value, f.Low, f.High), false},
			{t.T("compare.relation"), t.Label("relation", f.Relation), false},
			{t.T("compare.unit"), clip(join(" ", t.Unit(f.Unit), strings.Join(f.Counted, t.Comma())), longestName), false},
			{t.T("compare.cue"), "", false},
		},
	}
	if c := claim.Claim.Cue; c != nil {
		out.Cells[3].Text = c.Lemma + " (" + t.Label("stance", c.Stance) + ")"
	}
	note := func(is bool, key string, args ...any) {
		if is {
			out.Notes = append(out.Notes, t.T(key, args...))
		}
	}
	note(f.Negated, "compare.negated")
	note(f.Expected, "compare.expected")
	note(f.Origin != "", "compare.origin", f.Origin)
	note(f.Agency != "", "compare.agency", f.Agency)
	if f.Role != "" {
		out.Notes = append(out.Notes, t.Label("part", f.Role))
	}
	for _, c := range f.Copies {
		out.Copies = append(out.Copies, copyOf{c.Article.Outlet, contextOf(c.Article.ID, c.Claim), t.Day(c.Article.Published)})
	}
	return out
}

// markDiffering marks the cells that are not as most of their column are; where no value is the most frequent, all of the column.
func markDiffering(rows []voiceRow) {
	if len(rows) < 2 {
		return
	}
	for column := range rows[0].Cells {
		times := map[string]int{}
		for i := range rows {
			times[rows[i].Cells[column].Text]++
		}
		usual, most, tied := "", 0, false
		for text, n := range times {
			switch {
			case n > most:
				usual, most, tied = text, n, false
			case n == most:
				tied = true
			}
		}
		for i := range rows {
			c := &rows[i].Cells[column]
			c.Differs = len(times) > 1 && (tied || c.Text != usual)
		}
	}
}

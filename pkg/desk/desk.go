// Package desk is what the pages, the API and the commands share: questions as people put them, over whatever answers – a store, or
// the client of a server.
//
// It knows the tables of names only so far as to tell which entity a word asks for, and how figures are compared. It does not know HTML,
// HTTP or SQL.
package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"isnad/pkg/compare"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
)

// Desk answers people's questions. It is safe for many goroutines.
type Desk struct {
	store.Desk
	names map[string][]string // folded form → ids of entities
	wide  map[string]bool
}

// New makes a desk over a store, with the tables that name entities.
func New(s store.Desk, lex *lexicon.Lexicon) *Desk {
	d := &Desk{Desk: s, names: map[string][]string{}, wide: compare.WidePlaces(lex)}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		for _, n := range lexicon.Rows[lexicon.Name](lex, language) {
			d.name(n.ID, n.Name)
			for _, form := range n.Forms {
				d.name(n.ID, form)
			}
		}
	}
	return d
}

func (d *Desk) name(id, form string) {
	if form = store.Folded(form); form != "" && !slices.Contains(d.names[form], id) {
		d.names[form] = append(d.names[form], id)
	}
}

// Ask adds to a question which entities its words name: «تلغرام» is "Telegram" too.
func (d *Desk) Ask(q store.Query) store.Query {
	for _, term := range q.Terms() {
		if ids := d.names[term]; len(ids) > 0 {
			if q.Names == nil {
				q.Names = map[string][]string{}
			}
			q.Names[term] = ids
		}
	}
	return q
}

// mostCompared is the number of articles that a comparison reads where the question names none: what somebody waits for.
const mostCompared = 500

// story is how many days around a claim are looked through for figures of the same fact. Package compare joins what lies farther apart
// only where reports in between join it.
const story = 30

// CompareQuery asks for figures to be compared. Blank fields ask for nothing.
type CompareQuery struct {
	Entity  string // id, or part of the name, of an entity that the figures are about
	Counted string // part of the name of the thing counted
	Unit    string
	From    string // first day of publication
	To      string // last day
	Single  bool   // groups of one voice too
	Most    int    // articles that are read, the latest ones; 0 is 500, below it there is no bound
}

// Comparison is the answer.
type Comparison struct {
	Groups   []compare.Group `json:"groups"`
	Articles int             `json:"articles"` // that were read
	Complete bool            `json:"complete"` // false where there were more than are read at a time: the latest were
	Hidden   int             `json:"hidden"`   // groups of one voice
}

// Compare puts figures of different articles together: see package compare.
func (d *Desk) Compare(ctx context.Context, q CompareQuery) (Comparison, error) {
	ask := store.Query{PublishedFrom: q.From, PublishedTo: q.To, Counted: q.Counted, Unit: q.Unit, Limit: store.MostLimit}
	if store.IsEntityID(q.Entity) {
		ask.Entity = q.Entity
	}
	most := cmp.Or(q.Most, mostCompared)
	roots, err := d.merged(ctx)
	if err != nil {
		return Comparison{}, err
	}
	c := compare.New(d.wide)
	out := Comparison{Complete: true}
	known := map[string]bool{}
	for {
		page, err := d.Claims(ctx, ask)
		if err != nil {
			return out, err
		}
		for i := range page.Rows {
			id := page.Rows[i].Article.ID
			if known[id] || len(page.Rows[i].Figures) == 0 {
				continue
			}
			if len(known) == most {
				out.Complete, page.Next = false, ""
				break
			}
			known[id] = true
			r, err := d.Record(ctx, id)
			if err != nil {
				return out, err
			}
			for i := range r.Mentions {
				if root := roots[r.Mentions[i].Entity]; root != "" {
					r.Mentions[i].Entity = root
				}
			}
			c.Add(r)
		}
		if ask.After = page.Next; ask.After == "" {
			break
		}
	}
	out.Articles = len(known)
	out.Groups = []compare.Group{}
	for _, g := range c.Groups() {
		switch {
		case !q.Fits(&g):
		case g.Verdict == compare.Single && !q.Single:
			out.Hidden++
		default:
			out.Groups = append(out.Groups, g)
		}
	}
	return out, nil
}

// merged gives the entities that were merged, and what they were merged into.
func (d *Desk) merged(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	for q := (store.EntityQuery{Verdict: store.VerdictMerged, Limit: store.MostLimit}); ; {
		some, err := d.Entities(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range some {
			out[some[i].ID] = some[i].MergedInto
			q.After = some[i].Number
		}
		if len(some) < q.Limit {
			return out, nil
		}
	}
}

// Fits tells whether a group is about what is asked for, whatever its verdict.
func (q *CompareQuery) Fits(g *compare.Group) bool {
	holds := func(part string) func(string) bool {
		part = store.Folded(part)
		return func(s string) bool { return strings.Contains(store.Folded(s), part) }
	}
	if q.Unit != "" && g.Unit != q.Unit || q.Counted != "" && !slices.ContainsFunc(g.Counted, holds(q.Counted)) {
		return false
	}
	named := holds(q.Entity)
	return q.Entity == "" || slices.ContainsFunc(g.Entities(), func(e compare.Entity) bool { return e.ID == q.Entity || named(e.Name) })
}

// Similar gives the groups of figures that a claim stands in: where else its figures are told, and whether they agree. One group for each
// of its figures that is comparable, groups of one voice left out.
func (d *Desk) Similar(ctx context.Context, claim string) ([]compare.Group, error) {
	row, err := d.Claim(ctx, claim)
	if err != nil {
		return nil, err
	}
	out := []compare.Group{}
	asked := map[CompareQuery]bool{}
	for i := range row.Figures {
		f := &row.Figures[i]
		q := around(row.Article, CompareQuery{Unit: f.Unit})
		if len(f.Counted) > 0 {
			q.Counted = f.Counted[0]
		}
		if q.Unit == "" && q.Counted == "" || asked[q] {
			continue
		}
		asked[q] = true
		c, err := d.Compare(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, g := range c.Groups {
			if stands(&g, claim) {
				out = append(out, g)
			}
		}
	}
	return out, nil
}

// around narrows a question to the days of a story around an article.
func around(a store.Article, q CompareQuery) CompareQuery {
	head := isnad.Article{Published: a.Published}
	if day, err := time.Parse(time.DateOnly, head.Day()); err == nil {
		q.From, q.To = day.AddDate(0, 0, -story).Format(time.DateOnly), day.AddDate(0, 0, story).Format(time.DateOnly)
	}
	return q
}

// stands tells whether a claim, or a copy of it, is one of a group.
func stands(g *compare.Group, claim string) bool {
	return slices.ContainsFunc(g.Figures, func(f compare.Figure) bool {
		return f.Claim == claim || slices.ContainsFunc(f.Copies, func(c compare.Copy) bool { return c.Claim == claim })
	})
}

package page

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// What is below this confidence is said to be uncertain, in words.
const (
	sureName  = 0.75
	sureClaim = 0.6
)

// chip is a small thing beside a claim that may lead somewhere.
type chip struct {
	Text string
	Note string // what sort of thing it is, or what is doubtful in it
	Href string
}

// card is a claim as lists show it.
type card struct {
	tongue
	ID       string
	Language string // of the text
	Text     template.HTML
	Chain    []party
	Figures  []chip
	Dates    []chip
	Names    []chip
	Doubts   []string
	Negated  string // how it is; blank where it is not
	Kind     isnad.ClaimKind
	Stance   isnad.Stance
	State    store.State
	Outlet   string
	Title    string
	When     string // as a machine reads it
	Context  string
	Page     string
	Compare  string
	Export   string
	Citation []string // its parts, each with a direction of its own
	Here     string   // page that the card stands on
}

func (t tongue) card(r *store.Row) *card {
	c := &r.Claim
	out := &card{
		tongue: t, ID: c.ID, Language: r.Article.Language, Text: marked(c.Text, c.Start, t.claimMarks(r, false)), Chain: t.parties(r, nil), Negated: t.negated(r),
		Kind: c.Kind, Stance: r.Stance(), State: cmp.Or(r.State, store.StateNew),
		Outlet: r.Article.Outlet, Title: r.Article.Title, When: r.Article.Published,
		Context: contextOf(r.Article.ID, c.ID), Page: claimPage(c.ID), Compare: compareOf(r), Export: "/export.jsonld?" + url.Values{"claim": {c.ID}}.Encode(),
		Citation: t.citation(r),
	}
	if c.Confidence < sureClaim {
		out.Doubts = append(out.Doubts, t.T("card.doubt.claim"))
	}
	for _, q := range c.Quotes {
		if !q.Closed {
			out.Doubts = append(out.Doubts, t.T("card.unclosed"))
			break
		}
	}
	for i := range r.Figures {
		out.Figures = append(out.Figures, t.figureChip(&r.Figures[i]))
	}
	for i := range r.Dates {
		d := &r.Dates[i]
		if days := t.Days(d.From, d.To); days != "" {
			out.Dates = append(out.Dates, chip{Text: days, Note: d.Text})
		}
	}
	if s := c.SaidOn; s != nil {
		out.Dates = append(out.Dates, chip{Text: t.Days(s.From, s.To), Note: t.T("card.said")})
	}
	out.Names = t.nameChips(r)
	return out
}

// negated says how a claim is negated: by its reporting word, so that its content is what is denied; or within the content, which says so
// itself and must not be turned round once more.
func (t tongue) negated(r *store.Row) string {
	switch {
	case !r.Claim.Negated:
		return ""
	case r.NegatedInside():
		return t.T("card.negated.inside", r.Claim.Negation.Text)
	}
	return t.T("card.negated")
}

func (t tongue) figureChip(f *isnad.Figure) chip {
	c := chip{Text: clip(t.Figure(f), longestName), Note: t.Label("figure", f.Kind)}
	if f.Role != "" {
		c.Note += t.Comma() + t.Label("part", f.Role)
	}
	if f.Unit != "" || len(f.Counted) > 0 {
		c.Href = address("/timeline", seriesValues(f.Unit, first(f.Counted)))
	}
	return c
}

// nameChips gives the names that a claim speaks of, each once.
func (t tongue) nameChips(r *store.Row) (out []chip) {
	known := map[string]bool{}
	for _, i := range r.Claim.Mentions {
		m := &r.Mentions[i]
		if known[m.Entity] || m.Nested {
			continue
		}
		known[m.Entity] = true
		c := chip{Text: clip(m.Name, longestName), Note: t.Label("kind", m.Kind), Href: entityPage(m.Entity)}
		if m.Confidence < sureName {
			c.Note += t.Comma() + t.T("card.doubt.name")
		}
		out = append(out, c)
	}
	return out
}

// claimMarks gives the marks of one claim, outer ones first. In context they carry their labels, and the evidence is marked too.
func (t tongue) claimMarks(r *store.Row, inContext bool) []mark {
	c := &r.Claim
	label := func(key string) string {
		if inContext {
			return t.T(key)
		}
		return ""
	}
	var out []mark
	if inContext {
		out = append(out, mark{Span: c.Span, tag: "mark", class: "evidence", label: t.T("mark.evidence"), id: "c-" + c.ID})
	}
	out = append(out, mark{Span: c.Content.Span, tag: "span", class: "content"})
	for _, q := range c.Quotes {
		out = append(out, mark{Span: q.Span, tag: "span", class: "quote", label: t.T("mark.quote")})
	}
	for _, l := range c.Chain {
		if l.Excerpt != nil && l.Role != isnad.RoleOutlet {
			out = append(out, mark{Span: l.Span, tag: "span", class: "party", label: label("role." + string(l.Role))})
		}
	}
	if c.Cue != nil {
		out = append(out, mark{Span: c.Cue.Span, tag: "span", class: "cue", label: label("mark.cue")})
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Relation != isnad.Exact && f.Span != f.Number.Span {
			out = append(out, mark{Span: f.Span, tag: "span", class: "figure"})
		}
		out = append(out, mark{Span: f.Number.Span, tag: "b", class: "number", label: label("mark.figure")})
	}
	if c.Negation != nil {
		out = append(out, mark{Span: c.Negation.Span, tag: "span", class: "negation", label: t.T("mark.negation")})
	}
	for _, m := range c.Modality {
		out = append(out, mark{Span: m.Span, tag: "span", class: "modality", label: t.Label("modality", m.Kind)})
	}
	return out
}

// citation gives the parts of a claim with its source, to be pasted elsewhere.
func (t tongue) citation(r *store.Row) []string {
	open, end := "«", "»"
	if t == isnad.English {
		open, end = "“", "”"
	}
	var chain []string
	for _, p := range t.parties(r, nil) {
		if p.Role != isnad.RoleOutlet {
			chain = append(chain, t.Label("role", p.Role)+": "+join(t.Comma(), p.Name, p.Title))
		}
	}
	a := &r.Article
	parts := []string{open + strings.TrimSpace(r.Stated()) + end, strings.Join(chain, t.Comma()),
		cmp.Or(a.Outlet, t.T("card.nooutlet")), quoted(a.Title, open, end), t.Day(a.Published), a.URL, "isnad " + r.Claim.ID}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

func quoted(s, open, end string) string {
	if s == "" {
		return ""
	}
	return open + s + end
}

// compareOf leads to where a claim's first comparable figure is compared.
func compareOf(r *store.Row) string {
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Unit != "" || len(f.Counted) > 0 {
			v := seriesValues(f.Unit, first(f.Counted))
			v.Set("single", "1")
			return address("/compare", v) + "#v-" + r.Claim.ID
		}
	}
	return ""
}

func seriesValues(unit, counted string) url.Values {
	v := url.Values{}
	if unit != "" {
		v.Set("unit", unit)
	}
	if counted != "" {
		v.Set("counted", counted)
	}
	return v
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func claimPage(id string) string   { return "/claims/" + url.PathEscape(id) }
func articlePage(id string) string { return "/articles/" + url.PathEscape(id) }

func contextOf(article, claim string) string {
	return articlePage(article) + "?" + url.Values{"claim": {claim}}.Encode() + "#c-" + url.PathEscape(claim)
}

// entityPage keeps the slash in the id of an entity, which is a part of its path.
func entityPage(id string) string { return (&url.URL{Path: "/entities/" + id}).String() }

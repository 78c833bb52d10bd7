package page

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// articleView shows a claim in the whole article it stands in.
type articleView struct {
	*view
	Article   *isnad.Article
	Record    *isnad.Record
	Text      template.HTML
	Claims    []articleClaim
	Chosen    *articleClaim
	Source    string // address of the original, where it is one of the web
	Missing   bool   // a claim was asked for that this reading does not have
	Stale     bool   // this reading is not the current one
	Newer     string // what changed in the latest version; blank where this is it
	Versions  []version
	Revisions []revision
}

type articleClaim struct {
	*card
	Href     string
	On       bool
	Line     string
	Evidence isnad.Span
	Points   isnad.Span // the same in code points
}

type version struct {
	store.Article
	Href, Diff string
	This       bool
}

type revision struct {
	store.Revision
	Href string
}

func (p *Pages) article(r *http.Request, v *view) (answer, error) {
	ctx, id, q := r.Context(), r.PathValue("id"), r.URL.Query()
	rec, err := p.Desk.Record(ctx, id)
	if err == nil && q.Has("extractor") {
		rec, err = p.Desk.Revision(ctx, id, q.Get("extractor"), q.Get("lexicon"))
	}
	if err != nil {
		return answer{}, err
	}
	a := &articleView{view: v, Article: &rec.Article, Record: rec}
	v.Title, v.Wide = rec.Article.Title, true
	if v.Title == "" {
		v.Title = v.T("article.title")
	}
	if u, err := url.Parse(rec.Article.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		a.Source = rec.Article.URL
	}
	states, err := p.states(ctx, id)
	if err != nil {
		return answer{}, err
	}
	a.claims(rec, states, q.Get("claim"))
	a.Missing = q.Get("claim") != "" && a.Chosen == nil
	a.Text = a.text(rec, q.Get("claim"))
	if err := a.history(r, p, id); err != nil {
		return answer{}, err
	}
	return show("article", a)
}

// states gives what people think of the claims of an article. A record does not tell: it is what the machine read.
func (p *Pages) states(ctx context.Context, article string) (map[string]store.State, error) {
	out := map[string]store.State{}
	for q := (store.Query{Article: article, Limit: store.MostLimit}); ; {
		found, err := p.Desk.Claims(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range found.Rows {
			out[found.Rows[i].Claim.ID] = found.Rows[i].State
		}
		if q.After = found.Next; q.After == "" {
			return out, nil
		}
	}
}

// claims lists the claims of a reading. One that the current reading does not have shows no state: nobody is asked to judge it.
func (a *articleView) claims(rec *isnad.Record, states map[string]store.State, chosen string) {
	for _, row := range store.Rows(rec) {
		c := articleClaim{card: a.card(&row), Href: contextOf(rec.Article.ID, row.Claim.ID), On: row.Claim.ID == chosen, Evidence: row.Claim.Span}
		c.State = states[row.Claim.ID]
		c.Line = clip(strings.Join(strings.Fields(row.Stated()), " "), 90)
		a.Claims = append(a.Claims, c)
	}
	if i := slices.IndexFunc(a.Claims, func(c articleClaim) bool { return c.On }); i >= 0 {
		c := &a.Claims[i]
		c.Points.Start = utf8.RuneCountInString(rec.Article.Text[:c.Evidence.Start])
		c.Points.End = c.Points.Start + utf8.RuneCountInString(rec.Article.Text[c.Evidence.Start:c.Evidence.End])
		a.Chosen = c
	}
}

// text writes the whole article, byte for byte: zones around it, the chosen claim marked with its parts, other claims as links.
func (a *articleView) text(rec *isnad.Record, chosen string) template.HTML {
	var marks []mark
	linked := 0 // a link cannot stand in another
	for _, row := range store.Rows(rec) {
		if row.Claim.ID == chosen {
			marks = append(a.claimMarks(&row, true), marks...)
			continue
		}
		if row.Claim.Content.Start < linked {
			continue
		}
		linked = widened(rec.Article.Text, row.Claim.Content.Span).End
		marks = append(marks, mark{Span: row.Claim.Content.Span, tag: "a", class: "other", href: contextOf(rec.Article.ID, row.Claim.ID)})
	}
	text := rec.Article.Text
	var out strings.Builder
	at, before := 0, isnad.ZoneKind("")
	for _, z := range rec.Article.Zones {
		if z.Start < at || z.Empty() {
			continue // zones follow each other; what breaks that is shown as bare text
		}
		out.WriteString(string(marked(text[at:z.Start], at, nil)))
		m := mark{Span: z.Span, tag: "span", class: "zone zone-" + string(z.Kind)}
		if (!z.Kind.IsArticle() || z.Kind == isnad.ZoneCaption) && z.Kind != before {
			m.label = a.Label("zone", z.Kind)
		}
		before = z.Kind
		out.WriteString(string(marked(text[z.Start:z.End], z.Start, append([]mark{m}, within(marks, z.Span)...))))
		at = z.End
	}
	out.WriteString(string(marked(text[at:], at, within(marks, isnad.Span{Start: at, End: len(text)}))))
	return template.HTML(out.String()) // marked made all of it
}

// within gives the marks that reach into a span. One that began before it has its id and label there already.
func within(marks []mark, s isnad.Span) (out []mark) {
	for _, m := range marks {
		if !m.Overlaps(s) {
			continue
		}
		if m.Start < s.Start {
			m.id, m.label = "", ""
		}
		out = append(out, m)
	}
	return out
}

func (a *articleView) history(r *http.Request, p *Pages, id string) error {
	versions, err := p.Desk.Versions(r.Context(), id)
	if err != nil {
		return err
	}
	for _, w := range versions {
		a.Versions = append(a.Versions, version{w, articlePage(w.ID), articlePage(id) + "/diff?with=" + url.QueryEscape(w.ID), w.ID == id})
	}
	a.Newer = newer(versions, id)
	revisions, err := p.Desk.Revisions(r.Context(), id)
	if err != nil {
		return err
	}
	for _, w := range revisions {
		a.Revisions = append(a.Revisions, revision{w, articlePage(id) + "?" + url.Values{"extractor": {w.Extractor}, "lexicon": {w.Lexicon}}.Encode()})
		if w.Extractor == a.Record.Extractor && w.Lexicon == a.Record.Lexicon {
			a.Stale = !w.Current
		}
	}
	return nil
}

// newer leads to what changed since an article, if it is not the latest of its versions.
func newer(versions []store.Article, id string) string {
	if n := len(versions); n > 0 && versions[n-1].ID != id {
		return articlePage(versions[n-1].ID) + "/diff?with=" + url.QueryEscape(id)
	}
	return ""
}

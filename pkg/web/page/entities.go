package page

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// entitiesPage lists names as they were found, the latest first.
type entitiesPage struct {
	*view
	Query    store.EntityQuery
	Entities []entity
	Kinds    []option
	Verdicts []option
	Older    string
}

// entity is a name with what can be done about it.
type entity struct {
	*view
	store.Entity
	Page     string
	Source   string // page of the article that named it first
	Doubtful bool
	Language string
}

var kinds = []isnad.Kind{isnad.Person, isnad.Organisation, isnad.Platform, isnad.Place, isnad.Event}

func (v *view) entity(e store.Entity) entity {
	return entity{view: v, Entity: e, Page: entityPage(e.ID), Source: articlePage(e.Article.ID), Doubtful: e.Confidence < sureName, Language: e.Article.Language}
}

func (p *Pages) entities(r *http.Request, v *view) (answer, error) {
	q := r.URL.Query()
	after, err := number(r, "after")
	if err != nil {
		return answer{}, err
	}
	l := &entitiesPage{view: v, Query: store.EntityQuery{
		Name: strings.TrimSpace(q.Get("name")), Kind: q.Get("kind"), Verdict: store.Verdict(q.Get("verdict")), SeenFrom: q.Get("from"), SeenTo: q.Get("to"), After: after,
	}}
	if l.Query, err = l.Query.Check(); err != nil {
		return answer{}, err
	}
	v.Title, v.Section = v.T("entities.title"), "entities"
	l.Kinds = options(v.tongue, "kind", kinds, isnad.Kind(l.Query.Kind))
	l.Verdicts = options(v.tongue, "verdict", store.Verdicts, l.Query.Verdict)
	found, err := p.Desk.Entities(r.Context(), l.Query)
	if err != nil {
		return answer{}, err
	}
	for _, e := range found {
		l.Entities = append(l.Entities, v.entity(e))
	}
	if n := len(found); n == l.Query.Limit {
		l.Older = address("/entities", numbered(q, found[n-1].Number))
	}
	return show("entities", l)
}

// entityView is a name on a page of its own.
type entityView struct {
	*view
	Entity     entity
	Into       *entity // what it was merged into
	About, By  []*card
	AllAbout   string
	AllBy      string
	Decisions  []store.EntityDecision
	Find       string
	Candidates []entity // for a merge
}

// claimsOfEntity is how many claims a name's page shows of each sort.
const claimsOfEntity = 5

func (p *Pages) entity(r *http.Request, v *view) (answer, error) {
	ctx, id := r.Context(), r.PathValue("id")
	e, err := p.oneEntity(r, id)
	if err != nil {
		return answer{}, err
	}
	out := &entityView{view: v, Entity: v.entity(e), Find: r.URL.Query().Get("find")}
	v.Title, v.Section = e.Name, "entities"
	if e.MergedInto != "" {
		into, err := p.oneEntity(r, e.MergedInto)
		if err != nil {
			return answer{}, err
		}
		w := v.entity(into)
		out.Into = &w
	}
	if out.About, err = p.some(r, v, store.Query{Entity: id}); err != nil {
		return answer{}, err
	}
	if out.By, err = p.some(r, v, store.Query{Entity: id, Speaker: e.Name}); err != nil && !isnad.IsBadInput(err) { // a name without letters speaks nowhere
		return answer{}, err
	}
	out.About = slices.DeleteFunc(out.About, func(c *card) bool { // each claim once
		return slices.ContainsFunc(out.By, func(b *card) bool { return b.ID == c.ID })
	})
	out.AllAbout, out.AllBy = address("/", url.Values{"entity": {id}}), address("/", url.Values{"entity": {id}, "speaker": {e.Name}})
	if out.Decisions, err = p.Desk.EntityDecisions(ctx, id); err != nil {
		return answer{}, err
	}
	if err := out.candidates(r, p, e); err != nil {
		return answer{}, err
	}
	return show("entity", out)
}

func (p *Pages) oneEntity(r *http.Request, id string) (store.Entity, error) {
	if id == "" {
		return store.Entity{}, store.ErrNotFound // a blank id asks for all of them
	}
	found, err := p.Desk.Entities(r.Context(), store.EntityQuery{ID: id, Limit: 1})
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Entity{}, err
	}
	return found[0], nil
}

func (p *Pages) some(r *http.Request, v *view, q store.Query) (out []*card, err error) {
	q.Limit = claimsOfEntity
	found, err := p.Desk.Claims(r.Context(), q)
	for i := range found.Rows {
		out = append(out, v.card(&found.Rows[i]))
	}
	return out, err
}

// candidates looks for names that this one may be another spelling of: those that share the word asked for, or else its last one.
func (out *entityView) candidates(r *http.Request, p *Pages, e store.Entity) error {
	words := strings.Fields(e.Name)
	if len(words) > 0 {
		out.Find = cmp.Or(strings.TrimSpace(out.Find), words[len(words)-1])
	}
	found, err := p.Desk.Entities(r.Context(), store.EntityQuery{Name: out.Find, Limit: 12})
	if isnad.IsBadInput(err) {
		return nil // a word without letters finds nothing
	}
	for _, f := range found {
		if f.ID != e.ID {
			out.Candidates = append(out.Candidates, out.view.entity(f))
		}
	}
	return err
}

func (p *Pages) decide(r *http.Request, v *view) (answer, error) {
	id := r.PathValue("id")
	_, err := p.Desk.Decide(r.Context(), store.EntityDecision{
		Entity: id, Verdict: store.Verdict(r.PostFormValue("verdict")), Into: r.PostFormValue("into"), Note: lines(r.PostFormValue("note")), Who: v.Who,
	})
	if err != nil {
		return answer{}, err
	}
	if r.PostFormValue("next") != "" {
		return goTo(comeBack(r))
	}
	return goTo(entityPage(id))
}

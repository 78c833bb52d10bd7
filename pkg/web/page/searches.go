package page

import (
	"net/http"
	"net/url"
	"strconv"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// searchesPage lists the saved searches with what is new in each.
type searchesPage struct {
	*view
	Searches []savedSearch
	Latest   int64
}

type savedSearch struct {
	store.Search
	Asks []chip // what it asks for, in words
	New  string // number of new claims; "" where there are none
	Open string // the new ones; opening them notes that they were seen
	All  string
	Bad  string // why the question is no longer valid
}

func (p *Pages) searches(r *http.Request, v *view) (answer, error) {
	l := &searchesPage{view: v}
	v.Title, v.Section = v.T("searches.title"), "searches"
	stats, err := p.Desk.Stats(r.Context())
	if err != nil {
		return answer{}, err
	}
	l.Latest = stats.Latest // before the counting: what comes in while we count is new the next time too
	kept, err := p.Desk.Searches(r.Context())
	if err != nil {
		return answer{}, err
	}
	for _, s := range kept {
		w, err := p.savedSearch(r, v, s)
		if err != nil {
			return answer{}, err
		}
		l.Searches = append(l.Searches, w)
	}
	return show("searches", l)
}

func (p *Pages) savedSearch(r *http.Request, v *view, s store.Search) (savedSearch, error) {
	out := savedSearch{Search: s}
	values, err := url.ParseQuery(s.Query)
	var q store.Query
	if err == nil {
		q, err = store.ParseQuery(values)
	}
	if err != nil {
		out.Bad = err.Error()
		return out, nil
	}
	out.Asks = v.active(q, q.Values())
	out.All = address("/", q.Values())
	q.Since = s.Seen
	out.Open = address("/", q.Values())
	counts, err := p.Desk.Count(r.Context(), p.Desk.Ask(q))
	if err != nil && !isnad.IsBadInput(err) {
		return out, err
	}
	if err == nil && counts.Claims == 0 && !counts.Complete { // the store stopped counting before it came to one
		q.Limit = 1
		found, err := p.Desk.Claims(r.Context(), p.Desk.Ask(q))
		if err != nil {
			return out, err
		}
		counts.Claims = len(found.Rows)
	}
	if counts.Claims > 0 {
		out.New = v.Num(counts.Claims)
		if !counts.Complete {
			out.New = v.T("search.many", out.New)
		}
	}
	return out, nil
}

func (p *Pages) save(r *http.Request, v *view) (answer, error) {
	values, err := url.ParseQuery(r.PostFormValue("query"))
	if err != nil {
		return answer{}, &isnad.BadInput{Place: "search", Reason: "the question cannot be read", Err: err}
	}
	q, err := store.ParseQuery(values)
	if err != nil {
		return answer{}, err
	}
	q.After, q.Since = "", 0
	_, err = p.Desk.SaveSearch(r.Context(), store.Search{Name: lines(r.PostFormValue("name")), Query: q.Values().Encode(), Who: v.Who})
	if err != nil {
		return answer{}, err
	}
	return goTo("/searches")
}

func (p *Pages) seen(r *http.Request, _ *view) (answer, error) {
	id, err := searchID(r)
	if err != nil {
		return answer{}, err
	}
	upTo, err := number(r, "upto")
	if err == nil {
		err = p.Desk.SeenSearch(r.Context(), id, upTo)
	}
	if err != nil {
		return answer{}, err
	}
	return goTo(comeBack(r))
}

func (p *Pages) drop(r *http.Request, _ *view) (answer, error) {
	id, err := searchID(r)
	if err == nil {
		err = p.Desk.DropSearch(r.Context(), id)
	}
	if err != nil {
		return answer{}, err
	}
	return goTo("/searches")
}

func searchID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, store.ErrNotFound
	}
	return id, nil
}

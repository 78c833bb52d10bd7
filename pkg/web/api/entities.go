package api

import (
	"context"
	"net/http"
	"net/url"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

type entitiesInput struct {
	ID        string        `query:"id" maxLength:"500" doc:"Id of the entity; one that was merged into another is found so too." example:"org/isis"`
	Name      string        `query:"q" maxLength:"500" doc:"Part of any of its names." example:"تلغرام"`
	Kind      isnad.Kind    `query:"kind" doc:"The sort of thing it is."`
	Verdict   store.Verdict `query:"verdict" doc:"What people think of it."`
	Announced bool          `query:"announced" doc:"Only those that were announced."`
	SeenFrom  string        `query:"seen_from" format:"date" doc:"First day of publication of the article that named it first." example:"2020-02-01"`
	SeenTo    string        `query:"seen_to" format:"date" doc:"Last day of that." example:"2020-02-29"`
	Limit     int           `query:"limit" minimum:"0" doc:"Entities on a page: 50 where it is not given, 1000 at most."`
	After     int64         `query:"after" minimum:"0" doc:"The page behind this one: next of the page before."`
}

type entityList struct {
	Entities []store.Entity `json:"entities"`
	Next     int64          `json:"next,omitempty" doc:"after of the page behind; absent where there is none"`
}

// linkedEntity is one entity with the ways to what is said about it and by it.
type linkedEntity struct {
	store.Entity
	Links entityLinks `json:"links"`
}

type entityLinks struct {
	About     string `json:"about" doc:"claims that mention it"`
	By        string `json:"by" doc:"claims that it makes"`
	Decisions string `json:"decisions" doc:"what was decided about it"`
}

type decisionList struct {
	Decisions []store.EntityDecision `json:"decisions"`
}

type decisionInput struct {
	ID   string `path:"id" maxLength:"500"`
	Body struct {
		Verdict store.Verdict `json:"verdict"`
		Into    string        `json:"into,omitempty" maxLength:"500" doc:"Id of the entity that it is merged into."`
		Note    string        `json:"note,omitempty" maxLength:"10000"`
	}
}

type announcementsInput struct {
	After int64 `query:"after" minimum:"0" doc:"Number of the last one seen."`
	Limit int   `query:"limit" minimum:"0" doc:"Announcements on a page: 50 where it is not given, 1000 at most."`
}

// announcement is one with its number, which wire leaves out.
type announcement struct {
	Number int64 `json:"number" doc:"Counts up in the order of announcing; the id of its event in the stream."`
	wire.Announcement
}

type announcementList struct {
	Announcements []announcement `json:"announcements"`
}

func (a *api) entities() {
	handle(a, operation(http.MethodGet, "/entities", "list-entities", "entities", "Entities, the latest found first"), a.listEntities)
	handle(a, operation(http.MethodGet, "/entities/{id}", "get-entity", "entities", "An entity, and its other names. A / in the id is %2F"), a.entity)
	handle(a, operation(http.MethodGet, "/entities/{id}/decisions", "list-decisions", "entities", "What was decided about an entity, the latest first"),
		func(ctx context.Context, in *idInput) (decisionList, error) {
			list, err := a.Desk.EntityDecisions(ctx, in.ID)
			filled(&list)
			return decisionList{list}, err
		})
	handle(a, operation(http.MethodPost, "/entities/{id}/decisions", "decide-entity", "entities", "Confirm an entity, ignore it, or merge it into another"),
		func(ctx context.Context, in *decisionInput) (store.EntityDecision, error) {
			name, err := who(ctx)
			if err != nil {
				return store.EntityDecision{}, err
			}
			return a.Desk.Decide(ctx, store.EntityDecision{Entity: in.ID, Verdict: in.Body.Verdict, Into: in.Body.Into, Note: in.Body.Note, Who: name})
		})
	handle(a, operation(http.MethodGet, "/announcements", "list-announcements", "entities", "Entities in the order in which they were announced"),
		func(ctx context.Context, in *announcementsInput) (announcementList, error) {
			limit := in.Limit
			if limit == 0 {
				limit = store.DefaultLimit
			}
			list, err := a.Desk.Announcements(ctx, in.After, min(limit, store.MostLimit))
			out := announcementList{[]announcement{}}
			for _, one := range list {
				out.Announcements = append(out.Announcements, announcement{one.ID, one})
			}
			return out, err
		})
}

func (a *api) listEntities(ctx context.Context, in *entitiesInput) (entityList, error) {
	q, err := store.EntityQuery{ID: in.ID, Name: in.Name, Kind: string(in.Kind), Verdict: in.Verdict, Announced: in.Announced, SeenFrom: in.SeenFrom,
		SeenTo: in.SeenTo, Limit: in.Limit, After: in.After}.Check()
	if err != nil {
		return entityList{}, err
	}
	list, err := a.Desk.Entities(ctx, q)
	filled(&list)
	out := entityList{Entities: list}
	if len(list) == q.Limit {
		out.Next = list[len(list)-1].Number
	}
	return out, err
}

func (a *api) entity(ctx context.Context, in *idInput) (linkedEntity, error) {
	list, err := a.Desk.Entities(ctx, store.EntityQuery{ID: in.ID, Limit: 1})
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return linkedEntity{}, err
	}
	e := list[0]
	about := store.Query{Entity: e.ID}.Values()
	by := store.Query{Entity: e.ID, Speaker: e.Name}.Values()
	return linkedEntity{e, entityLinks{About: Root + "/claims?" + about.Encode(), By: Root + "/claims?" + by.Encode(),
		Decisions: Root + "/entities/" + url.PathEscape(e.ID) + "/decisions"}}, nil
}

package api

import (
	"context"
	"net/http"

	"isnad/pkg/store"
)

type searchList struct {
	Searches []store.Search `json:"searches"`
}

type searchInput struct {
	Body struct {
		Name  string `json:"name" minLength:"1" maxLength:"500" example:"ضحايا الحريق"`
		Query string `json:"query" maxLength:"10000" doc:"The question, as it stands in the address of a list of claims." example:"counted=قتيل&min=10"`
	}
}

type searchIDInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type seenInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		UpTo int64 `json:"up_to" minimum:"0" doc:"Number of the latest article whose claims were seen: latest in the statistics."`
	}
}

func (a *api) searches() {
	handle(a, operation(http.MethodGet, "/searches", "list-searches", "searches", "Saved searches, the latest first"),
		func(ctx context.Context, _ *struct{}) (searchList, error) {
			list, err := a.Desk.Searches(ctx)
			filled(&list)
			return searchList{list}, err
		})
	handle(a, operation(http.MethodPost, "/searches", "save-search", "searches", "Keep a question; it has seen all that is there now"),
		func(ctx context.Context, in *searchInput) (store.Search, error) {
			name, err := who(ctx)
			if err != nil {
				return store.Search{}, err
			}
			return a.Desk.SaveSearch(ctx, store.Search{Name: in.Body.Name, Query: in.Body.Query, Who: name})
		})
	handleQuietly(a, operation(http.MethodPost, "/searches/{id}/seen", "see-search", "searches", "Note that what a saved search finds was seen"),
		func(ctx context.Context, in *seenInput) error { return a.Desk.SeenSearch(ctx, in.ID, in.Body.UpTo) })
	handleQuietly(a, operation(http.MethodDelete, "/searches/{id}", "drop-search", "searches", "Forget a saved search"),
		func(ctx context.Context, in *searchIDInput) error { return a.Desk.DropSearch(ctx, in.ID) })
}

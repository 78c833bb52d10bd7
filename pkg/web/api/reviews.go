package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"isnad/pkg/store"
	"isnad/pkg/web/auth"
)

type reviewsInput struct {
	Claim string `query:"claim" maxLength:"100" doc:"Id of a claim."`
	Who   string `query:"who" maxLength:"500" doc:"Name of who reviewed."`
	Limit int    `query:"limit" minimum:"0" doc:"Reviews on a page: 50 where it is not given, 1000 at most."`
	After int64  `query:"after" minimum:"0" doc:"The page behind this one: next of the page before."`
}

type claimReviewsInput struct {
	ID    string `path:"id" maxLength:"500"`
	Limit int    `query:"limit" minimum:"0" doc:"Reviews on a page: 50 where it is not given, 1000 at most."`
	After int64  `query:"after" minimum:"0" doc:"The page behind this one: next of the page before."`
}

type reviewList struct {
	Reviews []store.Review `json:"reviews"`
	Next    int64          `json:"next,omitempty" doc:"after of the page behind; absent where there is none"`
}

type reviewInput struct {
	ID   string `path:"id" maxLength:"500"`
	Body struct {
		State      store.State `json:"state"`
		Note       string      `json:"note,omitempty" maxLength:"10000" doc:"Why."`
		Correction string      `json:"correction,omitempty" maxLength:"10000" doc:"What it should say; the machine's reading stays beside it."`
	}
}

func (a *api) reviews() {
	handle(a, operation(http.MethodGet, "/reviews", "list-reviews", "reviews", "Reviews, the latest first"),
		func(ctx context.Context, in *reviewsInput) (reviewList, error) {
			return a.listReviews(ctx, store.ReviewQuery(*in))
		})
	handle(a, operation(http.MethodGet, "/claims/{id}/reviews", "list-claim-reviews", "reviews", "Reviews of a claim, the latest first"),
		func(ctx context.Context, in *claimReviewsInput) (reviewList, error) {
			return a.listReviews(ctx, store.ReviewQuery{Claim: in.ID, Limit: in.Limit, After: in.After})
		})
	handle(a, operation(http.MethodPost, "/claims/{id}/reviews", "review-claim", "reviews", "Review a claim: an entry of its log, for ever, under the name of the token"),
		func(ctx context.Context, in *reviewInput) (store.Review, error) {
			name, err := who(ctx)
			if err != nil {
				return store.Review{}, err
			}
			return a.Desk.Review(ctx, store.Review{Claim: in.ID, State: in.Body.State, Note: in.Body.Note, Correction: in.Body.Correction, Who: name})
		})
}

func (a *api) listReviews(ctx context.Context, q store.ReviewQuery) (reviewList, error) {
	q, err := q.Check()
	if err != nil {
		return reviewList{}, err
	}
	list, err := a.Desk.Reviews(ctx, q)
	filled(&list)
	out := reviewList{Reviews: list}
	if len(list) == q.Limit {
		out.Next = list[len(list)-1].Number
	}
	return out, err
}

// who gives the name of who writes. There is always one behind the guard.
func who(ctx context.Context) (string, error) {
	if name, ok := auth.Name(ctx); ok {
		return name, nil
	}
	return "", huma.Error401Unauthorized("writing needs a token that is known here")
}

package client

import (
	"context"
	"net/http"
	"strconv"

	"isnad/pkg/store"
)

// Review adds a review under the name of the token: see store.Desk.
func (c *Client) Review(ctx context.Context, r store.Review) (out store.Review, err error) {
	if r.Claim == "" {
		return r, r.Check()
	}
	in := struct {
		State      store.State `json:"state"`
		Note       string      `json:"note,omitempty"`
		Correction string      `json:"correction,omitempty"`
	}{r.State, r.Note, r.Correction}
	return out, c.do(ctx, http.MethodPost, path("claims", r.Claim, "reviews"), in, &out)
}

// Decide adds a decision about an entity under the name of the token: see store.Desk.
func (c *Client) Decide(ctx context.Context, d store.EntityDecision) (out store.EntityDecision, err error) {
	if d.Entity == "" {
		return d, d.Check()
	}
	in := struct {
		Verdict store.Verdict `json:"verdict"`
		Into    string        `json:"into,omitempty"`
		Note    string        `json:"note,omitempty"`
	}{d.Verdict, d.Into, d.Note}
	return out, c.do(ctx, http.MethodPost, path("entities", d.Entity, "decisions"), in, &out)
}

// SaveSearch keeps a question under the name of the token: see store.Desk.
func (c *Client) SaveSearch(ctx context.Context, s store.Search) (out store.Search, err error) {
	in := struct {
		Name  string `json:"name"`
		Query string `json:"query"`
	}{s.Name, s.Query}
	return out, c.do(ctx, http.MethodPost, "/searches", in, &out)
}

// SeenSearch notes what was seen of a saved search: see store.Desk.
func (c *Client) SeenSearch(ctx context.Context, id, upTo int64) error {
	in := struct {
		UpTo int64 `json:"up_to"`
	}{upTo}
	return c.do(ctx, http.MethodPost, path("searches", strconv.FormatInt(id, 10), "seen"), in, nil)
}

// DropSearch forgets a saved search: see store.Desk.
func (c *Client) DropSearch(ctx context.Context, id int64) error {
	return c.do(ctx, http.MethodDelete, path("searches", strconv.FormatInt(id, 10)), nil, nil)
}

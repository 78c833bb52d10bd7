package client

import (
	"context"
	"net/url"
	"strconv"

	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// Ask gives the question as it is: the server adds what its tables know.
func (c *Client) Ask(q store.Query) store.Query { return q }

// Claims gives claims: see store.Reader.
func (c *Client) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	q, err := q.Check()
	if err != nil {
		return store.Page{}, err
	}
	return get[store.Page](ctx, c, "/claims", q.Values())
}

// Count counts claims: see store.Reader.
func (c *Client) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	q, err := q.Check()
	if err != nil {
		return store.Counts{}, err
	}
	return get[store.Counts](ctx, c, "/claims/counts", q.Values())
}

// Claim gives one claim: see store.Reader.
func (c *Client) Claim(ctx context.Context, id string) (store.Row, error) {
	if id == "" {
		return store.Row{}, store.ErrNotFound
	}
	return get[store.Row](ctx, c, path("claims", id), nil)
}

// Similar gives the groups of figures that a claim stands in: see desk.Desk.
func (c *Client) Similar(ctx context.Context, claim string) ([]compare.Group, error) {
	if claim == "" {
		return nil, store.ErrNotFound
	}
	out, err := get[struct{ Groups []compare.Group }](ctx, c, path("claims", claim, "similar"), nil)
	return out.Groups, err
}

// mostCompared is what a server reads at most for one comparison.
const mostCompared = 2000

// Compare puts figures of different articles together: see desk.Desk. A server reads mostCompared articles at most.
func (c *Client) Compare(ctx context.Context, q desk.CompareQuery) (desk.Comparison, error) {
	single := ""
	if q.Single {
		single = "true"
	}
	if q.Most < 0 || q.Most > mostCompared {
		q.Most = mostCompared
	}
	return get[desk.Comparison](ctx, c, "/compare",
		values("entity", q.Entity, "counted", q.Counted, "unit", q.Unit, "from", q.From, "to", q.To, "single", single, "most", number(int64(q.Most))))
}

// Record gives the current revision of an article: see store.Reader.
func (c *Client) Record(ctx context.Context, articleID string) (*isnad.Record, error) {
	return c.record(ctx, articleID, nil)
}

// Revision gives one of the revisions: see store.Reader.
func (c *Client) Revision(ctx context.Context, articleID, extractor, lexicon string) (*isnad.Record, error) {
	if extractor == "" || lexicon == "" {
		return nil, store.ErrNotFound
	}
	return c.record(ctx, articleID, values("extractor", extractor, "lexicon", lexicon))
}

func (c *Client) record(ctx context.Context, articleID string, q url.Values) (*isnad.Record, error) {
	if articleID == "" {
		return nil, store.ErrNotFound
	}
	return get[*isnad.Record](ctx, c, path("articles", articleID), q)
}

// Revisions lists the revisions of an article: see store.Reader.
func (c *Client) Revisions(ctx context.Context, articleID string) ([]store.Revision, error) {
	if articleID == "" {
		return nil, store.ErrNotFound
	}
	out, err := get[struct{ Revisions []store.Revision }](ctx, c, path("articles", articleID, "revisions"), nil)
	return out.Revisions, err
}

// Articles gives all articles: see store.Reader.
func (c *Client) Articles(ctx context.Context, after int64, limit int) ([]store.Arrival, error) {
	if limit <= 0 {
		return []store.Arrival{}, nil
	}
	out, err := get[struct{ Articles []store.Arrival }](ctx, c, "/articles", values("after", number(after), "limit", number(int64(limit))))
	return out.Articles, err
}

// Versions gives the versions of an article: see store.Reader.
func (c *Client) Versions(ctx context.Context, articleID string) ([]store.Article, error) {
	if articleID == "" {
		return nil, store.ErrNotFound
	}
	out, err := get[struct{ Versions []store.Article }](ctx, c, path("articles", articleID, "versions"), nil)
	return out.Versions, err
}

// Entities gives entities. One that is asked for by its id brings its other names: see store.Reader.
func (c *Client) Entities(ctx context.Context, q store.EntityQuery) ([]store.Entity, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	announced := ""
	if q.Announced {
		announced = "true"
	}
	v := values("id", q.ID, "q", q.Name, "kind", q.Kind, "verdict", string(q.Verdict), "announced", announced, "seen_from", q.SeenFrom, "seen_to", q.SeenTo,
		"limit", number(int64(q.Limit)), "after", number(q.After))
	out, err := get[struct{ Entities []store.Entity }](ctx, c, "/entities", v)
	return out.Entities, err
}

// EntityDecisions gives what was decided about an entity: see store.Reader.
func (c *Client) EntityDecisions(ctx context.Context, id string) ([]store.EntityDecision, error) {
	if id == "" {
		return nil, nil
	}
	out, err := get[struct{ Decisions []store.EntityDecision }](ctx, c, path("entities", id, "decisions"), nil)
	return out.Decisions, err
}

// announcement is one with its number, which wire leaves out of JSON.
type announcement struct {
	Number int64 `json:"number"`
	wire.Announcement
}

// Announcements gives entities in the order in which they were announced: see store.Reader.
func (c *Client) Announcements(ctx context.Context, after int64, limit int) ([]wire.Announcement, error) {
	if limit <= 0 {
		return nil, nil
	}
	out, err := get[struct{ Announcements []announcement }](ctx, c, "/announcements", values("after", number(after), "limit", number(int64(limit))))
	var list []wire.Announcement
	for _, a := range out.Announcements {
		a.ID = a.Number
		list = append(list, a.Announcement)
	}
	return list, err
}

// Reviews gives reviews: see store.Reader.
func (c *Client) Reviews(ctx context.Context, q store.ReviewQuery) ([]store.Review, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	v := values("claim", q.Claim, "who", q.Who, "limit", number(int64(q.Limit)), "after", number(q.After))
	out, err := get[struct{ Reviews []store.Review }](ctx, c, "/reviews", v)
	return out.Reviews, err
}

// Searches gives the saved searches: see store.Reader.
func (c *Client) Searches(ctx context.Context) ([]store.Search, error) {
	out, err := get[struct{ Searches []store.Search }](ctx, c, "/searches", nil)
	return out.Searches, err
}

// Stats counts what is there: see store.Reader.
func (c *Client) Stats(ctx context.Context) (store.Stats, error) {
	return get[store.Stats](ctx, c, "/stats", nil)
}

// values makes parameters of names and values; blank ones are left out.
func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

// number writes a number, "" for 0.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

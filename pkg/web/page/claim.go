package page

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// claimView is a claim on a page of its own.
type claimView struct {
	*view
	Card     *card
	Row      *store.Row
	Article  *isnad.Article
	Newer    string // what changed in the latest version of the article
	Parties  []party
	Pictures []picture
	Hints    []string // what the pictures say, in words
	Figures  []isnad.Figure
	Similar  []group
	Slow     bool // the comparison took too long
	Reviews  []store.Review
	States   []option
	Record   *isnad.Record
	Action   string // of the review form
	Exports  []download
}

// longestTitle bounds the words of a claim in the title of its page, in letters.
const longestTitle = 80

func (p *Pages) claim(r *http.Request, v *view) (answer, error) {
	ctx := r.Context()
	row, err := p.Desk.Claim(ctx, r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	c := &claimView{view: v, Row: &row, Card: v.card(&row), Figures: row.Figures, Action: claimPage(row.Claim.ID) + "/review",
		Exports: v.downloads(url.Values{"claim": {row.Claim.ID}})}
	c.Card.Here = v.Here
	v.Title = clip(strings.Join(strings.Fields(row.Stated()), " "), longestTitle)
	if c.Record, err = p.Desk.Record(ctx, row.Article.ID); err != nil {
		return answer{}, err
	}
	c.Article = &c.Record.Article
	versions, err := p.Desk.Versions(ctx, row.Article.ID)
	if err != nil {
		return answer{}, err
	}
	c.Newer = newer(versions, row.Article.ID)
	c.Parties = v.parties(&row, c.Article)
	if len(c.Parties) > 0 {
		c.Pictures = []picture{v.draw(c.Parties, false), v.draw(c.Parties, true)}
	}
	for _, party := range c.Parties {
		c.Hints = append(c.Hints, v.hint(party))
	}
	if err := c.compare(r, p); err != nil {
		return answer{}, err
	}
	if c.Reviews, err = p.Desk.Reviews(ctx, store.ReviewQuery{Claim: row.Claim.ID, Limit: store.MostLimit}); err != nil {
		return answer{}, err
	}
	c.States = options(v.tongue, "state", store.States, c.Card.State)
	return show("claim", c)
}

// comparePatience is how long a claim's page waits for its figures to be compared with those of other articles.
const comparePatience = 3 * time.Second

// compare looks for the claim's figures elsewhere. In a large store that may take long: then the page leads to the comparison instead.
func (c *claimView) compare(r *http.Request, p *Pages) error {
	ctx, cancel := context.WithTimeout(r.Context(), comparePatience)
	defer cancel()
	similar, err := p.Desk.Similar(ctx, c.Row.Claim.ID)
	if err != nil && ctx.Err() != nil && r.Context().Err() == nil {
		c.Slow = true
		return nil
	}
	if err == nil {
		c.Similar, err = p.groups(r, c.view, similar)
	}
	return err
}

package page

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"isnad/pkg/store"
)

func (p *Pages) review(r *http.Request, v *view) (answer, error) {
	id := r.PathValue("id")
	_, err := p.Desk.Review(r.Context(), store.Review{
		Claim: id, State: store.State(r.PostFormValue("state")), Note: lines(r.PostFormValue("note")), Correction: lines(r.PostFormValue("correction")), Who: v.Who,
	})
	if err != nil {
		return answer{}, err
	}
	return goTo(claimPage(id) + "#reviews")
}

// reviewsPage is the log of all reviews.
type reviewsPage struct {
	*view
	Entries []entry
	By      string
	Older   string
}

// reviewsShown is the length of a page of the log.
const reviewsShown = 100

func (p *Pages) reviews(r *http.Request, v *view) (answer, error) {
	l := &reviewsPage{view: v, By: r.URL.Query().Get("who")}
	v.Title, v.Section = v.T("reviews.title"), "reviews"
	after, err := number(r, "after")
	if err != nil {
		return answer{}, err
	}
	q := store.ReviewQuery{Claim: r.URL.Query().Get("claim"), Who: l.By, Limit: reviewsShown, After: after}
	found, err := p.Desk.Reviews(r.Context(), q)
	if err != nil {
		return answer{}, err
	}
	for _, review := range found {
		e := v.Entry(review)
		if e.Claim, err = p.words(r, review.Claim); err != nil {
			return answer{}, err
		}
		e.Href = claimPage(review.Claim)
		l.Entries = append(l.Entries, e)
	}
	if n := len(found); n == reviewsShown {
		l.Older = address("/reviews", numbered(r.URL.Query(), found[n-1].Number))
	}
	return show("reviews", l)
}

// words gives the beginning of what a claim says, or its id where no current reading has it any more.
func (p *Pages) words(r *http.Request, claim string) (string, error) {
	row, err := p.Desk.Claim(r.Context(), claim)
	if errors.Is(err, store.ErrNotFound) {
		return claim, nil
	}
	return clip(strings.Join(strings.Fields(row.Stated()), " "), longestTitle), err
}

// entry is a review as a log shows it.
type entry struct {
	tongue
	store.Review
	Others string // all of its reviewer
	Href   string // its claim, in a log of many; Claim is its words then
	Claim  string
}

// Whose leads to the entries of one reviewer.
func (tongue) Whose(who string) string { return address("/reviews", url.Values{"who": {who}}) }

// Entry makes an entry of the log of one claim.
func (v *view) Entry(r store.Review) entry {
	return entry{tongue: v.tongue, Review: r, Others: v.Whose(r.Who)}
}

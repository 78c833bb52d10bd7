package model

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// whole gives an entity with what changes. What was merged into another stands in no article any more: the other does.
func (s *Store) whole(e *entity) store.Entity {
	out := e.Entity
	out.Article = e.first.head
	for _, a := range s.articles {
		for id := range a.names {
			if s.root(id) == e.ID {
				out.Articles++
				break
			}
		}
	}
	return out
}

// called gives all names of an entity, and of what was merged into it, in the order of their folded forms.
func (s *Store) called(e *entity) []string {
	first := map[string]string{}
	for _, id := range append([]string{e.ID}, s.same(e.ID)...) {
		if id != e.ID && s.root(id) != e.ID {
			continue // it was merged itself
		}
		for _, name := range s.names[id] {
			if folded := store.Folded(name); folded != "" && first[folded] == "" {
				first[folded] = name
			}
		}
	}
	var out []string
	for _, folded := range slices.Sorted(maps.Keys(first)) {
		out = append(out, first[folded])
	}
	return out
}

// Entities gives entities: see store.Reader.
func (s *Store) Entities(ctx context.Context, q store.EntityQuery) ([]store.Entity, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	out := []store.Entity{}
	for i := len(s.entities) - 1; i >= 0 && len(out) < q.Limit; i-- {
		if e := s.entities[i]; s.fitsEntity(q, e) {
			whole := s.whole(e)
			if q.ID != "" {
				whole.Names = slices.DeleteFunc(s.called(e), func(name string) bool { return store.Folded(name) == store.Folded(e.Name) })
			}
			out = append(out, whole)
		}
	}
	return out, nil
}

func (s *Store) fitsEntity(q store.EntityQuery, e *entity) bool {
	name := store.Folded(q.Name)
	holds := func(n string) bool { return strings.Contains(store.Folded(n), name) }
	switch {
	case q.ID != "" && e.ID != q.ID,
		q.Kind != "" && string(e.Kind) != q.Kind,
		q.Verdict != "" && e.Verdict != q.Verdict,
		q.Announced && !e.Announced,
		q.After != 0 && e.Number >= q.After,
		e.MergedInto != "" && q.ID == "" && q.Verdict != store.VerdictMerged,
		!between(e.first.day(), q.SeenFrom, q.SeenTo):
		return false
	}
	return name == "" || slices.ContainsFunc(s.called(e), holds)
}

// Decide adds a decision about an entity: see store.Desk.
func (s *Store) Decide(ctx context.Context, d store.EntityDecision) (store.EntityDecision, error) {
	if err := d.Check(); err != nil {
		return d, err
	}
	if err := s.begin(ctx); err != nil {
		return d, err
	}
	defer s.mu.Unlock()
	e := s.entity(d.Entity)
	if e == nil {
		return d, missing("entity", d.Entity)
	}
	if e.MergedInto != "" {
		return d, isnad.Bad("decision", "%s was merged into %s: decide about that", e.ID, e.MergedInto)
	}
	if d.Verdict == store.VerdictMerged {
		into := s.entity(d.Into)
		if into == nil {
			return d, missing("entity", d.Into)
		}
		if d.Into = s.root(into.ID); d.Into == e.ID {
			return d, isnad.Bad("decision", "%s was merged into %s: it cannot go the other way too", into.ID, e.ID)
		}
		for _, id := range s.same(e.ID) { // what was merged into it goes with it
			s.entity(id).MergedInto = d.Into
		}
	}
	e.Verdict = d.Verdict
	d.Number, d.At = int64(len(s.decisions)+1), now()
	s.decisions = append(s.decisions, d)
	return d, nil
}

// EntityDecisions gives what was decided: see store.Reader.
func (s *Store) EntityDecisions(ctx context.Context, id string) ([]store.EntityDecision, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	out := []store.EntityDecision{}
	for _, d := range slices.Backward(s.decisions) {
		if d.Entity == id {
			out = append(out, d)
		}
	}
	return out, nil
}

// Announcements gives announcements: see store.Reader.
func (s *Store) Announcements(ctx context.Context, after int64, limit int) ([]wire.Announcement, error) {
	return s.announcements(ctx, limit, func(o *outgoing) bool { return o.ID > after })
}

// Pending gives announcements that were not sent: see store.Store.
func (s *Store) Pending(ctx context.Context, limit int) ([]wire.Announcement, error) {
	return s.announcements(ctx, limit, func(o *outgoing) bool { return !o.sent })
}

func (s *Store) announcements(ctx context.Context, limit int, fits func(*outgoing) bool) ([]wire.Announcement, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	var out []wire.Announcement
	for i := range s.outbox {
		if len(out) < limit && fits(&s.outbox[i]) {
			out = append(out, s.outbox[i].Announcement)
		}
	}
	return out, nil
}

// Announced marks announcements as sent: see store.Store.
func (s *Store) Announced(ctx context.Context, ids []int64) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	for i := range s.outbox {
		if slices.Contains(ids, s.outbox[i].ID) {
			s.outbox[i].sent = true
		}
	}
	return nil
}

// Review adds a review: see store.Desk.
func (s *Store) Review(ctx context.Context, r store.Review) (store.Review, error) {
	if err := r.Check(); err != nil {
		return r, err
	}
	row, err := s.Claim(ctx, r.Claim)
	if err != nil {
		return r, err
	}
	if err := s.begin(ctx); err != nil {
		return r, err
	}
	defer s.mu.Unlock()
	r.Number, r.Article, r.At = int64(len(s.reviews)+1), row.Article.ID, now()
	s.reviews, s.states[r.Claim] = append(s.reviews, r), r.State
	return r, nil
}

// Reviews gives reviews: see store.Reader.
func (s *Store) Reviews(ctx context.Context, q store.ReviewQuery) ([]store.Review, error) {
	q, err := q.Check()
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	out := []store.Review{}
	for _, r := range slices.Backward(s.reviews) {
		if len(out) < q.Limit && (q.Claim == "" || r.Claim == q.Claim) && (q.Who == "" || r.Who == q.Who) && (q.After == 0 || r.Number < q.After) {
			out = append(out, r)
		}
	}
	return out, nil
}

// SaveSearch keeps a question: see store.Desk.
func (s *Store) SaveSearch(ctx context.Context, search store.Search) (store.Search, error) {
	if err := search.Check(); err != nil {
		return search, err
	}
	if err := s.begin(ctx); err != nil {
		return search, err
	}
	defer s.mu.Unlock()
	s.saved++
	search.ID, search.At, search.Seen = s.saved, now(), int64(len(s.articles))
	s.searches = append(s.searches, search)
	return search, nil
}

// Searches gives the saved searches: see store.Reader.
func (s *Store) Searches(ctx context.Context) ([]store.Search, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	out := slices.Clone(s.searches)
	slices.Reverse(out)
	return out, nil
}

// SeenSearch notes what was seen: see store.Desk.
func (s *Store) SeenSearch(ctx context.Context, id, upTo int64) error {
	return s.change(ctx, id, func(at int) { s.searches[at].Seen = max(s.searches[at].Seen, min(upTo, int64(len(s.articles)))) })
}

// DropSearch forgets a saved search: see store.Desk.
func (s *Store) DropSearch(ctx context.Context, id int64) error {
	return s.change(ctx, id, func(at int) { s.searches = slices.Delete(s.searches, at, at+1) })
}

func (s *Store) change(ctx context.Context, id int64, change func(at int)) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.searches, func(sv store.Search) bool { return sv.ID == id })
	if at < 0 {
		return missing("search", strconv.FormatInt(id, 10))
	}
	change(at)
	return nil
}

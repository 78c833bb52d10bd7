package model

import (
	"cmp"
	"context"
	"slices"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Record gives the current revision of an article: see store.Reader.
func (s *Store) Record(ctx context.Context, articleID string) (*isnad.Record, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	a := s.article(articleID)
	if a == nil {
		return nil, missing("article", articleID)
	}
	return a.current.record(), nil
}

// Revisions lists the revisions of an article: see store.Reader.
func (s *Store) Revisions(ctx context.Context, articleID string) ([]store.Revision, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	a := s.article(articleID)
	if a == nil {
		return nil, missing("article", articleID)
	}
	var out []store.Revision
	for _, r := range a.revisions {
		out = append(out, store.Revision{Extractor: r.extractor, Lexicon: r.lexicon, Run: r.run, Current: r == a.current, SHA256: hash(r.data)})
	}
	slices.SortFunc(out, func(a, b store.Revision) int {
		switch {
		case a.Current:
			return -1
		case b.Current:
			return 1
		}
		return cmp.Or(cmp.Compare(b.Run, a.Run), cmp.Compare(a.Extractor, b.Extractor), cmp.Compare(a.Lexicon, b.Lexicon))
	})
	return out, nil
}

// Revision gives one revision: see store.Reader.
func (s *Store) Revision(ctx context.Context, articleID, extractor, lexicon string) (*isnad.Record, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	if a := s.article(articleID); a != nil {
		for _, r := range a.revisions {
			if r.extractor == extractor && r.lexicon == lexicon {
				return r.record(), nil
			}
		}
	}
	return nil, missing("revision of article", articleID)
}

// Articles gives all articles: see store.Reader.
func (s *Store) Articles(ctx context.Context, after int64, limit int) ([]store.Arrival, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	out := []store.Arrival{}
	for i, a := range s.articles {
		if number := int64(i + 1); number > after && len(out) < limit {
			out = append(out, store.Arrival{Number: number, Article: a.head})
		}
	}
	return out, nil
}

// Versions gives the versions of an article: see store.Reader.
func (s *Store) Versions(ctx context.Context, articleID string) ([]store.Article, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	a := s.article(articleID)
	if a == nil {
		return nil, missing("article", articleID)
	}
	var all []*article
	for _, b := range s.articles {
		if b == a || a.head.URL != "" && b.head.URL == a.head.URL && b.head.Outlet == a.head.Outlet {
			all = append(all, b)
		}
	}
	slices.SortStableFunc(all, func(a, b *article) int { return cmp.Compare(a.day(), b.day()) })
	var out []store.Article
	for _, b := range all {
		out = append(out, b.head)
	}
	return out, nil
}

// day gives the day of publication, "" where none is known.
func (a *article) day() string {
	head := isnad.Article{Published: a.head.Published}
	if _, err := time.Parse(time.DateOnly, head.Day()); err != nil {
		return ""
	}
	return head.Day()
}

// Stats counts what is there: see store.Reader.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	if err := s.begin(ctx); err != nil {
		return store.Stats{}, err
	}
	defer s.mu.Unlock()
	out := store.Stats{Articles: len(s.articles), Latest: int64(len(s.articles)), Reviews: len(s.reviews)}
	for _, a := range s.articles {
		out.Revisions += len(a.revisions)
		out.Claims += a.current.claims
		out.Figures += a.current.figures
	}
	for _, e := range s.entities {
		if e.MergedInto == "" {
			out.Entities++
			if !e.Announced {
				out.Waiting++
			}
		}
	}
	for _, o := range s.outbox {
		if !o.sent {
			out.Outbox++
		}
	}
	out.Outlets = s.shares(func(a *article) string { return a.head.Outlet })
	out.Languages = s.shares(func(a *article) string { return a.head.Language })
	return out, nil
}

// shares counts articles by a value, the most first.
func (s *Store) shares(of func(*article) string) []store.Share {
	out := []store.Share{}
	for _, a := range s.articles {
		i := slices.IndexFunc(out, func(sh store.Share) bool { return sh.Name == of(a) })
		if i < 0 {
			i = len(out)
			out = append(out, store.Share{Name: of(a)})
		}
		out[i].Articles++
		out[i].Claims += a.current.claims
	}
	slices.SortFunc(out, func(a, b store.Share) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Name, b.Name))
	})
	return out
}

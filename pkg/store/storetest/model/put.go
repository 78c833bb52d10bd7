package model

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/text"
	"isnad/pkg/wire"
)

// Put stores a batch: see store.Store.
func (s *Store) Put(ctx context.Context, entries []store.Entry) (store.Receipt, error) {
	data := make([][]byte, len(entries))
	for i, e := range entries {
		var err error
		if data[i], err = checked(e); err != nil {
			return store.Receipt{}, err
		}
	}
	if err := s.begin(ctx); err != nil {
		return store.Receipt{}, err
	}
	defer s.mu.Unlock()
	var receipt store.Receipt
	for i, e := range entries {
		s.put(data[i], e.Run, &receipt)
	}
	return receipt, nil
}

// checked gives the JSON of an entry's record.
func checked(e store.Entry) ([]byte, error) {
	if e.Record == nil {
		return nil, isnad.Bad("store", "an entry holds no record")
	}
	if err := e.Record.Validate(); err != nil {
		return nil, err
	}
	place := "article " + e.Record.Article.ID
	if e.Run > math.MaxInt64 {
		return nil, isnad.Bad(place, "the run %d is too high", e.Run)
	}
	data, err := json.Marshal(e.Record)
	if err != nil {
		return nil, &isnad.BadInput{Place: place, Reason: "the record cannot be written", Err: err}
	}
	return data, nil
}

func (s *Store) put(data []byte, run uint64, receipt *store.Receipt) {
	var r isnad.Record
	mustRead(data, &r)
	a := s.article(r.Article.ID)
	if a == nil {
		a = &article{number: int64(len(s.articles) + 1), head: store.Head(&r.Article), sha256: r.Article.SHA256}
		s.articles = append(s.articles, a)
		receipt.Articles++
	}
	was, highest := a.current, uint64(0)
	if was != nil {
		highest = was.run
	}
	rev, fresh, same := a.revision(&r, data, run, receipt)
	if !fresh || was != nil && run <= highest {
		return // it is there, or a newer one is current
	}
	receipt.Current++
	a.current, a.head = rev, store.Head(&r.Article)
	if same && was == rev {
		return // a later run with nothing new: what was made from it stands
	}
	a.claims = nil
	rows := store.Rows(&r)
	places := store.Places(rows)
	for i, row := range rows {
		key := store.Key{Day: a.day(), Article: a.number, At: row.At(), N: places[i]}
		a.claims = append(a.claims, claim{key, row, store.SearchText(&row), store.RawText(&row)})
	}
	s.sight(a, &r, receipt)
}

// revision keeps the revision. fresh is false where this run, or a later one, of the same program and tables is there; same tells that
// the content was there.
func (a *article) revision(r *isnad.Record, data []byte, run uint64, receipt *store.Receipt) (rev *revision, fresh, same bool) {
	i := slices.IndexFunc(a.revisions, func(v *revision) bool { return v.extractor == r.Extractor && v.lexicon == r.Lexicon })
	if i < 0 {
		rev = &revision{extractor: r.Extractor, lexicon: r.Lexicon, run: run, data: data, claims: len(r.Claims), figures: len(r.Figures)}
		a.revisions = append(a.revisions, rev)
		receipt.Revisions++
		return rev, true, false
	}
	rev = a.revisions[i]
	if run <= rev.run {
		receipt.Stored++
		return rev, false, true
	}
	same = bytes.Equal(rev.data, data)
	rev.run, rev.data, rev.claims, rev.figures = run, data, len(r.Claims), len(r.Figures)
	return rev, true, same
}

// sight notes the entities that an article names, and announces those that are now known well enough.
func (s *Store) sight(a *article, r *isnad.Record, receipt *store.Receipt) {
	a.names = map[string]bool{}
	doc := text.Parser{}.Parse(&r.Article)
	for _, seen := range store.Sightings(r) {
		m := seen.First
		a.names[m.Entity] = true
		e := s.entity(m.Entity)
		if e == nil {
			e = &entity{first: a}
			e.Entity = store.Entity{
				Number: int64(len(s.entities) + 1), ID: m.Entity, Kind: m.Kind, Name: m.Name, Wikidata: m.Wikidata,
				Sentence: store.Sentence(doc, m.Start, m.Text), Basis: seen.Basis, Confidence: seen.Confidence, Verdict: store.VerdictNew,
			}
			s.entities, s.byID[e.ID] = append(s.entities, e), e
		}
		e.Confidence = max(e.Confidence, seen.Confidence)
		if e.Basis == isnad.BasisLearned && seen.Firm {
			e.Basis = seen.Basis
		}
		wanted := e.Verdict != store.VerdictMerged && e.Verdict != store.VerdictIgnored
		if !e.Announced && wanted && (seen.Sure() || s.borneOut(e, a)) {
			e.Announced = true
			s.outbox = append(s.outbox, outgoing{Announcement: s.announcement(e)})
			receipt.Announced++
		}
	}
	for i := range r.Mentions {
		if m := &r.Mentions[i]; m.Form == isnad.FormName && !m.Nested {
			s.names[m.Entity] = append(s.names[m.Entity], m.Name, m.Text)
		}
	}
}

// borneOut tells whether another article names the entity that is neither a version nor a copy of this one. What waits is named by
// versions and copies of one article only, so one that is akin to none of them is a second.
func (s *Store) borneOut(e *entity, a *article) bool {
	others := 0
	for _, b := range s.articles {
		if b == a || !b.names[e.ID] {
			continue
		}
		others++
		if a.sha256 == b.sha256 || a.head.URL != "" && a.head.URL == b.head.URL && a.head.Outlet == b.head.Outlet {
			return false
		}
	}
	return others > 0
}

func (s *Store) announcement(e *entity) wire.Announcement {
	whole := s.whole(e)
	out := store.Announce(&whole)
	out.ID = int64(len(s.outbox) + 1)
	return out
}

// Package model is a store in memory that does what package store promises in the plainest way: lists that are walked from end to end
// under one lock. It is the specification that can be run, and the oracle that other stores are compared with.
//
// It knows no speed, and nothing of what it holds outlives it.
package model

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// Store is the store. Make it with New. Close does nothing: what it holds can be used on.
type Store struct {
	mu        sync.Mutex
	articles  []*article // in the order of arrival: the number of one is its index and one
	entities  []*entity  // in the order of finding, numbered likewise
	byID      map[string]*entity
	names     map[string][]string // what entities were ever called, by id
	outbox    []outgoing
	reviews   []store.Review
	states    map[string]store.State // that the latest review of a claim gave it
	decisions []store.EntityDecision
	searches  []store.Search
	saved     int64 // number of the search that was saved last
}

var _ store.Store = (*Store)(nil)

// New makes an empty store.
func New() *Store {
	return &Store{byID: map[string]*entity{}, states: map[string]store.State{}, names: map[string][]string{}}
}

// Place makes an empty store and gives what opens it, again and again: what storetest asks for.
func Place() func(context.Context) (store.Store, error) {
	s := New()
	return func(context.Context) (store.Store, error) { return s, nil }
}

// article is an article with all that is known of it.
type article struct {
	number    int64
	head      store.Article // of the current revision
	sha256    string
	revisions []*revision
	current   *revision
	claims    []claim         // of the current revision
	names     map[string]bool // ids of the entities that it names
}

// revision is one program's and one set of tables' record.
type revision struct {
	extractor, lexicon string
	run                uint64
	data               []byte // JSON
	claims, figures    int
}

func (r *revision) record() *isnad.Record {
	var out isnad.Record
	mustRead(r.data, &out)
	return &out
}

// claim is a claim in its place.
type claim struct {
	key    store.Key
	row    store.Row
	search string // store.SearchText
	raw    string // store.RawText
}

// entity is an entity as it was first seen.
type entity struct {
	store.Entity          // without Article and Articles, which change
	first        *article // that named it first
}

// outgoing is an announcement.
type outgoing struct {
	wire.Announcement
	sent bool
}

// now gives the time, as exactly as every store can keep it.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// begin takes the lock, unless the context has ended.
func (s *Store) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	s.mu.Lock()
	return nil
}

// Ping tells whether the context lasts.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	s.mu.Unlock()
	return nil
}

// Close does nothing.
func (s *Store) Close() error { return nil }

func (s *Store) article(id string) *article {
	for _, a := range s.articles {
		if a.head.ID == id {
			return a
		}
	}
	return nil
}

func (s *Store) entity(id string) *entity { return s.byID[id] }

// root gives what an entity was merged into, itself where it was not.
func (s *Store) root(id string) string {
	if e := s.entity(id); e != nil && e.MergedInto != "" {
		return e.MergedInto
	}
	return id
}

// same gives the ids of an entity, of what it was merged into, and of what was merged into that.
func (s *Store) same(id string) []string {
	root := s.root(id)
	out := []string{root}
	for _, e := range s.entities {
		if e.MergedInto == root {
			out = append(out, e.ID)
		}
	}
	return out
}

// state gives what people think of a claim.
func (s *Store) state(claim string) store.State {
	if state, ok := s.states[claim]; ok {
		return state
	}
	return store.StateNew
}

func missing(what, id string) error { return fmt.Errorf("%s %.80q: %w", what, id, store.ErrNotFound) }

// mustRead reads what this package wrote.
func mustRead(data []byte, into any) {
	if err := json.Unmarshal(data, into); err != nil {
		panic("model: what was written cannot be read: " + err.Error())
	}
}

// copied gives a copy that shares nothing with what it is of.
func copied[T any](of T) T {
	var out T
	data, err := json.Marshal(of)
	if err != nil {
		panic("model: " + err.Error())
	}
	mustRead(data, &out)
	return out
}

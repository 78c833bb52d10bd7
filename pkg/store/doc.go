// Package store says what a memory of records must do: the Store interface, what is asked of it and what it answers, and the rules that
// every store shares – which revision counts, which mentions make an entity known, how text is folded for search, where a page ends.
//
// It knows no database: those are packages below this one, each held to the suite in storetest. It does not decide what is in a record,
// and it sends nothing: announcements wait in the outbox until a relay asks for them.
package store

import (
	"context"
	"errors"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// ErrNotFound says that the store holds no such thing.
var ErrNotFound = errors.New("not found")

// Store keeps records and answers questions about them. It is safe for many goroutines, and several processes may share one place.
//
// Errors are BadInput where the records or the question are at fault, and wrap isnad.ErrUnavailable where the store is away: locked,
// full, unreadable.
type Store interface {
	// Put stores a batch in one transaction, all or none. A record that breaks its contract is a BadInput. Putting an entry twice is
	// putting it once. Of an article's revisions the one of the highest run is current, whatever the order of arrival; of two with the
	// same run, the one that came first.
	Put(ctx context.Context, entries []Entry) (Receipt, error)

	// Record gives the current revision of an article, or ErrNotFound.
	Record(ctx context.Context, articleID string) (*isnad.Record, error)

	// Claims gives claims of current revisions, those of the latest publication day first, and in an article those of earlier words first.
	Claims(ctx context.Context, q Query) (Page, error)

	// Entities gives entities, the latest found first.
	Entities(ctx context.Context, q EntityQuery) ([]Entity, error)

	// Stats counts what is there. It looks at every article: ask it now and then, not with every message.
	Stats(ctx context.Context) (Stats, error)

	// Pending gives announcements that were not sent, the oldest first.
	Pending(ctx context.Context, limit int) ([]wire.Announcement, error)

	// Announced marks announcements, by their ID, as sent. Marking one twice does no harm.
	Announced(ctx context.Context, ids []int64) error

	// Ping tells whether the store can be written to.
	Ping(ctx context.Context) error

	// Close ends the work with the store.
	Close() error
}

// Entry is a record with the run that made it.
type Entry struct {
	Record *isnad.Record
	Run    uint64
}

// Receipt tells what a Put changed.
type Receipt struct {
	Articles  int // that were never seen before
	Revisions int // that were never seen before
	Current   int // entries that became the current revision of their article
	Stored    int // entries that were there already, with this run or a higher one
	Announced int // entities that went into the outbox
}

// Stats counts what a store holds. Claims and figures are those of current revisions.
type Stats struct {
	Articles  int     `json:"articles"`
	Revisions int     `json:"revisions"`
	Claims    int     `json:"claims"`
	Figures   int     `json:"figures"`
	Entities  int     `json:"entities"`
	Waiting   int     `json:"waiting"` // entities that were not announced, for want of evidence
	Outbox    int     `json:"outbox"`  // announcements that were not sent
	Outlets   []Share `json:"outlets"`
	Languages []Share `json:"languages"`
}

// Share is the part of one outlet or language.
type Share struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
	Claims   int    `json:"claims"`
}

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

// Reader answers questions about what is kept. A store is one, and so is the client of a server.
//
// Errors are BadInput where the question is at fault, wrap ErrNotFound where one thing was asked for that is not there, and wrap
// isnad.ErrUnavailable where the store is away: locked, full, unreadable.
type Reader interface {
	// Claims gives claims of current revisions in the order that Query.Sort names.
	Claims(ctx context.Context, q Query) (Page, error)

	// Claim gives a claim of a current revision by its id.
	Claim(ctx context.Context, id string) (Row, error)

	// Count counts what a question finds, up to MostCounted of it. Limit, Sort and After do not matter.
	Count(ctx context.Context, q Query) (Counts, error)

	// Record gives the current revision of an article.
	Record(ctx context.Context, articleID string) (*isnad.Record, error)

	// Revisions lists what is known of an article by every program and every tables that read it, the current one first.
	Revisions(ctx context.Context, articleID string) ([]Revision, error)

	// Revision gives one of them.
	Revision(ctx context.Context, articleID, extractor, lexicon string) (*isnad.Record, error)

	// Articles gives all articles in the order in which they first came, those behind the number after.
	Articles(ctx context.Context, after int64, limit int) ([]Arrival, error)

	// Versions gives the articles that have the outlet and the address of this one, itself among them, in the order in which they were
	// published, and of one day in the order of arrival. An article without an address is its only version.
	Versions(ctx context.Context, articleID string) ([]Article, error)

	// Entities gives entities, the latest found first. Those merged into others are left out unless asked for by their id or that verdict.
	Entities(ctx context.Context, q EntityQuery) ([]Entity, error)

	// EntityDecisions gives what was decided about an entity, the latest first.
	EntityDecisions(ctx context.Context, id string) ([]EntityDecision, error)

	// Announcements gives entities in the order in which they were announced, sent or not, those behind the number after.
	// Announcement.ID is the number.
	Announcements(ctx context.Context, after int64, limit int) ([]wire.Announcement, error)

	// Reviews gives reviews, the latest first.
	Reviews(ctx context.Context, q ReviewQuery) ([]Review, error)

	// Searches gives the saved searches, the latest first.
	Searches(ctx context.Context) ([]Search, error)

	// Stats counts what is there. It looks at every article: ask it now and then, not with every message.
	Stats(ctx context.Context) (Stats, error)
}

// Desk is what people at work need: they read, judge, and keep their questions.
type Desk interface {
	Reader

	// Review adds a review to the log of a claim, for ever, and gives it with its number and time. The claim must be there. Its state is
	// that of the latest review, and stays when other revisions of the article come in.
	Review(ctx context.Context, r Review) (Review, error)

	// Decide adds a decision about an entity to its log. A merged one is from then on the other: its claims, those to come too, are found
	// under it. Merging into one that was merged itself merges into where that went; merging into itself is a BadInput.
	Decide(ctx context.Context, d EntityDecision) (EntityDecision, error)

	// SaveSearch keeps a question under a name. A new one has seen all that is there.
	SaveSearch(ctx context.Context, s Search) (Search, error)

	// SeenSearch notes that somebody has seen what a saved search finds among the articles up to this number.
	SeenSearch(ctx context.Context, id, upTo int64) error

	// DropSearch forgets a saved search.
	DropSearch(ctx context.Context, id int64) error
}

// Store keeps records and answers questions about them. It is safe for many goroutines, and several processes may share one place.
//
// Errors are as with Reader, and BadInput where the records are at fault.
type Store interface {
	Desk

	// Put stores a batch in one transaction, all or none. A record that breaks its contract is a BadInput. Putting an entry twice is
	// putting it once. Of an article's revisions the one of the highest run is current, whatever the order of arrival; of two with the
	// same run, the one that came first.
	Put(ctx context.Context, entries []Entry) (Receipt, error)

	// Pending gives announcements that were not sent, the oldest first.
	Pending(ctx context.Context, limit int) ([]wire.Announcement, error)

	// Announced marks announcements, by their ID, as sent. Marking one twice does no harm.
	Announced(ctx context.Context, ids []int64) error

	// Ping tells whether the store can be written to.
	Ping(ctx context.Context) error

	// Close ends the work with the store.
	Close() error
}

// Entry is a record with the run that made it, and the traceparent that it came with: what is announced because of it carries that on.
type Entry struct {
	Record *isnad.Record
	Run    uint64
	Trace  string
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
	Reviews   int     `json:"reviews"` // entries of the log
	Latest    int64   `json:"latest"`  // number of the article that came last
	Outlets   []Share `json:"outlets"`
	Languages []Share `json:"languages"`
}

// Share is the part of one outlet or language.
type Share struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
	Claims   int    `json:"claims"`
}

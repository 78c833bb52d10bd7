package stage

import (
	"context"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// PublishArticle gives an article to the pipeline and waits until the broker has stored it. duplicate tells that it was given before.
// Errors are BadInput for an article that can never be published, and wrap isnad.ErrUnavailable for a broker that is away or full.
func PublishArticle(ctx context.Context, js jetstream.JetStream, a *isnad.Article) (duplicate bool, err error) {
	m, err := wire.ArticleMessage(a)
	if err != nil {
		return false, err
	}
	m.Header.Set(wire.HeaderTrace, wire.Trace(ctx))
	return wire.Publish(ctx, js, m)
}

// ExtractHandler handles articles: each gives one message, its whole record. run is the number of this program and its tables, from
// wire.Run; an article that a replay sent asks for a run of its own.
func ExtractHandler(extract func(*isnad.Article) *isnad.Record, run uint64) Handler {
	return ReloadedHandler(func() (func(*isnad.Article) *isnad.Record, uint64) { return extract, run })
}

// ReloadedHandler is an ExtractHandler whose tables may change: current gives what makes records now, and the number of its run. It is
// asked once a batch.
func ReloadedHandler(current func() (extract func(*isnad.Article) *isnad.Record, run uint64)) Handler {
	return func(_ context.Context, in []wire.Message) ([]wire.Message, error) {
		extract, run := current()
		var out []wire.Message
		failed := map[int]error{}
		for i := range in {
			m, err := extractOne(extract, run, &in[i])
			if err != nil {
				failed[i] = err
				continue
			}
			out = append(out, m)
		}
		return out, batchError(failed)
	}
}

func extractOne(extract func(*isnad.Article) *isnad.Record, run uint64, in *wire.Message) (wire.Message, error) {
	a, err := wire.ReadArticle(in)
	if err != nil {
		return wire.Message{}, err
	}
	if asked := in.Header.Get(wire.HeaderRun); asked != "" {
		if run, err = strconv.ParseUint(asked, 10, 64); err != nil {
			return wire.Message{}, isnad.Bad(in.Place(), "the header %s is %q, not a number", wire.HeaderRun, asked)
		}
	}
	r := extract(a)
	if r == nil {
		return wire.Message{}, fmt.Errorf("extraction of article %s gave no record", a.ID)
	}
	m, err := wire.RecordMessage(r, run)
	if err != nil {
		return wire.Message{}, err
	}
	m.Header.Set(wire.HeaderTrace, wire.NextHop(in.Header.Get(wire.HeaderTrace)))
	return m, nil
}

// Entry is a record with the run that made it, and the traceparent that it came with.
type Entry struct {
	Record *isnad.Record
	Run    uint64
	Trace  string
}

// SinkHandler handles records: put stores a batch in one transaction, all or none, and bears the same entry twice. Records that cannot be
// read are put aside by themselves, and the others are stored.
func SinkHandler(put func(context.Context, []Entry) error) Handler {
	return func(ctx context.Context, in []wire.Message) ([]wire.Message, error) {
		failed := map[int]error{}
		var entries []Entry
		for i := range in {
			r, run, err := wire.ReadRecord(&in[i])
			if err != nil {
				failed[i] = err
				continue
			}
			entries = append(entries, Entry{Record: r, Run: run, Trace: in[i].Header.Get(wire.HeaderTrace)})
		}
		if len(entries) > 0 {
			if err := put(ctx, entries); err != nil {
				return nil, err // if several were put, each is now handled by itself
			}
		}
		return nil, batchError(failed)
	}
}

// batchError gives nil where nothing failed.
func batchError(failed map[int]error) error {
	if len(failed) == 0 {
		return nil
	}
	return &BatchError{Failed: failed}
}

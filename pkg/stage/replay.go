package stage

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// ReplayQuery says which of the articles that ARTICLES still holds are sent once more. Blank fields ask for nothing.
type ReplayQuery struct {
	From, To time.Time // when the broker stored the article: not before From, and before To
	First    uint64    // lowest and highest sequence in ARTICLES
	Last     uint64
	Outlet   string
	Language string   // "ar", "en"
	Articles []string // ids
	DryRun   bool     // counts only

	// Has tells whether what this message leads to is there already, and need not be made again. nil: nothing is.
	Has func(ctx context.Context, m *wire.Message) (bool, error)

	// Progress hears of every message that was looked at: how many of about how many. Calls come from one goroutine. nil hears nothing.
	Progress func(done, all uint64)
}

// Replayed is what became of a replay.
type Replayed struct {
	Run     uint64   // that the records will have; 0 of a dry run
	Sent    int      // articles; of a dry run those that would be sent
	Missing []string // of the articles asked for by their ids, those that the broker does not hold
}

// Replay sends articles once more, under a new run: the records made of them are the current ones afterwards, whatever was made before.
// Each article is sent once, also where the stream holds it twice because of an earlier replay or redrive; what comes while it works is
// left alone. A replay that was cut short has sent a part; the next one is a run of its own and sends all again.
func Replay(ctx context.Context, js jetstream.JetStream, q ReplayQuery) (Replayed, error) {
	r, err := q.within(ctx, js)
	if err != nil {
		return Replayed{}, err
	}
	var out Replayed
	if !q.DryRun {
		if out.Run, err = wire.NewRun(ctx, js); err != nil {
			return Replayed{}, err
		}
	}
	sender := replayer{js: js, run: strconv.FormatUint(out.Run, 10), dry: q.DryRun, seen: map[string]bool{}}
	err = sender.all(ctx, q, r)
	out.Sent = sender.sent
	out.Missing = sender.missing(q.Articles)
	return out, err
}

func (q *ReplayQuery) has(ctx context.Context, m *wire.Message) (bool, error) {
	if q.Has == nil {
		return false, nil
	}
	return q.Has(ctx, m)
}

// ReplayStored is Replay of articles that come from elsewhere, such as the records of a store, which hold them whole: the broker may hold
// them no more. Of the question only DryRun and Articles are heeded. An article that is not what its id says is a BadInput; an error of the
// source ends the replay.
func ReplayStored(ctx context.Context, js jetstream.JetStream, articles iter.Seq2[*isnad.Article, error], q ReplayQuery) (Replayed, error) {
	var out Replayed
	var err error
	if !q.DryRun {
		if out.Run, err = wire.NewRun(ctx, js); err != nil {
			return Replayed{}, err
		}
	}
	sender := replayer{js: js, run: strconv.FormatUint(out.Run, 10), dry: q.DryRun, seen: map[string]bool{}}
	group, sending := errgroup.WithContext(ctx)
	group.SetLimit(publishers)
	for a, failed := range articles {
		var m wire.Message
		if err = failed; err == nil {
			err = sending.Err()
		}
		if err == nil {
			m, err = wire.ArticleMessage(a)
		}
		if err != nil {
			break
		}
		sender.send(sending, group, m)
	}
	err = cmp.Or(group.Wait(), err)
	out.Sent, out.Missing = sender.sent, sender.missing(q.Articles)
	return out, err
}

// within gives the part of ARTICLES that is looked at.
func (q *ReplayQuery) within(ctx context.Context, js jetstream.JetStream) (wire.Range, error) {
	s, err := js.Stream(ctx, wire.Articles)
	if err != nil {
		return wire.Range{}, fmt.Errorf("stream %s: %w", wire.Articles, wire.Unavailable(err))
	}
	state := s.CachedInfo().State
	r := wire.Range{Stream: wire.Articles, Subject: wire.ArticlesFilter(q.Language, q.Outlet), From: max(q.First, state.FirstSeq), To: state.LastSeq}
	if q.Last > 0 {
		r.To = min(r.To, q.Last)
	}
	if !q.From.IsZero() {
		n, err := wire.FirstSince(ctx, js, wire.Articles, q.From)
		if err != nil {
			return r, err
		}
		r.From = max(r.From, n)
	}
	if !q.To.IsZero() {
		n, err := wire.FirstSince(ctx, js, wire.Articles, q.To)
		if err != nil {
			return r, err
		}
		r.To = min(r.To, n-1)
	}
	return r, nil
}

// replayer sends articles under a run, each once.
type replayer struct {
	js   jetstream.JetStream
	run  string
	dry  bool
	seen map[string]bool // by the id that the article first had

	mu   sync.Mutex
	sent int
}

// missing gives those of the articles asked for that were not found.
func (r *replayer) missing(asked []string) (out []string) {
	for _, id := range asked {
		if !r.seen[id] && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// all sends all articles of a part of the stream that were asked for.
func (r *replayer) all(ctx context.Context, q ReplayQuery, part wire.Range) error {
	if part.From > part.To {
		return nil
	}
	group, sending := errgroup.WithContext(ctx)
	group.SetLimit(publishers)
	for m, err := range wire.Walk(sending, r.js, part) {
		if err != nil && !wire.HasNoPayload(err) { // what is sent refers to the object in vain, and is put aside with that as the reason
			return cmp.Or(group.Wait(), err) // a send that failed ends the walk too, and is the cause
		}
		if len(q.Articles) == 0 || slices.Contains(q.Articles, m.FirstID()) {
			has, err := q.has(sending, &m)
			if err != nil {
				return cmp.Or(group.Wait(), err)
			}
			if !has {
				r.send(sending, group, m)
			}
		}
		if q.Progress != nil {
			q.Progress(m.Sequence-part.From+1, part.To-part.From+1)
		}
	}
	return group.Wait()
}

// send sends an article, in the background.
func (r *replayer) send(ctx context.Context, group *errgroup.Group, m wire.Message) {
	if r.seen[m.FirstID()] {
		return
	}
	r.seen[m.FirstID()] = true
	if r.dry {
		r.sent++
		return
	}
	again := wire.Again(&m, "replay."+r.run)
	again.Header.Set(wire.HeaderRun, r.run)
	group.Go(func() error {
		if _, err := wire.Publish(ctx, r.js, again); err != nil {
			return fmt.Errorf("replaying %s: %w", m.Place(), err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.sent++
		return nil
	})
}

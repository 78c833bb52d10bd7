package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/wire"
)

// Verdict is what an audit found.
type Verdict struct {
	Accepted int `json:"accepted"` // articles that the pipeline said it has
	Stored   int `json:"stored"`   // articles in the store
	Lost     int `json:"lost"`     // accepted, and neither in the store nor among the dead letters; and announcements of entities that were never made
	Doubled  int `json:"doubled"`  // revisions, messages and announcements beyond the first of each
	Altered  int `json:"altered"`  // records that are not what extraction makes of the article as it was given
	Dead     int `json:"dead"`     // dead letters
	Unknown  int `json:"unknown"`  // stored, and never accepted

	Examples []string `json:"examples,omitempty"` // some of what is wrong, in words
}

// Clean tells whether nothing is wrong. Dead letters are for the one who asks to judge.
func (v *Verdict) Clean() bool {
	return v.Lost == 0 && v.Doubled == 0 && v.Altered == 0 && v.Unknown == 0
}

func (v *Verdict) note(format string, args ...any) {
	const most = 12
	if len(v.Examples) < most {
		v.Examples = append(v.Examples, fmt.Sprintf(format, args...))
	}
}

// Source is what an audit looks at.
type Source struct {
	JS      jetstream.JetStream
	Store   store.Reader
	Extract func(*isnad.Article) *isnad.Record // what the workers do, done here once more
}

// Audit holds everything that was accepted against the store and the streams. It is to be called when nothing is under way any more.
func (l *Ledger) Audit(ctx context.Context, s Source) (*Verdict, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := &Verdict{Accepted: len(l.entries)}
	dead, places, err := deadLetters(ctx, s.JS, v)
	if err != nil {
		return nil, err
	}
	var sum sums
	for id, e := range l.entries {
		if err := auditOne(ctx, s, id, e.article, dead[id], v, &sum); err != nil {
			return nil, err
		}
	}
	if err := auditStats(ctx, s.Store, sum, v); err != nil {
		return nil, err
	}
	for _, stream := range []string{wire.Articles, wire.Claims} {
		if _, err := auditStream(ctx, s.JS, stream, places, v); err != nil {
			return nil, err
		}
	}
	announced, err := auditStream(ctx, s.JS, wire.Entities, places, v)
	if err != nil {
		return nil, err
	}
	return v, auditAnnouncements(ctx, s.Store, announced, v)
}

// auditAnnouncements looks for what the store holds for announced, among the subjects of what was.
func auditAnnouncements(ctx context.Context, s store.Reader, announced map[string]uint64, v *Verdict) error {
	const page = 500
	for after := int64(0); ; {
		list, err := s.Announcements(ctx, after, page)
		if err != nil {
			return err
		}
		for i := range list {
			m, err := wire.AnnouncementMessage(&list[i])
			if err != nil {
				continue // it is among the dead letters
			}
			if announced[m.Subject] == 0 {
				v.Lost++
				v.note("lost: the announcement of %s", list[i].Entity)
			}
			after = list[i].ID
		}
		if len(list) < page {
			return nil
		}
	}
}

// sums are what the articles that were accepted come to in the store.
type sums struct{ articles, claims int }

// auditOne holds one article against the store.
func auditOne(ctx context.Context, s Source, id string, a *isnad.Article, dead string, v *Verdict, sum *sums) error {
	record, err := s.Store.Record(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		if dead == "" {
			v.Lost++
			v.note("lost: article %s (%s)", id, a.SourceID)
		} else {
			v.note("put aside: %s", dead)
		}
		return nil
	}
	if err != nil {
		return err
	}
	sum.articles++
	sum.claims += len(record.Claims)
	revisions, err := s.Store.Revisions(ctx, id)
	if err != nil {
		return err
	}
	if n := len(revisions); n > 1 {
		v.Doubled += n - 1
		v.note("doubled: article %s has %d revisions", id, n)
	}
	want := s.Extract(a)
	want.Extractor = record.Extractor // the harness is another program
	wanted, err1 := json.Marshal(want)
	got, err2 := json.Marshal(record)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if !bytes.Equal(wanted, got) {
		v.Altered++
		v.note("altered: the record of article %s is %d bytes long, and was to be %d", id, len(got), len(wanted))
	}
	return nil
}

// auditStats holds the sums against what the store counts: rows that belong to no article show here.
func auditStats(ctx context.Context, s store.Reader, sum sums, v *Verdict) error {
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	v.Stored = stats.Articles
	if extra := stats.Articles - sum.articles; extra > 0 {
		v.Unknown += extra
		v.note("unknown: the store has %d articles that were never accepted", extra)
	}
	if v.Unknown == 0 && stats.Claims != sum.claims {
		v.Doubled += max(stats.Claims-sum.claims, 0)
		v.Altered += max(sum.claims-stats.Claims, 0)
		v.note("the store has %d claims, and the records have %d", stats.Claims, sum.claims)
	}
	if stats.Outbox > 0 {
		v.Lost += stats.Outbox
		v.note("lost: %d announcements were never sent", stats.Outbox)
	}
	return nil
}

// auditStream counts messages that say the same: articles given twice, records of one article and one run, announcements of one entity. It
// gives what was said, and the first message that said it; of ENTITIES, these are the subjects. What was put aside said nothing.
func auditStream(ctx context.Context, js jetstream.JetStream, stream string, dead map[string]bool, v *Verdict) (map[string]uint64, error) {
	seen := map[string]uint64{}
	return seen, each(ctx, js, stream, func(m *wire.Message) error {
		if dead[m.Place()] {
			return nil
		}
		key := m.Subject // of an announcement
		var body struct {
			ID      string `json:"id"`
			Article struct {
				ID string `json:"id"`
			} `json:"article"`
		}
		if stream != wire.Entities {
			if err := wire.Resolve(ctx, js, m); err != nil {
				return err
			}
			if err := json.Unmarshal(m.Data, &body); err != nil {
				return fmt.Errorf("%s is no JSON, and was not put aside: %w", m.Place(), err)
			}
			key = body.ID + body.Article.ID + " " + m.Header.Get(wire.HeaderRun) + m.Header.Get(wire.HeaderExtractor) + m.Header.Get(wire.HeaderLexicon) + m.Header.Get(wire.HeaderRedrive)
		}
		if first := seen[key]; first != 0 {
			v.Doubled++
			v.note("doubled: %s:%d says what %s:%d says", stream, m.Sequence, stream, first)
			return nil
		}
		seen[key] = m.Sequence
		return nil
	})
}

// deadLetters counts the dead letters, and gives what is said of the articles that are among them, and the places of the messages.
func deadLetters(ctx context.Context, js jetstream.JetStream, v *Verdict) (articles map[string]string, places map[string]bool, err error) {
	articles, places = map[string]string{}, map[string]bool{}
	err = EachLetter(ctx, js, func(letter *wire.DeadLetter) {
		v.Dead++
		id, _, _ := strings.Cut(letter.ID, ".")
		articles[id] = fmt.Sprintf("%s:%d by %s: %s", letter.Stream, letter.Sequence, letter.Stage, letter.Reason)
		places[fmt.Sprintf("%s:%d", letter.Stream, letter.Sequence)] = true
	})
	return articles, places, err
}

// EachLetter gives every dead letter, in order.
func EachLetter(ctx context.Context, js jetstream.JetStream, do func(*wire.DeadLetter)) error {
	return each(ctx, js, wire.Dead, func(m *wire.Message) error {
		if err := wire.Resolve(ctx, js, m); err != nil {
			return err
		}
		letter, err := wire.ReadDeadLetter(m)
		if err == nil {
			do(letter)
		}
		return err
	})
}

// each gives every message of a stream, in order.
func each(ctx context.Context, js jetstream.JetStream, stream string, do func(*wire.Message) error) error {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return fmt.Errorf("stream %s: %w", stream, err)
	}
	left := s.CachedInfo().State.Msgs
	if left == 0 {
		return nil
	}
	consumer, err := s.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return fmt.Errorf("reading stream %s: %w", stream, err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		return fmt.Errorf("reading stream %s: %w", stream, err)
	}
	defer messages.Stop()
	for ; left > 0; left-- {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return fmt.Errorf("reading stream %s: %w", stream, err)
		}
		m, err := wire.Receive(msg)
		if err == nil {
			err = do(&m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Percentile gives the value below which a share of all lies (nearest rank); zero of none.
func Percentile[T ~int64](values []T, share float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	rank := int(share*float64(len(sorted)) + 0.999999)
	return sorted[min(max(rank, 1), len(sorted))-1]
}

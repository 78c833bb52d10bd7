package ledger

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/news"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/stage"
	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// bench is a store and a broker in which a test puts what an audit is to find.
type bench struct {
	Source
	store   store.Store
	ledger  *Ledger
	extract func(*isnad.Article) *isnad.Record
	made    []*isnad.Article
}

func newBench(t *testing.T, articles int) *bench {
	t.Helper()
	x, lex, err := extracting.Extractor("", "")
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "isnad.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	server, err := natsd.Start(natsd.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	nc, err := nats.Connect("nats://in-process", server.InProcess())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	b := &bench{store: st, ledger: New(), extract: x.Extract}
	b.Source = Source{JS: js, Store: st, Extract: x.Extract}
	reader := article.NewReader(lex)
	for n := range articles {
		a, err := reader.JSON("made", news.JSON("", n, 1), article.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		b.made = append(b.made, a)
		b.ledger.Accept(a)
	}
	return b
}

// through takes an article through the pipeline, as it should be.
func (b *bench) through(t *testing.T, a *isnad.Article) {
	t.Helper()
	b.publish(t, a)
	b.put(t, b.extract(a))
	b.announced(t)
}

func (b *bench) publish(t *testing.T, a *isnad.Article) {
	t.Helper()
	m, err := wire.ArticleMessage(a)
	if err == nil {
		_, err = wire.Publish(t.Context(), b.JS, m)
	}
	if err == nil {
		m, err = wire.RecordMessage(b.extract(a), 1)
	}
	if err == nil {
		_, err = wire.Publish(t.Context(), b.JS, m)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) put(t *testing.T, r *isnad.Record) {
	t.Helper()
	if _, err := b.store.Put(t.Context(), []store.Entry{{Record: r, Run: 1}}); err != nil {
		t.Fatal(err)
	}
}

// announced sends all announcements.
func (b *bench) announced(t *testing.T) {
	t.Helper()
	if _, err := stage.FlushOutbox(t.Context(), b.store, b.JS, stage.Relay{}); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) audit(t *testing.T) *Verdict {
	t.Helper()
	v, err := b.ledger.Audit(t.Context(), b.Source)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// An audit finds what is wrong, and nothing where nothing is.
func TestAudit(t *testing.T) {
	const articles = 3
	for name, c := range map[string]struct {
		spoil func(t *testing.T, b *bench)
		want  Verdict
	}{
		"nothing is wrong":        {func(t *testing.T, b *bench) { b.through(t, b.made[2]) }, Verdict{Stored: 3}},
		"an article is not there": {func(*testing.T, *bench) {}, Verdict{Stored: 2, Lost: 1}},
		"an article was put aside": {func(t *testing.T, b *bench) {
			m, err := wire.ArticleMessage(b.made[2])
			if err != nil {
				t.Fatal(err)
			}
			m.Stream, m.Sequence = wire.Articles, 7
			letter, err := wire.DeadLetterMessage(wire.NewDeadLetter("extract", &m, "bad", ""))
			if err == nil {
				_, err = wire.Publish(t.Context(), b.JS, letter)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, Verdict{Stored: 2, Dead: 1}},
		"a record lacks a claim": {func(t *testing.T, b *bench) {
			b.publish(t, b.made[2])
			r := b.extract(b.made[2])
			r.Claims = r.Claims[:len(r.Claims)-1]
			b.put(t, r)
			b.announced(t)
		}, Verdict{Stored: 3, Altered: 1}},
		"an article that nobody gave": {func(t *testing.T, b *bench) {
			b.through(t, b.made[2])
			a := *b.made[2]
			a.Text = strings.Replace(a.Text, "بغداد", "البصرة", 1)
			a.Zones = []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(a.Text)}}}
			a.Seal()
			b.through(t, &a)
		}, Verdict{Stored: 4, Unknown: 1}},
		"an announcement that the broker lost": {func(t *testing.T, b *bench) {
			b.through(t, b.made[2])
			stream, err := b.JS.Stream(t.Context(), wire.Entities)
			if err == nil {
				err = stream.DeleteMsg(t.Context(), 1)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, Verdict{Stored: 3, Lost: 1}},
		"a second revision of one build": {func(t *testing.T, b *bench) {
			b.through(t, b.made[2])
			r := b.extract(b.made[2])
			r.Lexicon += "x"
			b.put(t, r)
		}, Verdict{Stored: 3, Doubled: 1}},
		"a record twice in the stream": {func(t *testing.T, b *bench) {
			b.through(t, b.made[2])
			m, err := wire.RecordMessage(b.extract(b.made[2]), 1)
			if err != nil {
				t.Fatal(err)
			}
			m.ID = ""
			if _, err := wire.Publish(t.Context(), b.JS, m); err != nil {
				t.Fatal(err)
			}
		}, Verdict{Stored: 3, Doubled: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, articles)
			for _, a := range b.made[:2] {
				b.through(t, a)
			}
			c.spoil(t, b)
			got := *b.audit(t)
			c.want.Accepted = articles
			got.Examples = nil
			if got.Accepted != c.want.Accepted || got.Stored != c.want.Stored || got.Lost != c.want.Lost || got.Doubled != c.want.Doubled ||
				got.Altered != c.want.Altered || got.Unknown != c.want.Unknown || got.Dead != c.want.Dead {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestRecovered(t *testing.T) {
	b := New()
	before, after := &isnad.Article{ID: "before"}, &isnad.Article{ID: "after"}
	b.Accept(before)
	moment := time.Now()
	done, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := b.Recovered(done, moment); err == nil {
		t.Error("recovered while an article is under way")
	}
	b.store([]string{"before"})
	done, cancel = context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := b.Recovered(done, moment); err == nil {
		t.Error("recovered though nothing went through since")
	}
	b.Accept(after)
	go b.Watch(t.Context(), func(_ context.Context, ids []string) ([]string, error) { return ids, nil })
	took, err := b.Recovered(t.Context(), moment)
	if err != nil || took <= 0 || took > time.Since(moment) {
		t.Errorf("%v, %v", took, err)
	}
}

func posted(t *testing.T, r *http.Request) []byte {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	return data
}

// A client goes on until an article is accepted, and what was answered before is noted.
func TestGiving(t *testing.T) {
	_, lex, err := extracting.Extractor("", "")
	if err != nil {
		t.Fatal(err)
	}
	reader := article.NewReader(lex)
	refused := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refused++; refused <= 2 {
			http.Error(w, "full", http.StatusServiceUnavailable)
			return
		}
		a, err := reader.JSON("given", posted(t, r), article.Meta{})
		if err != nil {
			t.Error(err)
			return
		}
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte(`{"id":"` + a.ID + `"}`))
	}))
	defer server.Close()
	g := &Giver{Ledger: New(), Reader: reader, URL: server.URL}
	g.Give(t.Context(), t.Context(), 1, 5)
	if g.Ledger.Accepted() != 5 || g.Ledger.Refusals()["503 full"] != 2 {
		t.Errorf("%d accepted, refusals %v", g.Ledger.Accepted(), g.Ledger.Refusals())
	}
}

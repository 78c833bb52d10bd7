package wire_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

// libraryLeak is a goroutine of nats.go: where storing an object ends before the goroutine that watches over it has begun to run, as on a
// busy machine, it waits on a channel that is nil by then, for ever (v1.55, the latest at the time).
var libraryLeak = goleak.IgnoreTopFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, libraryLeak) }

// broker starts a broker with the project's streams in it.
func broker(t *testing.T) jetstream.JetStream {
	t.Helper()
	js := brokerIn(t, t.TempDir())
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{}); err != nil {
		t.Fatal(err)
	}
	return js
}

func brokerIn(t *testing.T, dir string) jetstream.JetStream {
	t.Helper()
	return brokerWith(t, natsd.Options{Dir: dir})
}

func brokerWith(t *testing.T, o natsd.Options) jetstream.JetStream {
	t.Helper()
	s, err := natsd.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	nc, err := wire.Connect(t.Context(), s.URL(), "test", nil, s.InProcess())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wire.Close(nc) })
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

func article(text string) *isnad.Article {
	a := &isnad.Article{Outlet: "صدى الميناء", Language: isnad.Arabic, Text: text, Zones: []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(text)}}}}
	a.Seal()
	return a
}

// prose gives text of about n bytes that no compression makes small.
func prose(n int) string {
	letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ")
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	return b.String()
}

func publish(t *testing.T, js jetstream.JetStream, m wire.Message) bool {
	t.Helper()
	duplicate, err := wire.Publish(t.Context(), js, m)
	if err != nil {
		t.Fatal(err)
	}
	return duplicate
}

func articleMessage(t *testing.T, a *isnad.Article) wire.Message {
	t.Helper()
	m, err := wire.ArticleMessage(a)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func count(t *testing.T, js jetstream.JetStream, stream string) uint64 {
	t.Helper()
	s, err := js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return s.CachedInfo().State.Msgs
}

func TestAnArticleIsPublishedOnce(t *testing.T) {
	js := broker(t)
	a := article("قال المتحدث إن 12 سفينة وصلت.")
	if publish(t, js, articleMessage(t, a)) {
		t.Error("the first is called a duplicate")
	}
	if !publish(t, js, articleMessage(t, a)) {
		t.Error("the second is not called a duplicate")
	}
	if n := count(t, js, wire.Articles); n != 1 {
		t.Errorf("%d messages", n)
	}
	m, err := wire.Get(t.Context(), js, wire.Articles, 1)
	if err != nil {
		t.Fatal(err)
	}
	back, err := wire.ReadArticle(&m)
	if err != nil || back.Text != a.Text || back.ID != a.ID || m.ID != a.ID || m.Header.Get(wire.HeaderLanguage) != "ar" || m.Place() != "ARTICLES:1" {
		t.Errorf("%+v, %+v, %v", back, m, err)
	}
}

func TestAnEntityIsAnnouncedOnce(t *testing.T) {
	js := broker(t)
	a := wire.Announcement{ID: 3, Entity: "name1:0123", Kind: isnad.Person, Name: "سلمى الدارعي", Sentence: "قالت سلمى الدارعي إن السد امتلأ.", Language: "ar", Confidence: 0.9}
	m, err := wire.AnnouncementMessage(&a)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true, true} {
		if got := publish(t, js, m); got != want {
			t.Errorf("publish %d: known is %v", i, got)
		}
	}
	got, err := wire.Get(t.Context(), js, wire.Entities, 1)
	if err != nil {
		t.Fatal(err)
	}
	back, err := wire.ReadAnnouncement(&got)
	a.ID = 0 // the outbox's own
	if err != nil || *back != a {
		t.Errorf("%+v, %v", back, err)
	}
	other := a
	other.Kind = isnad.Place
	if m, err = wire.AnnouncementMessage(&other); err != nil || publish(t, js, m) {
		t.Errorf("another entity is taken for the first: %v", err)
	}
}

func TestLargePayloadsTravelAsObjects(t *testing.T) {
	js := broker(t)
	a := article(prose(3 << 20))
	publish(t, js, articleMessage(t, a))
	if !publish(t, js, articleMessage(t, a)) {
		t.Error("the second is not called a duplicate")
	}
	m, err := wire.Get(t.Context(), js, wire.Articles, 1)
	if err != nil {
		t.Fatal(err)
	}
	back, err := wire.ReadArticle(&m)
	if err != nil || back.Text != a.Text {
		t.Fatalf("%d bytes came back, %v", len(m.Data), err)
	}
	if m.Header.Get(wire.HeaderObject) != "" || m.Header.Get(wire.HeaderSize) != "" {
		t.Errorf("the reference stayed: %v", m.Header)
	}
}

// Whatever its size, a payload arrives: none falls between the limit of a message and the size from which it becomes an object.
func TestEverySizeNearTheLimit(t *testing.T) {
	js := broker(t)
	objects := 0
	for size := 1<<20 - 1600; size < 1<<20+64; size += 61 {
		m := wire.Message{Subject: "isnad.articles.ar.none", Data: bytes.Repeat([]byte{'x'}, size)}
		publish(t, js, m)
		got, err := js.Stream(t.Context(), wire.Articles)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := got.GetLastMsgForSubject(t.Context(), m.Subject)
		if err != nil {
			t.Fatal(err)
		}
		if raw.Header.Get(wire.HeaderObject) != "" {
			objects++
		}
		back, err := wire.Get(t.Context(), js, wire.Articles, raw.Sequence)
		if err != nil || len(back.Data) != size {
			t.Fatalf("of %d bytes %d came back, %v", size, len(back.Data), err)
		}
	}
	if objects < 10 || objects > 20 {
		t.Errorf("%d of 28 became objects: the limit is not where it should be", objects)
	}
}

// A few packed bytes may stand for gigabytes: no more is unpacked than the message says, and no more than a payload may have.
func TestNoMoreIsUnpackedThanTheMessageSays(t *testing.T) {
	js := broker(t)
	bucket, err := js.ObjectStore(t.Context(), "isnad-objects")
	if err != nil {
		t.Fatal(err)
	}
	var bomb bytes.Buffer
	w, err := zstd.NewWriter(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bucket.PutBytes(t.Context(), "bomb", bomb.Bytes()); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[string]string{"1000": "it unpacks to more than 1000 bytes", "314572800": "a payload of 314572800 bytes is too large",
		"": "not the size of the payload", "-1": "not the size of the payload", "many": "not the size of the payload"} {
		m := wire.Message{Subject: "isnad.articles.ar.none", Header: nats.Header{wire.HeaderObject: {"bomb"}, wire.HeaderEncoding: {"zstd"}, wire.HeaderSize: {size}}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := wire.Resolve(t.Context(), js, &m)
		runtime.ReadMemStats(&after)
		if !isnad.IsBadInput(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("size %q: %v", size, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 150<<20 {
			t.Errorf("size %q took %d bytes of memory", size, took)
		}
	}
}

func TestAMissingObjectIsToldApartFromABadOne(t *testing.T) {
	js := broker(t)
	publish(t, js, articleMessage(t, article(prose(2<<20))))
	if n, err := wire.DropObjects(t.Context(), js, wire.Articles, time.Now().Add(-time.Minute)); n != 0 || err != nil {
		t.Fatalf("dropped %d young objects, %v", n, err)
	}
	s, err := js.Stream(t.Context(), wire.Articles)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.GetMsg(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := js.ObjectStore(t.Context(), "isnad-objects")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bucket.PutBytes(t.Context(), raw.Header.Get(wire.HeaderObject), []byte("something else")); err != nil {
		t.Fatal(err)
	}
	if _, err := wire.Get(t.Context(), js, wire.Articles, 1); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "ARTICLES:1") {
		t.Errorf("an object with other content: %v", err)
	}
	if n, err := wire.DropObjects(t.Context(), js, wire.Articles, time.Now().Add(time.Minute)); n != 1 || err != nil {
		t.Fatalf("dropped %d objects, %v", n, err)
	}
	m, err := wire.Get(t.Context(), js, wire.Articles, 1)
	if !isNoObject(err) || m.Header.Get(wire.HeaderObject) == "" {
		t.Errorf("an object that is gone: %v, header %v", err, m.Header)
	}
}

func TestPublishRefusesWhatCanNeverBePublished(t *testing.T) {
	js := broker(t)
	for _, m := range []wire.Message{
		{Subject: "isnad.articles.*.x"},
		{Subject: "isnad.articles.ar."},
		{Subject: "isnad.articles.ar.ميناء"},
		{Subject: "isnad.articles.ar.a b"},
		{Subject: "isnad.articles.ar." + strings.Repeat("x", 300)},
		{Subject: "isnad.entities.new.person.x", Data: make([]byte, 2<<20)},
	} {
		if _, err := wire.Publish(t.Context(), js, m); !isnad.IsBadInput(err) {
			t.Errorf("%.40s: %v", m.Subject, err)
		}
	}
	open := article("نص")
	open.Text += "!"
	if _, err := wire.ArticleMessage(open); !isnad.IsBadInput(err) {
		t.Errorf("an article that was changed after it was sealed: %v", err)
	}
	bad := article("a\xffb")
	if _, err := wire.ArticleMessage(bad); !isnad.IsBadInput(err) {
		t.Errorf("an article that is not UTF-8: %v", err)
	}
}

func TestAFullStreamIsNobodysFault(t *testing.T) {
	js := brokerIn(t, t.TempDir())
	if err := wire.EnsureStreams(t.Context(), js, wire.Options{MaxBytes: 4096}); err != nil {
		t.Fatal(err)
	}
	var err error
	for i := 0; i < 20 && err == nil; i++ {
		_, err = wire.Publish(t.Context(), js, wire.Message{Subject: "isnad.articles.ar.x", Data: bytes.Repeat([]byte{'x'}, 1000)})
	}
	if !isUnavailable(err) || isnad.IsBadInput(err) {
		t.Errorf("%v", err)
	}
	if n := count(t, js, wire.Articles); n < 2 || n > 4 {
		t.Errorf("%d messages are left", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := wire.Publish(ctx, js, wire.Message{Subject: "isnad.articles.ar.x"}); err == nil || isUnavailable(err) {
		t.Errorf("the caller's own end is told as %v", err)
	}
}

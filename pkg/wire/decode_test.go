package wire_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

func isNoObject(err error) bool    { return errors.Is(err, wire.ErrNoObject) }
func isUnavailable(err error) bool { return errors.Is(err, isnad.ErrUnavailable) }

func TestBadArticlesAreNamed(t *testing.T) {
	good := articleMessage(t, article("نص قصير"))
	for name, test := range map[string]struct{ data, place, reason string }{
		"cut":            {string(good.Data[:40]), "ARTICLES:7 byte 40", "bad JSON"},
		"empty":          {"", "ARTICLES:7 byte 0", "bad JSON"},
		"no JSON":        {"<html>", "ARTICLES:7 byte 1", "bad JSON"},
		"no UTF-8":       {`{"text":"a` + "\xff" + `"}`, "ARTICLES:7 byte 10", "not UTF-8"},
		"lone surrogate": {`{"text":"\ud83d x"}`, "ARTICLES:7 byte 9", "lone surrogate"},
		"second half":    {`{"text":"\\\udc00"}`, "ARTICLES:7 byte 11", "lone surrogate"},
		"two values":     {string(good.Data) + "{}", "ARTICLES:7 byte", "something follows"},
		"wrong type":     {`{"text":5}`, "ARTICLES:7 byte 9", "wrong schema"},
		"array":          {`[1]`, "ARTICLES:7 byte 1", "wrong schema"},
		"other content":  {strings.Replace(string(good.Data), "نص", "نض", 1), "ARTICLES:7", "wrong schema: the article's id"},
		"zones outside":  {strings.Replace(string(good.Data), `"end":13`, `"end":14`, 1), "ARTICLES:7", "zone 0"},
		"zone in a rune": {strings.Replace(string(good.Data), `"end":13`, `"end":12`, 1), "ARTICLES:7", "zone 0"},
	} {
		_, err := wire.ReadArticle(&wire.Message{Stream: wire.Articles, Sequence: 7, Data: []byte(test.data)})
		var bad *isnad.BadInput
		if !errors.As(err, &bad) || !strings.HasPrefix(bad.Place, test.place) || !strings.Contains(bad.Error(), test.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good.Header.Set(wire.HeaderSchema, "isnad.article/2")
	if _, err := wire.ReadArticle(&good); !isnad.IsBadInput(err) || !strings.Contains(err.Error(), "isnad.article/2") {
		t.Errorf("wrong schema in the header: %v", err)
	}
}

func TestWholeEscapesAndNewFieldsPass(t *testing.T) {
	a := article("\U0001F6A2 و\\ud800")
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "\U0001F6A2", `\uD83D\uDEA2`, 1)
	text = strings.Replace(text, "{", `{"a_field_of_tomorrow":1,`, 1)
	back, err := wire.ReadArticle(&wire.Message{Data: []byte(text)})
	if err != nil || back.Text != a.Text {
		t.Errorf("%+v, %v", back, err)
	}
}

func record(a *isnad.Article) *isnad.Record {
	return &isnad.Record{Schema: isnad.Schema, Extractor: "b1", Lexicon: "l1", Article: *a}
}

func TestRecordsCarryTheirRun(t *testing.T) {
	r := record(article("نص قصير"))
	m, err := wire.RecordMessage(r, 12)
	if err != nil {
		t.Fatal(err)
	}
	if want := r.Article.ID + ".b1.l1.12"; m.ID != want || !strings.HasPrefix(m.Subject, "isnad.claims.ar.h-") {
		t.Errorf("id %s on %s", m.ID, m.Subject)
	}
	back, run, err := wire.ReadRecord(&m)
	if err != nil || run != 12 || !cmp.Equal(back, r) {
		t.Errorf("run %d, %v, %s", run, err, cmp.Diff(back, r))
	}
	m.Header.Set(wire.HeaderRun, "x")
	if _, _, err := wire.ReadRecord(&m); !isnad.IsBadInput(err) {
		t.Errorf("a run that is no number: %v", err)
	}
	r.Schema = "isnad.record/9"
	if m, err = wire.RecordMessage(r, 12); err != nil {
		t.Fatal(err)
	}
	m.Stream, m.Sequence = wire.Claims, 3
	if _, _, err := wire.ReadRecord(&m); !isnad.IsBadInput(err) || !strings.HasPrefix(err.Error(), "CLAIMS:3: wrong schema") {
		t.Errorf("another schema: %v", err)
	}
}

func TestDeadLettersKeepThePayload(t *testing.T) {
	for _, payload := range []string{"", "{\"a\": \"نص \u2028 <b>\"}", "a\xff\x00b"} {
		m := wire.Message{Subject: "isnad.articles.ar.x", ID: "id", Header: nats.Header{wire.HeaderTrace: {"00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"}}, Data: []byte(payload), Stream: wire.Articles, Sequence: 9,
			Deliveries: 5, Stored: time.Unix(5, 6)}
		out, err := wire.DeadLetterMessage(wire.NewDeadLetter("extract", &m, "first line\nsecond", "stack"))
		if err != nil {
			t.Fatal(err)
		}
		out.Sequence = 4
		l, err := wire.ReadDeadLetter(&out)
		if err != nil || string(l.Data()) != payload || l.Reason != "first line …" || l.Detail != "stack" || l.Sequence != 9 || l.ID != "id" || l.Number != 4 || l.Header.Get(wire.HeaderTrace) == "" {
			t.Errorf("%q: %+v, %v", payload, l, err)
		}
		if out.Subject != "isnad.dead.extract" || out.ID != "dead.extract.ARTICLES.9.5000000006" || wire.TraceID(out.Header.Get(wire.HeaderTrace)) != "0123456789abcdef0123456789abcdef" {
			t.Errorf("%s %s %v", out.Subject, out.ID, out.Header)
		}
	}
}

func TestIdsOfMessagesSentAgainDoNotGrow(t *testing.T) {
	m := wire.Message{Subject: "s", ID: "a/b", Header: nats.Header{"X": {"y"}}}
	first := wire.Again(&m, "dead.1")
	second := wire.Again(&first, "dead.2")
	if first.ID != "again.dead.1/a/b" || second.ID != "again.dead.2/a/b" || second.Header.Get("X") != "y" || second.Header.Get(wire.HeaderRedrive) != "dead.2" || m.Header.Get(wire.HeaderRedrive) != "" {
		t.Errorf("%+v, %+v", first, second)
	}
}

func TestTokens(t *testing.T) {
	for in, want := range map[string]string{"": "none", "reuters": "reuters", "al-nahar_2": "al-nahar_2"} {
		if got := wire.Token(in); got != want {
			t.Errorf("%q gives %q", in, got)
		}
	}
	seen := map[string]string{}
	for _, s := range []string{"Reuters", "reuters", "صدى الميناء", "صدى  الميناء", "صدى الميناء\u200f", "Harbour Wire", "harbour-wire", "a.b", "a.>", "*", "a\nb", strings.Repeat("x", 49), strings.Repeat("x", 500), "\xff"} {
		token := wire.Token(s)
		if err := wire.CheckSubject("isnad.articles.ar." + token); err != nil || len(token) > 64 {
			t.Errorf("%q gives %q: %v", s, token, err)
		}
		if other, twin := seen[token]; twin {
			t.Errorf("%q and %q share %q", s, other, token)
		}
		seen[token] = s
	}
}

// Whatever bytes arrive, reading them neither panics nor replaces anything in silence.
func FuzzReadArticle(f *testing.F) {
	good, err := wire.ArticleMessage(article("نص قصير"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good.Data)
	f.Add([]byte(`{"text":"\ud83d\udea2 \ud83d"}`))
	f.Add([]byte(`"\`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := wire.Message{Stream: wire.Articles, Sequence: 1, Data: data}
		l, err := wire.ReadDeadLetter(&m)
		if err == nil && strings.ContainsRune(l.Payload, utf8.RuneError) && !strings.Contains(string(data), "\uFFFD") && !strings.Contains(strings.ToLower(string(data)), `\ufffd`) {
			t.Errorf("something was replaced in %q", data)
		}
		if _, err := wire.ReadArticle(&m); err != nil && !isnad.IsBadInput(err) {
			t.Errorf("%v", err)
		}
	})
}

//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// poison is a kind of message that nobody can handle: a good one with one thing wrong.
type poison struct {
	kind, stream string
	reason       string // what the dead letter must say

	article func(*isnad.Article) // spoils the article, of ARTICLES
	record  func(*isnad.Record)  // spoils the record, of CLAIMS
	message func(*nats.Msg)      // spoils what is sent
}

// poisons are all kinds.
var poisons = append(append(spoilt(wire.Articles), spoilt(wire.Claims)...), []poison{
	{kind: "wrong article id", stream: wire.Articles, reason: "is not that of its content", article: func(a *isnad.Article) { a.ID = strings.Repeat("0", 64) }},
	{kind: "another text than hashed", stream: wire.Articles, reason: "article's id", article: func(a *isnad.Article) { a.Text += "!" }},
	{kind: "wrong sha256", stream: wire.Articles, reason: "is not that of its text", article: func(a *isnad.Article) { a.SHA256 = strings.Repeat("0", 64) }},
	{kind: "zone out of bounds", stream: wire.Articles, reason: "zone 0 spans", article: func(a *isnad.Article) { a.Zones = zone(0, len(a.Text)+1) }},
	{kind: "zone backwards", stream: wire.Articles, reason: "zone 0 spans", article: func(a *isnad.Article) { a.Zones = zone(8, 4) }},
	{kind: "zone splits a rune", stream: wire.Articles, reason: "splits a rune", article: func(a *isnad.Article) { a.Zones = zone(0, 1) }},

	{kind: "record of another schema", stream: wire.Claims, reason: "schema: is \"isnad.record/0\"", record: func(r *isnad.Record) { r.Schema = "isnad.record/0" }},
	{kind: "record of no program", stream: wire.Claims, reason: "extractor or lexicon is blank", record: func(r *isnad.Record) { r.Extractor = "" }},
	{kind: "wrong sha256 in a record", stream: wire.Claims, reason: "article.sha256", record: func(r *isnad.Record) { r.Article.SHA256 = "0" }},
	{kind: "wrong article id in a record", stream: wire.Claims, reason: "article.id", record: func(r *isnad.Record) { r.Article.ID = "0" }},
	{kind: "span outside of the text", stream: wire.Claims, reason: "lies outside the text", record: func(r *isnad.Record) { r.Mentions[0].End = 1 << 30 }},
	{kind: "span splits a rune", stream: wire.Claims, reason: "is not on rune edges", record: func(r *isnad.Record) { r.Claims[0].Start++ }},
	{kind: "words not those of the span", stream: wire.Claims, reason: "does not give its text", record: func(r *isnad.Record) { r.Figures[0].Text = "?" }},
	{kind: "mention of nobody", stream: wire.Claims, reason: "lacks entity, kind or name", record: func(r *isnad.Record) { r.Mentions[0].Entity = "" }},
	{kind: "evidence without its cue", stream: wire.Claims, reason: "evidence does not contain the cue", record: func(r *isnad.Record) {
		c := &r.Claims[0]
		c.Excerpt = isnad.Span{Start: c.Content.Start, End: c.Content.End}.Excerpt(r.Article.Text)
	}},
	{kind: "evidence without its content", stream: wire.Claims, reason: "evidence does not contain the content", record: func(r *isnad.Record) {
		r.Claims[0].Excerpt = r.Claims[0].Cue.Excerpt
	}},
	{kind: "index to nothing", stream: wire.Claims, reason: "points to nothing", record: func(r *isnad.Record) { r.Claims[0].Mentions = []int{1 << 20} }},
	{kind: "run beyond all numbers", stream: wire.Claims, reason: "is too high", message: header(wire.HeaderRun, "18446744073709551615")},
	{kind: "record without a run", stream: wire.Claims, reason: "not a number", message: header(wire.HeaderRun, "")},
}...)

// spoilt are the kinds that either stream may hold.
func spoilt(stream string) []poison {
	data := func(make func([]byte) []byte) func(*nats.Msg) {
		return func(m *nats.Msg) { m.Data = make(m.Data) }
	}
	object := func(name, encoding, size string) func(*nats.Msg) {
		return func(m *nats.Msg) {
			m.Data = nil
			for header, value := range map[string]string{wire.HeaderObject: name, wire.HeaderEncoding: encoding, wire.HeaderSize: size} {
				m.Header.Set(header, value)
			}
		}
	}
	all := []poison{
		{kind: "empty", reason: "it ends early", message: data(func([]byte) []byte { return nil })},
		{kind: "bad JSON", reason: "bad JSON: invalid character", message: data(func(b []byte) []byte { return append([]byte("}"), b...) })},
		{kind: "cut JSON", reason: "it ends early", message: data(func(b []byte) []byte { return b[:len(b)-2] })},
		{kind: "null", reason: "wrong schema", message: data(func([]byte) []byte { return []byte("null") })},
		{kind: "not UTF-8", reason: "not UTF-8", message: data(func(b []byte) []byte { return bytes.Replace(b, []byte("ق"), []byte{0xd9}, 1) })},
		{kind: "lone surrogate", reason: "lone surrogate", message: data(func(b []byte) []byte { return bytes.Replace(b, []byte("ق"), []byte(`\ud83d`), 1) })},
		{kind: "two values", reason: "something follows the value", message: data(func(b []byte) []byte { return append(b[:len(b):len(b)], b...) })},
		{kind: "wrong type", reason: "cannot unmarshal number", message: data(func([]byte) []byte { return []byte(`{"id": 7, "schema": 7}`) })},
		{kind: "a list", reason: "cannot unmarshal array", message: data(func([]byte) []byte { return []byte(`[1]`) })},
		{kind: "wrong schema header", reason: "the header says \"isnad.other/1\"", message: header(wire.HeaderSchema, "isnad.other/1")},
		{kind: "nested without end", reason: "exceeded max depth", message: data(func([]byte) []byte {
			return []byte(`{"more":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + `}`)
		})},
		{kind: "a megabyte of spaces", reason: "it ends early", message: data(func([]byte) []byte { return bytes.Repeat([]byte(" "), 1<<20-2<<10) })},
		{kind: "object that is not there", reason: "is not there", message: object("nothing", "zstd", "10")},
		{kind: "object that is no zstd", reason: "unpacking object", message: object(objectNoZstd, "zstd", "10")},
		{kind: "object of another content", reason: "holds something else than its name says", message: object(objectOther, "zstd", "10")},
		{kind: "object in an unknown encoding", reason: "unknown encoding", message: object(objectOther, "lz4", "10")},
		{kind: "bomb that lies of its size", reason: "unpacks to more than 10 bytes", message: object(objectBomb, "zstd", "10")},
		{kind: "bomb that tells its size", reason: "is too large", message: object(objectBomb, "zstd", fmt.Sprint(int64(bombSize)))},
		{kind: "run that is no number", reason: "not a number", message: header(wire.HeaderRun, "newest")},
	}
	for i := range all {
		all[i].stream = stream
	}
	return all
}

func header(name, value string) func(*nats.Msg) {
	return func(m *nats.Msg) { m.Header.Set(name, value) }
}

func zone(start, end int) []isnad.Zone {
	return []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{Start: start, End: end}}}
}

func asJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the harness is wrong
	}
	return data
}

// The objects that poison refers to, and the buckets in which ARTICLES and CLAIMS look for them.
const (
	objectNoZstd = "no-zstd"
	objectOther  = "other"
	objectBomb   = "bomb"

	bombSize = 4 << 30 // bytes that some kilobytes unpack to
)

func putObjects(ctx context.Context, js jetstream.JetStream) error {
	bomb, err := packed(&io.LimitedReader{R: zeros{}, N: bombSize})
	if err != nil {
		return err
	}
	other, err := packed(strings.NewReader("something else"[:10]))
	if err != nil {
		return err
	}
	for _, name := range []string{"isnad-objects", "isnad-record-objects"} {
		bucket, err := js.ObjectStore(ctx, name)
		if err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
		for object, data := range map[string][]byte{objectNoZstd: []byte("this is no zstd"), objectOther: other, objectBomb: bomb} {
			if _, err := bucket.PutBytes(ctx, object, data); err != nil {
				return fmt.Errorf("object %s: %w", object, err)
			}
		}
	}
	return nil
}

func packed(r io.Reader) ([]byte, error) {
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(w, r); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// zeros is a reader without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/nats-io/nats.go"

	"isnad/pkg/isnad"
)

// ArticleMessage writes a sealed article; its message id is its own. An article that is not sealed, or holds text that is not UTF-8, is a
// BadInput.
func ArticleMessage(a *isnad.Article) (Message, error) {
	if err := checkArticle(a.SourceID, a); err != nil {
		return Message{}, err
	}
	data, err := json.Marshal(a)
	if err != nil {
		return Message{}, fmt.Errorf("writing article %s: %w", a.ID, err)
	}
	h := header(ArticleSchema, a.Language)
	return Message{Subject: ArticleSubject(a), ID: a.ID, Header: h, Data: data}, nil
}

// ReadArticle reads an article and holds it against its own hash. Errors are BadInput and name the message.
func ReadArticle(m *Message) (*isnad.Article, error) {
	var a isnad.Article
	if err := decode(m, ArticleSchema, &a); err != nil {
		return nil, err
	}
	if err := checkArticle(m.Place(), &a); err != nil {
		return nil, err
	}
	return &a, nil
}

func checkArticle(place string, a *isnad.Article) error {
	sealed := *a
	sealed.Seal()
	switch {
	case !utf8.ValidString(a.Text):
		return isnad.Bad(place, "the article's text is not UTF-8")
	case a.ID != sealed.ID:
		return isnad.Bad(place, "wrong schema: the article's id %q is not that of its content", a.ID)
	case a.SHA256 != sealed.SHA256:
		return isnad.Bad(place, "wrong schema: the article's sha256 %q is not that of its text", a.SHA256)
	}
	for i, z := range a.Zones {
		if z.Start < 0 || z.End < z.Start || z.End > len(a.Text) || !onEdge(a.Text, z.Start) || !onEdge(a.Text, z.End) {
			return isnad.Bad(place, "wrong schema: zone %d spans %d–%d in a text of %d bytes, or splits a rune", i, z.Start, z.End, len(a.Text))
		}
	}
	return nil
}

func onEdge(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }

// RecordMessage writes a record. Its message id holds the article, the program, the tables and the run, so that a run with new tables or
// a replay is not taken for a duplicate, and a redelivery is.
func RecordMessage(r *isnad.Record, run uint64) (Message, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return Message{}, fmt.Errorf("writing the record of article %s: %w", r.Article.ID, err)
	}
	number := strconv.FormatUint(run, 10)
	h := header(isnad.Schema, r.Article.Language)
	h.Set(HeaderExtractor, r.Extractor)
	h.Set(HeaderLexicon, r.Lexicon)
	h.Set(HeaderRun, number)
	id := r.Article.ID + "." + r.Extractor + "." + r.Lexicon + "." + number
	return Message{Subject: RecordSubject(r), ID: id, Header: h, Data: data}, nil
}

// ReadRecord reads a record and its run, and holds it against its contract. Errors are BadInput and name the message.
func ReadRecord(m *Message) (*isnad.Record, uint64, error) {
	var r isnad.Record
	if err := decode(m, isnad.Schema, &r); err != nil {
		return nil, 0, err
	}
	run, err := strconv.ParseUint(m.Header.Get(HeaderRun), 10, 64)
	if err != nil {
		return nil, 0, isnad.Bad(m.Place(), "the header %s is %q, not a number", HeaderRun, m.Header.Get(HeaderRun))
	}
	if err := r.Validate(); err != nil {
		return nil, 0, &isnad.BadInput{Place: m.Place(), Reason: "wrong schema", Err: err}
	}
	return &r, run, nil
}

// Announcement tells that an entity was seen for the first time in any article.
type Announcement struct {
	ID         int64       `json:"-"` // of its row in the outbox, which tells what was announced
	Entity     string      `json:"entity"`
	Kind       isnad.Kind  `json:"kind"`
	Name       string      `json:"name"`
	Wikidata   string      `json:"wikidata,omitempty"`
	Sentence   string      `json:"sentence"` // where it first stood
	ArticleID  string      `json:"article_id"`
	Outlet     string      `json:"outlet,omitempty"`
	URL        string      `json:"url,omitempty"`
	Published  string      `json:"published,omitempty"`
	Language   string      `json:"language,omitempty"`
	Confidence float64     `json:"confidence"` // 0 to 1
	Basis      isnad.Basis `json:"basis"`

	Trace string `json:"-"` // traceparent of the record that it was seen in; it travels as a header
}

// AnnouncementMessage writes an announcement.
func AnnouncementMessage(a *Announcement) (Message, error) {
	if a.Entity == "" || a.Kind == "" {
		return Message{}, isnad.Bad("outbox row "+strconv.FormatInt(a.ID, 10), "the announcement lacks entity or kind")
	}
	data, err := json.Marshal(a)
	if err != nil {
		return Message{}, fmt.Errorf("writing the announcement of %s: %w", a.Entity, err)
	}
	h := header(EntitySchema, a.Language)
	h.Set(HeaderTrace, NextHop(a.Trace))
	return Message{Subject: EntitySubject(a.Kind, a.Entity), Header: h, Data: data}, nil
}

// ReadAnnouncement reads an announcement. Errors are BadInput and name the message.
func ReadAnnouncement(m *Message) (*Announcement, error) {
	var a Announcement
	if err := decode(m, EntitySchema, &a); err != nil {
		return nil, err
	}
	if a.Entity == "" || a.Kind == "" || a.Name == "" {
		return nil, isnad.Bad(m.Place(), "wrong schema: the announcement lacks entity, kind or name")
	}
	return &a, nil
}

func header(schema, language string) nats.Header {
	h := nats.Header{}
	h.Set(HeaderSchema, schema)
	if language != "" {
		h.Set(HeaderLanguage, language)
	}
	return h
}

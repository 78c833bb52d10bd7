package export

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// annotationContext says what the names in an annotation mean.
const annotationContext = `["http://www.w3.org/ns/anno.jsonld",{"isnad":"urn:isnad:term:"}]`

// contextLength is the number of code points of the article that a quotation brings with it on each side. A letter is not parted from its
// vowel marks, so it may be a few more, but not more than twice as many.
const contextLength = 32

// Identifiers of annotations, and of a page of them: a hash of what is on it.
const (
	annotationURN = "urn:isnad:annotation:"
	pageURN       = "urn:isnad:annotations:"
)

// annotation is a W3C Web Annotation: a claim, tied to its words in the article.
type annotation struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Motivation string `json:"motivation"`
	Body       []any  `json:"body"` // the content as text, and the claim
	Target     target `json:"target"`
}

type textualBody struct {
	Type      string `json:"type"`
	Value     string `json:"value"`
	Format    string `json:"format"`
	Language  string `json:"language,omitempty"`
	Direction string `json:"textDirection,omitempty"`
	Purpose   string `json:"purpose"`
}

// target are words of an article. The selectors speak of the text that has this hash and that the record of the article holds, whatever
// stands at the address by now.
type target struct {
	Source    string `json:"source"`
	Article   string `json:"isnad:article"`
	SHA256    string `json:"isnad:sha256"`
	Selectors []any  `json:"selector"`
}

type quoteSelector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact"`
	Prefix string `json:"prefix"`
	Suffix string `json:"suffix"`
}

type positionSelector struct {
	Type  string `json:"type"`
	Start int    `json:"start"` // in code points
	End   int    `json:"end"`
}

func newAnnotations(out *bufio.Writer) sheet {
	ids := sha256.New()
	g := &graph{writer: newWriter(out), head: `{"@context":` + annotationContext + `,"type":"AnnotationPage","items":[`}
	g.node = func(ctx context.Context, r *store.Row, s *shelf) (any, error) { return annotationOf(ctx, r, s, ids) }
	g.tail = func() string { return "\n],\"id\":\"" + pageURN + hex.EncodeToString(ids.Sum(nil)[:16]) + "\"}\n" }
	return g
}

func annotationOf(ctx context.Context, r *store.Row, s *shelf, ids hash.Hash) (annotation, error) {
	record, err := s.article(ctx, r)
	if err != nil {
		return annotation{}, err
	}
	a, c := &record.Article, &r.Claim
	if c.Start < 0 || c.Start > c.End || c.End > len(a.Text) || c.In(a.Text) != c.Text {
		return annotation{}, fmt.Errorf("claim %s does not stand at %d–%d in the article %s", c.ID, c.Start, c.End, a.ID)
	}
	body := claimOf(r)
	body.Context = json.RawMessage(linkedContext)
	source := webAddress(a.URL)
	if source == "" {
		source = articleURN + a.ID
	}
	_, _ = ids.Write([]byte(c.ID)) // a hash takes everything
	start := s.letters.before(c.Start)
	words := textualBody{Type: "TextualBody", Value: body.Text, Format: "text/plain", Language: a.Language, Direction: direction(a.Language),
		Purpose: "describing"}
	return annotation{ID: annotationURN + c.ID, Type: "Annotation", Motivation: "describing", Body: []any{words, body},
		Target: target{Source: source, Article: articleURN + a.ID, SHA256: a.SHA256, Selectors: []any{
			quoteSelector{"TextQuoteSelector", c.Text, tail(a.Text[:c.Start], contextLength), head(a.Text[c.End:], contextLength)},
			positionSelector{"TextPositionSelector", start, s.letters.before(c.End)},
		}}}, nil
}

// direction gives the direction in which a language is written.
func direction(language string) string {
	switch language {
	case isnad.Arabic:
		return "rtl"
	case isnad.English:
		return "ltr"
	}
	return ""
}

// tail gives the last n code points of s, and those before them that the first of them belongs to.
func tail(s string, n int) string {
	at := len(s)
	for ; at > 0 && n > 0; n-- {
		at = before(s, at)
	}
	for n = contextLength; at > 0 && at < len(s) && n > 0 && continues(s[at:]); n-- {
		at = before(s, at)
	}
	return s[at:]
}

func before(s string, at int) int {
	_, size := utf8.DecodeLastRuneInString(s[:at])
	return at - size
}

// head gives the first n code points of s, and those behind them that belong to the last.
func head(s string, n int) string {
	at := 0
	for ; at < len(s) && n > 0; n-- {
		at += size(s[at:])
	}
	for n = contextLength; at > 0 && at < len(s) && n > 0 && continues(s[at:]); n-- {
		at += size(s[at:])
	}
	return s[:at]
}

func size(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// continues tells whether s begins with what belongs to the letter before it: a vowel mark, a joiner, a shade of an emoji.
func continues(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.M, r) || r == 0x200D || r >= 0x1F3FB && r <= 0x1F3FF
}

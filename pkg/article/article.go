package article

import (
	"strings"
	"time"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Meta is what is known of an article beside its text. Every field may be blank.
type Meta struct {
	ID        string       `json:"id"`        // the caller's own label
	Language  string       `json:"language"`  // "ar", "en", or "" to tell it from the text
	Published string       `json:"published"` // a day ("2020-02-10"), or RFC 3339
	Outlet    string       `json:"outlet"`
	URL       string       `json:"url"`
	Layout    isnad.Layout `json:"layout"` // LayoutPage where blank
}

// Or fills what m lacks from other.
func (m Meta) Or(other Meta) Meta {
	for _, f := range []struct{ to, from *string }{
		{&m.ID, &other.ID}, {&m.Language, &other.Language}, {&m.Published, &other.Published}, {&m.Outlet, &other.Outlet}, {&m.URL, &other.URL},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if m.Layout == "" {
		m.Layout = other.Layout
	}
	return m
}

// check refuses values that no article can have; place is named in the error.
func (m Meta) check(place string) error {
	if err := CheckPublished(m.Published); err != nil {
		return &isnad.BadInput{Place: place, Reason: err.Error()}
	}
	switch m.Language {
	case "", isnad.Arabic, isnad.English:
	default:
		return isnad.Bad(place, "language is %q, not ar, en or blank", m.Language)
	}
	switch m.Layout {
	case "", isnad.LayoutPage, isnad.LayoutPlain:
	default:
		return isnad.Bad(place, "layout is %q, not page or plain", m.Layout)
	}
	return nil
}

// CheckPublished tells whether s is a publication date: a day, RFC 3339, or "".
func CheckPublished(s string) error {
	if s == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return nil
	}
	if _, err := time.Parse(time.RFC3339, s); err == nil {
		return nil
	}
	return isnad.Bad("", "published is %q, not a date such as 2020-02-10 or 2020-02-10T08:00:00+03:00", s)
}

// Reader makes articles. It is safe for many goroutines.
type Reader struct {
	zoners map[string]*zoner
	other  *zoner // for languages without tables: shapes alone
}

// NewReader makes a reader with the tables of zones.
func NewReader(lex *lexicon.Lexicon) *Reader {
	r := &Reader{zoners: map[string]*zoner{}, other: newZoner(lex, "")}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		r.zoners[language] = newZoner(lex, language)
	}
	return r
}

// Text makes an article of a text, which is frozen byte for byte. place is named in errors, which are BadInput.
func (r *Reader) Text(place, text string, m Meta) (*isnad.Article, error) {
	return r.build(place, text, m, nil)
}

// build makes an article; known gives the zones of lines that the page's markup told.
func (r *Reader) build(place, text string, m Meta, known map[int]isnad.ZoneKind) (*isnad.Article, error) {
	if err := m.check(place); err != nil {
		return nil, err
	}
	if at := badUTF8(text); at >= 0 {
		return nil, isnad.Bad(place, "byte %d: the text is not UTF-8", at)
	}
	if m.Language == "" {
		m.Language = Language(text)
	}
	if m.Layout == "" {
		m.Layout = isnad.LayoutPage
	}
	z := r.zoners[m.Language]
	if z == nil {
		z = r.other
	}
	a := &isnad.Article{SourceID: m.ID, URL: m.URL, Outlet: m.Outlet, Published: m.Published, Language: m.Language, Layout: m.Layout, Text: text}
	a.Zones = z.zones(text, m, known)
	a.Title, a.Byline = firstOf(a, isnad.ZoneTitle), z.author(firstOf(a, isnad.ZoneByline))
	a.Seal()
	return a, nil
}

// badUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func badUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// firstOf gives the text of the first zone of a kind, on one line.
func firstOf(a *isnad.Article, kind isnad.ZoneKind) string {
	for _, z := range a.Zones {
		if z.Kind == kind {
			return strings.Join(strings.Fields(z.In(a.Text)), " ")
		}
	}
	return ""
}

package store

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// The number of rows on a page: where the question names none, and at most.
const (
	DefaultLimit = 50
	MostLimit    = 1000
)

// Query asks for claims. Blank fields ask for nothing; all others must hold together. FigureMin, FigureMax, Unit and Counted must hold
// of one and the same figure.
type Query struct {
	Text     string // words that all stand in the evidence or the speaker's name, as parts of words too; "…" keeps words together
	Claim    string // id
	Article  string // id
	Entity   string // id, or a name as the lexicon or the text has it
	Speaker  string // part of the name of who says it: a speaker, a document, its issuer
	Outlet   string
	Kind     string
	Language string
	Stance   string

	FigureMin isnad.Decimal // figures that may be as high as this or higher; an open side ("more than 8500") has no end
	FigureMax isnad.Decimal // figures that may be as low as this or lower
	Unit      string        // "USD", "%", "km"
	Counted   string        // part of the name of the thing counted

	PublishedFrom string // first day, "2020-02-10"; articles without a day are left out
	PublishedTo   string // last day

	Limit int    // rows on a page; 0 is DefaultLimit
	After string // Page.Next of the page before
}

// Check tells what is wrong with the question, as a BadInput, and gives it with its limit set.
func (q Query) Check() (Query, error) {
	var err error
	if q.Limit, err = checkLimit(q.Limit); err != nil {
		return q, err
	}
	for _, f := range []struct {
		name  string
		value isnad.Decimal
	}{{"figure minimum", q.FigureMin}, {"figure maximum", q.FigureMax}} {
		if f.value != "" && f.value.Rat() == nil {
			return q, isnad.Bad("query", "the %s %q is no number", f.name, string(f.value))
		}
	}
	for _, day := range []string{q.PublishedFrom, q.PublishedTo} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return q, isnad.Bad("query", "%q is no day like 2020-02-10", day)
		}
	}
	for _, s := range []string{q.Text, q.Speaker, q.Entity, q.Counted} {
		if s != "" && strings.Trim(Folded(s), `" `) == "" {
			return q, isnad.Bad("query", "%q holds no letters to look for", s)
		}
	}
	if q.After != "" {
		_, err = ParseKey(q.After)
	}
	return q, err
}

func checkLimit(limit int) (int, error) {
	switch {
	case limit < 0:
		return 0, isnad.Bad("query", "the limit %d is below 0", limit)
	case limit == 0:
		return DefaultLimit, nil
	}
	return min(limit, MostLimit), nil
}

// HasFigure tells whether the question is about a figure.
func (q Query) HasFigure() bool {
	return q.FigureMin != "" || q.FigureMax != "" || q.Unit != "" || q.Counted != ""
}

// Terms gives the folded words of Text, and each stretch between double quotation marks as one. An unclosed mark runs to the end.
func (q Query) Terms() []string {
	var out []string
	for i, part := range strings.Split(q.Text, `"`) {
		words := []string{part}
		if i%2 == 0 {
			words = strings.Fields(part)
		}
		for _, w := range words {
			if w = Folded(w); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}

// Folded gives the form in which text is searched: arabic.Fold of it, with one blank for every run of white space.
func Folded(s string) string {
	s = arabic.Fold(strings.ToValidUTF8(s, ""))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// HasTrigram tells whether folded text is long enough for an index of three letters.
func HasTrigram(folded string) bool { return utf8.RuneCountInString(folded) >= 3 }

// Key is the place of a claim in the order of Claims.
type Key struct {
	Day     string `json:"d"`
	Article int64  `json:"a"` // the store's own number of it
	At      int    `json:"p"` // where the cue stands, or the claim without one: it survives new revisions, as the claim's id does
	N       int    `json:"n"` // index in the record
}

// String writes the key as a word that fits into a URL.
func (k Key) String() string {
	b, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseKey reads what String wrote. The error is a BadInput.
func ParseKey(s string) (Key, error) {
	var k Key
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &k)
	}
	if err != nil {
		return Key{}, &isnad.BadInput{Place: "query", Reason: "this is the end of no page", Err: err}
	}
	return k, nil
}

// EntityQuery asks for entities. Blank fields ask for nothing.
type EntityQuery struct {
	ID        string
	Name      string // part of it
	Kind      string
	Announced bool // only those that were announced
	Limit     int  // 0 is DefaultLimit
	After     int64
}

// Check is like that of Query. After is Entity.Number of the last one seen.
func (q EntityQuery) Check() (EntityQuery, error) {
	var err error
	if q.Limit, err = checkLimit(q.Limit); err != nil {
		return q, err
	}
	if q.Name != "" && Folded(q.Name) == "" {
		return q, isnad.Bad("query", "%q holds no letters to look for", q.Name)
	}
	return q, nil
}

// Entity is what several mentions stand for, as it was first seen.
type Entity struct {
	Number     int64       `json:"number"` // counts up in the order of finding
	ID         string      `json:"id"`
	Kind       isnad.Kind  `json:"kind"`
	Name       string      `json:"name"`
	Wikidata   string      `json:"wikidata,omitempty"`
	Sentence   string      `json:"sentence"` // where it first stood
	Article    Article     `json:"article"`  // where that was
	Basis      isnad.Basis `json:"basis"`
	Confidence float64     `json:"confidence"` // the highest of any mention
	Articles   int         `json:"articles"`   // whose current revisions name it
	Announced  bool        `json:"announced"`
}

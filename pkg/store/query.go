package store

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// The number of rows on a page: where the question names none, and at most.
const (
	DefaultLimit = 50
	MostLimit    = 1000
)

// Sort is an order of claims.
type Sort string

// The orders of claims.
const (
	SortLatest   Sort = "latest"   // the latest publication day first, those without a day last; of a day, what came in last first; of an article, earlier words first
	SortEarliest Sort = "earliest" // the other way round, row by row
)

// Voice tells whether a speaker is named.
type Voice string

// The voices that can be asked for.
const (
	VoiceNamed     Voice = "named"     // the first utterer has a name
	VoiceAnonymous Voice = "anonymous" // it has none: «مسؤول قال»
)

// Query asks for claims. Blank fields ask for nothing; all others must hold together. FigureMin, FigureMax, Unit, Counted and Relation
// must hold of one and the same figure.
type Query struct {
	Text     string              // words that all stand in the evidence, the speaker's name or the names of what is mentioned, as parts of words too; "…" keeps words together
	Exact    bool                // the words of Text stand there as they are spelled, hamza and vowel marks too
	Names    map[string][]string // ids of entities that a folded term of Text names, as far as the caller knows: see Terms
	Claim    string              // id
	Article  string              // id
	Entity   string              // id, or a name as the lexicon or the text has it
	Speaker  string              // part of the name of who says it: a speaker, a document, its issuer
	Voice    Voice
	Outlet   string
	Kind     string
	Language string
	Stance   string
	Cue      string // its lemma: «قال»
	State    State

	FigureMin isnad.Decimal // figures that may be as high as this or higher; an open side ("more than 8500") has no end
	FigureMax isnad.Decimal // figures that may be as low as this or lower
	Unit      string        // "USD", "%", "km"
	Counted   string        // part of the name of the thing counted
	Relation  isnad.Relation

	PublishedFrom string // first day, "2020-02-10"; articles without a day are left out
	PublishedTo   string // last day
	SaidFrom      string // first day on which it may have been said; claims that tell no day are left out
	SaidTo        string // last day

	Since int64 // only articles that came in after the one of this number: see Stats.Latest

	Sort  Sort
	Limit int    // rows on a page; 0 is DefaultLimit
	After string // Page.Next of the page before
}

// Check tells what is wrong with the question, as a BadInput, and gives it with its limit set and its numbers as Decimal has them.
func (q Query) Check() (Query, error) {
	var err error
	if q.Limit, err = checkLimit(q.Limit); err != nil {
		return q, err
	}
	for _, f := range []struct {
		name  string
		value *isnad.Decimal
	}{{"figure minimum", &q.FigureMin}, {"figure maximum", &q.FigureMax}} {
		n, ok := number(*f.value)
		if *f.value != "" && !ok {
			return q, isnad.Bad("query", "the %s %.80q is no number", f.name, string(*f.value))
		}
		*f.value = n
	}
	if q.Sort == "" {
		q.Sort = SortLatest
	}
	if q.Sort != SortLatest && q.Sort != SortEarliest {
		return q, isnad.Bad("query", "there is no order %q: take latest or earliest", string(q.Sort))
	}
	if q.Voice != "" && q.Voice != VoiceNamed && q.Voice != VoiceAnonymous {
		return q, isnad.Bad("query", "there is no voice %q: take named or anonymous", string(q.Voice))
	}
	if q.State != "" && !slices.Contains(States, q.State) {
		return q, isnad.Bad("query", "there is no state %q: take one of %s", string(q.State), list(States))
	}
	if err := checkDays(q.PublishedFrom, q.PublishedTo, q.SaidFrom, q.SaidTo); err != nil {
		return q, err
	}
	for _, s := range []string{q.Text, q.Speaker, q.Entity, q.Counted, q.Cue} {
		if s != "" && strings.Trim(Folded(s), `" `) == "" {
			return q, isnad.Bad("query", "%.40q holds no letters to look for", s)
		}
	}
	if err := checkLength(q.Text, q.Speaker, q.Entity, q.Counted, q.Cue); err != nil {
		return q, err
	}
	if len(q.Alternatives()) > MostTerms {
		return q, isnad.Bad("query", "it holds more than %d words", MostTerms)
	}
	for _, s := range []string{q.Claim, q.Article, q.Outlet, q.Kind, q.Language, q.Stance, q.Unit, string(q.Relation)} {
		if !plain(s) {
			return q, isnad.Bad("query", "%.40q is no text", s)
		}
	}
	if q.After != "" {
		_, err = ParseKey(q.After)
	}
	return q, err
}

// checkLength refuses what is too long to be a question: comparing it with everything would keep a store busy.
func checkLength(texts ...string) error {
	for _, s := range texts {
		if utf8.RuneCountInString(s) > longestNote {
			return isnad.Bad("query", "it is longer than %d letters", longestNote)
		}
	}
	return nil
}

func checkDays(days ...string) error {
	for _, day := range days {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return isnad.Bad("query", "%.40q is no day like 2020-02-10", day)
		}
	}
	return nil
}

// plain tells whether s is text that every database holds.
func plain(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

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
	return q.FigureMin != "" || q.FigureMax != "" || q.Unit != "" || q.Counted != "" || q.Relation != ""
}

// Terms gives the folded words of Text, and each stretch between double quotation marks as one. An unclosed mark runs to the end.
func (q Query) Terms() []string {
	var out []string
	for _, w := range split(q.Text) {
		if w = Folded(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// Folded gives the form in which text is searched: arabic.Fold of it, with one blank for every run of white space.
func Folded(s string) string {
	s = arabic.Fold(strings.ToValidUTF8(s, ""))
	return strings.Join(strings.FieldsFunc(s, isBlank), " ")
}

// Key is the place of a claim in the order of Claims.
type Key struct {
	Day     string `json:"d"`
	Article int64  `json:"a"` // the store's own number of it
	At      int    `json:"p"` // where the cue stands, or the claim without one: it survives new revisions, as the claim's id does
	N       int    `json:"n"` // how many claims before it in the record have this place too: see Places
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
	if err != nil || !plain(k.Day) {
		return Key{}, &isnad.BadInput{Place: "query", Reason: "this is the end of no page", Err: err}
	}
	return k, nil
}

// EntityQuery asks for entities. Blank fields ask for nothing.
type EntityQuery struct {
	ID        string
	Name      string // part of any of its names
	Kind      string
	Verdict   Verdict
	Announced bool   // only those that were announced
	SeenFrom  string // first day of publication of the article that named it first
	SeenTo    string // last day of that
	Limit     int    // 0 is DefaultLimit
	After     int64  // Entity.Number of the last one seen
}

// Check is like that of Query. After is Entity.Number of the last one seen.
func (q EntityQuery) Check() (EntityQuery, error) {
	var err error
	if q.Limit, err = checkLimit(q.Limit); err != nil {
		return q, err
	}
	if q.Name != "" && Folded(q.Name) == "" {
		return q, isnad.Bad("query", "%.40q holds no letters to look for", q.Name)
	}
	if err := checkLength(q.Name); err != nil {
		return q, err
	}
	if q.Verdict != "" && !slices.Contains(Verdicts, q.Verdict) {
		return q, isnad.Bad("query", "there is no verdict %q: take one of %s", string(q.Verdict), list(Verdicts))
	}
	if !plain(q.ID) || !plain(q.Kind) {
		return q, isnad.Bad("query", "an id or a kind of an entity is no text")
	}
	return q, checkDays(q.SeenFrom, q.SeenTo)
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
	Verdict    Verdict     `json:"verdict"`
	MergedInto string      `json:"merged_into,omitempty"`
	Names      []string    `json:"names,omitempty"` // other names, as texts spell it and as what was merged into it is called; only where it was asked for by its id
}

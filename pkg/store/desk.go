package store

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// State is what people think of a claim.
type State string

// The states of claims. One that nobody has reviewed is StateNew.
const (
	StateNew         State = "new"
	StateInReview    State = "in_review"
	StateConfirmed   State = "confirmed"
	StateRejected    State = "rejected"
	StateDuplicate   State = "duplicate"
	StateNeedsSource State = "needs_source"
)

// States lists them in the order in which they are shown.
var States = []State{StateNew, StateInReview, StateConfirmed, StateRejected, StateDuplicate, StateNeedsSource}

// longestNote bounds what people write, in letters.
const longestNote = 10_000

// Review is an entry of the log of a claim. Nothing of it is ever changed.
type Review struct {
	Number     int64     `json:"number"` // counts up in the order of arrival
	Claim      string    `json:"claim"`
	Article    string    `json:"article"` // that the claim stands in
	State      State     `json:"state"`
	Note       string    `json:"note,omitempty"`
	Correction string    `json:"correction,omitempty"` // what it should say; the machine's reading stays beside it
	Who        string    `json:"who"`
	At         time.Time `json:"at"`
}

// Check tells what is wrong with a review that is to be added, as a BadInput.
func (r *Review) Check() error {
	switch {
	case r.Claim == "" || !plain(r.Claim):
		return isnad.Bad("review", "it names no claim")
	case !slices.Contains(States, r.State):
		return isnad.Bad("review", "there is no state %q: take one of %s", string(r.State), list(States))
	case strings.TrimSpace(r.Who) == "":
		return isnad.Bad("review", "it does not say who reviews")
	}
	return checkTexts("review", r.Who, r.Note, r.Correction)
}

// ReviewQuery asks for reviews. Blank fields ask for nothing.
type ReviewQuery struct {
	Claim string
	Who   string
	Limit int   // 0 is DefaultLimit
	After int64 // Review.Number of the last one seen
}

// Check is like that of Query.
func (q ReviewQuery) Check() (ReviewQuery, error) {
	var err error
	q.Limit, err = checkLimit(q.Limit)
	return q, err
}

// Verdict is what people think of an entity.
type Verdict string

// The verdicts. One that nobody has judged is VerdictNew.
const (
	VerdictNew       Verdict = "new"
	VerdictConfirmed Verdict = "confirmed"
	VerdictIgnored   Verdict = "ignored"
	VerdictMerged    Verdict = "merged"
)

// Verdicts lists them in the order in which they are shown.
var Verdicts = []Verdict{VerdictNew, VerdictConfirmed, VerdictIgnored, VerdictMerged}

// EntityDecision is an entry of the log of an entity.
type EntityDecision struct {
	Number  int64     `json:"number"`
	Entity  string    `json:"entity"`
	Verdict Verdict   `json:"verdict"`
	Into    string    `json:"into,omitempty"` // the entity that it was merged into
	Note    string    `json:"note,omitempty"`
	Who     string    `json:"who"`
	At      time.Time `json:"at"`
}

// Check tells what is wrong with a decision that is to be added, as a BadInput.
func (d *EntityDecision) Check() error {
	switch {
	case d.Entity == "" || !plain(d.Entity) || !plain(d.Into):
		return isnad.Bad("decision", "it names no entity")
	case !slices.Contains(Verdicts, d.Verdict):
		return isnad.Bad("decision", "there is no verdict %q: take one of %s", string(d.Verdict), list(Verdicts))
	case (d.Verdict == VerdictMerged) != (d.Into != ""):
		return isnad.Bad("decision", "only an entity that is merged goes into another, and it must name that")
	case d.Into == d.Entity:
		return isnad.Bad("decision", "%s cannot be merged into itself", d.Entity)
	case strings.TrimSpace(d.Who) == "":
		return isnad.Bad("decision", "it does not say who decides")
	}
	return checkTexts("decision", d.Who, d.Note)
}

// Search is a question that is kept, to be asked again.
type Search struct {
	ID    int64     `json:"id"`
	Name  string    `json:"name"`
	Query string    `json:"query"` // as it stands in a URL: "q=…&unit=USD"
	Who   string    `json:"who"`
	At    time.Time `json:"at"`
	Seen  int64     `json:"seen"` // claims of articles up to this number were seen: see Query.Since
}

// Check tells what is wrong with a search that is to be kept, as a BadInput.
func (s *Search) Check() error {
	if strings.TrimSpace(s.Name) == "" || strings.TrimSpace(s.Who) == "" {
		return isnad.Bad("search", "it needs a name and somebody who keeps it")
	}
	return checkTexts("search", s.Name, s.Query, s.Who)
}

func checkTexts(place string, texts ...string) error {
	for _, s := range texts {
		if !plain(s) {
			return isnad.Bad(place, "%.40q is no text: it is not UTF-8, or holds a NUL", s)
		}
		if utf8.RuneCountInString(s) > longestNote {
			return isnad.Bad(place, "a text is longer than %d letters", longestNote)
		}
	}
	return nil
}

func list[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}

// Revision is what one program with one set of tables read in an article.
type Revision struct {
	Extractor string `json:"extractor"`
	Lexicon   string `json:"lexicon"`
	Run       uint64 `json:"run"`
	Current   bool   `json:"current"`
	SHA256    string `json:"sha256"` // of the record's JSON
}

// MostCounted is the number of claims that Count counts: the first ones in the order of Claims. A store may stop earlier, where it has
// looked through many to find few: who filters by counts is told that there are more.
const MostCounted = 3000

// Counts tells what a question finds, by what its answers can be narrowed to. The values of a list stand in the order of their number.
type Counts struct {
	Claims    int     `json:"claims"`
	Complete  bool    `json:"complete"` // false where not all were counted: there are more than this, or may be
	Outlets   []Tally `json:"outlets"`
	Kinds     []Tally `json:"kinds"`
	Stances   []Tally `json:"stances"`
	Languages []Tally `json:"languages"`
	States    []Tally `json:"states"`
}

// Tally is how many claims have a value.
type Tally struct {
	Value  string `json:"value"`
	Claims int    `json:"claims"`
}

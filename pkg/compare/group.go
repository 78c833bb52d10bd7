package compare

import "isnad/pkg/isnad"

// Verdict is what a comparison finds.
type Verdict string

// The verdicts, those of most interest first.
const (
	Disagree    Verdict = "disagree"    // two voices cannot both be right
	Development Verdict = "development" // the later value follows upon the earlier one
	Agree       Verdict = "agree"       // two independent voices or more say what can be one number
	Single      Verdict = "single"      // one voice, or nothing that can be held against each other
)

func rank(v Verdict) int {
	switch v {
	case Disagree:
		return 0
	case Development:
		return 1
	case Agree:
		return 2
	}
	return 3
}

// Group holds the figures of one fact.
type Group struct {
	Verdict  Verdict          `json:"verdict"`
	Reason   Reason           `json:"reason"`
	Entity   Entity           `json:"entity"` // that ties the figures together
	Kind     isnad.FigureKind `json:"kind"`
	Unit     string           `json:"unit,omitempty"`
	Counted  []string         `json:"counted,omitempty"`
	Deed     string           `json:"deed,omitempty"`  // what befell the things counted: killed, damaged …
	Topic    string           `json:"topic,omitempty"` // stem of the word that measures share
	Role     isnad.FigureRole `json:"role,omitempty"`  // part, change or previous: compared only with its like
	Expected bool             `json:"expected,omitempty"`
	Voices   int              `json:"voices"`  // independent ones: an outlet, or the origin of copies
	Figures  []Figure         `json:"figures"` // in the order of publication

	spread   float64
	key      string
	entities []Entity
}

// Reason says in words why the verdict is what it is.
type Reason struct {
	Arabic  string `json:"ar"`
	English string `json:"en"`
}

// Entity is what a figure is about.
type Entity struct {
	ID   string     `json:"id"`
	Kind isnad.Kind `json:"kind"`
	Name string     `json:"name"`
}

// Article is the head of an article.
type Article struct {
	ID        string `json:"id"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
}

// Figure is what one voice says.
type Figure struct {
	Text     string           `json:"text"` // as written
	Relation isnad.Relation   `json:"relation"`
	Value    isnad.Decimal    `json:"value"`
	Low      isnad.Decimal    `json:"low"`
	High     isnad.Decimal    `json:"high"`
	Kind     isnad.FigureKind `json:"kind"`
	Unit     string           `json:"unit,omitempty"`
	Counted  []string         `json:"counted,omitempty"`
	Role     isnad.FigureRole `json:"role,omitempty"`
	From     string           `json:"from,omitempty"` // as written: what it was before («من 11 إلى 15»)
	Deed     string           `json:"deed,omitempty"`
	Expected bool             `json:"expected,omitempty"`
	Negated  bool             `json:"negated,omitempty"` // the speaker says that it is not so
	Speaker  string           `json:"speaker,omitempty"`
	Date     *isnad.Period    `json:"date,omitempty"` // of the fact, where the claim gives one
	Claim    string           `json:"claim"`
	Article  Article          `json:"article"`
	Origin   string           `json:"origin,omitempty"` // outlet of the text, where this is a copy of another's
	Agency   string           `json:"agency,omitempty"` // that the copies cite
	Copies   []Copy           `json:"copies,omitempty"` // the same figure in copies of the same text

	fromValue isnad.Decimal
}

// Copy is a figure in a copy: it is no voice of its own.
type Copy struct {
	Claim   string  `json:"claim"`
	Article Article `json:"article"`
}

// Entities gives all that the figures of the group are about: for filters.
func (g *Group) Entities() []Entity { return g.entities }

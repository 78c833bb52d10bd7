// Package tagger finds the people, places and organisations that no list holds: a conditional random field over words, affixes, word
// clusters, what the tables and rules say of each word, and how the same word stands elsewhere in the article.
//
// It knows words, the bits that the caller sets for them, and sentences. What a bit means, and whether a find counts beside those of
// lists and rules, is for the caller to say.
package tagger

// Label is the part of a name that a token plays.
type Label = uint8

// The labels, in the scheme of CoNLL (IOB2). Other names (peoples, prizes, languages) are learned so that they are not taken for those
// that are wanted.
const (
	Outside Label = iota
	BeginPerson
	InsidePerson
	BeginPlace
	InsidePlace
	BeginOrganisation
	InsideOrganisation
	BeginOther
	InsideOther
	labels
)

// Type is what a label names.
type Type uint8

// The types of names.
const (
	None Type = iota
	Person
	Place
	Organisation
	Other
)

// TypeOf gives the type of a label.
func TypeOf(l Label) Type { return Type((l + 1) / 2) }

// Begins tells whether a label begins a name.
func Begins(l Label) bool { return l%2 == 1 }

// Begin gives the label that begins a name of a type.
func Begin(t Type) Label { return Label(2*t - 1) }

// Inside gives the label of a further token of a name of a type.
func Inside(t Type) Label { return Label(2 * t) }

// follows tells whether a label may stand behind another: a name goes on only where one of its type stands.
func follows(from, to Label) bool {
	return to == Outside || Begins(to) || TypeOf(from) == TypeOf(to)
}

func starts(l Label) bool { return l == Outside || Begins(l) }

// Token is a token as the caller sees it.
type Token struct {
	Fold     string // as the text has it, folded
	Stem     string // without proclitics
	Sentence int    // tokens of a sentence stand together
	Word     bool   // letters, no number or mark
	Bits     uint64 // what tables and shape say of it; every bit is a feature
	Rule     Label  // what lists and rules make of it
}

// Tag is what the tagger makes of a token.
type Tag struct {
	Label Label
	P     [Other + 1]float32 // probability of each type, and of no name under None
}

// Probability gives that of the label's type.
func (t *Tag) Probability() float32 { return t.P[TypeOf(t.Label)] }

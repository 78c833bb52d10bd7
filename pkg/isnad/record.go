package isnad

// Kind is the sort of thing a name stands for.
type Kind string

// The kinds of mentions.
const (
	Person       Kind = "person"
	Organisation Kind = "organisation"
	Platform     Kind = "platform"
	Place        Kind = "place"
	Event        Kind = "event"
)

// Form tells how a mention refers to its entity.
type Form string

// The forms of mentions.
const (
	FormName    Form = "name"    // the proper name
	FormNominal Form = "nominal" // a common noun that points back («التنظيم»)
	FormDemonym Form = "demonym" // an adjective of a place («الروسي»)
)

// Basis tells what kind of evidence a mention rests on.
type Basis string

// The bases of mentions.
const (
	BasisLexicon Basis = "lexicon" // a row of a table
	BasisPattern Basis = "pattern" // a title, or a given name followed by an unknown one
	BasisHead    Basis = "head"    // an organisation's head noun
	BasisMemory  Basis = "memory"  // an earlier mention in the same article
	BasisLearned Basis = "learned" // the tagger
)

// Mention is one place where an entity is named.
type Mention struct {
	Excerpt
	Kind       Kind     `json:"kind"`
	Form       Form     `json:"form"`
	Entity     string   `json:"entity"` // a lexicon id ("org/isis"), or NameEntity of a name that no lexicon holds
	Name       string   `json:"name"`   // the entity's canonical name
	Wikidata   string   `json:"wikidata,omitempty"`
	Extended   *Excerpt `json:"extended,omitempty"` // with the descriptor noun and its quotation marks: وكالة "أعماق"
	Nested     bool     `json:"nested"`             // stands inside a longer name
	Basis      Basis    `json:"basis"`
	Confidence float64  `json:"confidence"` // 0 to 1
	Rule       string   `json:"rule"`       // file:line of the row, or the name of the rule, that found it
}

// FigureKind is the sort of quantity.
type FigureKind string

// The kinds of figures.
const (
	Count       FigureKind = "count"
	Money       FigureKind = "money"
	Percent     FigureKind = "percent"
	Duration    FigureKind = "duration"
	Distance    FigureKind = "distance"
	Area        FigureKind = "area"
	Weight      FigureKind = "weight"
	Volume      FigureKind = "volume"
	Temperature FigureKind = "temperature"
	Speed       FigureKind = "speed"
	Age         FigureKind = "age"
	Ordinal     FigureKind = "ordinal"
	OtherFigure FigureKind = "other"
)

// Relation tells how the number stands to the fact.
type Relation string

// The relations of figures and (the last five) of dates.
const (
	Exact      Relation = "exact"
	About      Relation = "about"
	MoreThan   Relation = "more_than"
	AtLeast    Relation = "at_least"
	LessThan   Relation = "less_than"
	AtMost     Relation = "at_most"
	Range      Relation = "range"
	Indefinite Relation = "indefinite"

	Before Relation = "before"
	After  Relation = "after"
	By     Relation = "by"
	Since  Relation = "since"
)

// FigureRole tells the part a figure plays where several speak of one changing quantity.
type FigureRole string

// The roles of figures; most figures have none.
const (
	RoleFrom     FigureRole = "from"
	RoleTo       FigureRole = "to"
	RoleChange   FigureRole = "change"
	RolePart     FigureRole = "part"
	RolePrevious FigureRole = "previous"
)

// Figure is one quantity. An approximator stays in Relation; it never widens Low and High.
type Figure struct {
	Excerpt
	Number   Excerpt    `json:"number"` // from the first to the last number word
	Kind     FigureKind `json:"kind"`
	Relation Relation   `json:"relation"`
	Value    Decimal    `json:"value"` // "" (null) for ranges and indefinite figures
	Low      Decimal    `json:"low"`
	High     Decimal    `json:"high"`
	Unit     string     `json:"unit,omitempty"`    // ISO 4217, "%", "pp", or an SI or customary unit's English name
	Counted  []string   `json:"counted,omitempty"` // head noun of each thing counted, singular and indefinite
	Role     FigureRole `json:"role,omitempty"`
	Rule     string     `json:"rule"`
}

// DateBasis tells how a date was resolved.
type DateBasis string

// The bases of dates.
const (
	DateExplicit   DateBasis = "explicit"
	DateInferred   DateBasis = "inferred"   // the year is the nearest not after publication
	DateRelative   DateBasis = "relative"   // counted from the publication date
	DateUnresolved DateBasis = "unresolved" // no publication date to count from
)

// Date is one expression of time. From and To are whole inclusive days ("2019-11-29"), RFC 3339 for hour and minute; nil is an open
// or unresolved side.
type Date struct {
	Excerpt
	From     *string   `json:"from"`
	To       *string   `json:"to"`
	Grain    string    `json:"grain"` // minute hour day week month quarter season half year decade century interval
	Timex    string    `json:"timex"` // TIMEX3 value, such as 2019-11-29 or XXXX-11-29
	Basis    DateBasis `json:"basis"`
	Relation Relation  `json:"relation,omitempty"` // before, after, by, since, about
	Rule     string    `json:"rule"`
}

// Record is what extraction gives of one article: one revision of what is known of it.
type Record struct {
	Schema    string    `json:"schema"`
	Extractor string    `json:"extractor"` // build hash of the program
	Lexicon   string    `json:"lexicon"`   // content hash of the tables in use
	Article   Article   `json:"article"`
	Mentions  []Mention `json:"mentions"`
	Figures   []Figure  `json:"figures"`
	Dates     []Date    `json:"dates"`
	Claims    []Claim   `json:"claims"`
}

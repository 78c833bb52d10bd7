package isnad

// ClaimKind is the way something is said.
type ClaimKind string

// The kinds of claims, in the order in which they are tried.
const (
	Responsibility ClaimKind = "responsibility" // a claim of responsibility (تبنى)
	Impersonal     ClaimKind = "impersonal"     // يُذكر أن: no speaker, only the outlet
	Document       ClaimKind = "document"       // a document speaks
	Direct         ClaimKind = "direct"         // one quote is the whole content
	Mixed          ClaimKind = "mixed"          // quotes inside the content
	Indirect       ClaimKind = "indirect"
	Narrated       ClaimKind = "narrated" // a sentence with a figure and no attribution
)

// Stance is the attitude that a reporting cue gives its speaker.
type Stance string

// The stances of cues.
const (
	Say      Stance = "say"
	Announce Stance = "announce"
	Confirm  Stance = "confirm"
	Deny     Stance = "deny"
	Warn     Stance = "warn"
	Accuse   Stance = "accuse"
	Assert   Stance = "claim"
	Admit    Stance = "admit"
	Estimate Stance = "estimate"
	Predict  Stance = "predict"
	Promise  Stance = "promise"
	Condemn  Stance = "condemn"
	Ask      Stance = "ask"
)

// Cue is the word or words that report speech.
type Cue struct {
	Excerpt
	Lemma  string `json:"lemma"`
	Stance Stance `json:"stance"`
}

// Quotation is the text between two quotation marks, without them.
type Quotation struct {
	Excerpt
	Closed bool `json:"closed"` // false where the source never closes it
}

// LinkRole is the part a party plays in passing a statement on.
type LinkRole string

// The roles of links, from the first utterer to the outlet.
const (
	RoleSpeaker   LinkRole = "speaker"
	RoleRelay     LinkRole = "relay"     // passes on what another said
	RoleRecipient LinkRole = "recipient" // was told
	RoleMedium    LinkRole = "medium"    // through which it was said
	RoleDocument  LinkRole = "document"  // says it
	RoleIssuer    LinkRole = "issuer"    // of a document
	RoleOutlet    LinkRole = "outlet"    // published it
)

// Resolution tells how the party of a link was found.
type Resolution string

// The resolutions of links.
const (
	Explicit  Resolution = "explicit"  // named on the spot
	Anaphoric Resolution = "anaphoric" // a pronoun, a verb form or a role noun points back
	Elliptic  Resolution = "elliptic"  // shares the speaker of a verb beside it
	Implicit  Resolution = "implicit"  // not in the text: the outlet
)

// Link is one party of a claim's source chain. The span is nil where no words name it on the spot.
type Link struct {
	Role       LinkRole   `json:"role"`
	Name       string     `json:"name"`
	Title      string     `json:"title,omitempty"`
	Named      bool       `json:"named"`
	Resolution Resolution `json:"resolution"`
	Mention    *int       `json:"mention,omitempty"` // index into Record.Mentions
	*Excerpt
}

// ModalityKind is the way a content is qualified.
type ModalityKind string

// The kinds of modality.
const (
	Possible    ModalityKind = "possible"
	Necessary   ModalityKind = "necessary"
	Future      ModalityKind = "future"
	Conditional ModalityKind = "conditional"
)

// Modality is a word that qualifies the content, such as «قد» or "may".
type Modality struct {
	Kind ModalityKind `json:"kind"`
	Excerpt
}

// Period is a stretch of whole inclusive days; nil is an open side.
type Period struct {
	From *string `json:"from"`
	To   *string `json:"to"`
}

// Claim is one thing said: who said what, through whom, with which verb. The excerpt is the evidence: speaker, cue and content
// together. Mentions, Figures and Dates are indexes into the record's lists.
type Claim struct {
	ID   string    `json:"id"`
	Kind ClaimKind `json:"kind"`
	Excerpt
	Cue        *Cue        `json:"cue"` // nil for narrated
	Content    Excerpt     `json:"content"`
	Quotes     []Quotation `json:"quotes"`
	Chain      []Link      `json:"chain"` // from the first utterer to the outlet
	Mentions   []int       `json:"mentions"`
	Figures    []int       `json:"figures"`
	Dates      []int       `json:"dates"`
	SaidOn     *Period     `json:"said_on,omitempty"`
	Negated    bool        `json:"negated"`
	Negation   *Excerpt    `json:"negation,omitempty"`
	Modality   []Modality  `json:"modality,omitempty"`
	Confidence float64     `json:"confidence"`          // 0 to 1: how sure the reading is
	Worth      float64     `json:"worth"`               // 0 to 1: how much it deserves to be checked
	WorthFor   []string    `json:"worth_for,omitempty"` // the features of the table worth.tsv that the score rests on
	Rule       string      `json:"rule"`
}

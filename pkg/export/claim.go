package export

import (
	"bufio"
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// linkedContext says what the names in a document of schema.org mean. What schema.org has no word for bears the prefix of the project.
const linkedContext = `["https://schema.org",{"isnad":"urn:isnad:term:","isnad:chain":{"@container":"@list"}}]`

// Identifiers of what has no address of its own.
const (
	claimURN   = "urn:isnad:claim:"
	articleURN = "urn:isnad:article:"
	draftURN   = "urn:isnad:draft:"
)

// thing is a node of schema.org that says what something is called.
type thing struct {
	Type       string `json:"@type"`
	Name       string `json:"name"`
	JobTitle   string `json:"jobTitle,omitempty"`
	Identifier string `json:"identifier,omitempty"`
	SameAs     string `json:"sameAs,omitempty"`
}

// newsArticle is where a claim stands.
type newsArticle struct {
	Type      string `json:"@type"`
	ID        string `json:"@id"`
	URL       string `json:"url,omitempty"`
	Headline  string `json:"headline,omitempty"`
	Published string `json:"datePublished,omitempty"`
	Language  string `json:"inLanguage,omitempty"`
	Author    *thing `json:"author,omitempty"`
	Publisher *thing `json:"publisher,omitempty"`
}

// node points to another node.
type node struct {
	ID string `json:"@id"`
}

// property is a feature of a figure.
type property struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// quantity is a figure.
type quantity struct {
	Type     string          `json:"@type"`
	Name     string          `json:"name"`
	Value    json.RawMessage `json:"value,omitempty"`
	Min      json.RawMessage `json:"minValue,omitempty"`
	Max      json.RawMessage `json:"maxValue,omitempty"`
	Unit     string          `json:"unitText,omitempty"`
	Features []property      `json:"additionalProperty"`
}

// claim is a Claim of schema.org.
type claim struct {
	Context  json.RawMessage `json:"@context,omitempty"`
	Type     string          `json:"@type"`
	ID       string          `json:"@id"`
	Text     string          `json:"text"`
	Language string          `json:"inLanguage,omitempty"`
	Author   *thing          `json:"author,omitempty"`
	BasedOn  *thing          `json:"isBasedOn,omitempty"`
	Created  string          `json:"dateCreated,omitempty"`
	Appears  newsArticle     `json:"appearance"`
	First    node            `json:"firstAppearance"`
	About    []any           `json:"about,omitempty"` // quantities and things

	Kind     string   `json:"isnad:kind"`
	Stance   string   `json:"isnad:stance,omitempty"`
	Negated  bool     `json:"isnad:negated"`
	Voice    string   `json:"isnad:voice,omitempty"` // named or anonymous
	Chain    []string `json:"isnad:chain"`
	Evidence string   `json:"isnad:evidence"`
	State    string   `json:"isnad:state"`
}

func newClaims(out *bufio.Writer) sheet {
	return newGraph(out, func(r *store.Row) any { return claimOf(r) })
}

// newGraph makes a document of nodes that rows alone tell all about.
func newGraph(out *bufio.Writer, of func(*store.Row) any) sheet {
	return &graph{writer: newWriter(out), head: `{"@context":` + linkedContext + `,"@graph":[`, tail: func() string { return "\n]}\n" },
		node: func(_ context.Context, r *store.Row, _ *shelf) (any, error) { return of(r), nil }}
}

func claimOf(r *store.Row) claim {
	c := &r.Claim
	out := claim{Type: "Claim", ID: claimURN + c.ID, Text: r.Stated(), Language: r.Article.Language, Appears: appearance(&r.Article),
		First: node{articleURN + r.Article.ID}, Kind: string(c.Kind), Stance: string(r.Stance()), Negated: c.Negated, Voice: string(r.Voice()),
		Chain: make([]string, len(c.Chain)), Evidence: c.Text, State: string(r.State)}
	for i := range c.Chain {
		out.Chain[i] = link(&c.Chain[i])
		switch l := &c.Chain[i]; {
		case (l.Role == isnad.RoleSpeaker || l.Role == isnad.RoleIssuer) && out.Author == nil:
			out.Author = party(l, r)
		case l.Role == isnad.RoleDocument && out.BasedOn == nil:
			out.BasedOn = &thing{Type: "CreativeWork", Name: l.Name}
		}
	}
	if s := c.SaidOn; s != nil && s.From != nil && s.To != nil && *s.From == *s.To {
		out.Created = *s.From
	}
	for i := range r.Figures {
		out.About = append(out.About, quantityOf(&r.Figures[i]))
	}
	for _, m := range entities(r) {
		out.About = append(out.About, thing{Type: typeOf(m.Kind), Name: m.Name, Identifier: m.Entity, SameAs: wikidata(m)})
	}
	return out
}

func appearance(a *store.Article) newsArticle {
	out := newsArticle{Type: "NewsArticle", ID: articleURN + a.ID, URL: webAddress(a.URL), Headline: a.Title, Published: a.Published, Language: a.Language}
	if a.Outlet != "" {
		out.Publisher = &thing{Type: "Organization", Name: a.Outlet}
	}
	if a.Byline != "" {
		out.Author = &thing{Type: "Person", Name: a.Byline}
	}
	return out
}

// party gives who speaks. Schema.org knows persons and organisations as authors: a city that speaks is a government.
func party(l *isnad.Link, r *store.Row) *thing {
	out := thing{Type: "Person", Name: l.Name, JobTitle: l.Title}
	if l.Role == isnad.RoleIssuer {
		out.Type = "Organization"
	}
	if l.Mention != nil {
		m := &r.Mentions[*l.Mention]
		if out.Identifier, out.SameAs = m.Entity, wikidata(m); m.Kind != isnad.Person {
			out.Type = "Organization"
		}
	}
	if out.Type != "Person" {
		out.JobTitle = ""
	}
	return &out
}

// types are the classes of schema.org for kinds of names.
var types = map[isnad.Kind]string{
	isnad.Person: "Person", isnad.Organisation: "Organization", isnad.Platform: "Organization", isnad.Place: "Place", isnad.Event: "Event",
}

func typeOf(k isnad.Kind) string {
	if t := types[k]; t != "" {
		return t
	}
	return "Thing"
}

// quantityOf gives a figure. "more than 8500" has a least value and no value: who reads the value alone must not take it for exact.
func quantityOf(f *isnad.Figure) quantity {
	out := quantity{Type: "QuantitativeValue", Name: f.Text, Unit: f.Unit, Features: []property{{"PropertyValue", "relation", string(f.Relation)}}}
	counted := strings.Join(f.Counted, " + ")
	if out.Unit == "" {
		out.Unit = counted
	}
	if counted != "" {
		out.Features = append(out.Features, property{"PropertyValue", "counted", counted})
	}
	if f.Role != "" {
		out.Features = append(out.Features, property{"PropertyValue", "role", string(f.Role)})
	}
	if f.Relation == isnad.Exact || f.Relation == isnad.About {
		out.Value = numberOf(f.Value)
	}
	if out.Value == nil {
		out.Min, out.Max = numberOf(f.Low), numberOf(f.High)
	}
	return out
}

// numberOf gives a number as JSON, nil for none.
func numberOf(d isnad.Decimal) json.RawMessage {
	if !numeral(string(d)) {
		return nil
	}
	return json.RawMessage(d)
}

var wikidataItem = regexp.MustCompile(`^Q[1-9][0-9]*$`)

func wikidata(m *isnad.Mention) string {
	if !wikidataItem.MatchString(m.Wikidata) {
		return ""
	}
	return "https://www.wikidata.org/wiki/" + m.Wikidata
}

// webAddress gives an address that can be followed, "" for anything else: «javascript:…» is no address of an article.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

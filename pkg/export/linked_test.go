package export_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// contexts are the two that documents refer to, as far as they use them.
var contexts = map[string]string{
	"https://schema.org":               "testdata/contexts/schema.jsonld",
	"http://www.w3.org/ns/anno.jsonld": "testdata/contexts/annotation.jsonld",
}

type loader struct{}

func (loader) LoadDocument(u string) (*ld.RemoteDocument, error) {
	b, err := os.ReadFile(contexts[u])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", u, err)
	}
	var doc any
	return &ld.RemoteDocument{DocumentURL: u, Document: doc}, json.Unmarshal(b, &doc)
}

// decoded reads a document and holds it to its JSON Schema.
func decoded(t testing.TB, text, schema string) map[string]any {
	t.Helper()
	c := jsonschema.NewCompiler()
	for _, name := range []string{"claim", "claimreview", "annotation"} {
		b, err := os.ReadFile("testdata/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(name+".schema.json", doc); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile(schema + ".schema.json").Validate(doc); err != nil {
		t.Errorf("%s: %v", schema, err)
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// statements expands a document and gives what it says, a line for each statement.
func statements(t testing.TB, doc map[string]any) string {
	t.Helper()
	o := ld.NewJsonLdOptions("https://base.example/")
	o.DocumentLoader, o.Format, o.Algorithm = loader{}, "application/n-quads", ld.AlgorithmURDNA2015
	quads, err := ld.NewJsonLdProcessor().ToRDF(doc, o)
	if err != nil {
		t.Fatal(err)
	}
	return quads.(string)
}

// terms gives how often names stand in a document that are no keywords: each is to become a statement or more.
func terms(v any, in map[string]int) map[string]int {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if name == "@context" || value == nil {
				continue
			}
			in[name]++
			terms(value, in)
		}
	case []any:
		for _, value := range v {
			terms(value, in)
		}
	}
	return in
}

// Every name in a document means something: a processor drops in silence what no context explains.
func TestEveryNameIsExplained(t *testing.T) {
	s := reviewed(t)
	for _, format := range []string{"claim", "claimreview", "annotation"} {
		text, _ := written(t, format, s)
		doc := decoded(t, text, format)
		all := statements(t, doc)
		for name := range terms(doc, map[string]int{}) {
			if strings.HasPrefix(name, "@") || name == "id" || name == "type" {
				continue
			}
			name = strings.TrimPrefix(name, "isnad:")
			if !strings.Contains(all, name+">") && !strings.Contains(strings.ToLower(all), "has"+name+">") && name != "motivation" {
				t.Errorf("%s: %s says nothing", format, name)
			}
		}
		if strings.Contains(all, "base.example") {
			t.Errorf("%s: a name or an address hangs upon where the document lies", format)
		}
	}
}

// reviewed is a store of two articles, in which somebody has judged a claim.
func reviewed(t testing.TB) store.Store {
	r := sites(t)
	s := hold(t, r, storm(t))
	if _, err := s.Review(t.Context(), store.Review{Claim: r.Claims[0].ID, State: store.StateConfirmed, Who: "نور"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// said tells whether a document makes the statement that begins and ends so.
func said(all, subject, predicate, object string) bool {
	for line := range strings.Lines(all) {
		if strings.HasPrefix(line, subject) && strings.Contains(line, "/"+predicate+"> ") && strings.HasSuffix(line, object+" .\n") {
			return true
		}
	}
	return false
}

func TestClaimsOfSchemaOrg(t *testing.T) {
	r := sites(t)
	text, n := written(t, "claim", reviewed(t))
	all := statements(t, decoded(t, text, "claim"))
	if n != 5 {
		t.Errorf("%d claims", n)
	}
	told, denied := "<urn:isnad:claim:"+r.Claims[0].ID+">", "<urn:isnad:claim:"+r.Claims[1].ID+">"
	article := "<urn:isnad:article:" + r.Article.ID + ">"
	for _, test := range []struct{ subject, predicate, object string }{
		{told, "text", `"` + r.Claims[0].Content.Text + `"`},
		{told, "appearance", article},
		{told, "firstAppearance", article},
		{told, "dateCreated", `"2020-02-09"^^<http://schema.org/Date>`},
		{denied, "text", `"ونفت وزارة الداخلية في بيان وجود تسرب"`}, // and not that there was a leak
		{article, "url", "<https://example.com/a?b=1&c=2>"},
		{article, "headline", `"مواقع داعش"`},
		{article, "datePublished", `"2020-02-10"^^<http://schema.org/Date>`},
		{"_:", "name", `"ديارنا"`},
		{"_:", "jobTitle", `"الأستاذ"`},
		{"_:", "sameAs", "<https://www.wikidata.org/wiki/Q123>"},
		{"_:", "value", `"26000"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{"_:", "value", `"-5"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{"_:", "minValue", `"8500"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{"_:", "maxValue", `"20"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{"_:", "unitText", `"موقع إلكتروني + حساب"`},
		{"_:", "value", `"more_than"`},
		{"_:", "name", `"the ministry"`}, // who issued the report
		{"_:", "name", `"A report"`},
	} {
		if !said(all, test.subject, test.predicate, test.object) {
			t.Errorf("it does not say: %s %s %s", test.subject, test.predicate, test.object)
		}
	}
	for _, wrong := range []string{`"وجود تسرب" .`, "javascript:", `/value> "8500"`, `/value> "10"`} {
		if strings.Contains(all, wrong) {
			t.Errorf("it says %s", wrong)
		}
	}
	if !strings.Contains(all, `<urn:isnad:term:negated> "true"`) || !strings.Contains(all, `<urn:isnad:term:state> "confirmed"`) {
		t.Error("negation and state are not told")
	}
}

func TestDraftsOfReviews(t *testing.T) {
	text, n := written(t, "claimreview", reviewed(t))
	doc := decoded(t, text, "claimreview")
	if n != 5 {
		t.Errorf("%d drafts", n)
	}
	judged := 0
	for _, v := range doc["@graph"].([]any) {
		d := v.(map[string]any)
		if d["claimReviewed"] != d["itemReviewed"].(map[string]any)["text"] {
			t.Errorf("the review is about %v, and the claim says %v", d["claimReviewed"], d["itemReviewed"])
		}
		switch name := d["reviewRating"].(map[string]any)["alternateName"]; name {
		case nil:
		case "مؤكد":
			judged++
		default:
			t.Errorf("a rating %v", name)
		}
	}
	all := statements(t, doc)
	if judged != 1 || strings.Count(all, `creativeWorkStatus> "Draft"`) != 5 {
		t.Errorf("%d drafts with a word for a rating:\n%s", judged, all)
	}
	for _, wrong := range []string{"ratingValue", "reviewBody"} {
		if strings.Contains(all, wrong) {
			t.Errorf("a draft says %s", wrong)
		}
	}
}

// Who speaks for a city or a platform is an organisation, as schema.org knows no other authors.
func TestAuthors(t *testing.T) {
	m := newRecord(t, isnad.Article{Text: "Paris said yes. Ann said no.", Language: "en"})
	paris, ann := m.mention("Paris", isnad.Place, "place/paris", "Paris", "Q90"), m.mention("Ann", isnad.Person, "name1:ann", "Ann", "")
	for i, s := range []struct {
		evidence, content string
		mention           int
	}{{"Paris said yes", "yes", paris}, {"Ann said no", "no", ann}} {
		m.claim(s.evidence, s.content, isnad.Claim{Kind: isnad.Indirect, Chain: []isnad.Link{{Role: isnad.RoleSpeaker, Name: m.r.Mentions[i].Name, Title: "Dr", Mention: &s.mention}}})
	}
	text, _ := written(t, "claim", hold(t, m.record()))
	var got []string
	for _, v := range decoded(t, text, "claim")["@graph"].([]any) {
		got = append(got, fmt.Sprint(v.(map[string]any)["author"]))
	}
	want := "map[@type:Organization identifier:place/paris name:Paris sameAs:https://www.wikidata.org/wiki/Q90] map[@type:Person identifier:name1:ann jobTitle:Dr name:Ann]"
	if strings.Join(got, " ") != want {
		t.Errorf("%v", got)
	}
}

package api_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/webtest"
)

// document is what tests look for in the OpenAPI document.
type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Summary     string `json:"summary"`
		Parameters  []struct {
			Name        string `json:"name"`
			In          string `json:"in"`
			Description string `json:"description"`
			Schema      schema `json:"schema"`
		} `json:"parameters"`
		Security []map[string][]string `json:"security"`
	} `json:"paths"`
}

type schema struct {
	Enum []string `json:"enum"`
}

func TestTheDocumentIsValid(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	for _, fault := range l.check.document() {
		t.Error(fault)
	}
	_, response, _ := l.send("GET", "/api/v1/openapi.json", "")
	if got := response.Header.Get("Content-Type"); got != "application/openapi+json" {
		t.Error(got)
	}
	doc := read[document](l, l.document)
	if doc.OpenAPI != "3.1.0" || len(doc.Paths) < 18 {
		t.Errorf("OpenAPI %s with %d paths", doc.OpenAPI, len(doc.Paths))
	}
	ids := map[string]bool{}
	for path, operations := range doc.Paths {
		for method, op := range operations {
			if op.OperationID == "" || op.Summary == "" || ids[op.OperationID] {
				t.Errorf("%s %s: id %q, summary %q", method, path, op.OperationID, op.Summary)
			}
			ids[op.OperationID] = true
			if free := slices.ContainsFunc(op.Security, func(s map[string][]string) bool { return len(s) == 0 }); free != (method == "get") {
				t.Errorf("%s %s: may be asked without a token: %v", method, path, free)
			}
			for _, p := range op.Parameters {
				if p.In == "query" && p.Description == "" {
					t.Errorf("%s %s: %s is not described", method, path, p.Name)
				}
			}
		}
	}
	if _, response, body := l.send("GET", "/api/v1/openapi.yaml", ""); response.StatusCode != 200 || !strings.Contains(string(body), "openapi: 3.1.0") {
		t.Errorf("%d %.100s", response.StatusCode, body)
	}
	if _, response, body := l.send("GET", "/api/v1/", ""); response.StatusCode != 200 || !strings.Contains(string(body), "/api/v1/claims/{id}") {
		t.Errorf("%d %.100s", response.StatusCode, body)
	}
}

// Every part of a question is a parameter, and every parameter a part of a question.
func TestParametersAreThoseOfQuestions(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	all := store.Query{Text: "x", Exact: true, Claim: "x", Article: "x", Entity: "x", Speaker: "x", Voice: "x", Outlet: "x", Kind: "x", Language: "x",
		Stance: "x", Cue: "x", State: "x", FigureMin: "1", FigureMax: "1", Unit: "x", Counted: "x", Relation: "x", PublishedFrom: "x", PublishedTo: "x",
		SaidFrom: "x", SaidTo: "x", Since: 1, Sort: store.SortEarliest, Limit: 1, After: "x"}.Values()
	doc := read[document](l, l.document)
	for _, path := range []string{"/api/v1/claims", "/api/v1/claims/counts"} {
		got := url.Values{}
		for _, p := range doc.Paths[path]["get"].Parameters {
			got.Set(p.Name, "")
		}
		for name := range all {
			if !got.Has(name) {
				t.Errorf("%s: no parameter %s", path, name)
			}
		}
		if len(got) != len(all) {
			t.Errorf("%s: %d parameters, a question has %d", path, len(got), len(all))
		}
	}
}

// What a parameter may be is what a record may hold, in the words of the JSON Schema of records.
func TestEnumsAreThoseOfRecords(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	var record struct {
		Defs map[string]struct {
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(isnad.RecordSchema, &record); err != nil {
		t.Fatal(err)
	}
	enum := func(def, property string) []string {
		t.Helper()
		var s schema
		if err := json.Unmarshal(record.Defs[def].Properties[property], &s); err != nil {
			t.Fatal(err)
		}
		return s.Enum
	}
	var cue struct {
		OneOf []struct {
			Properties map[string]schema `json:"properties"`
		} `json:"oneOf"`
	}
	if err := json.Unmarshal(record.Defs["claim"].Properties["cue"], &cue); err != nil {
		t.Fatal(err)
	}
	doc := read[document](l, l.document)
	parameter := func(path, name string) []string {
		for _, p := range doc.Paths[path]["get"].Parameters {
			if p.Name == name {
				return p.Schema.Enum
			}
		}
		return nil
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"kind", parameter("/api/v1/claims", "kind"), enum("claim", "kind")},
		{"stance", parameter("/api/v1/claims", "stance"), cue.OneOf[1].Properties["stance"].Enum},
		{"relation", parameter("/api/v1/claims", "relation"), enum("figure", "relation")},
		{"kind of an entity", parameter("/api/v1/entities", "kind"), enum("mention", "kind")},
		{"basis", component(t, l, "Entity", "basis"), enum("mention", "basis")},
		{"kind of a figure", component(t, l, "ComparedFigure", "kind"), enum("figure", "kind")},
		{"role", component(t, l, "ComparedFigure", "role"), enum("figure", "role")},
	} {
		slices.Sort(c.got)
		slices.Sort(c.want)
		if len(c.want) < 3 || !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, records have %v", c.name, c.got, c.want)
		}
	}
}

// component gives what a property of a schema may be.
func component(t *testing.T, l *lab, name, property string) []string {
	t.Helper()
	doc := read[struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]schema `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}](l, l.document)
	return doc.Components.Schemas[name].Properties[property].Enum
}

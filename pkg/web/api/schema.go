package api

import (
	"encoding/json"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"isnad/pkg/compare"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

const components = "#/components/schemas/"

// enum describes a text that is one of several.
func enum[T ~string](values ...T) huma.Schema {
	s := huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// kept are the types that are not described by their fields: those of texts that are one of several, and the parts of a record, which
// the JSON Schema of records describes.
func kept() map[reflect.Type]huma.Schema {
	part := func(name string) huma.Schema { return huma.Schema{Ref: components + name} }
	return map[reflect.Type]huma.Schema{
		reflect.TypeFor[isnad.Record]():  part("Record"),
		reflect.TypeFor[isnad.Claim]():   part("Claim"),
		reflect.TypeFor[isnad.Mention](): part("Mention"),
		reflect.TypeFor[isnad.Figure]():  part("Figure"),
		reflect.TypeFor[isnad.Date]():    part("Date"),
		reflect.TypeFor[isnad.Period]():  part("Period"),
		reflect.TypeFor[isnad.Decimal](): {Type: huma.TypeNumber, Nullable: true},

		reflect.TypeFor[isnad.Kind]():  enum(isnad.Person, isnad.Organisation, isnad.Platform, isnad.Place, isnad.Event),
		reflect.TypeFor[isnad.Basis](): enum(isnad.BasisLexicon, isnad.BasisPattern, isnad.BasisHead, isnad.BasisMemory, isnad.BasisLearned),
		reflect.TypeFor[isnad.ClaimKind](): enum(isnad.Direct, isnad.Indirect, isnad.Mixed, isnad.Responsibility, isnad.Document, isnad.Impersonal,
			isnad.Narrated),
		reflect.TypeFor[isnad.Stance](): enum(isnad.Say, isnad.Announce, isnad.Confirm, isnad.Deny, isnad.Warn, isnad.Accuse, isnad.Assert,
			isnad.Admit, isnad.Estimate, isnad.Predict, isnad.Promise, isnad.Condemn, isnad.Ask),
		reflect.TypeFor[isnad.FigureKind](): enum(isnad.Count, isnad.Money, isnad.Percent, isnad.Duration, isnad.Distance, isnad.Area, isnad.Weight,
			isnad.Volume, isnad.Temperature, isnad.Speed, isnad.Age, isnad.Ordinal, isnad.OtherFigure),
		reflect.TypeFor[isnad.FigureRole](): enum(isnad.RoleFrom, isnad.RoleTo, isnad.RoleChange, isnad.RolePart, isnad.RolePrevious),
		reflect.TypeFor[isnad.Relation](): enum(isnad.Exact, isnad.About, isnad.MoreThan, isnad.AtLeast, isnad.LessThan, isnad.AtMost, isnad.Range,
			isnad.Indefinite),

		reflect.TypeFor[store.State]():     enum(store.States...),
		reflect.TypeFor[store.Verdict]():   enum(store.Verdicts...),
		reflect.TypeFor[store.Sort]():      enum(store.SortLatest, store.SortEarliest),
		reflect.TypeFor[store.Voice]():     enum(store.VoiceNamed, store.VoiceAnonymous),
		reflect.TypeFor[compare.Verdict](): enum(compare.Disagree, compare.Development, compare.Agree, compare.Single),
	}
}

// registry is the schemas of the types that operations speak of.
type registry struct {
	kept    map[reflect.Type]huma.Schema
	schemas map[string]*huma.Schema
	types   map[string]reflect.Type
}

func newRegistry() *registry {
	return &registry{kept(), map[string]*huma.Schema{}, map[string]reflect.Type{}}
}

// Schema describes a type. Structs are described once, by name, and pointed to. Lists are never null here.
func (r *registry) Schema(t reflect.Type, allowRef bool, hint string) *huma.Schema {
	bare := t
	for bare.Kind() == reflect.Pointer {
		bare = bare.Elem()
	}
	if s, ok := r.kept[bare]; ok {
		s.PrecomputeMessages()
		return &s
	}
	if bare.Kind() != reflect.Struct || bare.PkgPath() == "time" {
		s := huma.SchemaFromType(r, t)
		if s.Type == huma.TypeArray {
			s.Nullable = false
		}
		return s
	}
	name := schemaName(bare, hint)
	if r.types[name] == nil {
		r.types[name], r.schemas[name] = bare, &huma.Schema{} // may point to itself
		r.schemas[name] = huma.SchemaFromType(r, bare)
	}
	if r.types[name] != bare {
		panic("api: " + r.types[name].String() + " and " + bare.String() + " are both named " + name)
	}
	if allowRef {
		return &huma.Schema{Ref: components + name}
	}
	return r.schemas[name]
}

// schemaName names a type in the document. Three packages have an Article and an Entity of their own.
func schemaName(t reflect.Type, hint string) string {
	name := t.Name()
	if name == "" {
		name = hint
	}
	switch {
	case t == reflect.TypeFor[store.Article]():
		return "ArticleHead"
	case path.Base(t.PkgPath()) == "compare":
		return "Compared" + name
	case t == reflect.TypeFor[huma.ErrorModel]():
		return "Problem"
	case t == reflect.TypeFor[huma.ErrorDetail]():
		return "ProblemDetail"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// SchemaFromRef gives what a reference points to.
func (r *registry) SchemaFromRef(ref string) *huma.Schema {
	return r.schemas[strings.TrimPrefix(ref, components)]
}

// TypeFromRef gives the type behind a reference.
func (r *registry) TypeFromRef(ref string) reflect.Type {
	return r.types[strings.TrimPrefix(ref, components)]
}

// Map gives the schemas by name.
func (r *registry) Map() map[string]*huma.Schema { return r.schemas }

// RegisterTypeAlias describes one type as another is.
func (r *registry) RegisterTypeAlias(t, alias reflect.Type) { r.kept[t] = *r.Schema(alias, true, "") }

// MarshalJSON writes the schemas, and beside them the parts of a record out of its own schema.
func (r *registry) MarshalJSON() ([]byte, error) {
	all, err := recordParts()
	if err != nil {
		return nil, err
	}
	for name, s := range r.schemas {
		all[name] = s
	}
	return json.Marshal(all)
}

// recordParts gives the JSON Schema of records as components: what stands under $defs in it, and the record itself.
func recordParts() (map[string]any, error) {
	var record map[string]any
	if err := json.Unmarshal(isnad.RecordSchema, &record); err != nil {
		return nil, err
	}
	defs, _ := record["$defs"].(map[string]any)
	for _, key := range []string{"$defs", "$id", "$schema"} {
		delete(record, key)
	}
	parts := map[string]any{"Record": pointed(record)}
	for name, s := range defs {
		parts[partName(name)] = pointed(s)
	}
	return parts, nil
}

func partName(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// pointed turns the references of a schema to those of the document.
func pointed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if name, ok := value.(string); ok && key == "$ref" {
				v[key] = components + partName(strings.TrimPrefix(name, "#/$defs/"))
				continue
			}
			v[key] = pointed(value)
		}
	case []any:
		for i := range v {
			v[i] = pointed(v[i])
		}
	}
	return v
}

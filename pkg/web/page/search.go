package page

import (
	"net/http"
	"net/url"
	"slices"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// searchPage lists what a question finds.
type searchPage struct {
	*view
	Query   store.Query
	Cards   []*card
	Counts  store.Counts
	Least   int    // claims that there are, where not all were counted
	Hidden  []pair // of the form: what is asked for beside its fields
	Active  []chip
	Facets  []facet
	Choices choices
	Next    string
	First   string
	Exports []download
	Saved   string // the question as it is kept
	Blank   bool   // nothing is asked for
	Drawn   string // the timeline of what is asked for
}

type pair struct{ Name, Value string }

// facet is a list of values that narrow a question, with how many claims have each.
type facet struct {
	Title  string
	Values []facetValue
}

type facetValue struct {
	Text   string
	Claims string
	Href   string
	On     bool
}

// choices are the values of the lists in the form.
type choices struct {
	Voices, Relations, Sorts []option
}

type option struct {
	Value, Text string
	On          bool
}

func options[T ~string](t tongue, enum string, values []T, chosen T) []option {
	out := make([]option, len(values))
	for i, v := range values {
		out[i] = option{string(v), t.Label(enum, v), v == chosen}
	}
	return out
}

// figureRelations are those that a figure can have.
var figureRelations = []isnad.Relation{isnad.Exact, isnad.About, isnad.MoreThan, isnad.AtLeast, isnad.LessThan, isnad.AtMost, isnad.Range, isnad.Indefinite}

func (p *Pages) search(r *http.Request, v *view) (answer, error) {
	q, err := store.ParseQuery(r.URL.Query())
	if err != nil {
		return answer{}, err
	}
	q = p.Desk.Ask(q)
	s := &searchPage{view: v, Query: q}
	counting := beside(func() (store.Counts, error) { return p.Desk.Count(r.Context(), q) }) // the reader waits for the slower one
	found, err := p.Desk.Claims(r.Context(), q)
	if err != nil {
		return answer{}, err
	}
	if s.Counts, err = counting(); err != nil {
		return answer{}, err
	}
	s.Least = max(s.Counts.Claims, len(found.Rows)) // a store that stops counting early shows rows that it has not counted
	v.Title, v.Section, v.Wide = join(" – ", clip(q.Text, longestTitle), v.T("search.title")), "search", true
	for i := range found.Rows {
		s.Cards = append(s.Cards, v.card(&found.Rows[i]))
	}
	values := q.Values()
	if found.Next != "" {
		s.Next = address("/", with(values, "cursor", found.Next))
	}
	if q.After != "" {
		s.First = address("/", with(values, "cursor", ""))
	}
	values.Del("cursor")
	s.Saved = values.Encode()
	s.Drawn = address("/timeline", values)
	s.Exports = v.downloads(values)
	s.Active = v.active(q, values)
	s.Blank = len(s.Active) == 0
	s.facets(values)
	s.form(values)
	return show("search", s)
}

// beside runs f beside its caller and gives what waits for it. A panic of f's is the caller's, which loses one request and not the program.
func beside[T any](f func() (T, error)) func() (T, error) {
	type result struct {
		value T
		err   error
		fell  any
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			r.fell = recover()
			done <- r
		}()
		r.value, r.err = f()
	}()
	return func() (T, error) {
		r := <-done
		if r.fell != nil {
			panic(r.fell)
		}
		return r.value, r.err
	}
}

// with gives a copy of parameters with one set, or dropped where it is blank.
func with(v url.Values, name, value string) url.Values {
	out := url.Values{}
	for k, list := range v {
		out[k] = slices.Clone(list)
	}
	if value == "" {
		out.Del(name)
	} else {
		out.Set(name, value)
	}
	return out
}

// filterNames are the parameters that narrow a question, in the order in which they are shown; enum names their values.
var filterNames = []struct{ name, enum string }{
	{"q", ""}, {"exact", "exact"}, {"state", "state"}, {"kind", "saying"}, {"stance", "stance"}, {"cue", ""}, {"speaker", ""}, {"voice", "voice"}, {"entity", ""},
	{"outlet", ""}, {"language", "language"}, {"min", ""}, {"max", ""}, {"unit", "unit"}, {"counted", ""}, {"relation", "relation"},
	{"from", "day"}, {"to", "day"}, {"said_from", "day"}, {"said_to", "day"}, {"article", ""}, {"claim", ""}, {"since", ""},
}

// active gives what a question is narrowed by; each leads to the question without it.
func (v *view) active(q store.Query, values url.Values) (out []chip) {
	for _, f := range filterNames {
		value := values.Get(f.name)
		if value == "" {
			continue
		}
		c := chip{Text: value, Note: v.T("filter." + f.name), Href: address("/", with(values, f.name, ""))}
		switch f.enum {
		case "":
		case "exact":
			c.Text = v.T("one.yes")
		case "day":
			c.Text = v.Day(value)
		default:
			c.Text = v.Label(f.enum, value)
		}
		out = append(out, c)
	}
	return out
}

func (s *searchPage) facets(values url.Values) {
	for _, f := range []struct {
		name, enum string
		tallies    []store.Tally
	}{
		{"state", "state", s.Counts.States}, {"kind", "saying", s.Counts.Kinds}, {"stance", "stance", s.Counts.Stances},
		{"outlet", "", s.Counts.Outlets}, {"language", "language", s.Counts.Languages},
	} {
		out := facet{Title: s.T("filter." + f.name)}
		for _, t := range f.tallies {
			if t.Value == "" {
				continue
			}
			v := facetValue{Text: t.Value, Claims: s.Num(t.Claims), On: values.Get(f.name) == t.Value}
			if f.enum != "" {
				v.Text = s.Label(f.enum, t.Value)
			}
			if v.On {
				v.Href = address("/", with(values, f.name, ""))
			} else {
				v.Href = address("/", with(values, f.name, t.Value))
			}
			out.Values = append(out.Values, v)
		}
		if len(out.Values) > 0 {
			s.Facets = append(s.Facets, out)
		}
	}
}

// form fills the lists of the form, and keeps what it has no field for.
func (s *searchPage) form(values url.Values) {
	s.Choices = choices{
		Voices:    options(s.tongue, "voice", []store.Voice{store.VoiceNamed, store.VoiceAnonymous}, s.Query.Voice),
		Relations: options(s.tongue, "relation", figureRelations, s.Query.Relation),
		Sorts:     options(s.tongue, "sort", []store.Sort{store.SortLatest, store.SortEarliest}, s.Query.Sort),
	}
	s.Hidden = hidden(values, "q", "exact", "sort", "speaker", "voice", "entity", "min", "max", "unit", "counted", "relation", "from", "to", "said_from", "said_to")
}

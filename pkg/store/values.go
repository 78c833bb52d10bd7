package store

import (
	"net/url"
	"strconv"

	"isnad/pkg/isnad"
)

// field is a part of a Query that is text in a URL.
type field struct {
	name string
	get  func(q *Query) string
	set  func(q *Query, s string)
}

func textual[T ~string](name string, of func(q *Query) *T) field {
	return field{name, func(q *Query) string { return string(*of(q)) }, func(q *Query, s string) { *of(q) = T(s) }}
}

// fields are these parts, in the order in which they are shown.
var fields = []field{
	textual("q", func(q *Query) *string { return &q.Text }),
	textual("entity", func(q *Query) *string { return &q.Entity }),
	textual("speaker", func(q *Query) *string { return &q.Speaker }),
	textual("voice", func(q *Query) *Voice { return &q.Voice }),
	textual("outlet", func(q *Query) *string { return &q.Outlet }),
	textual("kind", func(q *Query) *string { return &q.Kind }),
	textual("stance", func(q *Query) *string { return &q.Stance }),
	textual("cue", func(q *Query) *string { return &q.Cue }),
	textual("language", func(q *Query) *string { return &q.Language }),
	textual("state", func(q *Query) *State { return &q.State }),
	textual("min", func(q *Query) *isnad.Decimal { return &q.FigureMin }),
	textual("max", func(q *Query) *isnad.Decimal { return &q.FigureMax }),
	textual("unit", func(q *Query) *string { return &q.Unit }),
	textual("counted", func(q *Query) *string { return &q.Counted }),
	textual("relation", func(q *Query) *isnad.Relation { return &q.Relation }),
	textual("from", func(q *Query) *string { return &q.PublishedFrom }),
	textual("to", func(q *Query) *string { return &q.PublishedTo }),
	textual("said_from", func(q *Query) *string { return &q.SaidFrom }),
	textual("said_to", func(q *Query) *string { return &q.SaidTo }),
	textual("article", func(q *Query) *string { return &q.Article }),
	textual("claim", func(q *Query) *string { return &q.Claim }),
	textual("sort", func(q *Query) *Sort { return &q.Sort }),
	textual("cursor", func(q *Query) *string { return &q.After }),
}

// ParseQuery reads a question from the parameters of a URL and checks it. Parameters that belong to no question are passed over; the
// error is a BadInput.
func ParseQuery(v url.Values) (Query, error) {
	var q Query
	for _, f := range fields {
		f.set(&q, v.Get(f.name))
	}
	switch exact := v.Get("exact"); exact {
	case "", "0", "false":
	case "1", "true", "on": // "on" is what a form sends
		q.Exact = true
	default:
		return q, isnad.Bad("query", "exact is %q, neither true nor false", exact)
	}
	if s := v.Get("since"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 {
			return q, isnad.Bad("query", "since is %q, no number of an article", s)
		}
		q.Since = n
	}
	if s := v.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			return q, isnad.Bad("query", "the limit %q is no whole number", s)
		}
		q.Limit = n
	}
	return q.Check()
}

// Values writes a question as the parameters of a URL, so that ParseQuery reads it. Names are left out: whoever asks knows them anew.
func (q Query) Values() url.Values {
	v := url.Values{}
	for _, f := range fields {
		if s := f.get(&q); s != "" && !(f.name == "sort" && s == string(SortLatest)) {
			v.Set(f.name, s)
		}
	}
	if q.Exact {
		v.Set("exact", "1")
	}
	if q.Since > 0 {
		v.Set("since", strconv.FormatInt(q.Since, 10))
	}
	if q.Limit > 0 && q.Limit != DefaultLimit {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	return v
}

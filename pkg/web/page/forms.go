package page

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"isnad/pkg/isnad"
)

// number reads a whole number from the parameters of an address; without one it is 0.
func number(r *http.Request, name string) (int64, error) {
	s := r.FormValue(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, isnad.Bad("query", "%s is %.40q, no whole number", name, s)
	}
	return n, nil
}

// numbered gives the parameters of the page behind the entry of this number.
func numbered(q url.Values, n int64) url.Values {
	return with(with(q, "lang", ""), "after", strconv.FormatInt(n, 10))
}

// lines gives what was written into a field, with line feeds as they are elsewhere: forms send two characters for each.
func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// hidden gives the parameters that a form has no field for.
func hidden(values url.Values, fields ...string) (out []pair) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(fields, name) {
			out = append(out, pair{name, values.Get(name)})
		}
	}
	return out
}

package page

import (
	"net/url"
	"strings"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
)

// download is a file that a question can be had as.
type download struct {
	Name  string
	Short string // on a button
	About string // what is in it, in words
	Href  string
	Usual bool // of those with one extension, the one that is meant where none is named
}

// downloads leads to every format of a question: all it finds, whatever page of it is shown.
func (t tongue) downloads(values url.Values) (out []download) {
	values = with(with(values, "cursor", ""), "limit", "")
	known := map[string]bool{}
	for _, f := range export.Formats {
		d := download{Name: f.Name, Short: strings.ToUpper(f.Extension), About: f.Arabic, Href: address("/export."+f.Extension, values), Usual: !known[f.Extension]}
		if t == isnad.English {
			d.About = f.English
		}
		if !d.Usual {
			d.Href = address("/export."+f.Extension, with(values, "format", f.Name))
		}
		known[f.Extension] = true
		out = append(out, d)
	}
	return out
}

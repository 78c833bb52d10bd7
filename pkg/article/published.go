package article

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dateProperties are the names under which pages state when they were published, best first.
var dateProperties = []string{"article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dc.date", "parsely-pub-date", "pubdate", "date"}

// published gives the publication time that the page's metadata states, as CheckPublished accepts it, or "". A date somewhere in the text
// may be of anything and is not looked at.
func published(root *html.Node) string {
	found := map[string]string{}
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			for _, key := range [...]string{"property", "name", "itemprop"} {
				name := strings.ToLower(attribute(n, key))
				if at := asPublished(attribute(n, "content")); name != "" && at != "" && found[name] == "" {
					found[name] = at
				}
			}
		case atom.Script:
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") && n.FirstChild != nil && found["datepublished"] == "" {
				var data any
				if json.Unmarshal([]byte(n.FirstChild.Data), &data) == nil {
					found["datepublished"] = asPublished(linked(data))
				}
			}
		}
	}
	for _, name := range dateProperties {
		if found[name] != "" {
			return found[name]
		}
	}
	return ""
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// linked gives the first datePublished of JSON-LD data.
func linked(data any) string {
	switch v := data.(type) {
	case map[string]any:
		if s, ok := v["datePublished"].(string); ok {
			return s
		}
		return linked(v["@graph"])
	case []any:
		for _, item := range v {
			if s := linked(item); s != "" {
				return s
			}
		}
	}
	return ""
}

// asPublished brings what pages write to a form that CheckPublished accepts, or "".
func asPublished(s string) string {
	if s == "" {
		return ""
	}
	if CheckPublished(s) == nil {
		return s
	}
	for _, layout := range [...]string{"2006-01-02T15:04:05-0700", "2006-01-02T15:04-07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	if day := s[:min(len(s), len(time.DateOnly))]; CheckPublished(day) == nil {
		return day
	}
	return ""
}

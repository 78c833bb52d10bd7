package article

import (
	"strings"
	"unicode"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"isnad/pkg/isnad"
)

// pageText gives the lines of a page, title and author first, and the zones that the markup tells.
func pageText(got *trafilatura.ExtractResult, captions map[string]bool) (string, map[int]isnad.ZoneKind) {
	w := &walker{known: map[int]isnad.ZoneKind{}, captions: captions}
	w.line(got.Metadata.Title, isnad.ZoneTitle)
	w.line(got.Metadata.Author, isnad.ZoneByline)
	w.walk(got.ContentNode, isnad.ZoneBody)
	w.flush(isnad.ZoneBody)
	return strings.Join(w.lines, "\n\n"), w.known
}

// liftCaptions puts the caption of each figure in the figure's place, as a paragraph, and gives the captions: the cleaner drops figures.
func liftCaptions(root *html.Node) map[string]bool {
	out := map[string]bool{}
	var captions []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Figcaption {
			captions = append(captions, n)
		}
	}
	for _, n := range captions {
		var b strings.Builder
		for inner := range n.Descendants() {
			if inner.Type == html.TextNode {
				b.WriteString(inner.Data)
			}
		}
		text := oneLine(b.String())
		figure := n
		for up := n.Parent; up != nil && up.DataAtom != atom.Body; up = up.Parent {
			if up.DataAtom == atom.Figure {
				figure = up
				break
			}
		}
		if text == "" || figure.Parent == nil {
			continue
		}
		p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
		p.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		figure.Parent.InsertBefore(p, figure)
		figure.Parent.RemoveChild(figure)
		out[text] = true
	}
	return out
}

// walker collects the blocks of a page as lines.
type walker struct {
	lines    []string
	known    map[int]isnad.ZoneKind
	captions map[string]bool
	block    strings.Builder
}

func (w *walker) line(s string, kind isnad.ZoneKind) {
	if s = oneLine(s); w.captions[s] {
		kind = isnad.ZoneCaption
	}
	if s == "" || kind != isnad.ZoneTitle && len(w.lines) > 0 && len(w.lines) < 3 && s == w.lines[0] {
		return // the title stands in the content too
	}
	w.known[len(w.lines)] = kind
	w.lines = append(w.lines, s)
}

func oneLine(s string) string { return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ") }

func (w *walker) flush(kind isnad.ZoneKind) {
	w.line(w.block.String(), kind)
	w.block.Reset()
}

func (w *walker) walk(n *html.Node, kind isnad.ZoneKind) {
	if n.Type == html.TextNode {
		w.block.WriteString(n.Data)
		return
	}
	inner, block := kindOf(n, kind)
	if block {
		w.flush(kind)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, inner)
	}
	if block {
		w.flush(inner)
	}
}

// kindOf gives the zone of what an element holds, and whether the element is a block of its own.
func kindOf(n *html.Node, kind isnad.ZoneKind) (isnad.ZoneKind, bool) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return isnad.ZoneSubhead, true
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Figure,
		atom.Section, atom.Article, atom.Main, atom.Body, atom.Br, atom.Dd, atom.Dt, atom.Dl:
		return kind, true
	}
	return kind, false
}

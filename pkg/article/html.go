package article

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"isnad/pkg/isnad"
)

// HTML makes an article of a page. The page says what m leaves blank: outlet, address, publication day. contentType is the header the page
// came with, or "". The bytes of the page belong beside the article: Source names them.
func (r *Reader) HTML(place string, page []byte, contentType string, m Meta) (*isnad.Article, error) {
	if m.Layout == isnad.LayoutPlain {
		m.Layout = isnad.LayoutPage // the markup tells the parts
	}
	source, err := decode(place, page, contentType)
	if err != nil {
		return nil, err
	}
	address, _ := url.Parse(m.URL)
	got, err := trafilatura.Extract(strings.NewReader(source), trafilatura.Options{OriginalURL: address, EnableFallback: true,
		ExcludeComments: true, HtmlDateMode: trafilatura.Disabled})
	if err != nil || got.ContentNode == nil {
		return nil, &isnad.BadInput{Place: place, Reason: "no article text was found on the page", Err: err}
	}
	text, known := pageText(got)
	if text == "" {
		return nil, isnad.Bad(place, "no article text was found on the page")
	}
	m = m.Or(Meta{Outlet: got.Metadata.Sitename, URL: got.Metadata.URL, Published: published(source)})
	a, err := r.build(place, text, m, known)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(page)
	a.Source = &isnad.Source{SHA256: hex.EncodeToString(sum[:]), ContentType: orHTML(contentType), Cleaner: cleaner()}
	return a, nil
}

func orHTML(contentType string) string {
	if contentType == "" {
		return "text/html"
	}
	return contentType
}

// cleaner names the library that cleans pages, with its version.
var cleaner = sync.OnceValue(func() string {
	const module = "github.com/markusmobius/go-trafilatura"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == module {
				return "go-trafilatura/" + d.Version
			}
		}
	}
	return "go-trafilatura"
})

// decode gives the page as UTF-8. The header speaks first, then the page's own word, then the bytes: a page that is valid UTF-8 is UTF-8
// unless told otherwise, for other encodings of Arabic are not valid UTF-8 by chance.
func decode(place string, page []byte, contentType string) (string, error) {
	e, name, certain := charset.DetermineEncoding(page, contentType)
	if !certain && !declared(page) {
		if utf8.Valid(page) {
			return string(page), nil
		}
		guess, err := chardet.NewHtmlDetector().DetectBest(page)
		if err != nil {
			return "", &isnad.BadInput{Place: place, Reason: "the page's encoding cannot be told", Err: err}
		}
		if known, label := charset.Lookup(guess.Charset); known != nil {
			e, name = known, label
		}
	}
	if name == "utf-8" {
		s := string(page)
		if at := badUTF8(s); at >= 0 {
			return "", isnad.Bad(place, "byte %d: the page says it is UTF-8 and is not", at)
		}
		return s, nil
	}
	out, err := e.NewDecoder().Bytes(page)
	if err != nil {
		return "", &isnad.BadInput{Place: place, Reason: "the page is not in its encoding " + name, Err: err}
	}
	return string(out), nil
}

// declared tells whether the page names its encoding near its top.
func declared(page []byte) bool {
	const top = 1024
	return bytes.Contains(bytes.ToLower(page[:min(len(page), top)]), []byte("charset"))
}

// pageText gives the lines of a page, title and author first, and the zones that the markup tells.
func pageText(got *trafilatura.ExtractResult) (string, map[int]isnad.ZoneKind) {
	w := &walker{known: map[int]isnad.ZoneKind{}}
	w.line(got.Metadata.Title, isnad.ZoneTitle)
	w.line(got.Metadata.Author, isnad.ZoneByline)
	w.walk(got.ContentNode, isnad.ZoneBody)
	w.flush(isnad.ZoneBody)
	return strings.Join(w.lines, "\n\n"), w.known
}

// walker collects the blocks of a page as lines.
type walker struct {
	lines []string
	known map[int]isnad.ZoneKind
	block strings.Builder
}

func (w *walker) line(s string, kind isnad.ZoneKind) {
	s = strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
	if s == "" || kind != isnad.ZoneTitle && len(w.lines) > 0 && len(w.lines) < 3 && s == w.lines[0] {
		return // the title stands in the content too
	}
	w.known[len(w.lines)] = kind
	w.lines = append(w.lines, s)
}

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
	case atom.Figcaption:
		return isnad.ZoneCaption, true
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Figure,
		atom.Section, atom.Article, atom.Main, atom.Body, atom.Br, atom.Dd, atom.Dt, atom.Dl:
		return kind, true
	}
	return kind, false
}

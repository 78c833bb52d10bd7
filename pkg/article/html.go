package article

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
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
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, &isnad.BadInput{Place: place, Reason: "the page cannot be parsed", Err: err}
	}
	at, captions := published(root), liftCaptions(root)
	got, err := trafilatura.ExtractDocument(root, trafilatura.Options{OriginalURL: address, EnableFallback: true,
		ExcludeComments: true, HtmlDateMode: trafilatura.Disabled})
	if err != nil || got.ContentNode == nil {
		return nil, &isnad.BadInput{Place: place, Reason: "no article text was found on the page", Err: err}
	}
	text, known := pageText(got, captions)
	if text == "" {
		return nil, isnad.Bad(place, "no article text was found on the page")
	}
	m = m.Or(Meta{Outlet: got.Metadata.Sitename, URL: got.Metadata.URL, Published: at})
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

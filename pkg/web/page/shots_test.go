package page_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"isnad/pkg/article"
)

var shots = flag.String("shots", "", "folder to write pictures of the pages into (make screenshots)")

// TestShots writes pictures of the pages, as far as a window shows them. It runs only where a folder is named.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no folder is named: -shots DIR")
	}
	s := newSite(t, examples()...)
	b := browse(t, s)
	row := s.row(t, "أجلت نحو 460")
	anonymous := s.row(t, "عدد الجرحى بلغ 23")
	s.work(t, row)
	b.signIn()
	for _, p := range []struct {
		name, path string
		width      int64
		scheme     string
	}{
		{"search", "/?q=العالية", 1280, "light"},
		{"search-dark", "/?q=العالية", 1280, "dark"},
		{"search-narrow", "/?q=العالية", 360, "light"},
		{"context", "/articles/" + row.Article.ID + "?claim=" + row.Claim.ID, 1280, "light"},
		{"context-narrow", "/articles/" + row.Article.ID + "?claim=" + row.Claim.ID, 360, "dark"},
		{"versions", s.diffPath(t, row.Article.ID), 1280, "light"},
		{"versions-narrow", s.diffPath(t, row.Article.ID), 360, "light"},
		{"claim", "/claims/" + anonymous.Claim.ID, 1280, "light"},
		{"claim-narrow", "/claims/" + anonymous.Claim.ID, 360, "light"},
		{"review", "/claims/" + row.Claim.ID + "#reviews", 1280, "light"},
		{"review-narrow", "/claims/" + row.Claim.ID + "#reviews", 360, "light"},
		{"reviews", "/reviews", 1280, "light"},
		{"reviews-narrow", "/reviews", 360, "light"},
		{"compare", "/compare?q=", 1280, "light"},
		{"compare-narrow", "/compare", 360, "light"},
		{"timeline", "/timeline?q=الجرحى", 1280, "light"},
		{"timeline-narrow", "/timeline?q=الجرحى", 360, "light"},
		{"names", "/entities", 1280, "light"},
		{"name", s.entity(t, "إدريس المرابط"), 1280, "dark"},
		{"name-narrow", s.entity(t, "إدريس المرابط"), 360, "light"},
		{"names-narrow", "/entities", 360, "light"},
		{"searches", "/searches", 1280, "light"},
		{"searches-narrow", "/searches", 360, "light"},
		{"login", "/login", 1280, "light"},
		{"login-narrow", "/login", 360, "light"},
		{"english", "/?lang=en&language=en", 1280, "light"},
	} {
		b.screen(p.width, p.scheme)
		b.open(p.path)
		if p.name == "names" {
			b.do(chromedp.Sleep(time.Second)) // the stream tells what is announced from then on
			s.put(t, read(t, article.Meta{Outlet: "نبض الشبكة", Published: "2025-04-01", URL: "https://example.org/nabd/new"},
				"قال الدكتور سلوان الفاطمي، مدير مستشفى العالية، إن 12 مريضا غادروا المستشفى.\n"))
			b.until("a name appears", func() bool { return b.count("#live li") > 1 })
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		b.must(err)
		b.must(os.WriteFile(filepath.Join(*shots, p.name+".png"), png, 0o644))
	}
}

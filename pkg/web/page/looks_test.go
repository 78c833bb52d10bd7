package page_test

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// everyPage gives an address of each page of a site that holds the examples and some work.
func everyPage(t testing.TB, s *site) []string {
	t.Helper()
	row := s.row(t, "أجلت نحو 460")
	s.work(t, row)
	return []string{
		"/", "/?q=العالية", "/?q=لاشيء&kind=direct", "/articles/" + row.Article.ID + "?claim=" + row.Claim.ID, s.diffPath(t, row.Article.ID), "/claims/" + row.Claim.ID,
		"/compare", "/compare?counted=شيء", "/timeline", "/timeline?q=الجرحى", "/entities", s.entity(t, "إدريس المرابط"), "/reviews", "/searches", "/login", "/nothing", "/?min=x",
	}
}

// row gives the first claim that a question finds.
func (s *site) row(t testing.TB, text string) store.Row {
	t.Helper()
	found, err := s.store.Claims(context.Background(), store.Query{Text: text})
	if err != nil || len(found.Rows) == 0 {
		t.Fatal(text, err)
	}
	return found.Rows[0]
}

//go:embed testdata/accessibility.js
var accessibility string

// Every page can be used: see accessibility.js for what is looked at. No page scrolls sideways.
func TestEveryPageCanBeUsed(t *testing.T) {
	s := newSite(t, examples()...)
	pages := everyPage(t, s)
	b := browse(t, s)
	looks := []struct {
		width  int64
		scheme string
	}{{1280, "light"}, {1280, "dark"}, {360, "light"}}
	look := func(path string) {
		t.Helper()
		for _, l := range looks {
			b.screen(l.width, l.scheme)
			b.open(path)
			for _, fault := range eval[[]string](b, accessibility) {
				t.Errorf("%s, %d px, %s: %s", path, l.width, l.scheme, fault)
			}
		}
	}
	for _, path := range pages {
		look(path)
	}
	b.open("/?lang=en")
	if dir := eval[string](b, `document.documentElement.lang + getComputedStyle(document.body).direction`); dir != "enltr" {
		t.Errorf("English is %s", dir)
	}
	looks = looks[1:]
	for _, path := range pages[:7] {
		look(path)
	}
	b.open("/?lang=ar")
	b.signIn()
	for _, path := range pages {
		look(path)
	}
}

// Arabic is read from right to left: proved by where things stand.
func TestRightToLeft(t *testing.T) {
	s := newSite(t, examples()...)
	b := browse(t, s)
	b.open("/?q=البنك الدولي")
	type at struct{ Left, Right, Top float64 }
	where := func(selector string) at {
		t.Helper()
		return eval[at](b, fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return {Left: r.left, Right: r.right, Top: r.top}; })()`, selector))
	}
	brand, self := where(".brand"), where(".self")
	if brand.Left < self.Right {
		t.Errorf("the name of the site stands at %v, who is signed in at %v", brand, self)
	}
	if box, button := where("#q"), where(".ask button"); box.Left < button.Right {
		t.Errorf("the box stands at %v, its button at %v", box, button)
	}
	if start := eval[string](b, `getComputedStyle(document.querySelector('#q')).direction`); start != "rtl" {
		t.Errorf("an Arabic question is written %s", start)
	}
	card, filters := where(".card"), where(".filters")
	if card.Left < filters.Right {
		t.Errorf("the first card stands at %v, the filters at %v", card, filters)
	}
	if speaker, outlet := where(".card .link:first-child"), where(".card .link:last-child"); speaker.Right < outlet.Right {
		t.Errorf("the speaker stands at %v, the outlet at %v", speaker, outlet)
	}
	b.open("/claims/" + s.row(t, "سيقرض المغرب").Claim.ID)
	boxes := eval[[]float64](b, `Array.from(document.querySelectorAll('.picture.broad rect'), (r) => r.getBoundingClientRect().right)`)
	if len(boxes) != 3 || !slices.IsSortedFunc(boxes, func(a, b float64) int { return int(b - a) }) {
		t.Errorf("speaker, medium and outlet stand at %v", boxes)
	}
	b.open("/claims/" + s.row(t, "سيقرض المغرب").Claim.ID + "?lang=en")
	boxes = eval[[]float64](b, `Array.from(document.querySelectorAll('.picture.broad rect'), (r) => r.getBoundingClientRect().right)`)
	if len(boxes) != 3 || !slices.IsSorted(boxes) {
		t.Errorf("in English they stand at %v", boxes)
	}
}

// A picture of a chain tells by its lines who is named, who is not, and who was only inferred.
func TestPictureOfChain(t *testing.T) {
	s := newSite(t, examples()...)
	b := browse(t, s)
	row := s.row(t, "عدد الجرحى بلغ 23")
	b.open("/claims/" + row.Claim.ID)
	got := eval[[]string](b, `Array.from(document.querySelectorAll('.picture.broad .box'), (g) => {
		const c = getComputedStyle(g.querySelector('rect'));
		return (c.strokeDasharray === 'none' ? 'solid' : 'dashed') + ' ' + g.querySelector('title').textContent; })`)
	if len(got) != 3 || !strings.HasPrefix(got[0], "dashed قائل: مسؤول محلي") || !strings.HasPrefix(got[1], "solid ناقل: رويترز") || !strings.HasPrefix(got[2], "solid ناشر: سنابل برس") {
		t.Errorf("%q", got)
	}
	row = s.row(t, "15 مدرسة أغلقت") // «وأضاف»: its speaker stands in the sentence before
	if row.Claim.Chain[0].Resolution == isnad.Explicit {
		t.Fatalf("%+v", row.Claim.Chain[0])
	}
	b.open("/claims/" + row.Claim.ID)
	if title := eval[string](b, `document.querySelector('.picture.broad .box.grey title').textContent`); !strings.Contains(title, "منير الزياني") || !strings.Contains(title, "مؤتمر صحافي") {
		t.Errorf("the speaker was inferred from %q", title)
	}
}

// What looks for faults finds each of them on a page that is full of them.
func TestFaultsAreFound(t *testing.T) {
	page, err := os.ReadFile("testdata/faulty.html")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Server: httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(page) }))}
	t.Cleanup(s.Close)
	b := browse(t, s)
	b.open("/")
	found := strings.Join(eval[[]string](b, accessibility), "\n")
	for _, want := range []string{
		"no language", "no title", "no header", "no footer", "a landmark without a name", "two landmarks of one name", "a level of headings", "a control without a name", "a picture without a title",
		"an image without words", "without scope", "choices without a name", "an id twice", "for points nowhere", "a link to nowhere", "an order of its own", "not by keys",
		"it scrolls sideways", "it reaches over the edge", "contrast 2.8", "focus cannot be seen",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("nobody finds: %s\n%s", want, found)
		}
	}
}

// axe-core looks too, where its file is at hand: it is not ours to carry. make accessibility fetches it.
func TestAxe(t *testing.T) {
	file := os.Getenv("ISNAD_AXE")
	if file == "" {
		t.Skip("ISNAD_AXE names no axe.min.js: make accessibility fetches one")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, examples()...)
	pages := everyPage(t, s)
	b := browse(t, s)
	b.signIn()
	for _, l := range []struct {
		width  int64
		scheme string
	}{{1280, "light"}, {1280, "dark"}, {360, "light"}} {
		b.screen(l.width, l.scheme)
		for _, path := range pages {
			b.open(path)
			eval[bool](b, string(axe)+"; true")
			found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run().then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.html.slice(0, 200))))`, chromedp.EvalAwaitPromise))
			b.must(err)
			for _, fault := range found {
				t.Errorf("%s, %d px, %s: %s", path, l.width, l.scheme, fault)
			}
		}
	}
}

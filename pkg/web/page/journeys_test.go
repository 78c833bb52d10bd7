package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"isnad/pkg/article"
)

func (b *tab) text(selector string) string {
	b.Helper()
	return eval[string](b, fmt.Sprintf(`(document.querySelector(%q) || {textContent: ''}).textContent.trim()`, selector))
}

func (b *tab) count(selector string) int {
	b.Helper()
	return eval[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// fill types into an empty field.
func (b *tab) fill(selector, text string) {
	b.Helper()
	eval[string](b, fmt.Sprintf(`document.querySelector(%q).value = ''`, selector))
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// until waits for something to become so.
func (b *tab) until(what string, is func() bool) {
	b.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.Fatalf("%s: not so", what)
		}
	}
}

// ask types a question and sends it.
func (b *tab) ask(text string) {
	b.Helper()
	b.fill("#q", text)
	b.submit(".ask button")
}

// A checker's way through the pages. It is the same with script and without.
func TestJourney(t *testing.T) {
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script %v", script), func(t *testing.T) { journey(t, script) })
	}
}

func journey(t *testing.T, script bool) {
	s := newSite(t, examples()...)
	b := browse(t, s)
	b.script(script)
	b.open("/")

	b.ask("الادريسي") // the articles write «الإدريسي»
	if n := b.count(".card"); n == 0 {
		t.Error("without hamza, nothing is found")
	}
	eval[bool](b, `document.querySelector('[name=exact]').checked = true`)
	b.ask("الادريسي")
	if n := b.count(".card"); n != 0 {
		t.Errorf("spelled exactly, %d are found", n)
	}
	b.ask("الإدريسي")
	if n := b.count(".card"); n == 0 {
		t.Error("spelled exactly as written, nothing is found")
	}

	b.open("/?q=أسرة")
	all := b.count(".card")
	label := b.text(".facet a[href*='outlet='] .count")
	b.submit(".facet a[href*='outlet=']")
	if n := b.count(".card"); n == 0 || n >= all || fmt.Sprint(n) != label {
		t.Errorf("of %d an outlet has %d, counted %s", all, n, label)
	}
	if here := eval[string](b, `location.search`); !strings.Contains(here, "outlet=") || b.count(".active .chip") != 3 {
		t.Errorf("the filter stands neither in %s nor among %s", here, b.text(".active"))
	}
	for _, a := range eval[[]string](b, `Array.from(document.querySelectorAll('a[href^="/export."]'), (a) => a.getAttribute('href'))`) {
		if answer, file := s.get(t, a, false); answer.StatusCode != 200 || !strings.Contains(file, "أسرة") || !strings.Contains(answer.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s gives %s, %.200s", a, answer.Status, file)
		}
	}

	b.open("/?q=" + "أجلت نحو 460")
	b.submit(".card .act")
	if place := eval[[]float64](b, `(() => { const r = document.querySelector('mark.evidence').getBoundingClientRect(); return [r.top, r.bottom, innerHeight]; })()`); place[0] < 0 || place[1] > place[2] {
		t.Errorf("the evidence stands at %v, out of the window", place)
	}
	if got := eval[string](b, `Array.from(document.querySelectorAll('.text mark.evidence'), (m) => m.textContent).join('')`); got != s.row(t, "أجلت نحو 460").Claim.Text {
		t.Errorf("%q is marked", got)
	}
	b.submit(".versions a[href*=diff]")
	if got := b.text(".diff del"); got == "" || b.count(".diff ins") == 0 {
		t.Errorf("the difference is %q", got)
	}

	compare(b)
	judge(b)
	merge(b)
}

// compare finds outlets that disagree.
func compare(b *tab) {
	b.Helper()
	b.open("/compare?counted=أسرة&single=1")
	if b.text(".group-disagree .verdict") != "تعارض" || b.count(".group-disagree .differs") < 2 || !strings.Contains(b.text(".differs"), "يختلف") {
		b.Errorf("no disagreement is shown: %s", b.text("main"))
	}
	if b.count("details ul a") == 0 {
		b.Error("no copies are folded")
	}
	b.open("/timeline?counted=أسرة")
	if dots, rows := b.count(".chart a.dot"), b.count("tbody tr"); dots == 0 || dots != rows || b.count(".chart a.dot > title") != dots {
		b.Errorf("%d dots, %d rows", dots, rows)
	}
}

// judge reviews a claim twice, signing in where the page asks for it.
func judge(b *tab) {
	b.Helper()
	b.open("/?q=" + "أجلت نحو 460")
	b.submit(".card .act:nth-of-type(2)")
	b.submit(".review a.act")
	b.do(chromedp.SendKeys(chromedp.CSS("#token"), "nobody's-token-at-all"))
	b.submit("form.login button")
	if b.count("[role=alert]") != 1 {
		b.Error("a wrong token is let in")
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#token"), token))
	b.submit("form.login button")
	for _, r := range []struct{ state, note string }{{"in_review", "سألنا <b>الوزارة</b>"}, {"rejected", "الرقم قديم"}} {
		b.do(chromedp.Click(chromedp.CSS("[name=state][value="+r.state+"]")), chromedp.SendKeys(chromedp.CSS("#note"), r.note))
		b.submit("form[action$=review] button")
	}
	if got := eval[[]string](b, `Array.from(document.querySelectorAll('.history .said'), (e) => e.textContent)`); len(got) != 2 || got[0] != "الرقم قديم" || got[1] != "سألنا <b>الوزارة</b>" {
		b.Errorf("the history is %q", got)
	}
	if b.text(".card .state") != "مرفوض" || !strings.Contains(b.text(".history"), reviewer) {
		b.Errorf("%s", b.text(".history"))
	}
	b.open("/reviews")
	if b.count(".entry") != 2 {
		b.Error("the log does not hold both")
	}
	b.open("/?q=العالية")
	b.do(chromedp.SendKeys(chromedp.CSS("#save-name"), "فيضان العالية"))
	b.submit("form.save button")
	if b.text(".saved h2") != "فيضان العالية" {
		b.Error("the search is not kept")
	}
}

// merge makes one of two names. Both live with the reviewer signed in.
func merge(b *tab) {
	b.Helper()
	b.open("/entities?name=ONEE")
	b.submit(".entity h3 a")
	name := b.text("h1")
	b.fill("#find", "Interior Ministry")
	b.submit("#merge form[method=get] button")
	b.submit(".candidates button")
	if b.count(".state-merged") == 0 || !strings.Contains(b.text(".warning"), "Interior Ministry") {
		b.Errorf("%s is not merged: %s", name, b.text("main"))
	}
	b.open("/entities?name=Abdelhak")
	b.submit("button[value=confirmed]")
	if b.text(".entity .state") != "مؤكد" {
		b.Errorf("the name is not confirmed: %s", b.text(".entity"))
	}
}

// Names appear as articles come in.
func TestLiveNames(t *testing.T) {
	s := newSite(t, examples()...)
	b := browse(t, s)
	b.open("/entities")
	b.do(chromedp.Sleep(time.Second)) // the stream tells what is announced from then on
	s.put(t, read(t, article.Meta{Outlet: "نبض الشبكة", Published: "2025-04-01", URL: "https://example.org/nabd/new"}, "قال الدكتور سلوان الفاطمي، مدير مستشفى العالية، إن 12 مريضا غادروا المستشفى.\n"))
	b.until("a name appears", func() bool { return b.count("#live li") > 0 })
	if got := b.text("#live"); !strings.Contains(got, "سلوان الفاطمي") || !strings.Contains(got, "نبض الشبكة") {
		t.Errorf("%s", got)
	}
	b.submit("#live li a")
	if b.text("h1") == "" || b.count(".warning") > 0 {
		t.Errorf("its link leads to %s", b.text("main"))
	}
}

// The keys, with an Arabic keyboard too: its J writes «ت».
func TestKeys(t *testing.T) {
	s := newSite(t, examples()...)
	b := browse(t, s)
	b.open("/?q=العالية")
	press := func(key, code string) {
		t.Helper()
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: code})
			b.must(err)
		}
	}
	at := func() int {
		return eval[int](b, `Array.from(document.querySelectorAll('.card')).indexOf(document.activeElement)`)
	}
	for _, k := range []struct {
		key, code string
		want      int
	}{{"j", "KeyJ", 0}, {"ت", "KeyJ", 1}, {"j", "KeyJ", 2}, {"ن", "KeyK", 1}} {
		if press(k.key, k.code); at() != k.want {
			t.Errorf("%s leads to card %d, not %d", k.key, at(), k.want)
		}
	}
	want := eval[string](b, `document.activeElement.dataset.open`)
	press("؟", "Slash")
	if !eval[bool](b, `document.getElementById('keys').open`) {
		t.Error("the list of keys does not open")
	}
	eval[bool](b, `(document.getElementById('keys').close(), true)`)
	press("/", "Slash")
	if !eval[bool](b, `document.activeElement.id === 'q'`) {
		t.Error("/ does not lead to the box")
	}
	eval[bool](b, `(document.querySelectorAll('.card')[1].focus(), true)`)
	press("Enter", "Enter")
	b.until("Enter leads to "+want, func() bool { return eval[string](b, `location.pathname + location.search + location.hash`) == want })
}

package page

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"isnad/pkg/isnad"
)

// hostile is text of all sorts that may break a page.
const hostile = "قال «الوزير» <script>alert(1)</script> & \"نص' \u202eمقلوب\u202c \u2067عزل\u2069 وبالعَرَبِيَّة ٤٥\r\nسطر\rآخر\x00صفر </mark></div> <!-- --> " +
	"👨‍👩‍👧 e\u0301 بيـــت لالالا &amp; &#13; \ufeff\u200d </title> javascript:alert(1) ' onmouseover='x' \" onclick=\"y\" `{{.}}`\n"

// shownText gives the text that a browser would show of a piece of a page, and the elements in it.
func shownText(t testing.TB, page string) (string, map[string]int) {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!DOCTYPE html><body><div id=x>" + page + "</div>"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	elements := map[string]int{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			text.WriteString(n.Data)
		case html.ElementNode:
			elements[n.Data]++
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("the attribute %s in %.200q", a.Key, page)
				}
			}
		case html.CommentNode:
			t.Errorf("a comment in %.200q", page)
		}
	}
	return text.String(), elements
}

// asShown is what a text looks like where nothing of it is lost: only NUL cannot be shown.
func asShown(s string) string { return strings.ReplaceAll(s, "\x00", "\ufffd") }

// Whatever is marked, the text stays what it is, and nothing of it becomes an element.
func FuzzMarked(f *testing.F) {
	f.Add(hostile, uint64(1))
	f.Add("وبالمدينة", uint64(7))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, '\ufffd') {
			t.Skip()
		}
		r := rand.New(rand.NewPCG(seed, 0))
		marks := make([]mark, r.IntN(12))
		for i := range marks {
			at := func() int {
				n := r.IntN(len(text) + 1)
				for n < len(text) && !utf8.RuneStart(text[n]) {
					n++
				}
				return n
			}
			a, b := at(), at()
			marks[i] = mark{Span: isnad.Span{Start: min(a, b), End: max(a, b)}, tag: "span", class: text, label: text, id: text}
		}
		got, elements := shownText(t, string(marked(text, 0, marks)))
		if want := asShown(text); got != want {
			t.Errorf("%q is shown as %q", want, got)
		}
		for e := range elements {
			if e != "html" && e != "head" && e != "body" && e != "div" && e != "span" {
				t.Errorf("the text made an element %s", e)
			}
		}
	})
}

// An edge between joined letters moves out to where they part; one between letters that do not join stays.
func TestSeams(t *testing.T) {
	for _, c := range []struct{ text, span, want string }{
		{"بالمدينة", "المدينة", "بالمدينة"}, // ب joins
		{"والمدينة", "المدينة", "المدينة"},  // و does not
		{"كالمدينة.", "مدينة", "لمدينة"},    // alef does not join, lam does
		{"فقال", "قال", "فقال"},             // ف joins
		{"قال زيد", "قال", "قال"},           // a blank
		{"دارُهم", "هم", "هم"},              // ر does not join, whatever mark it has
		{"بَيتٌ", "بَيت", "بَيتٌ"},          // a mark stays on its letter
		{"بَيت", "يت", "بَيت"},              // marks between do not part letters
		{"60%", "60", "60"},                 // no letters
		{"x e\u0301y", "e", "e\u0301"},      // a combining accent
		{"👨\u200d👩!", "👨", "👨\u200d👩"},      // one picture of two
		{"خُمس", "خ", "خُمس"},               // all of it joins
		{"«أعماق»", "أعماق", "أعماق"},       // quotation marks
		{"شيء ما", "شي", "شي"},              // hamza joins to nothing
		{"نصفـه", "نصف", "نصفـه"},           // the stroke joins
		{"لأنه", "أنه", "لأنه"},             // lam and alef are one drawing
		{"abc", "b", "b"},                   // Latin letters do not join
	} {
		at := strings.Index(c.text, c.span)
		got := widened(c.text, isnad.Span{Start: at, End: at + len(c.span)}).In(c.text)
		if got != c.want {
			t.Errorf("%s in %s is shown as %s, want %s", c.span, c.text, got, c.want)
		}
	}
}

// What changed between two versions, put together again, is each of them.
func FuzzWordDiff(f *testing.F) {
	f.Add("أجلت 420 أسرة من المدينة", "أجلت 460 أسرة من مدينة العالية")
	f.Add(hostile, "قال")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, older, newer string) {
		if !utf8.ValidString(older) || !utf8.ValidString(newer) {
			t.Skip()
		}
		var a, b strings.Builder
		for _, p := range wordDiff(older, newer) {
			if p.kind <= 0 {
				a.WriteString(p.text)
			}
			if p.kind >= 0 {
				b.WriteString(p.text)
			}
		}
		if a.String() != older || b.String() != newer {
			t.Errorf("%q and %q became %q and %q", older, newer, a.String(), b.String())
		}
	})
}

func TestGrouped(t *testing.T) {
	for number, want := range map[isnad.Decimal]string{"0": "0", "999": "999", "1000": "1,000", "-1234567.25": "−1,234,567.25", "0.333333333333333": "0.333333333333333", "": "", "1e30": "1e30"} {
		if got := grouped(number); got != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}

func TestFiguresInWords(t *testing.T) {
	for _, c := range []struct {
		f      isnad.Figure
		ar, en string
	}{
		{isnad.Figure{Relation: isnad.MoreThan, Value: "700000", Low: "700000", Counted: []string{"طالب"}}, "أكثر من 700,000 طالب", "more than 700,000 طالب"},
		{isnad.Figure{Relation: isnad.Range, Low: "10", High: "20", Unit: "USD"}, "من 10 إلى 20 دولار أميركي", "10 to 20 US dollars"},
		{isnad.Figure{Relation: isnad.Indefinite, Low: "10", High: "99"}, "من 10 إلى 99 (غير محدد)", "10 to 99 (indefinite)"},
		{isnad.Figure{Relation: isnad.AtMost, Value: "90", High: "90", Unit: "%"}, "90 (على الأكثر) ٪", "90 (at most) %"},
		{isnad.Figure{Relation: isnad.Exact, Value: "5", Low: "5", High: "5", Unit: "XYZ"}, "5 XYZ", "5 XYZ"},
	} {
		if ar, en := tongue(isnad.Arabic).Figure(&c.f), tongue(isnad.English).Figure(&c.f); ar != c.ar || en != c.en {
			t.Errorf("%q, %q; want %q, %q", ar, en, c.ar, c.en)
		}
	}
}

func TestDaysInWords(t *testing.T) {
	for day, want := range map[string]string{"2024-04-22": "22 نيسان/أبريل 2024", "2024-04-21T18:30:00+01:00": "21 نيسان/أبريل 2024، 18:30", "": "", "<b>": "<b>"} {
		if got := tongue(isnad.Arabic).Day(day); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

package article_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

func reader(t testing.TB) *article.Reader {
	t.Helper()
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	return article.NewReader(lex)
}

// zones writes the zones of an article one a line, for reading.
func zones(a *isnad.Article) string {
	var b strings.Builder
	for _, z := range a.Zones {
		b.WriteString(string(z.Kind) + " " + z.In(a.Text) + "\n")
	}
	return b.String()
}

const page = `الرئيسية > محليات > نقل
جسر السنديان يغلق شهرين للصيانة
سلوى النجار
12 أيار 2024 | 09:15
عمال على الجسر (أرشيف)
عمال على الجسر (أرشيف)
طرابلس - أعلنت بلدية طرابلس إغلاق الجسر شهرين بدءا من الأحد.
اقرأ أيضا: خمسة جسور تنتظر
وقال المهندس رامي الحداد إن الكلفة بلغت 3 ملايين ليرة.
ماذا عن التجار؟
وطالب أصحاب المتاجر بتعويضات.
شارك الخبر
2 تعليق
أبو علي: لا أحد يصدق ذلك.
الرد
جميع الحقوق محفوظة © 2024`

func TestZonesOfAPage(t *testing.T) {
	a, err := reader(t).Text("page", page, article.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	want := `section الرئيسية > محليات > نقل
title جسر السنديان يغلق شهرين للصيانة
byline سلوى النجار
boilerplate 12 أيار 2024 | 09:15
caption عمال على الجسر (أرشيف)
caption عمال على الجسر (أرشيف)
dateline طرابلس -
body أعلنت بلدية طرابلس إغلاق الجسر شهرين بدءا من الأحد.
boilerplate اقرأ أيضا: خمسة جسور تنتظر
body وقال المهندس رامي الحداد إن الكلفة بلغت 3 ملايين ليرة.
subhead ماذا عن التجار؟
body وطالب أصحاب المتاجر بتعويضات.
boilerplate شارك الخبر
boilerplate 2 تعليق
comment أبو علي: لا أحد يصدق ذلك.
boilerplate الرد
boilerplate جميع الحقوق محفوظة © 2024
`
	if got := zones(a); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if a.Title != "جسر السنديان يغلق شهرين للصيانة" || a.Byline != "سلوى النجار" || a.Language != "ar" {
		t.Errorf("title %q, byline %q, language %q", a.Title, a.Byline, a.Language)
	}
}

func TestShortTexts(t *testing.T) {
	for text, want := range map[string]string{
		"قال فؤاد حداد إن الجسر أغلق":                           "body قال فؤاد حداد إن الجسر أغلق\n",
		"The bridge was closed on Sunday.":                      "body The bridge was closed on Sunday.\n",
		"إغلاق الجسر شهرين كاملين\nأعلنت البلدية إغلاق الجسر":   "title إغلاق الجسر شهرين كاملين\nbody أعلنت البلدية إغلاق الجسر\n",
		"BRUSSELS, May 3 (Wire) - Four bridges were closed.":    "dateline BRUSSELS, May 3 (Wire) -\nbody Four bridges were closed.\n",
		"Rami - who was there - said the bridge had fallen in.": "body Rami - who was there - said the bridge had fallen in.\n",
		" \n\t": "",
	} {
		a, err := reader(t).Text("x", text, article.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		if got := zones(a); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestPlainLayoutIsOneBody(t *testing.T) {
	a, err := reader(t).Text("x", "\n"+page+"\n ", article.Meta{Layout: isnad.LayoutPlain})
	if err != nil || len(a.Zones) != 1 || a.Zones[0].Kind != isnad.ZoneBody || a.Zones[0].In(a.Text) != page {
		t.Errorf("%v %v", err, a.Zones)
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"أعلنت الوزارة إغلاق الجسر": "ar", "The ministry said that it was closed.": "en", "Bridge closed again": "en",
		"وزارت گفت که پل بسته شد و پنج نفر": "", "Le ministre a dit que les ponts sont dans la ville": "", "12 + 3": "", "Мост закрыт": "",
		"قال ناطق باسم Facebook إن الخدمة عادت": "ar",
	} {
		if got := article.Language(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

const html = `<html><head><meta charset="windows-1256"><title>جسر السنديان يغلق شهرين للصيانة | الميناء</title>
<meta property="og:title" content="جسر السنديان يغلق شهرين للصيانة"><meta property="og:site_name" content="الميناء">
<meta property="article:published_time" content="2024-05-12T09:15:00+03:00"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/x">محليات</a></nav><article><h1>جسر السنديان يغلق شهرين للصيانة</h1>
<p>أعلنت بلدية طرابلس إغلاق الجسر شهرين بدءا من الأحد، بعد أن كشفت لجنة فنية عن تشققات في أعمدته الأربعة وطالبت بإخلائه فورا.</p>
<figure><img src="x.jpg"><figcaption>عمال على <i>الجسر</i> أمس</figcaption></figure>
<h2>كلفة الصيانة</h2>
<p>وقال المهندس رامي الحداد إن الكلفة بلغت <b>3 ملايين</b> ليرة، وإن العمل يجري ليلا ونهارا كي يفتح الجسر قبل موسم المدارس.</p>
<p>وطالب أصحاب المتاجر بتعويضات عن الأيام التي تغلق فيها متاجرهم، ووعدت البلدية بأن تنظر في ذلك خلال أسبوعين على الأكثر.</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>`

func TestHTML(t *testing.T) {
	old, err := charmap.Windows1256.NewEncoder().Bytes([]byte(html))
	if err != nil {
		t.Fatal(err)
	}
	modern := []byte(strings.Replace(html, `<meta charset="windows-1256">`, "", 1))
	var ids []string
	for name, data := range map[string][]byte{"windows-1256": old, "utf-8 without a word": modern} {
		a, err := reader(t).HTML(name, data, "", article.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		if a.Outlet != "الميناء" || a.Published != "2024-05-12T09:15:00+03:00" || a.Title != "جسر السنديان يغلق شهرين للصيانة" || a.Source == nil {
			t.Errorf("%s: outlet %q, published %q, title %q, source %v", name, a.Outlet, a.Published, a.Title, a.Source)
		}
		got := zones(a)
		for _, want := range []string{"title جسر السنديان", "caption عمال على الجسر أمس\n", "subhead كلفة الصيانة\n", "body وقال المهندس رامي الحداد إن الكلفة بلغت 3 ملايين ليرة،"} {
			if strings.Count(got, want) != 1 {
				t.Errorf("%s: %q stands not once in\n%s", name, want, got)
			}
		}
		if strings.Contains(got, "الحقوق") || strings.Contains(got, "الرئيسية") {
			t.Errorf("%s: furniture in\n%s", name, got)
		}
		ids = append(ids, a.ID)
	}
	if ids[0] != ids[1] {
		t.Error("one page in two encodings gives two articles")
	}
	for name, bad := range map[string][]byte{"empty": []byte("<html></html>"), "not utf-8": append([]byte(`<html><meta charset="utf-8">`), 0xff)} {
		if _, err := reader(t).HTML(name, bad, "", article.Meta{}); !isnad.IsBadInput(err) || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"a.txt": page, "a.meta.json": `{"outlet": "الميناء", "published": "2024-05-12"}`, "b.html": strings.Replace(html, "windows-1256", "utf-8", 1),
		"c.jsonl": "{\"id\": \"one\", \"text\": \"نص\"}\n\n{\"id\": \"two\", \"text\": 5}\n", "skipped.pdf": "x", ".hidden.txt": "x", "d.txt": " \n",
		"e.txt": "x", "e.meta.json": `{"outlte": "x"}`, "sub/f.txt": "\xff\xfe",
	} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for item := range reader(t).Files([]string{dir, filepath.Join(dir, "nowhere")}, article.Meta{Outlet: "سائر"}) {
		name, _ := filepath.Rel(dir, item.Place)
		switch {
		case item.Err != nil:
			got = append(got, name+" error")
			if !strings.Contains(item.Err.Error(), strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))) {
				t.Errorf("%s: the error names no place: %v", name, item.Err)
			}
		default:
			got = append(got, name+" "+item.Article.SourceID+" "+item.Article.Outlet)
			if (item.Page != nil) != (item.Article.Source != nil) {
				t.Errorf("%s: page and source do not go together", name)
			}
		}
	}
	want := "a.txt a.txt الميناء|b.html b.html سائر|c.jsonl:1 one سائر|c.jsonl:3 error|d.txt error|e.txt error|sub/f.txt error|nowhere error"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestBadLines(t *testing.T) {
	in := `{"id":"a","text":"x \ud800 y"}
{"id":"b","text":"x \ud83d\ude00 \\ud800 y"}
{"id":"c","published":"yesterday","text":"x"}
{"id":"d","text":"x` + "\xff" + `"}
[1]
{"id":"e"}
{"id":"f","text":"x","language":"fr"}
{"text":"x","id":"g","layout":"wide"}
{"id":"h","text":`
	want := "line 1 a|line 2 ok|line 3 c|line 4 d|line 5 |line 6 e|line 7 f|line 8 g|line 9 h"
	var got []string
	for item := range reader(t).Lines("", strings.NewReader(in), article.Meta{}) {
		if item.Err == nil {
			got = append(got, item.Place+" ok")
			continue
		}
		got = append(got, item.Place+" "+item.ID)
		if !isnad.IsBadInput(item.Err) || !strings.HasPrefix(item.Err.Error(), item.Place+": ") {
			t.Errorf("%s: %v", item.Place, item.Err)
		}
	}
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

// checkZones holds zones against the contract: in order, apart, on rune edges, and all that is not blank in one of them.
func checkZones(t *testing.T, a *isnad.Article) {
	t.Helper()
	at := 0
	for _, z := range a.Zones {
		if z.Start < at || z.End <= z.Start || z.End > len(a.Text) || z.Kind == "" {
			t.Fatalf("zone %v behind %d of %d", z, at, len(a.Text))
		}
		if rest := strings.TrimFunc(a.Text[at:z.Start], unicode.IsSpace); rest != "" {
			t.Fatalf("%q stands in no zone", rest)
		}
		at = z.End
	}
	if rest := strings.TrimFunc(a.Text[at:], unicode.IsSpace); rest != "" {
		t.Fatalf("%q stands in no zone", rest)
	}
}

func FuzzZones(f *testing.F) {
	for _, s := range []string{page, html, "", "-", "a - b", "ا -\nب", "\u2028\u0085x", "شارك: 3\nس: ص", "بغداد - "} {
		f.Add(s)
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for _, language := range []string{"ar", "en", ""} {
			a, err := r.Text("fuzz", s, article.Meta{Language: language})
			if err != nil {
				t.Fatal(err)
			}
			checkZones(t, a)
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"text\":\"x\"}\n\n{"))
	f.Add([]byte(`{"text":"\ud800"}`))
	r := reader(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := 0
		for line := range strings.SplitSeq(string(data), "\n") {
			if len(strings.TrimFunc(line, func(r rune) bool { return r < 0x80 && unicode.IsSpace(r) || r == 0x85 || r == 0xa0 })) > 0 {
				lines++
			}
		}
		items := 0
		for item := range r.Lines("", strings.NewReader(string(data)), article.Meta{}) {
			items++
			if (item.Err == nil) == (item.Article == nil) {
				t.Fatal("an item is an article or an error")
			}
		}
		if items > lines {
			t.Fatalf("%d lines gave %d items", lines, items)
		}
	})
}

func BenchmarkZones(b *testing.B) {
	r := reader(b)
	text := strings.Repeat(page+"\n", 5)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Text("x", text, article.Meta{Language: "ar"}); err != nil {
			b.Fatal(err)
		}
	}
}

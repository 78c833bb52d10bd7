package extract_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// shared is one extractor for all tests: it is safe for many goroutines, and compiling the tables takes time.
var shared = sync.OnceValue(func() *extract.Extractor {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	x, err := extract.New(lex, extract.Options{Build: "test"})
	if err != nil {
		panic(err)
	}
	return x
})

// schema compiles the JSON Schema of the record.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(isnad.RecordSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("isnad.record/1", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("isnad.record/1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// check holds a record against the contract: the schema, and what a schema cannot say.
func check(t testing.TB, s *jsonschema.Schema, r *isnad.Record) {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("the record breaks its schema: %v", err)
	}
	if err := r.Validate(); err != nil {
		t.Errorf("the record breaks its contract: %v", err)
	}
}

func plain(language, text string) *isnad.Article {
	a := &isnad.Article{Outlet: "منبر", Published: "2024-05-20", Language: language, Text: text,
		Zones: []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(text)}}}}
	a.Seal()
	return a
}

const arabicNews = "قالت وزارة الصحة السودانية لوكالة رويترز إن نحو 26 ألف شخص و300 طفل أصيبوا في 3 كانون الأول/ديسمبر، مضيفة أن «الوضع لا يحتمل».\n" +
	"ونفى مسؤول في تيك توك ذلك. وأضاف المصدر ذاته: \"لم نحذف 12 حسابا."

const englishNews = "The ministry denied that about 300 people had died, Reuters reported. \"We counted 12,\" said Fuad Haddad, adding that nobody was missing."

func TestRecordKeepsItsContract(t *testing.T) {
	s := schema(t)
	for _, a := range []*isnad.Article{plain("ar", arabicNews), plain("en", englishNews), plain("", "—"), plain("ar", "")} {
		r := shared().Extract(a)
		check(t, s, r)
		if r.Article.Text != a.Text || r.Article.ID != a.ID {
			t.Error("the article was changed")
		}
	}
}

func TestExtractIsPure(t *testing.T) {
	a := plain("ar", arabicNews)
	first, err := json.Marshal(shared().Extract(a))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if again, _ := json.Marshal(shared().Extract(a)); !bytes.Equal(first, again) {
				t.Error("one article gave two records")
			}
		})
	}
	wg.Wait()
}

func TestNothingComesFromFurniture(t *testing.T) {
	text := "قال فؤاد حداد إن 300 شخص غادروا بغداد.\nقال محمد علي إن 20 شخصا علقوا في 3 أيار/مايو."
	at := strings.IndexByte(text, '\n')
	a := plain("ar", text)
	a.Zones = []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: at}}, {Kind: isnad.ZoneComment, Span: isnad.Span{Start: at + 1, End: len(text)}}}
	r := shared().Extract(a)
	if len(r.Claims) == 0 || len(r.Figures) == 0 {
		t.Error("nothing was found in the body")
	}
	for _, m := range r.Mentions {
		if m.End > at {
			t.Errorf("a mention from a comment: %s", m.Text)
		}
	}
	for _, f := range r.Figures {
		if f.End > at {
			t.Errorf("a figure from a comment: %s", f.Text)
		}
	}
	for _, c := range r.Claims {
		if c.End > at {
			t.Errorf("a claim from a comment: %s", c.Text)
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{arabicNews, englishNews, "قال «\"إن", "بحسب، وفقا ل", "said, \"", "تبنى", "نقلت عن قوله إن", "وزارتي و", "\u200f\u061c", "5 أيار/"} {
		f.Add(s, true)
	}
	for _, title := range []string{"«الداخلية»: ضبط شبكة", "\"X\": no", "(واع): نفي"} {
		f.Add(title+"\nقال فؤاد حداد إن الجسر مغلق.", true)
		f.Add(title+"\nRami Haddad said the bridge was closed.", false)
	}
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		f.Fatal(err)
	}
	s, pages := schema(f), article.NewReader(lex)
	f.Fuzz(func(t *testing.T, text string, arabic bool) {
		language := "en"
		if arabic {
			language = "ar"
		}
		text = strings.ToValidUTF8(text, "?")
		check(t, s, shared().Extract(plain(language, text)))
		page, err := pages.Text("fuzz", text, article.Meta{Language: language, Outlet: "منبر", Published: "2024-05-20"})
		if err != nil {
			t.Fatal(err)
		}
		check(t, s, shared().Extract(page))
	})
}

func BenchmarkExtract(b *testing.B) {
	for language, text := range map[string]string{"ar": arabicNews, "en": englishNews} {
		b.Run(language, func(b *testing.B) {
			a := plain(language, strings.Repeat(text+"\n", 20))
			b.SetBytes(int64(len(a.Text)))
			b.ReportAllocs()
			for b.Loop() {
				shared().Extract(a)
			}
		})
	}
}

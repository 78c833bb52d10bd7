// Package webtest is for tests of what is served: a store with articles in it, and people who may write to it.
package webtest

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/desk"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
	"isnad/pkg/web/auth"
)

// The tokens of those who may write.
const (
	Noura = "token-of-noura-for-tests"
	Salim = "token-of-salim-for-tests"
)

// Tokens gives them with their names.
func Tokens() *auth.Tokens {
	return auth.New([]auth.Secret{{Name: "noura", Token: Noura}, {Name: "salim", Token: Salim}})
}

// texts are articles of three outlets, two of which speak of one fire, and one of which changes what it said.
var texts = []struct{ outlet, published, url, text string }{
	{"سنابل برس", "2024-09-03", "https://sanabel.example/1", "قال العقيد فتحي الزروق إن الحريق الذي شب في سوق الخشابين بمدينة درنة دمر 140 متجرا.\nوأضاف أن «الخسائر تتجاوز 3 ملايين دولار»."},
	{"مرقب الأخبار", "2024-09-03", "https://marqab.example/7", "أفادت غرفة التجارة بأن النيران دمرت 95 متجرا في سوق الخشابين بمدينة درنة."},
	{"مرقب الأخبار", "2024-09-04", "https://marqab.example/7", "أفادت غرفة التجارة بأن النيران دمرت 120 متجرا في سوق الخشابين بمدينة درنة."},
	{"نبض الشبكة", "2024-09-05", "", "أعلنت البلدية إغلاق خمس مدارس في مدينة طبرق. وقال مسؤول إن نحو 300 طالب نقلوا إلى بنغازي، بحسب تطبيق تلغرام."},
	{"Harbour Daily", "2024-09-06", "https://harbour.example/q?a=b&c=d", "The ministry said that more than 8,500 accounts were closed. \"We found 12 networks,\" Samira Haddad told reporters in London."},
}

// made is what all tests share: extraction is the same each time.
var made = sync.OnceValue(func() (out struct {
	tables    *lexicon.Lexicon
	extractor *extract.Extractor
	records   []*isnad.Record
}) {
	tables, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	x, err := extract.New(tables, extract.Options{})
	if err != nil {
		panic(err)
	}
	r := article.NewReader(tables)
	for i, text := range texts {
		a, err := r.Text("test", text.text, article.Meta{ID: fmt.Sprint("t", i), Outlet: text.outlet, Published: text.published, URL: text.url})
		if err != nil {
			panic(err)
		}
		out.records = append(out.records, x.Extract(a))
	}
	out.tables, out.extractor = tables, x
	return out
})

// Tables gives the tables that come with the project.
func Tables() *lexicon.Lexicon { return made().tables }

// Records gives records of a few articles.
func Records() []*isnad.Record { return made().records }

// Record makes the record of one more article.
func Record(t testing.TB, n int) *isnad.Record {
	t.Helper()
	a, err := article.NewReader(Tables()).Text("test", fmt.Sprintf("قال فؤاد حداد رقم %d إن %d شخصا غادروا بغداد.", n, 100+n),
		article.Meta{ID: fmt.Sprint("more", n), Outlet: "منبر", Published: "2024-09-04"})
	if err != nil {
		t.Fatal(err)
	}
	return made().extractor.Extract(a)
}

// Store gives a store that holds the records.
func Store(t testing.TB) store.Store {
	t.Helper()
	s := model.New()
	Put(t, s, Records()...)
	return s
}

// Put stores records as the first run.
func Put(t testing.TB, s store.Store, records ...*isnad.Record) {
	t.Helper()
	for _, r := range records {
		if _, err := s.Put(t.Context(), []store.Entry{{Record: r, Run: 1}}); err != nil {
			t.Fatal(err)
		}
	}
}

// Desk gives a desk over a store.
func Desk(s store.Desk) *desk.Desk { return desk.New(s, Tables()) }

// Log keeps what is logged. It may be read while others write.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

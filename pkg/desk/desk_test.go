package desk_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
)

var real = sync.OnceValues(func() (*extract.Extractor, *lexicon.Lexicon) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	names, err := extract.ReadNames([]fs.FS{lexicons.Learned}, nil)
	if err != nil {
		panic(err)
	}
	x, err := extract.New(lex, extract.Options{Build: "test", Names: names})
	if err != nil {
		panic(err)
	}
	return x, lex
})

// over gives a desk over a store that holds articles.
func over(t *testing.T, articles ...isnad.Article) *desk.Desk {
	t.Helper()
	x, lex := real()
	s := model.New()
	for i := range articles {
		articles[i].Seal()
		if _, err := s.Put(t.Context(), []store.Entry{{Record: x.Extract(&articles[i]), Run: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	return desk.New(s, lex)
}

// examples are the articles about the same events that come with the project.
func examples(t *testing.T) []isnad.Article {
	t.Helper()
	_, lex := real()
	f, err := os.Open("../../examples/compare/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []isnad.Article
	for item := range article.NewReader(lex).Lines("articles.jsonl", f, article.Meta{}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		out = append(out, *item.Article)
	}
	return out
}

// A word that names an entity finds it however texts spell it, and in the other language.
func TestWordsNameEntities(t *testing.T) {
	d := over(t,
		isnad.Article{Outlet: "أ", Language: "ar", Text: "قال سامي حداد إن الحملة انتشرت على فيسبوك وتيليغرام."},
		isnad.Article{Outlet: "b", Language: "en", Text: "The ministry said that the posts appeared on Telegram on Monday."},
		isnad.Article{Outlet: "ج", Language: "ar", Text: "قال سامي حداد إن الطريق مغلق."})
	for words, want := range map[string]int{"تلغرام": 2, "telegram": 2, "Facebook": 1, "الطريق": 1, "تلغرام فيسبوك": 1, "انستغرام": 0} {
		page, err := d.Claims(t.Context(), d.Ask(store.Query{Text: words}))
		if err != nil || len(page.Rows) != want {
			t.Errorf("%s: %d claims, want %d, %v", words, len(page.Rows), want, err)
		}
	}
	if q := d.Ask(store.Query{Text: "الطريق مغلق"}); q.Names != nil {
		t.Errorf("plain words name %v", q.Names)
	}
	page, err := d.Claims(t.Context(), d.Ask(store.Query{Text: "تلغرام", Exact: true}))
	if err != nil || len(page.Rows) != 0 {
		t.Errorf("exactly: %d claims, %v", len(page.Rows), err)
	}
}

func TestCompare(t *testing.T) {
	d := over(t, examples(t)...)
	all, err := d.Compare(t.Context(), desk.CompareQuery{})
	if err != nil || !all.Complete || all.Articles == 0 || len(all.Groups) < 3 || all.Hidden == 0 {
		t.Fatalf("%d groups of %d articles, %d hidden, %v", len(all.Groups), all.Articles, all.Hidden, err)
	}
	if all.Groups[0].Verdict != compare.Disagree {
		t.Errorf("the first is %s", all.Groups[0].Verdict)
	}
	single, err := d.Compare(t.Context(), desk.CompareQuery{Single: true})
	if err != nil || len(single.Groups) != len(all.Groups)+all.Hidden || single.Hidden != 0 {
		t.Errorf("%d with those of one voice, %v", len(single.Groups), err)
	}
	some, err := d.Compare(t.Context(), desk.CompareQuery{Most: 1})
	if err != nil || some.Complete || some.Articles != 1 {
		t.Errorf("%+v, %v", some, err)
	}
	counted := all.Groups[0].Counted[0]
	few, err := d.Compare(t.Context(), desk.CompareQuery{Counted: counted})
	if err != nil || len(few.Groups) == 0 || slices.ContainsFunc(few.Groups, func(g compare.Group) bool {
		return !slices.ContainsFunc(g.Counted, func(c string) bool { return strings.Contains(c, counted) })
	}) {
		t.Errorf("of %s: %+v, %v", counted, few, err)
	}
	if none, err := d.Compare(t.Context(), desk.CompareQuery{From: "1999-01-01", To: "1999-12-31"}); err != nil || len(none.Groups) != 0 || none.Groups == nil {
		t.Errorf("%+v, %v", none, err)
	}
	if _, err := d.Compare(t.Context(), desk.CompareQuery{From: "soon"}); !isnad.IsBadInput(err) {
		t.Error(err)
	}
}

// What one claim says is told elsewhere: its own page shows where, by whom, and whether they agree.
func TestSimilar(t *testing.T) {
	d := over(t, examples(t)...)
	all, err := d.Compare(t.Context(), desk.CompareQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all.Groups {
		claim := g.Figures[0].Claim
		similar, err := d.Similar(t.Context(), claim)
		if err != nil || !slices.ContainsFunc(similar, func(s compare.Group) bool {
			return s.Verdict == g.Verdict && slices.ContainsFunc(s.Figures, func(f compare.Figure) bool { return f.Claim == claim })
		}) {
			t.Errorf("%s of %v: %d similar groups, %v", g.Verdict, g.Counted, len(similar), err)
		}
	}
	if _, err := d.Similar(t.Context(), "nothing"); err == nil {
		t.Error("a claim that is not there has similar ones")
	}
}

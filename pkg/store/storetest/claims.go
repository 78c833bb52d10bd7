package storetest

import (
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func rows(t *testing.T, open Opener) {
	s := opened(t, open)
	m := storm(t)
	m.named("The storm", isnad.Event, "", "The storm", isnad.BasisLexicon, 0.5) // so that indexes of row and record differ
	m.r.Mentions[0], m.r.Mentions[1] = m.r.Mentions[1], m.r.Mentions[0]
	one := 1
	m.r.Claims[1].Mentions, m.r.Claims[1].Chain[0].Mention = []int{1}, &one
	put(t, s, m.entry(1))
	got := ask(t, s, store.Query{})
	if len(got) != 2 {
		t.Fatalf("%d rows", len(got))
	}
	equal(t, "article", got[0].Article, store.Article{
		ID: m.r.Article.ID, URL: "https://example.com/storm", Outlet: "The Daily Planet", Title: "Storm", Published: "2020-03-01T08:00:00+02:00", Language: "en",
	})
	if c := got[0].Claim; c.Kind != isnad.Narrated || c.Cue != nil || got[0].Figures[c.Figures[0]].Low != "2500000" || got[0].Figures[0].High != "" {
		t.Errorf("the narrated one: %+v", got[0])
	}
	c := got[1].Claim
	if got[1].Mentions[*c.Chain[0].Mention].Name != "Jane Roe" || got[1].Mentions[c.Mentions[0]].Name != "Jane Roe" || got[1].Figures[c.Figures[0]].Value != "12" {
		t.Errorf("the denial: %+v", got[1])
	}
	if c.ID != m.r.Claims[1].ID || c.Text != m.r.Claims[1].Text || c.Start != m.r.Claims[1].Start || !c.Negated {
		t.Errorf("the denial's claim: %+v", c)
	}
	equal(t, "record", current(t, s, m.r.Article.ID), m.r)
}

func filters(t *testing.T, open Opener) {
	s := opened(t, open)
	ar, en := sites(t).entry(1), storm(t).entry(1)
	put(t, s, ar, en)
	const say, told, deny = "say", "narrated", "deny" // the three claims
	id := isnad.NameEntity(isnad.Person, "Jane Roe")
	for _, test := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{}, "narrated deny say"}, // latest day first, then as they stand in the text
		{store.Query{Claim: ar.Record.Claims[0].ID}, say},
		{store.Query{Article: en.Record.Article.ID}, "narrated deny"},
		{store.Query{Outlet: "ديارنا"}, say},
		{store.Query{Outlet: "ديار"}, ""},
		{store.Query{Kind: "narrated"}, told},
		{store.Query{Language: "en"}, "narrated deny"},
		{store.Query{Stance: "deny"}, deny},
		{store.Query{Stance: "deny", Language: "ar"}, ""},
		{store.Query{Entity: "org/isis"}, say},
		{store.Query{Entity: "داعش"}, say},                   // as the text has it
		{store.Query{Entity: "تنظيم الدولة الاسلاميه"}, say}, // as the lexicon has it, in another spelling
		{store.Query{Entity: id}, deny},
		{store.Query{Entity: "JANE ROE"}, deny},
		{store.Query{Entity: "Jane"}, ""},
		{store.Query{Speaker: "كعبي"}, say},
		{store.Query{Speaker: "رعد"}, say}, // the chain has a short form, the mention the whole name
		{store.Query{Speaker: "رع"}, say},
		{store.Query{Speaker: "ro"}, deny},
		{store.Query{Speaker: "jane  roe"}, deny},
		{store.Query{Speaker: "Daily Planet"}, ""}, // published it, did not say it
		{store.Query{Speaker: "12 people"}, ""},
		{store.Query{FigureMin: "26000", FigureMax: "26000"}, say},
		{store.Query{FigureMin: "26001"}, told},   // more than 2.5 million has no upper end
		{store.Query{FigureMin: "9000000"}, told}, // nor here
		{store.Query{FigureMax: "2499999.5"}, "deny say"},
		{store.Query{FigureMax: "2500000"}, "narrated deny say"},
		{store.Query{FigureMax: "11.99"}, ""},
		{store.Query{Unit: "USD"}, told},
		{store.Query{Unit: "usd", FigureMin: "1", FigureMax: "2"}, ""},
		{store.Query{Counted: "موقع"}, say},
		{store.Query{Counted: "person", FigureMin: "12"}, deny},
		{store.Query{Counted: "person", Unit: "USD"}, ""},
		{store.Query{PublishedFrom: "2020-03-01"}, "narrated deny"},
		{store.Query{PublishedTo: "2020-03-01"}, "narrated deny say"},
		{store.Query{PublishedTo: "2020-02-29"}, say},
		{store.Query{PublishedFrom: "2020-02-10", PublishedTo: "2020-02-10"}, say},
		{store.Query{PublishedFrom: "2020-02-11", PublishedTo: "2020-02-29"}, ""},
		{store.Query{Text: "storm million"}, told},
		{store.Query{Text: "million storm"}, told},
		{store.Query{Text: `"storm cost"`}, told},
		{store.Query{Text: `"cost storm"`}, ""},
		{store.Query{Text: "of"}, ""},
		{store.Query{Text: "12"}, deny}, // shorter than the index's runs
		{store.Query{Text: "12 died jane"}, deny},
		{store.Query{Text: "DIED"}, deny},
	} {
		var got []string
		for _, r := range ask(t, s, test.q) {
			if r.Claim.Cue == nil {
				got = append(got, string(r.Claim.Kind))
			} else {
				got = append(got, string(r.Stance()))
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s gave %q, want %q", shown(test.q), got, test.want)
		}
	}
}

func arabicSearch(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1), storm(t).entry(1))
	for words, want := range map[string]int{
		"داعش":          1, // inside وبداعش
		"ملاحق":         1, // مُلاحَق in the text
		"مُلاحَق":       1,
		"ملاحَق دوليّا": 1,
		"الكتروني":      1,
		"إلكترونى":      1,
		"٢٦":            1,
		"رعد":           1, // the speaker
		"إن":            1,
		"طالبان":        0,
		"داعشية":        0,
	} {
		if got := ask(t, s, store.Query{Text: words}); len(got) != want {
			t.Errorf("%s: %d rows, want %d", words, len(got), want)
		}
	}
}

// What a revision no longer says is no longer found by its words, whatever stands in its place.
func replacedWords(t *testing.T, open Opener) {
	s := opened(t, open)
	words := func(cue, content string) *maker {
		m := article(t, isnad.Article{Text: "Ann said apples. Bob asked pears."})
		m.said(cue+" "+content, cue, content, isnad.Say, strings.Fields(cue)[0], -1)
		return m
	}
	put(t, s, words("Ann said", "apples").entry(1))
	put(t, s, words("Bob asked", "pears").by("build-2", "tables-1", 2))
	for _, test := range []struct {
		q    store.Query
		want int
	}{
		{store.Query{Text: "apples"}, 0}, {store.Query{Text: "pears"}, 1}, {store.Query{Speaker: "Ann"}, 0}, {store.Query{Speaker: "Bob"}, 1},
		{store.Query{Text: "ann said"}, 0}, {store.Query{PublishedTo: "2030-01-01"}, 0}, {store.Query{PublishedFrom: "1000-01-01"}, 0},
	} {
		if got := ask(t, s, test.q); len(got) != test.want {
			t.Errorf("%+v: %d rows, want %d", test.q, len(got), test.want)
		}
	}
}

func badQuestions(t *testing.T, open Opener) {
	s := opened(t, open)
	for _, q := range []store.Query{
		{Limit: -1}, {After: "x"}, {After: "%%"}, {FigureMin: "many"}, {FigureMax: "1/"}, {PublishedFrom: "2020"}, {PublishedTo: "2020-13-01"}, {Text: "ـ"}, {Speaker: " "}, {Text: `""`},
	} {
		if _, err := s.Claims(t.Context(), q); !isnad.IsBadInput(err) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, q := range []store.EntityQuery{{Limit: -1}, {Name: " "}} {
		if _, err := s.Entities(t.Context(), q); !isnad.IsBadInput(err) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

// Nothing that is asked or stored is taken for an order to the database.
func hostileText(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1))
	m := article(t, isnad.Article{Outlet: "a'; DROP TABLE claims; --", Title: "a\x00b", Published: "yesterday", Text: "Ann\x00e \"Nul\" said%: ' OR 1=1 --"})
	m.named("Ann\x00e", isnad.Person, "", "Ann\x00e", isnad.BasisLexicon, 1)
	m.said(m.r.Article.Text, "said%", "' OR 1=1 --", isnad.Say, "Ann\x00e", 0)
	put(t, s, m.entry(1))
	equal(t, "record", current(t, s, m.r.Article.ID), m.r)
	for text, want := range map[string]int{
		"' OR 1=1 --": 1, `NEAR(ann said)`: 0, `said*`: 0, "said%": 1, "sa_d": 0, "ann\x00e": 1, "evidence : said": 0, "-said": 0, "a OR b": 0, "(": 0, "\xff\xfesaid": 1, `nul" said`: 1, `"nul said"`: 0, "^ann": 0,
		"AND": 0, "nul": 1, strings.Repeat("said ", 2000): 1,
	} {
		if got := ask(t, s, store.Query{Text: text}); len(got) != want {
			t.Errorf("%.40q: %d rows, want %d", text, len(got), want)
		}
	}
	got := ask(t, s, store.Query{Outlet: m.r.Article.Outlet})
	if len(got) != 1 || got[0].Article.Title != "a\x00b" || got[0].Mentions[0].Name != "Ann\x00e" {
		t.Errorf("%+v", got)
	}
}

func pages(t *testing.T, open Opener) {
	s := opened(t, open)
	want := map[string]bool{}
	const articles, claims = 40, 5
	for n := range articles {
		e := numbered(t, n, claims).entry(1)
		put(t, s, e)
		for _, c := range e.Record.Claims {
			want[c.ID] = true
		}
	}
	for _, size := range []int{1, 3, 7, 200, 0} {
		var keys []string
		seen := map[string]bool{}
		for i, r := range ask(t, s, store.Query{Limit: size}) {
			if seen[r.Claim.ID] || !want[r.Claim.ID] {
				t.Fatalf("pages of %d: claim %s comes twice or from nowhere", size, r.Claim.ID)
			}
			seen[r.Claim.ID] = true
			keys = append(keys, r.Article.Published)
			if i > 0 && keys[i] > keys[i-1] {
				t.Fatalf("pages of %d: %q comes behind %q", size, keys[i], keys[i-1])
			}
		}
		if len(seen) != articles*claims {
			t.Errorf("pages of %d: %d claims, want %d", size, len(seen), articles*claims)
		}
	}
	if page, err := s.Claims(t.Context(), store.Query{Limit: articles * claims}); err != nil || page.Next != "" {
		t.Errorf("a page that takes all has a next one: %v", err)
	}
	if got := ask(t, s, store.Query{Limit: 3, Text: "district2", FigureMin: "1000"}); len(got) != articles-10 {
		t.Errorf("%d claims are found page by page", len(got))
	}
	pagesWhileWriting(t, s, want)
}

// A page turned while revisions are replaced and articles come in gives no claim twice and loses none that was there all the time.
func pagesWhileWriting(t *testing.T, s store.Store, want map[string]bool) {
	q, seen, n := store.Query{Limit: 11}, map[string]bool{}, 0
	for {
		page, err := s.Claims(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			if seen[r.Claim.ID] {
				t.Fatalf("claim %s comes twice", r.Claim.ID)
			}
			seen[r.Claim.ID] = true
		}
		if q.After = page.Next; q.After == "" {
			break
		}
		m := numbered(t, n, 5)
		m.r.Claims[0], m.r.Claims[4] = m.r.Claims[4], m.r.Claims[0] // in another order
		put(t, s, m.by("build-2", "tables-1", 2), numbered(t, 100+n, 5).entry(1))
		n++
	}
	for id := range want {
		if !seen[id] {
			t.Errorf("claim %s is lost between pages", id)
		}
	}
	if n < 10 {
		t.Errorf("only %d pages", n)
	}
}

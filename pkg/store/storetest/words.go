package storetest

import (
	"fmt"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// names of entities, spellings, and words as they are spelled: what package store says of them holds in every store.
func searchByNames(t *testing.T, open Opener) {
	s := opened(t, open)
	m := article(t, isnad.Article{Outlet: "x", Language: isnad.Arabic, Text: "one قالَ  زُكِربيرغ\u200f إنّ تيليغرام\tأُغلِق.\ntwo قال زيد إن قطر بعيدة.\nthree the news is out, he said."})
	platform := m.named("تيليغرام", isnad.Platform, "platform/telegram", "تلغرام", isnad.BasisLexicon, 1)
	place := m.named("قطر", isnad.Place, "place/qatar", "قطر", isnad.BasisLexicon, 1)
	m.tell(line{text: "one قالَ  زُكِربيرغ\u200f إنّ تيليغرام\tأُغلِق", cue: "قالَ", lemma: "قال", stance: isnad.Say, by: []isnad.Link{speaker("مارك زُكِربيرغ", true)}, about: []int{platform}})
	m.tell(line{text: "two قال زيد إن قطر بعيدة", cue: "قال", lemma: "قال", stance: isnad.Say, by: []isnad.Link{speaker("زيد", true)}, about: []int{place}})
	m.tell(line{text: "three the news is out, he said", cue: "said", lemma: "say", stance: isnad.Say, by: []isnad.Link{speaker("he", false)}})
	put(t, s, m.entry(1))
	telegram := map[string][]string{"telegram": {"platform/other", "platform/telegram"}}
	for _, test := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{Text: "تلغرام"}, "one"}, // as the lexicon names it
		{store.Query{Text: "تيليغرام"}, "one"},
		{store.Query{Text: "تلجرام"}, "one"}, // as nobody does here
		{store.Query{Text: "بتلقرام اغلق"}, "one"},
		{store.Query{Text: "تلجرام بعيده"}, ""},
		{store.Query{Text: "telegram"}, ""},
		{store.Query{Text: "Telegram", Names: telegram}, "one"},
		{store.Query{Text: "telegram زكربيرغ", Names: telegram}, "one"},
		{store.Query{Text: "telegram news", Names: telegram}, ""},
		{store.Query{Text: "news", Names: map[string][]string{"news": {"place/qatar"}}}, "two three"}, // the word or the name
		{store.Query{Text: "news", Names: map[string][]string{"other": {"place/qatar"}}}, "three"},
		{store.Query{Text: "قطر"}, "two"},
		{store.Query{Text: "قطار"}, ""},
		{store.Query{Text: "مارك"}, "one"}, // the speaker
		{store.Query{Text: `"مارك زكربيرغ"`}, "one"},
		{store.Query{Text: `"زكربيرغ مارك"`}, ""},
		{store.Query{Text: "platform"}, ""}, // no part of an id is a word
		{store.Query{Text: "qatar"}, ""},
		{store.Query{Text: "ملاك"}, ""},
		{store.Query{Text: "قالَ", Exact: true}, "one"},
		{store.Query{Text: "قال", Exact: true}, "one two"}, // a part of it, up to the mark
		{store.Query{Text: "إنّ", Exact: true}, "one"},
		{store.Query{Text: "ان", Exact: true}, ""},
		{store.Query{Text: "بعيده", Exact: true}, ""},
		{store.Query{Text: "بعيدة", Exact: true}, "two"},
		{store.Query{Text: `"قالَ زُكِربيرغ إنّ"`, Exact: true}, "one"}, // white space, and what nobody sees
		{store.Query{Text: "\"زُكِربيرغ\u200e إنّ تيليغرام أُغلِق\"", Exact: true}, "one"},
		{store.Query{Text: `"زُكِربيرغ قالَ"`, Exact: true}, ""},
		{store.Query{Text: "تلغرام", Exact: true}, ""},
		{store.Query{Text: "News", Exact: true}, ""},
		{store.Query{Text: "news", Exact: true}, "three"},
		{store.Query{Text: "telegram", Exact: true, Names: telegram}, ""},
		{store.Query{Text: "مارك", Exact: true}, "one"},
		{store.Query{Text: "ق", Exact: true}, "one two"}, // one letter
		{store.Query{Text: "ق"}, "one two"},
		{store.Query{Text: "ab"}, ""}, {store.Query{Text: "AB"}, ""}, {store.Query{Text: "c"}, ""}, {store.Query{Text: "bcd"}, ""}, // marks are made of such letters
	} {
		if got := tags(t, s, test.q); got != test.want {
			t.Errorf("%s gave %q, want %q", shown(test.q), got, test.want)
		}
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'P'; b++ {
			word := string([]rune{a, b})
			for _, r := range ask(t, s, store.Query{Text: word}) {
				if !strings.Contains(store.Folded(r.Claim.Text), strings.ToLower(word)) && !strings.Contains(strings.Join(r.Speakers(), "\n"), strings.ToLower(word)) {
					t.Fatalf("%s is found in %q: it stands in a mark", word, r.Claim.Text)
				}
			}
		}
	}
}

// spiteful is text that databases, their patterns, their indexes and their encodings stumble over.
var spiteful = []string{
	"'", "''", `"`, `\`, `\'`, "%", "_", "%%", "$1", "?", ":a", "@a", "--", "/*", ";", "`", "[a-z]", "(", ")", "*", "^", "{}", "~", "|", "&", "<->", "!",
	"' OR '1'='1", "' OR 1=1 --", "'; DROP TABLE claims; --", `"; DROP TABLE claims; --`, "1; SELECT pg_sleep(9)", "' UNION SELECT 1 --", "\\'; --", "x' AND 1=(SELECT 1)--",
	"NEAR(a b)", "a OR b", "AND", "NOT", "a*", "a:b", "evidence:a", "{evidence}:a", "^a", "+", "-a", "a -b", `"a" "b`, "NULL", "null", "\u2028", "\u202e", "\u200f", "\ufeff", "\x1f", "\x1b[31m",
	"\uffff", "\U0001F468\u200d\U0001F469", "é", "e\u0301", "ß", "İ", "ı", "K", "ﷺ", "\t", "\n", "\r\n", "a\tb", "\x7f", "\u0085", "\U0010ffff", "\ufdd0",
}

// Whatever is asked in whatever field is a question and no order: it finds what has it, and hurts nothing.
func spitefulQuestions(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, newsroom(t)...)
	before := ask(t, s, store.Query{})
	set := map[string]func(q *store.Query, x string){
		"text": func(q *store.Query, x string) { q.Text = x }, "exact": func(q *store.Query, x string) { q.Text, q.Exact = x, true },
		"claim": func(q *store.Query, x string) { q.Claim = x }, "article": func(q *store.Query, x string) { q.Article = x }, "entity": func(q *store.Query, x string) { q.Entity = x },
		"speaker": func(q *store.Query, x string) { q.Speaker = x }, "outlet": func(q *store.Query, x string) { q.Outlet = x }, "kind": func(q *store.Query, x string) { q.Kind = x },
		"language": func(q *store.Query, x string) { q.Language = x }, "stance": func(q *store.Query, x string) { q.Stance = x }, "cue": func(q *store.Query, x string) { q.Cue = x },
		"unit": func(q *store.Query, x string) { q.Unit = x }, "counted": func(q *store.Query, x string) { q.Counted = x },
		"relation": func(q *store.Query, x string) { q.Relation = isnad.Relation(x) },
		"names":    func(q *store.Query, x string) { q.Text, q.Names = "queen", map[string][]string{"queen": {x}, x: {x}} },
		"quoted":   func(q *store.Query, x string) { q.Text = `"` + x + `" ships` },
		"min":      func(q *store.Query, x string) { q.FigureMin = isnad.Decimal(x) }, "max": func(q *store.Query, x string) { q.FigureMax = isnad.Decimal(x) },
		"day": func(q *store.Query, x string) { q.PublishedFrom, q.SaidTo = x, x }, "cursor": func(q *store.Query, x string) { q.After = x },
		"key": func(q *store.Query, x string) { q.After = store.Key{Day: x}.String() },
	}
	for field, set := range set {
		for _, x := range spiteful {
			var q store.Query
			set(&q, x)
			if _, err := s.Claims(t.Context(), q); err != nil && !isnad.IsBadInput(err) {
				t.Errorf("%s = %q: %v", field, x, err)
			}
			if _, err := s.Count(t.Context(), q); err != nil && !isnad.IsBadInput(err) {
				t.Errorf("count, %s = %q: %v", field, x, err)
			}
		}
	}
	for _, x := range spiteful {
		for _, q := range []store.EntityQuery{{ID: x}, {Name: x}, {Kind: x}} {
			if _, err := s.Entities(t.Context(), q); err != nil && !isnad.IsBadInput(err) {
				t.Errorf("%+v: %v", q, err)
			}
		}
		for _, q := range []store.ReviewQuery{{Claim: x}, {Who: x}} {
			if got, err := s.Reviews(t.Context(), q); err != nil && !isnad.IsBadInput(err) || len(got) > 0 {
				t.Errorf("%+v: %v, %v", q, got, err)
			}
		}
		if _, err := s.Review(t.Context(), store.Review{Claim: x, State: store.StateNew, Who: x + "x"}); !isnad.IsBadInput(err) && !isNotFound(err) {
			t.Errorf("%q: %v", x, err)
		}
		if _, err := s.Decide(t.Context(), store.EntityDecision{Entity: x, Verdict: store.VerdictNew, Who: x + "x"}); !isnad.IsBadInput(err) && !isNotFound(err) {
			t.Errorf("%q: %v", x, err)
		}
	}
	equal(t, "claims afterwards", ask(t, s, store.Query{}), before)
}

// Whatever a record holds comes back as it was, and its words are found by themselves.
func spitefulRecords(t *testing.T, open Opener) {
	s := opened(t, open)
	all := append([]string{"a\x00b", "\x00", "a\u0000\u0000"}, spiteful...)
	for n, x := range all {
		text := fmt.Sprintf("tag%d %s said%s it", n, "Ann "+x, x)
		a := isnad.Article{Outlet: "o" + x, URL: "u" + x, SourceID: x, Title: x, Byline: x, Language: x, Text: text}
		m := article(t, a)
		who := m.named("Ann "+x, isnad.Person, "name1:"+x, "Ann"+x, isnad.BasisLexicon, 1)
		m.r.Mentions[0].Rule, m.r.Mentions[0].Wikidata = x, x
		m.tell(line{text: text, cue: "said" + x, lemma: "say" + x, stance: isnad.Stance("s" + x), by: []isnad.Link{speaker("Ann "+x, true)}, about: []int{who},
			figure: &isnad.Figure{Kind: isnad.Count, Relation: isnad.Relation("r" + x), Low: "1", High: "1", Unit: "u" + x, Counted: []string{"c" + x}}})
		e := m.by("build"+x, "tables"+x, 1)
		put(t, s, e)
		equal(t, fmt.Sprintf("record %q", x), current(t, s, m.r.Article.ID), m.r)
		row, err := s.Claim(t.Context(), m.r.Claims[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		want := store.Rows(m.r)[0]
		want.State = store.StateNew
		equal(t, fmt.Sprintf("row %q", x), row, want)
		if r, err := s.Revision(t.Context(), m.r.Article.ID, "build"+x, "tables"+x); err != nil || r.Extractor != "build"+x {
			t.Errorf("revision %q: %v", x, err)
		}
		if v, err := s.Versions(t.Context(), m.r.Article.ID); err != nil || len(v) != 1 || v[0] != want.Article {
			t.Errorf("versions %q: %+v, %v", x, v, err)
		}
		if strings.Contains(x, "\x00") {
			continue // a question holds no NUL
		}
		for _, q := range []store.Query{
			{Outlet: "o" + x}, {Language: x, Article: m.r.Article.ID}, {Entity: "name1:" + x}, {Stance: "s" + x}, {Relation: isnad.Relation("r" + x)}, {Article: m.r.Article.ID, Text: fmt.Sprint("tag", n)},
		} {
			if got := ask(t, s, q); len(got) != 1 || got[0].Claim.ID != row.Claim.ID {
				t.Errorf("%s: %d rows", shown(q), len(got))
			}
		}
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Articles != len(all) || n.Claims != len(all) || len(n.Outlets) != len(all) {
		t.Errorf("%+v, %v", n, err)
	}
	if got := entities(t, s, store.EntityQuery{Limit: 1000}); len(got) != len(all) {
		t.Errorf("%d entities", len(got))
	}
}

// A word as long as a book is stored like others, and found by as much of it as anybody may ask for.
func longWords(t *testing.T, open Opener) {
	s := opened(t, open)
	letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
	var b strings.Builder
	for n, at := 0, 7; n < 50_000; n, at = n+1, (at*31+n)%len(letters) {
		b.WriteRune(letters[at])
	}
	long := b.String() // 100 kB
	m := article(t, isnad.Article{Outlet: long, URL: long, Title: long, Published: "2021-01-01", Language: isnad.Arabic, Text: "one " + long + " قال كذا"})
	who := m.named(long, isnad.Person, "name1:long", long, isnad.BasisPattern, 1)
	m.tell(line{text: "one " + long + " قال كذا", cue: "قال", lemma: "قال" + long, stance: isnad.Say, by: []isnad.Link{speaker(long, true)}, about: []int{who},
		figure: &isnad.Figure{Kind: isnad.Count, Relation: isnad.Exact, Low: "1", High: "1", Unit: long, Counted: []string{long}}})
	put(t, s, m.entry(1))
	equal(t, "record", current(t, s, m.r.Article.ID), m.r)
	begins, end := long[:18_000], long[len(long)-18_000:]
	for _, q := range []store.Query{
		{Text: begins}, {Text: end + " كذا"}, {Text: end, Exact: true}, {Speaker: begins}, {Counted: end}, {Outlet: long}, {Unit: long},
	} {
		if got := tags(t, s, q); got != "one" {
			t.Errorf("%s: %q", shown(q), got)
		}
	}
	for _, q := range []store.Query{
		{Text: begins + "x"}, {Text: "x" + end, Exact: true}, {Speaker: "x" + begins}, {Counted: end + "x"}, {Claim: long}, {Kind: long}, {Entity: "name1:" + begins}, {Entity: begins}, {Cue: "قال" + begins}, {Outlet: begins},
	} {
		if got := tags(t, s, q); got != "" {
			t.Errorf("%s: %q", shown(q), got)
		}
	}
	for _, q := range []store.Query{{Text: long}, {Text: long, Exact: true}, {Speaker: long}, {Entity: long}, {Counted: long}, {Cue: long}} {
		if _, err := s.Claims(t.Context(), q); !isnad.IsBadInput(err) {
			t.Errorf("longer than a question: %s: %v", shown(q), err)
		}
	}
	if e := entities(t, s, store.EntityQuery{Name: begins}); len(e) != 1 || e[0].Name != long {
		t.Errorf("%d entities", len(e))
	}
	if _, err := s.Decide(t.Context(), store.EntityDecision{Entity: "name1:" + long, Verdict: store.VerdictNew, Who: "x"}); !isNotFound(err) {
		t.Errorf("deciding about nobody: %v", err)
	}
}

package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

// nowhere lists ids that no store holds, and that no store may stumble over.
var nowhere = []string{"none", "", "'", "%", "a\x00b", "\xff"}

func revisions(t *testing.T, open Opener) {
	s := opened(t, open)
	first, second, third := sites(t).entry(3), revised(t, "build-2", isnad.Warn, 7), revised(t, "build-3", isnad.Deny, 5)
	id := first.Record.Article.ID
	put(t, s, first, second, third)
	old := sites(t)
	put(t, s, old.by("build-0", "tables-1", 3)) // as old as the first
	got, err := s.Revisions(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "revisions", got, []store.Revision{
		{Extractor: "build-2", Lexicon: "tables-1", Run: 7, Current: true, SHA256: digest(t, second.Record)},
		{Extractor: "build-3", Lexicon: "tables-1", Run: 5, SHA256: digest(t, third.Record)},
		{Extractor: "build-0", Lexicon: "tables-1", Run: 3, SHA256: digest(t, old.r)},
		{Extractor: "build-1", Lexicon: "tables-1", Run: 3, SHA256: digest(t, sites(t).r)},
	})
	for _, e := range []store.Entry{second, third} {
		r, err := s.Revision(t.Context(), id, e.Record.Extractor, e.Record.Lexicon)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "revision", r, e.Record)
	}
	put(t, s, sites(t).entry(8)) // an old program runs again
	if got, err := s.Revisions(t.Context(), id); err != nil || len(got) != 4 || got[0].Extractor != "build-1" || !got[0].Current || got[0].Run != 8 || got[1].Current {
		t.Errorf("%+v, %v", got, err)
	}
	for _, x := range nowhere {
		if _, err := s.Revisions(t.Context(), x); !isNotFound(err) {
			t.Errorf("revisions of %q: %v", x, err)
		}
		for _, key := range [][3]string{{x, "build-1", "tables-1"}, {id, x, "tables-1"}, {id, "build-1", x}} {
			if _, err := s.Revision(t.Context(), key[0], key[1], key[2]); !isNotFound(err) {
				t.Errorf("revision %q: %v", key, err)
			}
		}
		if _, err := s.Record(t.Context(), x); !isNotFound(err) {
			t.Errorf("record of %q: %v", x, err)
		}
	}
}

func digest(t testing.TB, r *isnad.Record) string {
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// What is told of an article beside its text is what the current revision says.
func headsFollow(t *testing.T, open Opener) {
	s := opened(t, open)
	put(t, s, sites(t).entry(1))
	m := sites(t)
	a := &m.r.Article
	a.SourceID, a.Title, a.Byline, a.Language = "s2", "New", "By", "ku"
	put(t, s, m.by("build-2", "tables-1", 2), sites(t).by("build-0", "tables-1", 0)) // and one that comes late
	want := store.Head(a)
	rows := ask(t, s, store.Query{Language: "ku"})
	if len(rows) != 1 {
		t.Fatalf("%d rows in its language", len(rows))
	}
	equal(t, "row", rows[0].Article, want)
	equal(t, "in the old language", len(ask(t, s, store.Query{Language: "ar"})), 0)
	equal(t, "counted", count(t, s, store.Query{}).Languages, []store.Tally{{Value: "ku", Claims: 1}})
	equal(t, "entity", entity(t, s, "org/isis").Article, want)
	if v, err := s.Versions(t.Context(), a.ID); err != nil || len(v) != 1 || v[0] != want {
		t.Errorf("%+v, %v", v, err)
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Languages[0].Name != "ku" {
		t.Errorf("%+v, %v", n, err)
	}
}

// allArticles lists articles page by page, in the order in which they first came; another reading of one changes nothing.
func allArticles(t *testing.T, open Opener) {
	s := opened(t, open)
	var want []string
	for _, n := range []int{3, 1, 2} {
		m := numbered(t, n, n%2)
		put(t, s, m.entry(1))
		want = append(want, m.r.Article.ID)
		if n == 1 {
			put(t, s, m.by("other", "tables", 5))
		}
	}
	var got []string
	for after := int64(0); ; {
		page, err := s.Articles(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page {
			got = append(got, a.Article.ID)
			if after = a.Number; a.Article.Outlet == "" && a.Article.Published == "" {
				t.Errorf("an article without a head: %+v", a)
			}
		}
		if len(page) < 2 {
			break
		}
	}
	equal(t, "articles", strings.Join(got, " "), strings.Join(want, " "))
	if page, err := s.Articles(t.Context(), 0, 0); err != nil || len(page) != 0 {
		t.Errorf("none were asked for: %v, %v", page, err)
	}
}

func versions(t *testing.T, open Opener) {
	s := opened(t, open)
	id := map[string]string{}
	version := func(name string, a isnad.Article) {
		a.Text, a.Title = name, "Title "+name
		m := article(t, a)
		put(t, s, m.entry(1))
		id[name] = m.r.Article.ID
	}
	here := isnad.Article{Outlet: "Alpha", URL: "https://alpha/1", Published: "2021-01-05"}
	later, evening, undated, elsewhere, other, bare := here, here, here, here, here, here
	later.Published, evening.Published, undated.Published = "2021-02-01", "2021-01-05T20:00:00Z", ""
	elsewhere.Outlet, other.URL, bare.URL = "Beta", "https://alpha/2", ""
	version("later", later)
	version("evening", evening)
	version("first", here)
	version("undated", undated)
	version("elsewhere", elsewhere)
	version("other", other)
	version("bare", bare)
	version("bare too", bare)
	for of, want := range map[string]string{
		"first": "undated evening first later", "later": "undated evening first later", "elsewhere": "elsewhere", "other": "other", "bare": "bare", "bare too": "bare too",
	} {
		got, err := s.Versions(t.Context(), id[of])
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, a := range got {
			name := strings.TrimPrefix(a.Title, "Title ")
			names = append(names, name)
			if a.ID != id[name] || a.Outlet == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
		equal(t, "versions of "+of, strings.Join(names, " "), want)
	}
	for _, x := range nowhere {
		if _, err := s.Versions(t.Context(), x); !isNotFound(err) {
			t.Errorf("versions of %q: %v", x, err)
		}
	}
}

package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// said is a row of words said by somebody, with mentions.
func said(words, speaker string, mentions ...isnad.Mention) *store.Row {
	r := &store.Row{Mentions: mentions}
	r.Claim.Text = words
	r.Claim.Chain = []isnad.Link{{Role: isnad.RoleSpeaker, Name: speaker, Named: true}, {Role: isnad.RoleMedium, Name: "Radio"}, {Role: isnad.RoleOutlet, Name: "The Planet", Named: true}}
	return r
}

func named(kind isnad.Kind, id, name, spelling string) isnad.Mention {
	return isnad.Mention{Kind: kind, Entity: id, Name: name, Excerpt: isnad.Excerpt{Text: spelling}}
}

// found tells whether a question's words find a row, as every store must.
func found(q store.Query, r *store.Row) bool {
	if q.Exact {
		return !slices.ContainsFunc(q.RawTerms(), func(term string) bool { return !strings.Contains(store.RawText(r), term) })
	}
	return !slices.ContainsFunc(q.Alternatives(), func(either []string) bool {
		return !slices.ContainsFunc(either, func(s string) bool { return strings.Contains(store.SearchText(r), s) })
	})
}

func TestWhatWordsFind(t *testing.T) {
	r := said("قالَ الكعبيّ  إنّ\u200f الشركة\tأغلقت ٢٦ موقعًا على تيليغرام", "رعد الكعبي",
		named(isnad.Platform, "platform/telegram", "تلغرام", "تيليغرام"), named(isnad.Person, "name1:abc", "Jane ROE", "Roe"), named(isnad.Place, "place/qa", "قطر", "قطر"))
	telegram := map[string][]string{"telegram": {"platform/telegram"}}
	for _, test := range []struct {
		q    store.Query
		want bool
	}{
		{store.Query{Text: "الشركه اغلقت"}, true},
		{store.Query{Text: "اغلقت الشركة"}, true},
		{store.Query{Text: `"أغلقت الشركة"`}, false},
		{store.Query{Text: `"الشركة أغلقت"`}, true},
		{store.Query{Text: `"الشركة   أغلقت`}, true},
		{store.Query{Text: "26"}, true},
		{store.Query{Text: "رعد"}, true},
		{store.Query{Text: "jane"}, true}, // as the lexicon names it
		{store.Query{Text: "Radio"}, false},
		{store.Query{Text: "Planet"}, false},
		{store.Query{Text: `"الكعبي jane"`}, false}, // not from one line into another
		{store.Query{Text: "telegram"}, false},
		{store.Query{Text: "Telegram", Names: telegram}, true},
		{store.Query{Text: "Telegram شركه", Names: telegram}, true},
		{store.Query{Text: "Telegram نادي", Names: telegram}, false},
		{store.Query{Text: "telegram", Names: map[string][]string{"telegram": {"platform/tele"}}}, false},
		{store.Query{Text: "تلجرام"}, true},
		{store.Query{Text: "وتلجرام"}, true},
		{store.Query{Text: "قطار"}, false},
		{store.Query{Text: "platform"}, false}, // no part of an id is a word
		{store.Query{Text: "abc"}, false},
		{store.Query{Text: "tlkrm"}, false}, // nor of a mark
		{store.Query{Text: "الشركة أغلقت", Exact: true}, true},
		{store.Query{Text: "الشركه", Exact: true}, false},
		{store.Query{Text: "اغلقت", Exact: true}, false},
		{store.Query{Text: "إنّ", Exact: true}, true},
		{store.Query{Text: "إن", Exact: true}, true}, // as part of a word
		{store.Query{Text: "ان", Exact: true}, false},
		{store.Query{Text: "٢٦", Exact: true}, true},
		{store.Query{Text: "26", Exact: true}, false},
		{store.Query{Text: "\"إنّ الشركة أغلقت\"", Exact: true}, true}, // white space and what nobody sees do not matter
		{store.Query{Text: "\"الكعبيّ\u200e إنّ\"", Exact: true}, true},
		{store.Query{Text: "رعد", Exact: true}, true},
		{store.Query{Text: "jane", Exact: true}, false},
		{store.Query{Text: "تلجرام", Exact: true}, false},
		{store.Query{Text: "telegram", Exact: true, Names: telegram}, false},
	} {
		if got := found(test.q, r); got != test.want {
			t.Errorf("%+v: %v\n%q", test.q, got, store.SearchText(r))
		}
	}
}

// Two letters of an index are as good as a word: none may stand in a mark.
func TestNoWordTouchesAMark(t *testing.T) {
	var mentions []isnad.Mention
	for n := range 200 {
		mentions = append(mentions, named(isnad.Platform, fmt.Sprint("name1:", n), "تلغرام", "غوغل"))
	}
	r := said("س", "س", mentions...)
	for a := rune(' '); a < 0x7f; a++ {
		for _, word := range []string{string(a), string(a) + "a", "A" + string(a), "\x1f" + string(a), string(a) + "\x1fZ"} {
			if word = strings.TrimSpace(word); word != "" && found(store.Query{Text: word}, r) && len(store.Query{Text: word}.Terms()) > 0 {
				t.Errorf("%q is found in %.80q", word, store.SearchText(r))
			}
		}
	}
	if found(store.Query{Text: "q", Names: map[string][]string{"q": {"name1:200"}}}, r) || !found(store.Query{Text: "q", Names: map[string][]string{"q": {"name1:199"}}}, r) {
		t.Error("an entity is not told from others")
	}
}

func TestTermsAreAskedOnce(t *testing.T) {
	q := store.Query{Text: `said "he  said" SAID said "he said" "`}
	if d := cmp.Diff([][]string{{"said"}, {"he said"}}, q.Alternatives()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"said", "he said", "SAID"}, q.RawTerms()); d != "" {
		t.Error(d)
	}
	var many strings.Builder
	for n := range store.MostTerms + 1 {
		fmt.Fprint(&many, n, " ")
		if _, err := (store.Query{Text: many.String()}).Check(); isnad.IsBadInput(err) != (n == store.MostTerms) {
			t.Errorf("%d words: %v", n+1, err)
		}
	}
}

func TestVoice(t *testing.T) {
	outlet := isnad.Link{Role: isnad.RoleOutlet, Name: "x", Named: true}
	for _, test := range []struct {
		chain []isnad.Link
		want  store.Voice
	}{
		{nil, ""},
		{[]isnad.Link{outlet}, ""},
		{[]isnad.Link{{Role: isnad.RoleSpeaker, Name: "مسؤول"}, outlet}, store.VoiceAnonymous},
		{[]isnad.Link{{Role: isnad.RoleSpeaker, Name: "مسؤول"}, {Role: isnad.RoleRelay, Named: true}, outlet}, store.VoiceAnonymous},
		{[]isnad.Link{{Role: isnad.RoleDocument, Named: true}, {Role: isnad.RoleMedium}, outlet}, store.VoiceNamed},
		{[]isnad.Link{outlet, {Role: isnad.RoleMedium, Named: true}}, store.VoiceNamed},
	} {
		r := store.Row{Claim: isnad.Claim{Chain: test.chain}}
		if got := r.Voice(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.chain, got, test.want)
		}
	}
}

func TestSaid(t *testing.T) {
	day := func(s string) *string { return &s }
	for _, test := range []struct {
		on       *isnad.Period
		from, to string
		ok       bool
	}{
		{nil, "", "", false},
		{&isnad.Period{}, store.FirstDay, store.LastDay, false},
		{&isnad.Period{From: day("2020-02-10"), To: day("2020-02-12")}, "2020-02-10", "2020-02-12", true},
		{&isnad.Period{From: day("2020-02-10T12:00:00Z")}, "2020-02-10", store.LastDay, true},
		{&isnad.Period{To: day("2020-02-12")}, store.FirstDay, "2020-02-12", true},
		{&isnad.Period{From: day("yesterday"), To: day("2020-02-12")}, store.FirstDay, "2020-02-12", true},
		{&isnad.Period{From: day("yesterday")}, store.FirstDay, store.LastDay, false},
	} {
		r := store.Row{Claim: isnad.Claim{SaidOn: test.on}}
		if from, to, ok := r.Said(); ok != test.ok || ok && (from != test.from || to != test.to) {
			t.Errorf("%+v: %s–%s, %v", test.on, from, to, ok)
		}
	}
}

func FuzzWordsOfTheTextAreFound(f *testing.F) {
	f.Add("قالَ الكعبيّ إنّ الشركة", 3, 9)
	f.Add("a\x1fZ\x00b \u200f ـ \"x\" İ ﷺ", 0, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		if from < 0 || to > len(text) || from > to || !utf8.ValidString(text) || !utf8.ValidString(text[from:to]) || strings.Contains(text[from:to], `"`) {
			return
		}
		r, part := said(text, ""), text[from:to]
		for _, q := range []store.Query{{Text: `"` + part + `"`, Exact: true}, {Text: part, Exact: true}} {
			if !found(q, r) {
				t.Errorf("%q is not found in %q", q.Text, text)
			}
		}
		for _, term := range (store.Query{Text: part}).Terms() {
			if strings.ContainsAny(term, "\x1f\n\x00ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
				t.Errorf("the term %q could touch a mark", term)
			}
		}
	})
}

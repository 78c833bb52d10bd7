package export_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
)

// page is what a reader of Web Annotation takes from a page.
type page struct {
	ID    string `json:"id"`
	Items []struct {
		ID     string `json:"id"`
		Target struct {
			Source   string `json:"source"`
			Article  string `json:"isnad:article"`
			SHA256   string `json:"isnad:sha256"`
			Selector []struct {
				Type   string `json:"type"`
				Exact  string `json:"exact"`
				Prefix string `json:"prefix"`
				Suffix string `json:"suffix"`
				Start  int    `json:"start"`
				End    int    `json:"end"`
			} `json:"selector"`
		} `json:"target"`
	} `json:"items"`
}

func annotations(t testing.TB, from store.Reader) page {
	t.Helper()
	text, _ := written(t, "annotation", from)
	decoded(t, text, "annotation")
	var out page
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnnotations(t *testing.T) {
	r, other := sites(t), storm(t)
	got := annotations(t, hold(t, r, other))
	if len(got.Items) != 5 {
		t.Fatalf("%d annotations", len(got.Items))
	}
	byID := map[string]int{}
	for i := range got.Items {
		byID[got.Items[i].ID] = i
	}
	told := got.Items[byID["urn:isnad:annotation:"+r.Claims[0].ID]].Target
	if told.Source != r.Article.URL || told.SHA256 != r.Article.SHA256 || told.Selector[1].Start != 21 || told.Selector[0].Prefix != "مُقدّمة قصيرة 👨‍👩‍👧.\n" {
		t.Errorf("%+v", told)
	}
	if s := told.Selector[0].Suffix; s != ".\nونفت وزارة الداخلية في بيان وج" {
		t.Errorf("the suffix is %q", s)
	}
	if said := got.Items[byID["urn:isnad:annotation:"+other.Claims[0].ID]].Target; said.Source != "urn:isnad:article:"+other.Article.ID || said.Source != said.Article {
		t.Errorf("an article whose address is none has the source %s", said.Source)
	}
	again, less := annotations(t, hold(t, r, other)), annotations(t, hold(t, r))
	if got.ID != again.ID || got.ID == less.ID {
		t.Error("a page is to be named by what is on it")
	}
}

// pieces are what generated articles are made of: letters and their marks, joined emoji, signs of two UTF-16 units, controls.
var pieces = []string{"ا", "لا", "بِسْمِ", "ـ", "ّ", " ", " ", "\n", "\r\n", "é", "e\u0301", "👨‍👩‍👧", "👍🏽", "𝒳", "\u200f", "\u202e", "\x00", "<b>", `"`, `\`, "٢٦", "\ufeff", "، ", "a"}

func generated(t testing.TB, random *rand.Rand) *isnad.Record {
	var b strings.Builder
	for n := 1 + random.IntN(400); n > 0; n-- {
		b.WriteString(pieces[random.IntN(len(pieces))])
	}
	m := newRecord(t, isnad.Article{Text: b.String(), Language: "ar"})
	var edges []int
	for i := range m.r.Article.Text {
		edges = append(edges, i)
	}
	edges = append(edges, len(m.r.Article.Text))
	known := map[string]bool{}
	for range 1 + random.IntN(20) {
		i := random.IntN(len(edges) - 1)
		j := i + 1 + random.IntN(len(edges)-i-1)
		e := isnad.Span{Start: edges[i], End: edges[j]}.Excerpt(m.r.Article.Text)
		c := isnad.Claim{ID: isnad.ClaimID(m.r.Article.ID, e.Span), Kind: isnad.Narrated, Excerpt: e, Content: e}
		if !known[c.ID] {
			known[c.ID] = true
			m.r.Claims = append(m.r.Claims, c)
		}
	}
	return m.record()
}

// Both selectors lead back to the words of the claim, in whatever order claims are asked for.
func TestSelectorsLeadBack(t *testing.T) {
	const articles = 300
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	s := model.New()
	records := map[string]*isnad.Record{}
	for range articles {
		r := generated(t, random)
		records["urn:isnad:article:"+r.Article.ID] = r
		if _, err := s.Put(t.Context(), []store.Entry{{Record: r, Run: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	checked := 0
	for _, item := range annotations(t, s).Items {
		r := records[item.Target.Article]
		i := slices.IndexFunc(r.Claims, func(c isnad.Claim) bool { return "urn:isnad:annotation:"+c.ID == item.ID })
		want := r.Claims[i].Text
		quote, position := item.Target.Selector[0], item.Target.Selector[1]
		runes := []rune(r.Article.Text)
		if string(runes[position.Start:position.End]) != want || quote.Exact != want {
			t.Fatalf("seed %d: %q stands at %d–%d, not %q", seed, string(runes[position.Start:position.End]), position.Start, position.End, want)
		}
		before, after := string(runes[:position.Start]), string(runes[position.End:])
		if !strings.HasSuffix(before, quote.Prefix) || !strings.HasPrefix(after, quote.Suffix) {
			t.Fatalf("seed %d: %q and %q do not stand around %q", seed, quote.Prefix, quote.Suffix, want)
		}
		if n := utf8.RuneCountInString(quote.Prefix); n < min(32, position.Start) || n > 64 {
			t.Fatalf("seed %d: a prefix of %d code points", seed, n)
		}
		checked++
	}
	if checked < articles {
		t.Errorf("only %d checked", checked)
	}
}

// moved gives other words for the articles of a store: a store that is broken.
type moved struct{ store.Reader }

func (m moved) Claims(ctx context.Context, q store.Query) (store.Page, error) {
	p, err := m.Reader.Claims(ctx, q)
	for i := range p.Rows {
		p.Rows[i].Claim.Start += 2
		p.Rows[i].Claim.End += 2
	}
	return p, err
}

// An anchor that does not lead to the words of its claim is never written.
func TestNoAnchorDrifts(t *testing.T) {
	f, err := export.Find("annotation")
	if err != nil {
		t.Fatal(err)
	}
	from := moved{hold(t, sites(t))}
	n, err := export.Write(t.Context(), &strings.Builder{}, f, export.Rows(t.Context(), from, store.Query{}), from)
	if n != 0 || err == nil || !strings.Contains(err.Error(), "does not stand at") {
		t.Errorf("%d written, %v", n, err)
	}
}

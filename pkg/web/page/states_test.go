package page_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// The page of an article shows what people think of its claims, as every other page does; of a claim that the current reading does not
// have it says nothing.
func TestArticleShowsStates(t *testing.T) {
	r := examples()[0]
	old := *r
	old.Lexicon, old.Claims = "old-tables", []isnad.Claim{r.Claims[0]}
	old.Claims[0].ID = strings.Repeat("0", len(r.Claims[0].ID))
	s := newSite(t, r)
	if _, err := s.store.Put(context.Background(), []store.Entry{{Record: &old, Run: 0}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Review(context.Background(), store.Review{Claim: r.Claims[1].ID, State: store.StateRejected, Who: reviewer}); err != nil {
		t.Fatal(err)
	}
	path := "/articles/" + r.Article.ID
	for _, c := range []struct {
		path          string
		rejected, new int
	}{
		{path, 1, len(r.Claims) - 1}, {path + "?claim=" + r.Claims[1].ID, 2, len(r.Claims) - 1},
		{path + "?" + url.Values{"extractor": {old.Extractor}, "lexicon": {old.Lexicon}, "claim": {old.Claims[0].ID}}.Encode(), 0, 0},
	} {
		_, page := s.get(t, c.path, false)
		if rejected, fresh := strings.Count(page, "state-rejected"), strings.Count(page, "state-new"); rejected != c.rejected || fresh != c.new {
			t.Errorf("%s: %d rejected, want %d; %d new, want %d", c.path, rejected, c.rejected, fresh, c.new)
		}
	}
}

// A claim whose words hold the negation is not said to be denied: that would turn it round.
func TestNegationsAreNotDoubled(t *testing.T) {
	s := newSite(t, read(t, article.Meta{Outlet: "x", Published: "2025-01-01"}, "The operator said that the servers were not touched.\n\nThe ministry denied that the bridge had collapsed.\n"))
	for words, want := range map[string]string{"servers": "It holds a negation: “not touched”", "bridge": "the speaker says that this is not so"} {
		_, page := s.get(t, "/?lang=en&q="+words, false)
		if !strings.Contains(page, want) || strings.Count(page, `class="warning"`) != 1 {
			t.Errorf("%s: %s", words, page)
		}
		if words == "bridge" && !strings.Contains(page, "<bdi>“The ministry denied that the bridge had collapsed”</bdi>") {
			t.Error("what is denied is cited as if it were claimed")
		}
	}
}

// What somebody else says whose name holds the letters of a name is not shown as said under that name.
func TestClaimsByAName(t *testing.T) {
	s := newSite(t, read(t, article.Meta{Outlet: "x", Published: "2025-01-01"}, "Salim Haddad said that the road was closed.\n"),
		read(t, article.Meta{Outlet: "x", Published: "2025-01-02"}, "Abdul Salim Haddad said that the harbour was open.\n"))
	_, page := s.get(t, s.entity(t, "Abdul Salim Haddad"), false)
	if !strings.Contains(page, "the harbour was open") || strings.Contains(page, "the road was closed") {
		t.Error("the longer name")
	}
	found, err := s.store.Entities(context.Background(), store.EntityQuery{Name: "Salim Haddad"})
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	for _, e := range found {
		_, page := s.get(t, "/entities/"+e.ID, false)
		if e.Name == "Salim Haddad" && (strings.Contains(page, "the harbour was open") || !strings.Contains(page, "the road was closed")) {
			t.Error("the shorter name is given the words of the longer")
		}
	}
}

// hasty is a store that stops counting before it has come to anything.
type hasty struct{ store.Desk }

func (h hasty) Count(context.Context, store.Query) (store.Counts, error) { return store.Counts{}, nil }

// What a store has not counted is there all the same.
func TestUncountedClaimsAreThere(t *testing.T) {
	s := newSite(t, examples()[0])
	if _, err := s.store.SaveSearch(context.Background(), store.Search{Name: "all", Who: reviewer}); err != nil {
		t.Fatal(err)
	}
	if w := ask(t, hasty{s.store}, "/searches?lang=en"); strings.Contains(w.Body.String(), "At least") {
		t.Error("nothing is new yet")
	}
	s.put(t, examples()[1])
	if w := ask(t, hasty{s.store}, "/searches?lang=en"); !strings.Contains(w.Body.String(), "At least 1 claims") {
		t.Error("the new claims are not told")
	}
	n := min(len(examples()[0].Claims)+len(examples()[1].Claims), store.DefaultLimit)
	if w := ask(t, hasty{s.store}, "/?lang=en"); !strings.Contains(w.Body.String(), fmt.Sprintf("At least %d claims", n)) {
		t.Error("it tells of fewer than it shows")
	}
}

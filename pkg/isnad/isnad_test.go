package isnad_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"testing"

	"isnad/pkg/isnad"
)

func TestDecimalIsExact(t *testing.T) {
	million := new(big.Rat).Mul(big.NewRat(23, 10), big.NewRat(1_000_000, 1))
	for want, r := range map[string]*big.Rat{"2300000": million, "0.333333333333333": big.NewRat(1, 3), "-5": big.NewRat(-5, 1), "0.25": big.NewRat(1, 4)} {
		if got := isnad.DecimalOf(r); string(got) != want {
			t.Errorf("DecimalOf(%s) = %s, want %s", r, got, want)
		}
	}
}

func TestDecimalIsAJSONNumberOrNull(t *testing.T) {
	b, err := json.Marshal([]isnad.Decimal{"26000", "", "2.50"})
	if err != nil || string(b) != "[26000,null,2.50]" {
		t.Errorf("%s, %v", b, err)
	}
	var back []isnad.Decimal
	if err := json.Unmarshal([]byte("[26000,null,2.50,1e3]"), &back); err != nil || back[1] != "" || back[2] != "2.5" || back[3] != "1000" {
		t.Errorf("%v, %v", back, err)
	}
	if _, err := json.Marshal(isnad.Decimal("many")); err == nil {
		t.Error("a Decimal that is no number was written")
	}
}

func TestArticleIDTellsItsPartsApart(t *testing.T) {
	a := isnad.ArticleID("ab", "c", "", "text")
	if a == isnad.ArticleID("a", "bc", "", "text") || a != isnad.ArticleID("ab", "c", "", "text") || len(a) != 64 {
		t.Error("ids must depend on each part by itself, and on nothing else")
	}
}

// The key of a name is frozen: a change here renames entities that people have confirmed.
func TestNameEntityIsFrozen(t *testing.T) {
	for want, got := range map[string]string{
		"name1:5ec05594a1fec134f143aee8": isnad.NameEntity(isnad.Person, "فاضل أبو رغيف"),
		"name1:7d04e8d9be2306f231dd12f8": isnad.NameEntity(isnad.Organisation, "Blue Shadow"),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	same := []string{"فاضل أبو رغيف", "فاضل  ابو رغيف", "«فاضل أبو رغيف»", "فاضِل أبو رغيــف"}
	for _, name := range same {
		if isnad.NameEntity(isnad.Person, name) != isnad.NameEntity(isnad.Person, same[0]) {
			t.Errorf("%s has another id", name)
		}
	}
	if isnad.NameEntity(isnad.Person, "دجلة") == isnad.NameEntity(isnad.Place, "دجلة") {
		t.Error("kinds share ids")
	}
}

func TestLinkWithoutWordsHasNoSpan(t *testing.T) {
	b, err := json.Marshal(isnad.Link{Role: isnad.RoleOutlet, Name: "x", Named: true, Resolution: isnad.Implicit})
	if err != nil || bytes.Contains(b, []byte("start")) {
		t.Errorf("%s, %v", b, err)
	}
	var l isnad.Link
	if err := json.Unmarshal([]byte(`{"role":"speaker","name":"x","start":3,"end":5,"text":"ab"}`), &l); err != nil || l.Excerpt == nil || l.Start != 3 {
		t.Errorf("%+v, %v", l, err)
	}
}

package claim

import (
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Every use that the tables of cues name has a bit of its own: a row of another would never be read.
func TestUses(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	seen := use(useVerb)
	for name, u := range uses {
		if u == 0 || u&(u-1) != 0 || seen&u != 0 {
			t.Errorf("use %s has bits %b", name, u)
		}
		seen |= u
	}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		for _, r := range lexicon.Rows[lexicon.Cue](lex, language) {
			if uses[r.Use] == 0 {
				t.Errorf("%s: no code knows the use %q", r.Rule, r.Use)
			}
		}
	}
}

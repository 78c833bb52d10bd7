package extract_test

import (
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/corpus"
	"isnad/pkg/isnad"
)

func extractCase(c corpus.Case) *isnad.Record {
	a := plain(c.Language, c.Text)
	a.Outlet, a.Published = "", c.Setting("published")
	return shared().Extract(a)
}

func TestClaimsCorpus(t *testing.T) {
	corpus.Run(t, lexicons.FS, "claims", func(c corpus.Case) []string {
		var out []string
		for _, claim := range extractCase(c).Claims {
			if claim.Cue == nil {
				continue
			}
			out = append(out, "claim "+string(claim.Kind)+" "+claim.Cue.Lemma)
			for _, l := range claim.Chain {
				role := string(l.Role)
				if !l.Named {
					role += "?"
				}
				out = append(out, role+" "+l.Name)
			}
			out = append(out, "content "+claim.Content.Text)
			if claim.Negated {
				out = append(out, "negated")
			}
		}
		return out
	})
}

func TestNamesCorpus(t *testing.T) {
	corpus.Run(t, lexicons.FS, "names", func(c corpus.Case) []string {
		var out []string
		for _, m := range extractCase(c).Mentions {
			if m.Nested || m.Form != isnad.FormName {
				continue
			}
			entity := m.Entity
			if strings.HasPrefix(entity, "name1:") {
				entity = "-"
			}
			out = append(out, "name "+string(m.Kind)+" "+entity, "text "+m.Text)
		}
		return out
	})
}

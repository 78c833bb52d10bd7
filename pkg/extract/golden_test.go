package extract_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/corpus"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

var update = flag.Bool("update", false, "write the golden records anew")

// examples are the articles that come with the project.
const examples = "../../examples/articles"

// TestGolden holds what is found in whole articles against what was found before: testdata/<slug>.golden, one line per zone, mention,
// figure, date and claim, for reading in a diff. The shared sample's is written without its words, which are not ours to copy.
func TestGolden(t *testing.T) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	r := article.NewReader(lex)
	seen := 0
	for item := range r.Files([]string{examples}, article.Meta{}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		seen++
		name := strings.TrimSuffix(filepath.Base(item.Place), filepath.Ext(item.Place))
		golden(t, name, shared().Extract(item.Article), true)
	}
	if seen != 6 {
		t.Errorf("%d examples, want 6", seen)
	}
	for item := range r.Files([]string{filepath.Join(sharedDir(t), "seed/article.txt")}, article.Meta{Published: "2020-02-10", Outlet: "ديارنا"}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		golden(t, "seed", shared().Extract(item.Article), false)
	}
}

func golden(t *testing.T, name string, r *isnad.Record, words bool) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		check(t, schema(t), r)
		path := filepath.Join("testdata", name+".golden")
		got := describe(r, words)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
			t.Errorf("the record has changed (make golden writes it anew):\n%s", d)
		}
	})
}

// describe writes a record for reading, a find a line. Without words it gives places in bytes in their stead.
func describe(r *isnad.Record, words bool) string {
	var b strings.Builder
	say := func(e isnad.Excerpt) string {
		if words {
			return "«" + strings.Join(strings.Fields(e.Text), " ") + "»"
		}
		return fmt.Sprintf("%d–%d", e.Start, e.End)
	}
	for _, z := range r.Article.Zones {
		fmt.Fprintf(&b, "zone %s %s\n", z.Kind, say(z.Excerpt(r.Article.Text)))
	}
	for _, m := range r.Mentions {
		fmt.Fprintf(&b, "mention %s %s %s %s\n", m.Kind, m.Form, m.Entity, say(m.Excerpt))
	}
	for _, f := range r.Figures {
		fmt.Fprintf(&b, "figure %s %s %s %s–%s %s %s %s\n", f.Kind, f.Relation, orDash(string(f.Value)), orDash(string(f.Low)), orDash(string(f.High)), f.Unit, strings.Join(f.Counted, "+"), say(f.Excerpt))
	}
	for _, d := range r.Dates {
		fmt.Fprintf(&b, "date %s %s %s %s\n", d.Timex, d.Grain, d.Basis, say(d.Excerpt))
	}
	for i := range r.Claims {
		describeClaim(&b, &r.Claims[i], words, say)
	}
	return b.String()
}

func describeClaim(b *strings.Builder, c *isnad.Claim, words bool, say func(isnad.Excerpt) string) {
	cue := "–"
	if c.Cue != nil {
		cue = c.Cue.Lemma + " " + string(c.Cue.Stance)
	}
	fmt.Fprintf(b, "claim %s %s %s\n", c.Kind, cue, say(c.Content))
	if c.Negated {
		b.WriteString("  negated\n")
	}
	for _, l := range c.Chain {
		name := l.Name
		if !words {
			name = ""
		}
		at := ""
		if l.Excerpt != nil && !words {
			at = say(*l.Excerpt)
		}
		fmt.Fprintf(b, "  %s %s%s %s\n", l.Role, name, at, l.Resolution)
	}
	if parts := slices.Concat(c.Figures, c.Dates); len(parts) > 0 {
		fmt.Fprintf(b, "  figures %v dates %v\n", c.Figures, c.Dates)
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// sharedDir gives the folder of shared development data.
func sharedDir(t testing.TB) string { return corpus.Shared(t, "../../../shared") }

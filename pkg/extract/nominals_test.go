package extract_test

import (
	"strings"
	"testing"

	"isnad/pkg/isnad"
)

// A common noun points back to the one body that the article has named by it, and the indexes of claims stay right.
func TestNominals(t *testing.T) {
	x := shared()
	for _, c := range []struct {
		text, want string // want: the entity's name behind each nominal mention, joined
	}{
		{"قالت وزارة الصحة إن اللقاح متوفر. وأضافت الوزارة أن الحملة تبدأ الأحد.", "الوزارة=وزارة الصحة"},
		{"أعلن تنظيم «سهم» مسؤوليته. ولم يعلق التنظيم على ذلك.", "التنظيم=سهم"},
		{"قالت وزارة الصحة ووزارة المالية إن الخطة جاهزة. ولم تعلق الوزارة على ذلك.", ""},
		{"قالت وزارة الصحة إن الوزارة المعنية ستنظر في الأمر.", ""},
		{"قالت الوزارة إن اللقاح متوفر.", ""},
		{"نفت وكالة \"سهم\" الخبر. وقالت الوكالة \"سهم\" إن الموقع مزور.", ""},
	} {
		r := x.Extract(&isnad.Article{ID: "a", Language: isnad.Arabic, Outlet: "منبر", Text: c.text})
		var got []string
		for i, m := range r.Mentions {
			if i > 0 && m.Start < r.Mentions[i-1].Start {
				t.Errorf("%s: mentions out of order", c.text)
			}
			if m.Form == isnad.FormNominal {
				got = append(got, m.Text+"="+m.Name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s\n\tgot %v, want %v", c.text, got, c.want)
		}
		for _, claim := range r.Claims {
			for _, m := range claim.Mentions {
				if !claim.Content.Contains(r.Mentions[m].Span) {
					t.Errorf("%s: mention %s is not in the content %s", c.text, r.Mentions[m].Text, claim.Content.Text)
				}
			}
			for _, l := range claim.Chain {
				if l.Resolution == isnad.Explicit && l.Mention != nil && l.Excerpt != nil && !l.Contains(r.Mentions[*l.Mention].Span) {
					t.Errorf("%s: the speaker %s is not the mention %s", c.text, l.Text, r.Mentions[*l.Mention].Text)
				}
			}
		}
	}
}

package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
)

// hostile is an article whose every name and text wants to be something else: markup, a formula, another line, a text that runs the
// other way, a word without end.
func hostile(t testing.TB) *isnad.Record {
	const evil = "=cmd|' /C calc'!A0 </script><script>alert(1)</script>\x00\u202egnp\u202c \u2067\"q\",;\r\n-x\t@y"
	long := strings.Repeat("كلمةطويلة", 6000) // 108 kB
	m := newRecord(t, isnad.Article{URL: `https://example.com/"><script>`, Outlet: "@" + evil, Title: "+" + evil, Byline: "-" + evil, Language: "ar", Published: "2024-01-01",
		Text: evil + " قال «" + long + "»."})
	name := m.mention("=cmd", isnad.Kind("ghost"), "name1:"+evil, "\t="+evil, "Q1\"><script>")
	f := m.figure("A0", "0", isnad.Figure{Relation: isnad.Exact, Value: "0", Low: "0", High: "0", Unit: "=" + evil, Counted: []string{"|a=b" + evil, "-x"}})
	m.claim(m.r.Article.Text, long, isnad.Claim{Kind: isnad.Direct, Cue: &isnad.Cue{Excerpt: m.at("قال"), Lemma: evil, Stance: isnad.Say}, Mentions: []int{name}, Figures: []int{f},
		Chain: []isnad.Link{{Role: isnad.RoleSpeaker, Name: evil, Title: "=" + evil, Mention: &name}, {Role: isnad.RoleOutlet, Name: "@" + evil}}})
	return m.record()
}

// Whatever stands in an article, each format stays what it is, and leads nobody astray who only looks at it.
func TestHostileArticles(t *testing.T) {
	r := hostile(t)
	s := hold(t, r)
	for _, f := range export.Formats {
		text, n := written(t, f.Name, s)
		if n != 1 {
			t.Errorf("%s: %d written", f.Name, n)
		}
		for _, bad := range []string{"\u202e", "\u202c", "\u2067", "\x00"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %U", f.Name, []rune(bad)[0])
			}
		}
		if f.Extension == "csv" {
			checkCells(t, text, f.Name)
			continue
		}
		if strings.Contains(text, "<") || strings.Count(text, "\n") > 3 {
			t.Errorf("%s holds markup, or the text's own ends of lines", f.Name)
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%s is no JSON", f.Name)
		}
		if !strings.Contains(text, `\u202e`) || !strings.Contains(text, `\u003c/script\u003e`) {
			t.Errorf("%s does not tell what the article holds", f.Name)
		}
	}
}

func checkCells(t *testing.T, text, format string) {
	separator := ','
	if format == "csv-semicolon" {
		separator = ';'
	}
	row := table(t, text, separator)[0]
	for name, words := range row {
		if words != "" && strings.ContainsRune("=+-@\t\r", rune(words[0])) {
			t.Errorf("%s, %s begins a formula: %.40q", format, name, words)
		}
		if len([]rune(words)) > 32_767 {
			t.Errorf("%s, %s is too long for a spreadsheet", format, name)
		}
	}
	if got := row["figures"]; strings.Count(got, "\n") != 0 || strings.Count(got, " | ") != 6 {
		t.Errorf("%s: one figure of seven parts is %q", format, got)
	}
	if !strings.HasPrefix(row["outlet"], "'@=cmd|' /C calc'!A0 </script>") || !strings.Contains(row["outlet"], "␀gnp") {
		t.Errorf("%s: the outlet is %q", format, row["outlet"])
	}
}

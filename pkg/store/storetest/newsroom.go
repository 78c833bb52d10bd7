package storetest

import (
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// line is a claim that is one line of its article. Its first word is the tag that tests know it by.
type line struct {
	text   string
	cue    string // "" is a narrated one
	lemma  string
	stance isnad.Stance
	by     []isnad.Link // before the outlet
	said   *isnad.Period
	figure *isnad.Figure // without its place: it is what stands behind the tag
	about  []int
}

// tell adds a line's claim. The line must stand in the text.
func (m *maker) tell(l line) *isnad.Claim {
	m.t.Helper()
	whole := m.excerpt(l.text)
	part := func(words string) isnad.Excerpt {
		at := whole.Start + strings.Index(l.text, words)
		return isnad.Span{Start: at, End: at + len(words)}.Excerpt(m.r.Article.Text)
	}
	c := isnad.Claim{Kind: isnad.Narrated, Excerpt: whole, Content: whole, SaidOn: l.said, Mentions: l.about, Confidence: 0.9, Rule: "test"}
	c.ID = isnad.ClaimID(m.r.Article.ID, c.Span)
	if l.cue != "" {
		c.Kind, c.Cue = isnad.Indirect, &isnad.Cue{Excerpt: part(l.cue), Lemma: l.lemma, Stance: l.stance}
		c.ID = isnad.ClaimID(m.r.Article.ID, c.Cue.Span)
	}
	c.Chain = append(append(c.Chain, l.by...), isnad.Link{Role: isnad.RoleOutlet, Name: m.r.Article.Outlet, Named: true, Resolution: isnad.Implicit})
	if l.figure != nil {
		f := *l.figure
		f.Excerpt = part(l.text[strings.Index(l.text, " ")+1:])
		f.Number = f.Excerpt
		c.Figures = []int{len(m.r.Figures)}
		m.r.Figures = append(m.r.Figures, f)
	}
	m.r.Claims = append(m.r.Claims, c)
	return &m.r.Claims[len(m.r.Claims)-1]
}

// tag gives the word that a claim of a line is known by.
func tag(r store.Row) string {
	word, _, _ := strings.Cut(r.Claim.Text, " ")
	return word
}

// tags gives the tags of what answers a question, in its order.
func tags(t testing.TB, s store.Store, q store.Query) string {
	t.Helper()
	var out []string
	for _, r := range ask(t, s, q) {
		out = append(out, tag(r))
	}
	return strings.Join(out, " ")
}

func period(from, to string) *isnad.Period {
	p := &isnad.Period{}
	if from != "" {
		p.From = &from
	}
	if to != "" {
		p.To = &to
	}
	return p
}

func speaker(name string, named bool) isnad.Link {
	return isnad.Link{Role: isnad.RoleSpeaker, Name: name, Named: named, Resolution: isnad.Explicit}
}

// newsroom is three articles of five claims, in the order of their arrival: one of the fifth of January, one of the tenth of February,
// and one without a day. Their claims have what can be asked for and the others lack.
func newsroom(t testing.TB) []store.Entry {
	return []store.Entry{january(t).entry(1), february(t).entry(1), undated(t).entry(1)}
}

func january(t testing.TB) *maker {
	lines := []line{
		{
			text: "one 12 ships sank, Ann Lee said", cue: "said", lemma: "say", stance: isnad.Say, by: []isnad.Link{speaker("Ann Lee", true)},
			said:   period("2021-01-04", "2021-01-04"),
			figure: &isnad.Figure{Kind: isnad.Count, Relation: isnad.Exact, Value: "12", Low: "12", High: "12", Counted: []string{"ship"}},
		}, {
			text: "two about 30 ships sank, an official denied", cue: "denied", lemma: "deny", stance: isnad.Deny, by: []isnad.Link{speaker("an official", false)},
			said:   period("2021-01-02", ""),
			figure: &isnad.Figure{Kind: isnad.Count, Relation: isnad.About, Value: "30", Low: "30", High: "30", Counted: []string{"ship"}},
		},
	}
	m := article(t, isnad.Article{Outlet: "Alpha", URL: "https://alpha/1", Published: "2021-01-05", Language: isnad.English, Text: lines[0].text + ".\n" + lines[1].text + "."})
	for _, l := range lines {
		m.tell(l)
	}
	return m
}

func february(t testing.TB) *maker {
	lines := []line{
		{
			text: "three أكثر من 40 سفينة غرقت، قالَ مصدر", cue: "قالَ", lemma: "قالَ", stance: isnad.Say, said: period("", "2021-02-01"),
			by:     []isnad.Link{speaker("مصدر", false), {Role: isnad.RoleMedium, Name: "إذاعة الموجة", Named: true, Resolution: isnad.Explicit}},
			figure: &isnad.Figure{Kind: isnad.Count, Relation: isnad.MoreThan, Value: "40", Low: "40", Counted: []string{"سفينة"}},
		}, {
			text:   "four 40 إلى 60 كيلومترا",
			figure: &isnad.Figure{Kind: isnad.Distance, Relation: isnad.Range, Low: "40", High: "60", Unit: "km"},
		},
	}
	m := article(t, isnad.Article{Outlet: "Beta", URL: "https://beta/1", Published: "2021-02-10T10:00:00Z", Language: isnad.Arabic, Text: lines[0].text + ".\n" + lines[1].text + "."})
	for _, l := range lines {
		m.tell(l)
	}
	return m
}

func undated(t testing.TB) *maker {
	l := line{
		text: "five millions of dollars are gone, the report warns", cue: "warns", lemma: "warn", stance: isnad.Warn, said: period("", ""),
		by:     []isnad.Link{{Role: isnad.RoleDocument, Name: "the report", Named: true, Resolution: isnad.Explicit}},
		figure: &isnad.Figure{Kind: isnad.Money, Relation: isnad.Indefinite, Unit: "USD"},
	}
	m := article(t, isnad.Article{Outlet: "Alpha", Language: isnad.English, Text: l.text + "."})
	m.tell(l).Kind = isnad.Document
	return m
}

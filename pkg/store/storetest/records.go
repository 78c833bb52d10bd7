package storetest

import (
	"fmt"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// maker builds a record by hand. Words are named, not counted: every span is found in the text.
type maker struct {
	t testing.TB
	r *isnad.Record
}

// article begins a record of an article.
func article(t testing.TB, a isnad.Article) *maker {
	a.Zones = []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(a.Text)}}}
	a.Seal()
	return &maker{t, &isnad.Record{Schema: isnad.Schema, Extractor: "build-1", Lexicon: "tables-1", Article: a}}
}

func (m *maker) excerpt(words string) isnad.Excerpt {
	m.t.Helper()
	at := strings.Index(m.r.Article.Text, words)
	if at < 0 || words == "" {
		m.t.Fatalf("%q does not stand in the text", words)
	}
	return isnad.Span{Start: at, End: at + len(words)}.Excerpt(m.r.Article.Text)
}

// named adds a mention and gives its index.
func (m *maker) named(words string, kind isnad.Kind, entity, name string, basis isnad.Basis, confidence float64) int {
	m.t.Helper()
	if entity == "" {
		entity = isnad.NameEntity(kind, name)
	}
	m.r.Mentions = append(m.r.Mentions, isnad.Mention{
		Excerpt: m.excerpt(words), Kind: kind, Form: isnad.FormName, Entity: entity, Name: name, Basis: basis, Confidence: confidence, Rule: "test",
	})
	return len(m.r.Mentions) - 1
}

// counted adds a figure and gives its index.
func (m *maker) counted(words string, relation isnad.Relation, low, high isnad.Decimal, unit string, things ...string) int {
	m.t.Helper()
	f := isnad.Figure{Excerpt: m.excerpt(words), Kind: isnad.Count, Relation: relation, Low: low, High: high, Unit: unit, Counted: things, Rule: "test"}
	f.Number = f.Excerpt
	if low == high {
		f.Value = low
	}
	m.r.Figures = append(m.r.Figures, f)
	return len(m.r.Figures) - 1
}

// said adds a claim whose evidence goes from its cue, or the speaker before it, to the end of the content.
func (m *maker) said(evidence, cue, content string, stance isnad.Stance, speaker string, mention int) *isnad.Claim {
	m.t.Helper()
	c := isnad.Claim{Kind: isnad.Indirect, Excerpt: m.excerpt(evidence), Content: m.excerpt(content), Confidence: 0.9, Worth: 0.5, Rule: "test"}
	c.Cue = &isnad.Cue{Excerpt: m.excerpt(cue), Lemma: cue, Stance: stance}
	c.ID = isnad.ClaimID(m.r.Article.ID, c.Cue.Span)
	link := isnad.Link{Role: isnad.RoleSpeaker, Name: speaker, Named: true, Resolution: isnad.Explicit}
	if mention >= 0 {
		link.Mention = &mention
	}
	c.Chain = []isnad.Link{link, {Role: isnad.RoleOutlet, Name: m.r.Article.Outlet, Named: true, Resolution: isnad.Implicit}}
	m.r.Claims = append(m.r.Claims, c)
	return &m.r.Claims[len(m.r.Claims)-1]
}

// by sets the program and tables that made the record, and gives it as an entry of a run.
func (m *maker) by(extractor, lexicon string, run uint64) store.Entry {
	m.r.Extractor, m.r.Lexicon = extractor, lexicon
	return m.entry(run)
}

func (m *maker) entry(run uint64) store.Entry {
	m.t.Helper()
	if err := m.r.Validate(); err != nil {
		m.t.Fatal(err)
	}
	return store.Entry{Record: m.r, Run: run}
}

// sites is an article of one claim about websites: the speaker, a group and a figure.
func sites(t testing.TB) *maker {
	t.Helper()
	m := article(t, isnad.Article{
		URL: "https://example.org/ar/1", Outlet: "ديارنا", Title: "مواقع", Published: "2020-02-10", Language: isnad.Arabic,
		Text: "عنوان الخبر.\nقال رعد الكعبي إن الشرطة أغلقت نحو 26 ألف موقع إلكتروني وبداعش صلتها، وإن مديرها مُلاحَق دوليا.",
	})
	who := m.named("رعد الكعبي", isnad.Person, "", "رعد الكعبي", isnad.BasisPattern, 0.95)
	group := m.named("داعش", isnad.Organisation, "org/isis", "تنظيم الدولة الإسلامية", isnad.BasisLexicon, 0.99)
	figure := m.counted("نحو 26 ألف موقع إلكتروني", isnad.About, "26000", "26000", "", "موقع إلكتروني")
	text := m.r.Article.Text
	c := m.said(text[strings.Index(text, "قال"):], "قال", text[strings.Index(text, "الشرطة"):], isnad.Say, "الكعبي", who)
	c.Mentions, c.Figures = []int{group}, []int{figure}
	return m
}

// storm is an English article of two claims: a narrated toll and a denial.
func storm(t testing.TB) *maker {
	t.Helper()
	m := article(t, isnad.Article{
		URL: "https://example.com/storm", Outlet: "The Daily Planet", Title: "Storm", Published: "2020-03-01T08:00:00+02:00", Language: isnad.English,
		Text: "The storm cost more than 2.5 million dollars. Mayor Jane Roe denied that 12 people died.",
	})
	who := m.named("Jane Roe", isnad.Person, "", "Jane Roe", isnad.BasisPattern, 0.9)
	cost := m.counted("more than 2.5 million dollars", isnad.MoreThan, "2500000", "", "USD")
	dead := m.counted("12 people", isnad.Exact, "12", "12", "", "person")
	told := isnad.Claim{Kind: isnad.Narrated, Excerpt: m.excerpt("The storm cost more than 2.5 million dollars."), Figures: []int{cost}, Confidence: 0.8, Rule: "test"}
	told.Content = told.Excerpt
	told.ID = isnad.ClaimID(m.r.Article.ID, told.Span)
	told.Chain = []isnad.Link{{Role: isnad.RoleOutlet, Name: m.r.Article.Outlet, Named: true, Resolution: isnad.Implicit}}
	m.r.Claims = append(m.r.Claims, told)
	c := m.said("Mayor Jane Roe denied that 12 people died", "denied", "12 people died", isnad.Deny, "Jane Roe", who)
	c.Mentions, c.Figures, c.Negated = []int{who}, []int{dead}, true
	return m
}

// numbered is an article of its own for every number, with some claims by one speaker.
func numbered(t testing.TB, number, claims int) *maker {
	t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "Report %d begins.", number)
	for i := range claims {
		fmt.Fprintf(&text, " Ahmed%d told%d that %d houses of district%d burnt.", i, i, 100*number+i, i)
	}
	day := fmt.Sprintf("2021-%02d-%02d", 1+number/28%12, 1+number%28)
	if number%7 == 3 {
		day = "" // not every article has a day
	}
	m := article(t, isnad.Article{URL: fmt.Sprintf("https://example.org/%d", number), Outlet: "Wire", Published: day, Language: isnad.English, Text: text.String()})
	for i := range claims {
		name := fmt.Sprintf("Ahmed%d", i)
		who := m.named(name, isnad.Person, "", name, isnad.BasisPattern, 0.9)
		n := isnad.Int(int64(100*number + i))
		houses := m.counted(fmt.Sprintf("%d houses of district%d", 100*number+i, i), isnad.Exact, n, n, "", "house")
		content := m.excerpt(fmt.Sprintf("%d houses of district%d burnt", 100*number+i, i)).Text
		c := m.said(fmt.Sprintf("%s told%d that %s", name, i, content), fmt.Sprintf("told%d", i), content, isnad.Say, name, who)
		c.Mentions, c.Figures = []int{who}, []int{houses}
	}
	return m
}

package export_test

import (
	"bytes"
	"context"
	"iter"
	"strings"
	"testing"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/model"
)

// maker makes a record by hand: parts are told by their words.
type maker struct {
	t testing.TB
	r *isnad.Record
}

func newRecord(t testing.TB, a isnad.Article) *maker {
	t.Helper()
	a.Seal()
	return &maker{t, &isnad.Record{Schema: isnad.Schema, Extractor: "test", Lexicon: "test", Article: a}}
}

// at gives the first place of some words.
func (m *maker) at(words string) isnad.Excerpt {
	m.t.Helper()
	i := strings.Index(m.r.Article.Text, words)
	if i < 0 {
		m.t.Fatalf("the article has no %q", words)
	}
	return isnad.Span{Start: i, End: i + len(words)}.Excerpt(m.r.Article.Text)
}

func (m *maker) mention(words string, k isnad.Kind, entity, name, item string) int {
	m.t.Helper()
	m.r.Mentions = append(m.r.Mentions, isnad.Mention{Excerpt: m.at(words), Kind: k, Form: isnad.FormName, Entity: entity, Name: name, Wikidata: item, Basis: isnad.BasisLexicon, Confidence: 1})
	return len(m.r.Mentions) - 1
}

func (m *maker) figure(words, number string, f isnad.Figure) int {
	m.t.Helper()
	f.Excerpt, f.Number = m.at(words), m.at(number)
	m.r.Figures = append(m.r.Figures, f)
	return len(m.r.Figures) - 1
}

func (m *maker) claim(evidence, content string, c isnad.Claim) {
	m.t.Helper()
	c.Excerpt, c.Content = m.at(evidence), m.at(content)
	key := c.Span
	if c.Cue != nil {
		key = c.Cue.Span
	}
	c.ID = isnad.ClaimID(m.r.Article.ID, key)
	m.r.Claims = append(m.r.Claims, c)
}

func (m *maker) record() *isnad.Record {
	m.t.Helper()
	if err := m.r.Validate(); err != nil {
		m.t.Fatal(err)
	}
	return m.r
}

func pointer[T any](v T) *T { return &v }

// sites is an Arabic article of three claims: one told with a figure, a title and a date, one denied, and one of nobody's.
func sites(t testing.TB) *isnad.Record {
	const told, denied, narrated = `وقال الأستاذ رعد الكعبي لديارنا إن نحو 26 ألف موقع إلكتروني وحسابا أغلقت منذ عام 2019`,
		`ونفت وزارة الداخلية في بيان وجود تسرب`, `وبلغت الحرارة 5 درجات تحت الصفر، وحضر من 10 إلى 20 شخصا`
	m := newRecord(t, isnad.Article{URL: "https://example.com/a?b=1&c=2", Outlet: "ديارنا", Title: "مواقع داعش", Byline: "خالد الطائي", Published: "2020-02-10", Language: isnad.Arabic,
		Text: "مُقدّمة قصيرة 👨‍👩‍👧.\n" + told + ".\n" + denied + ".\n" + narrated + ".\n"})
	person := m.mention("رعد الكعبي", isnad.Person, "name1:0123456789abcdef01234567", "رعد الكعبي", "")
	ministry := m.mention("وزارة الداخلية", isnad.Organisation, "org/interior", "وزارة الداخلية", "Q123")
	count := m.figure("نحو 26 ألف موقع إلكتروني وحسابا", "26 ألف", isnad.Figure{Kind: isnad.Count, Relation: isnad.About, Value: "26000", Low: "26000", High: "26000",
		Counted: []string{"موقع إلكتروني", "حساب"}})
	cold := m.figure("5 درجات تحت الصفر", "5", isnad.Figure{Kind: isnad.Temperature, Relation: isnad.Exact, Value: "-5", Low: "-5", High: "-5", Unit: "degree Celsius"})
	present := m.figure("من 10 إلى 20 شخصا", "10 إلى 20", isnad.Figure{Kind: isnad.Count, Relation: isnad.Range, Low: "10", High: "20", Counted: []string{"شخص"}})
	m.r.Dates = []isnad.Date{{Excerpt: m.at("عام 2019"), From: pointer("2019-01-01"), To: pointer("2019-12-31"), Grain: "year", Timex: "2019", Relation: isnad.Since}}
	outlet := isnad.Link{Role: isnad.RoleOutlet, Name: "ديارنا", Named: true, Resolution: isnad.Implicit}
	m.claim(told, "نحو 26 ألف موقع إلكتروني وحسابا أغلقت منذ عام 2019", isnad.Claim{Kind: isnad.Indirect,
		Cue: &isnad.Cue{Excerpt: m.at("قال"), Lemma: "قال", Stance: isnad.Say}, Mentions: []int{person}, Figures: []int{count}, Dates: []int{0},
		Chain:  []isnad.Link{{Role: isnad.RoleSpeaker, Name: "رعد الكعبي", Title: "الأستاذ", Named: true, Resolution: isnad.Explicit, Mention: &person}, {Role: isnad.RoleRecipient, Name: "ديارنا", Named: true}, outlet},
		SaidOn: &isnad.Period{From: pointer("2020-02-09"), To: pointer("2020-02-09")}, Confidence: 0.9, Worth: 0.75})
	m.claim(denied, "وجود تسرب", isnad.Claim{Kind: isnad.Indirect, Cue: &isnad.Cue{Excerpt: m.at("نفت"), Lemma: "نفى", Stance: isnad.Deny}, Negated: true, Negation: pointer(m.at("نفت")),
		Mentions: []int{ministry}, Chain: []isnad.Link{{Role: isnad.RoleSpeaker, Name: "وزارة الداخلية", Named: true, Mention: &ministry}, {Role: isnad.RoleMedium, Name: "بيان"}, outlet}})
	m.claim(narrated, narrated, isnad.Claim{Kind: isnad.Narrated, Figures: []int{cold, present}, Chain: []isnad.Link{outlet}})
	return m.record()
}

// storm is an English article without an address, of one claim by a document and one by nobody with a name.
func storm(t testing.TB) *isnad.Record {
	const report, official = `A report by the ministry says that no one died`, `An official said that more than 8500 homes were lost`
	m := newRecord(t, isnad.Article{Outlet: "The Daily Planet", URL: "javascript:alert(1)", Published: "2020-03-01T08:00:00+02:00", Language: isnad.English, Text: report + ". " + official + "."})
	lost := m.figure("more than 8500 homes", "8500", isnad.Figure{Kind: isnad.Count, Relation: isnad.MoreThan, Value: "8500", Low: "8500", Counted: []string{"home"}, Role: isnad.RolePart})
	m.claim(report, "no one died", isnad.Claim{Kind: isnad.Document, Cue: &isnad.Cue{Excerpt: m.at("says"), Lemma: "say", Stance: isnad.Say}, Negated: true, Negation: pointer(m.at("no one")),
		Chain: []isnad.Link{{Role: isnad.RoleDocument, Name: "A report"}, {Role: isnad.RoleIssuer, Name: "the ministry"}}})
	m.claim(official, "more than 8500 homes were lost", isnad.Claim{Kind: isnad.Indirect, Cue: &isnad.Cue{Excerpt: m.at("said"), Lemma: "say", Stance: isnad.Say}, Figures: []int{lost},
		Chain: []isnad.Link{{Role: isnad.RoleSpeaker, Name: "An official"}}})
	return m.record()
}

// hold gives a store that holds records.
func hold(t testing.TB, records ...*isnad.Record) store.Store {
	t.Helper()
	s := model.New()
	for _, r := range records {
		if _, err := s.Put(context.Background(), []store.Entry{{Record: r, Run: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// written gives all that a store holds, in a format.
func written(t testing.TB, format string, from store.Reader) (text string, n int) {
	t.Helper()
	f, err := export.Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	n, err = export.Write(t.Context(), &b, f, export.Rows(t.Context(), from, store.Query{}), from)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String(), n
}

func all(t testing.TB, rows iter.Seq2[store.Row, error]) []store.Row {
	t.Helper()
	var out []store.Row
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

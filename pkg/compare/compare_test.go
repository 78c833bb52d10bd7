package compare_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/compare"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// real is the extractor with the tables of the project: the rules are tried on the fields that it really gives.
var real = sync.OnceValues(func() (*extract.Extractor, *lexicon.Lexicon) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		panic(err)
	}
	names, err := extract.ReadNames([]fs.FS{lexicons.Learned}, nil)
	if err != nil {
		panic(err)
	}
	x, err := extract.New(lex, extract.Options{Build: "test", Names: names})
	if err != nil {
		panic(err)
	}
	return x, lex
})

// told is an article: outlet, day of publication, text.
type told struct{ outlet, day, text string }

func recordsOf(t testing.TB, articles ...told) (out []*isnad.Record) {
	t.Helper()
	x, lex := real()
	r := article.NewReader(lex)
	for _, a := range articles {
		art, err := r.Text("test", a.text, article.Meta{Outlet: a.outlet, Published: a.day})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x.Extract(art))
	}
	return out
}

func groupsOf(records []*isnad.Record) []compare.Group {
	_, lex := real()
	c := compare.New(wide(lex))
	for _, r := range records {
		c.Add(r)
	}
	return c.Groups()
}

var wideOnce sync.Once
var widePlaces map[string]bool

func wide(lex *lexicon.Lexicon) map[string]bool {
	wideOnce.Do(func() { widePlaces = compare.WidePlaces(lex) })
	return widePlaces
}

// examples are the articles that come with the project.
func examples(t testing.TB) (out []*isnad.Record) {
	t.Helper()
	f, err := os.Open("../../examples/compare/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, lex := real()
	for item := range article.NewReader(lex).Lines("articles.jsonl", f, article.Meta{}) {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		out = append(out, x.Extract(item.Article))
	}
	return out
}

// shown gives the groups that people see first: those with a verdict.
func shown(groups []compare.Group) (out []compare.Group) {
	for _, g := range groups {
		if g.Verdict != compare.Single {
			out = append(out, g)
		}
	}
	return out
}

func values(g *compare.Group) (out []string) {
	for _, f := range g.Figures {
		out = append(out, f.Article.Outlet+" "+string(f.Value))
	}
	slices.Sort(out)
	return out
}

func TestExamples(t *testing.T) {
	groups := shown(groupsOf(examples(t)))
	if len(groups) != 3 {
		t.Fatalf("%d groups", len(groups))
	}
	for i, want := range []struct {
		verdict compare.Verdict
		values  string
		voices  int
		reason  string
	}{
		{compare.Disagree, "سنابل برس 140, مرقب الأخبار 95", 2, "both cannot be right"},
		{compare.Development, "سنابل برس 15, مرقب الأخبار 11, نبض الشبكة 7", 3, "rose with time: from “سبعة أشخاص” (نبض الشبكة, 2024-10-07) to “15 شخصا”"},
		{compare.Agree, "سنابل برس 4000, وكالة مدار للأنباء 4200", 2, "2 copies of one text folded"},
	} {
		g := &groups[i]
		if got := strings.Join(values(g), ", "); g.Verdict != want.verdict || got != want.values || g.Voices != want.voices || !strings.Contains(g.Reason.English, want.reason) {
			t.Errorf("group %d: %s %s, %d voices, %s", i, g.Verdict, got, g.Voices, g.Reason.English)
		}
		if g.Reason.Arabic == "" || g.Entity.Name == "" || len(g.Counted) == 0 {
			t.Errorf("group %d: %+v", i, g)
		}
	}
	wire := groups[2].Figures[0]
	if wire.Article.Outlet != "وكالة مدار للأنباء" || len(wire.Copies) != 2 {
		t.Errorf("the origin is %+v", wire)
	}
}

// Two articles about one thing: what the comparison makes of their figures. want is the verdict of the group of most interest.
func TestRules(t *testing.T) {
	const day1, day2, day9 = "2024-05-01", "2024-05-02", "2024-05-09"
	for name, c := range map[string]struct {
		a, b       string
		dayA, dayB string
		want       compare.Verdict
	}{
		"about and near":   {"قال سامر الحلو إن نحو 26 ألف موقع إلكتروني أغلقت في درنة.", "أعلنت البلدية إغلاق 25800 موقع إلكتروني في درنة.", day1, day1, compare.Agree},
		"about and far":    {"قال سامر الحلو إن نحو 26 ألف موقع إلكتروني أغلقت في درنة.", "أعلنت البلدية إغلاق 21 ألف موقع إلكتروني في درنة.", day1, day1, compare.Disagree},
		"more than, above": {"قال سامر الحلو إن أكثر من 8500 منزل تضرر في درنة.", "أعلنت البلدية أن 9000 منزل تضرر في درنة.", day1, day1, compare.Agree},
		"more than, below": {"قال سامر الحلو إن أكثر من 8500 منزل تضرر في درنة.", "أعلنت البلدية أن 8000 منزل تضرر في درنة.", day1, day1, compare.Disagree},
		"dozens, inside":   {"قال سامر الحلو إن عشرات المنازل تضررت في درنة.", "أعلنت البلدية أن 40 منزلا تضررت في درنة.", day1, day1, compare.Agree},
		"dozens, outside":  {"قال سامر الحلو إن عشرات المنازل تضررت في درنة.", "أعلنت البلدية أن 150 منزلا تضررت في درنة.", day1, day1, compare.Disagree},
		"range, inside":    {"قال سامر الحلو إن ما بين 30 و40 منزلا تضررت في درنة.", "أعلنت البلدية أن 35 منزلا تضررت في درنة.", day1, day1, compare.Agree},
		"range, outside":   {"قال سامر الحلو إن ما بين 30 و40 منزلا تضررت في درنة.", "أعلنت البلدية أن 50 منزلا تضررت في درنة.", day1, day1, compare.Disagree},
		"another deed":     {"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", "أعلنت البلدية إصابة 30 شخصا في درنة.", day1, day1, compare.Single},
		"another place":    {"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 شخصا في طبرق.", day1, day1, compare.Single},
		"another place in the text": {"حريق في درنة\n\nأعلنت البلدية السيطرة على حريق شب في درنة.\n\nوقالت البلدية إن 30 شخصا قتلوا في طبرق.",
			"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", day1, day1, compare.Single},
		"places of a country":  {"قال سامر الحلو إن 12 شخصا قتلوا في درنة في ليبيا.", "أعلنت البلدية مقتل 30 شخصا في طبرق في ليبيا.", day1, day1, compare.Single},
		"another noun":         {"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 طفلا في درنة.", day1, day1, compare.Single},
		"another day":          {"قال سامر الحلو إن 12 شخصا قتلوا في درنة في 3 مارس 2024.", "أعلنت البلدية مقتل 30 شخصا في درنة في 9 أبريل 2024.", day1, day1, compare.Single},
		"one day, late report": {"قال سامر الحلو إن 12 منزلا دمرت في درنة في 3 مارس 2024.", "أعلنت البلدية تدمير 30 منزلا في درنة في 3 مارس 2024.", "2024-03-04", day9, compare.Development},
		"far apart":            {"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 شخصا في درنة.", day1, day9, compare.Single},
		"a toll that rises":    {"قال سامر الحلو إن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 شخصا في درنة.", day1, day2, compare.Development},
		"a toll that falls":    {"قال سامر الحلو إن 30 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 12 شخصا في درنة.", day1, day2, compare.Disagree},
		"at least, then more":  {"قال سامر الحلو إن ما لا يقل عن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 شخصا في درنة.", day1, day2, compare.Development},
		"at least, one day":    {"قال سامر الحلو إن ما لا يقل عن 12 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 30 شخصا في درنة.", day1, day1, compare.Agree},
		"a toll on one day":    {"قال سامر الحلو إن 30 شخصا قتلوا في درنة.", "أعلنت البلدية مقتل 12 شخصا في درنة.", day1, day1, compare.Disagree},
		"no toll":              {"قال سامر الحلو إن 12 شخصا اعتقلوا في درنة.", "أعلنت البلدية اعتقال 30 شخصا في درنة.", day1, day2, compare.Disagree},
		"a part":               {"قال سامر الحلو إن حريقا في درنة أدى إلى مقتل 40 شخصا، بينهم 12 طفلا.", "أعلنت البلدية مقتل 9 أطفال في درنة.", day1, day1, compare.Single},
		"from and to, falling": {"قال سامر الحلو إن 40 مدرسة في درنة أغلقت.", "أعلنت البلدية أن عدد المدارس المغلقة في درنة انخفض من 40 إلى 25 مدرسة.", day1, day2, compare.Development},
		"denied":               {"نفى سامر الحلو مقتل 12 شخصا في درنة.", "أعلنت البلدية مقتل 12 شخصا في درنة.", day1, day1, compare.Disagree},
		"another currency":     {"قال سامر الحلو إن كلفة الجسر في درنة بلغت 20 مليون دولار.", "أعلنت البلدية أن كلفة الجسر في درنة بلغت 18 مليون يورو.", day1, day1, compare.Single},
		"money, rounded":       {"قال سامر الحلو إن كلفة الجسر في درنة بلغت 23 مليون دولار.", "أعلنت البلدية أن كلفة الجسر في درنة بلغت 23.2 مليون دولار.", day1, day1, compare.Agree},
		"another measure":      {"قال سامر الحلو إن التضخم في درنة بلغ 5 في المئة.", "أعلنت البلدية أن البطالة في درنة وصلت إلى 11 في المئة.", day1, day1, compare.Single},
		"one measure":          {"قال سامر الحلو إن التضخم في درنة بلغ 5 في المئة.", "أعلنت البلدية أن التضخم في درنة وصل إلى 11 في المئة.", day1, day1, compare.Disagree},
		"a port in a town":     {"أعلنت الشرطة مقتل 9 عمال في انفجار بميناء صحار.", "قال سامر الحلو إن 14 عاملا قتلوا في انفجار هز مدينة صحار.", day1, day1, compare.Disagree},
		"a second entity":      {"أعلنت يوروبول إزالة 26 ألف موقع إلكتروني تابع لداعش.", "قال متحدث باسم يوروبول إن 31 ألف موقع إلكتروني لتنظيم داعش أغلقت.", day1, day1, compare.Disagree},
		"a word around both":   {"قال سامر الحلو إن 120 دار نشر تشارك في معرض الكتاب بمدينة درنة.", "أعلنت إدارة المعرض مشاركة 90 دار نشر في مدينة درنة.", day1, day1, compare.Disagree},
		"a depth":              {"قال سامر الحلو إن الزلزال وقع قرب درنة على عمق 10 كيلومترات.", "أفاد المرصد بأن زلزال درنة وقع على عمق 33 كيلومترا.", day1, day1, compare.Disagree},
		"two distances":        {"قال سامر الحلو إن الجسر يبعد 12 كيلومترا عن درنة.", "أعلنت البلدية أن السد يبعد 30 كيلومترا عن مدينة درنة.", day1, day1, compare.Single},
		"ten times as many":    {"قال سامر الحلو إن 120 دار نشر تشارك في معرض الكتاب بمدينة درنة.", "أعلنت إدارة المعرض مشاركة 9 دور نشر في مدينة درنة.", day1, day1, compare.Single},
		"nothing but the noun": {"قال سامر الحلو إن ثلاث مدارس في درنة ستبقى مغلقة.", "نقلت البلدية السكان إلى خمس مدارس في درنة، وفق سامر الحلو.", day1, day1, compare.Single},
		"expected":             {"توقع سامر الحلو أن يصل عدد القتلى في درنة إلى 90 شخصا.", "أعلنت البلدية مقتل 12 شخصا في درنة.", day1, day1, compare.Single},
		"in the future":        {"قال سامر الحلو إن 90 مدرسة دمرت في درنة.", "أعلنت البلدية أن الجرافات سوف تهدم 20 مدرسة في درنة.", day1, day1, compare.Single},
		"English toll":         {"At least 12 people were killed and 30 injured in Derna, Samer Helou said.", "The mayor said 40 people were killed and 90 wounded in Derna.", day1, day2, compare.Development},
		"English, at least":    {"At least 12 people were killed and 30 injured in Derna, Samer Helou said.", "The mayor said 14 people were killed and 31 wounded in Derna.", day1, day1, compare.Agree},
		"English, exact":       {"Samer Helou said 12 people were killed in Derna.", "The mayor said that the blast in Derna killed 40 people.", day1, day2, compare.Development},
		"English, one day":     {"Samer Helou said 12 people were injured in Derna.", "The mayor said that the blast in Derna wounded 40 people.", day1, day1, compare.Disagree},
	} {
		groups := groupsOf(recordsOf(t, told{"نبض الشبكة", c.dayA, c.a}, told{"مرقب الأخبار", c.dayB, c.b}))
		figures := 0
		for _, g := range groups {
			figures += len(g.Figures)
		}
		if figures < 2 || groups[0].Verdict != c.want {
			t.Errorf("%s: want %s, got\n%s", name, c.want, dump(groups))
		}
	}
}

func dump(groups []compare.Group) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, g := range groups {
		_ = e.Encode(g)
	}
	return b.String()
}

// body is a text long enough to be told from another.
const body = `قالت شركة سهول للطاقة إنها ركبت 4200 لوح شمسي في واحة الجغبوب، في أكبر مشروع من نوعه في المنطقة.

وذكر مدير المشروع طارق المنصوري أن الألواح تغذي مدرسة ومستشفى ومضخات المياه في الواحة، وأن العمل جرى من دون توقف رغم العواصف الرملية
التي ضربت الصحراء في الربيع، وأن الشركة دربت شبانا من أهل الواحة على صيانة المحطة.`

func panels(t *testing.T, groups []compare.Group) *compare.Group {
	t.Helper()
	var out *compare.Group
	for i := range groups {
		if slices.Contains(groups[i].Counted, "لوح شمسي") {
			if out != nil {
				t.Fatalf("two groups of panels:\n%s", dump(groups))
			}
			out = &groups[i]
		}
	}
	if out == nil {
		t.Fatalf("no panels:\n%s", dump(groups))
	}
	return out
}

func TestCopiesAreOneVoice(t *testing.T) {
	cited := "\n\nونقلت وكالة مدار للأنباء عن أحد السكان قوله إن الكهرباء لم تنقطع."
	updated := strings.Replace(body, "4200", "5600", 1)
	for name, c := range map[string]struct {
		articles []told
		verdict  compare.Verdict
		origin   string
		copies   int
		voices   int
		agency   string
	}{
		"two copies":                     {[]told{{"نبض الشبكة", "2024-05-02", body}, {"مرقب الأخبار", "2024-05-01", body}}, compare.Single, "مرقب الأخبار", 1, 1, ""},
		"a copy that was cut and framed": {[]told{{"نبض الشبكة", "2024-05-02", "شمس الواحة\n\nنبض الشبكة - " + body[:len(body)*3/4]}, {"مرقب الأخبار", "2024-05-01", body}}, compare.Single, "مرقب الأخبار", 1, 1, ""},
		"the agency that the others cite": {[]told{{"نبض الشبكة", "2024-05-01", body + cited}, {"مرقب الأخبار", "2024-05-01", body + cited}, {"وكالة مدار للأنباء", "2024-05-02", body}},
			compare.Single, "وكالة مدار للأنباء", 2, 1, "وكالة مدار للأنباء"},
		"and one voice of its own": {[]told{{"نبض الشبكة", "2024-05-02", body}, {"مرقب الأخبار", "2024-05-01", body}, {"سنابل برس", "2024-05-01", "أعلنت البلدية تركيب 4200 لوح شمسي في واحة الجغبوب."}},
			compare.Agree, "مرقب الأخبار", 1, 2, ""},
		"a copy with another number":  {[]told{{"نبض الشبكة", "2024-05-01", updated}, {"مرقب الأخبار", "2024-05-01", body}}, compare.Disagree, "", 0, 2, ""},
		"only the noun in common":     {[]told{{"نبض الشبكة", "2024-05-01", body}, {"سنابل برس", "2024-05-01", "أعلنت البلدية تركيب 4200 لوح شمسي في واحة الجغبوب."}}, compare.Agree, "", 0, 2, ""},
		"an agency that is not there": {[]told{{"نبض الشبكة", "2024-05-02", body + cited}, {"مرقب الأخبار", "2024-05-01", body + cited}}, compare.Single, "مرقب الأخبار", 1, 1, "وكالة مدار للأنباء"},
		"an agency that one cites":    {[]told{{"نبض الشبكة", "2024-05-02", body + cited}, {"مرقب الأخبار", "2024-05-01", body}}, compare.Single, "مرقب الأخبار", 1, 1, ""},
	} {
		g := panels(t, groupsOf(recordsOf(t, c.articles...)))
		copies, origin, agency := 0, "", ""
		for _, f := range g.Figures {
			if copies += len(f.Copies); len(f.Copies) > 0 {
				origin, agency = f.Article.Outlet, f.Agency
			}
		}
		if agency != c.agency || g.Verdict != c.verdict || copies != c.copies || origin != c.origin || g.Voices != c.voices {
			t.Errorf("%s: %s, %d copies of %q, %d voices\n%s", name, g.Verdict, copies, origin, g.Voices, dump([]compare.Group{*g}))
		}
	}
}

// Of two revisions of one article one counts, whichever came first.
func TestOneRevisionCounts(t *testing.T) {
	records := recordsOf(t, told{"نبض الشبكة", "2024-05-01", body}, told{"سنابل برس", "2024-05-01", "أعلنت البلدية تركيب 4300 لوح شمسي في واحة الجغبوب."})
	old := *records[0]
	old.Extractor, old.Figures, old.Claims = "", nil, nil
	want := dump(groupsOf(records))
	for _, list := range [][]*isnad.Record{{&old, records[0], records[1]}, {records[1], records[0], &old}} {
		if got := dump(groupsOf(list)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// The headline and the sentence below it are one voice, and the former value stands with the one that it became.
func TestAFormerValueStandsWithItsSuccessor(t *testing.T) {
	groups := shown(groupsOf(recordsOf(t,
		told{"نبض الشبكة", "2024-05-01", "أعلنت السلطات سقوط 28 قتيلا في زلزال درنة."},
		told{"مرقب الأخبار", "2024-05-01", "زلزال درنة: 35 قتيلا\n\nقالت وزارة الصحة إن حصيلة الزلزال في درنة ارتفعت من 28 إلى 35 قتيلا."})))
	if len(groups) != 1 || groups[0].Verdict != compare.Development || len(groups[0].Figures) != 2 {
		t.Fatalf("%s", dump(groups))
	}
	var from []string
	for _, f := range groups[0].Figures {
		from = append(from, string(f.Value)+"<"+f.From)
	}
	slices.Sort(from)
	if got := strings.Join(from, " "); got != "28< 35<28" || !strings.HasPrefix(groups[0].Reason.English, "rose with time: from “28 قتيلا”") {
		t.Errorf("%s, %s", got, groups[0].Reason.English)
	}
}

// Ordinals are places in a row, not amounts; a sentence full of figures is a table.
func TestWhatIsNoFigureOfAFact(t *testing.T) {
	for name, text := range map[string]string{
		"ordinals": "قال سامر الحلو إن درنة افتتحت المدرسة الثالثة هذا العام.",
		"a table":  "قال سامر الحلو إن درنة شهدت " + strings.Repeat("مقتل 12 شخصا و", 70) + "إصابة 3 أشخاص.",
	} {
		records := recordsOf(t, told{"نبض الشبكة", "2024-05-01", text})
		if len(records[0].Figures) == 0 {
			t.Errorf("%s: the extractor finds no figure", name)
		}
		if groups := groupsOf(records); len(groups) != 0 {
			t.Errorf("%s: %s", name, dump(groups))
		}
	}
}

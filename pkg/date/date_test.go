package date_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"isnad/lexicons"
	"isnad/pkg/arabic"
	"isnad/pkg/corpus"
	"isnad/pkg/date"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

func finder(t testing.TB, language string) *date.Finder {
	t.Helper()
	lex, err := lexicon.Load(lexicons.FS)
	if lex == nil {
		t.Fatal(err)
	}
	f, err := date.New(lex, language)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func find(f *date.Finder, language, published, s string) []isnad.Date {
	p := text.Parser{Abbreviations: abbreviations()[language]}
	return f.Find(p.Parse(&isnad.Article{Text: s, Language: language, Published: published}))
}

// abbreviations gives the words behind which a full stop ends no sentence, as extraction has them.
var abbreviations = sync.OnceValue(func() map[string]map[string]bool {
	lex, _ := lexicon.Load(lexicons.FS)
	out := map[string]map[string]bool{isnad.Arabic: {}, isnad.English: {}}
	for language, forms := range out {
		for _, r := range lexicon.Rows[lexicon.Abbreviation](lex, language) {
			forms[arabic.Fold(r.Form)] = true
		}
	}
	return out
})

// show writes a date as the corpus has it.
func show(d isnad.Date) string {
	side := func(s *string) string {
		if s == nil {
			return ".."
		}
		return *s
	}
	span := side(d.From) + "/" + side(d.To)
	if d.Basis == isnad.DateUnresolved {
		span = "unresolved:" + d.Timex
	}
	out := fmt.Sprintf("date %s %s %q", span, d.Grain, d.Text)
	if d.Relation != "" {
		out += " " + string(d.Relation)
	}
	return out
}

func TestCorpus(t *testing.T) {
	finders := map[string]*date.Finder{isnad.Arabic: finder(t, isnad.Arabic), isnad.English: finder(t, isnad.English)}
	corpus.Run(t, lexicons.FS, "dates", func(c corpus.Case) []string {
		var out []string
		for _, d := range find(finders[c.Language], c.Language, c.Setting("published"), c.Text) {
			out = append(out, show(d))
		}
		return out
	})
}

// The tables of dates must be sound: a row with a fault is left out, and so is the date it stands for.
func TestTablesAreSound(t *testing.T) {
	_, problems, err := lexicon.Check(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		for _, table := range []string{"months", "weekdays", "dateunits", "datenumbers", "datewords"} {
			if strings.HasSuffix(p.Path, "/"+table+".tsv") {
				t.Error(p)
			}
		}
	}
}

func TestNothingFromZonesThatAreNoArticle(t *testing.T) {
	s := "5 أيار/مايو 2018\nاجتمع الوفدان أمس."
	at := strings.Index(s, "\n")
	a := &isnad.Article{Text: s, Language: isnad.Arabic, Published: "2020-02-10", Zones: []isnad.Zone{
		{Kind: isnad.ZoneBoilerplate, Span: isnad.Span{End: at}}, {Kind: isnad.ZoneBody, Span: isnad.Span{Start: at + 1, End: len(s)}}}}
	got := finder(t, isnad.Arabic).Find(text.Parser{}.Parse(a))
	if len(got) != 1 || got[0].Text != "أمس" {
		t.Errorf("got %v, want only «أمس»", got)
	}
}

func TestRelativeDaysCountInTheZoneOfPublication(t *testing.T) {
	got := find(finder(t, isnad.Arabic), isnad.Arabic, "2020-02-10T01:00:00+03:00", "اجتمع الوفدان أمس.")
	if len(got) != 1 || *got[0].From != "2020-02-09" {
		t.Errorf("got %v", got)
	}
}

func TestRuleNamesTheRule(t *testing.T) {
	got := find(finder(t, isnad.English), isnad.English, "2020-02-10", "on May 6, 2018")
	if len(got) != 1 || got[0].Rule != "month-day" || got[0].Timex != "2018-05-06" {
		t.Errorf("got %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "29 تشرين الثاني/نوفمبر", "بين عامي 2014 و2015", "من 15 أبريل إلى", "12/5/2019-", "الربع الأول من", "منذ", "30 شباط 2019", "29/02/2019 31-31-31",
		"قبل 999 قرنا", "القرن العشرين الماضي", "between the 1st and", "the first half of the last", "May 2019 to to May", "last 999 centuries", "1990s-1980s", "\u200f5\u200f أيار", "30 صفر 1500 هـ الموافق"} {
		f.Add(s, "2020-02-29")
	}
	finders := []*date.Finder{finder(f, isnad.Arabic), finder(f, isnad.English)}
	f.Fuzz(func(t *testing.T, s, published string) {
		s = strings.ToValidUTF8(s, "?")
		for i, language := range []string{isnad.Arabic, isnad.English} {
			at := 0
			for _, d := range find(finders[i], language, published, s) {
				if d.Start < at || d.End <= d.Start || d.End > len(s) || s[d.Start:d.End] != d.Text || !utf8.ValidString(d.Text) {
					t.Fatalf("%q: span %v of %q", s, d.Span, d.Text)
				}
				if at = d.End; d.From != nil && d.To != nil && *d.From > *d.To {
					t.Fatalf("%q: %s ends before it begins", s, show(d))
				}
				if (d.Basis == isnad.DateUnresolved) != (d.From == nil) || d.Grain == "" || d.Rule == "" {
					t.Fatalf("%q: %+v", s, d)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	fd := finder(b, isnad.Arabic)
	s := strings.Repeat("قال المتحدث باسم الوزارة إن نحو 26 ألف موقع أغلقت في 3 كانون الأول/ديسمبر الماضي، وأضاف أن العمل مستمر مع الشركاء. ", 200)
	d := text.Parser{}.Parse(&isnad.Article{Text: s, Published: "2020-02-10"})
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		fd.Find(d)
	}
}

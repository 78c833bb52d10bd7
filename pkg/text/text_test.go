package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

func parse(s string) *text.Doc {
	return text.Parser{Abbreviations: map[string]bool{"dr": true}}.Parse(&isnad.Article{Text: s})
}

func TestTokens(t *testing.T) {
	for in, want := range map[string]string{
		"نقل بـ20 شاحنة":        "نقل|بـ|20|شاحنة",
		"و٢٢٬٥٠٠ شخص، 2.3%":     "و|٢٢٬٥٠٠|شخص|،|2.3|%",
		"Jordan's don't 16-bit": "Jordan|'s|don't|16|-|bit",
		"1500 / 1500":           "1500|/|1500",
		"في\u00a0العراق\u200f.": "في|العراق|.",
		"مُلاحَق":               "مُلاحَق",
	} {
		d := parse(in)
		var got []string
		for i := range d.Tokens {
			got = append(got, d.Raw(i))
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestSentences(t *testing.T) {
	for in, want := range map[string][]string{
		"قال ذلك. وأضاف هذا":                         {"قال ذلك.", "وأضاف هذا"},
		"قال د. أحمد إن م.ع. متهم. انتهى":            {"قال د. أحمد إن م.ع. متهم.", "انتهى"},
		"سابقا.وقال كذا":                             {"سابقا.", "وقال كذا"},
		"قال: «هذا أول. وهذا ثان.» وأضاف شيئا":       {"قال: «هذا أول. وهذا ثان.»", "وأضاف شيئا"},
		`"I queued. For hours," he said. It ended.`:  {`"I queued. For hours," he said.`, "It ended."},
		`He said: "I queued. For hours."`:            {`He said: "I queued. For hours."`},
		"Dr. Smith saw example.com on Monday. Then.": {"Dr. Smith saw example.com on Monday.", "Then."},
		"سطر أول\nسطر ثان":                           {"سطر أول", "سطر ثان"},
		"ماذا؟ لا شيء...  ثم":                        {"ماذا؟", "لا شيء...", "ثم"},
	} {
		d := parse(in)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, s.In(in))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestQuotes(t *testing.T) {
	for in, want := range map[string][]string{
		`قال "نعم" ثم "لا".`:              {"نعم", "لا"},
		`أن "نجحت في ذلك.`:                {"نجحت في ذلك…"},
		"قال «كذا” ثم سكت":                {"كذا"},
		"قال «قال “لا” مرة» ثم":           {"قال “لا” مرة", "لا"},
		`لوكالة "ناشر" و"أعماق"`:          {"ناشر", "أعماق"},
		`he said: "It's 'fine' now."`:     {"It's 'fine' now."},
		`("مرحبا")`:                       {"مرحبا"},
		`‘Yes,’ he said of the lads’ cup`: {"Yes,"},
	} {
		d := parse(in)
		var got []string
		for _, q := range d.Quotes {
			s := q.Inner.In(in)
			if !q.Closed {
				s += "…"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "قال: «هذا أول. وهذا ثان.» وأضاف", "\"\"\"", "«“", "a'sb's's", "1.2.3. ٢٬٠", "\xff'\x80s", "\u200f.\u200f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?") // the readers see to it
		d := parse(s)
		at := 0
		for i, tok := range d.Tokens {
			if tok.Start < at || tok.End <= tok.Start || !utf8.ValidString(d.Raw(i)) {
				t.Fatalf("token %d of %q spans %v", i, s, tok.Span)
			}
			at = tok.End
		}
		next := 0
		for _, sen := range d.Sentences {
			if sen.First != next || sen.Last <= sen.First {
				t.Fatalf("sentences of %q leave tokens out: %+v", s, d.Sentences)
			}
			next = sen.Last
		}
		if next != len(d.Tokens) {
			t.Fatalf("sentences of %q end at token %d of %d", s, next, len(d.Tokens))
		}
		for _, q := range d.Quotes {
			if !q.Outer.Contains(q.Inner) || q.Inner.Empty() || !utf8.ValidString(q.Outer.In(s)) {
				t.Fatalf("quote of %q: %+v", s, q)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	a := &isnad.Article{Text: strings.Repeat("قال المتحدث باسم الوزارة إن نحو 26 ألف موقع \"أغلقت\" في 3 كانون الأول/ديسمبر. ", 200)}
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		text.Parser{}.Parse(a)
	}
}

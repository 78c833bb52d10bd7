package arabic_test

import (
	"testing"
	"unicode/utf8"

	"isnad/pkg/arabic"
)

func TestFoldBringsSpellingsTogether(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"مُلاحَق", "ملاحق"}, {"إنستاغرام", "انستاغرام"}, {"تيليـغرام", "تيليغرام"}, {"مئة", "ميه"}, {"مسؤول", "مسوول"},
		{"فيسبوك\u200f", "فيسبوك"}, {"٢٢", "22"}, {"۲۲", "22"}, {"Facebook", "facebook"}, {"\uFEFBم", "لام"}, {"ﺳﻼم", "سلام"}, {"کابل", "كابل"},
		{"مستشفى", "مستشفي"}, {"ٱلله", "الله"},
	} {
		if got, want := arabic.Fold(c.a), arabic.Fold(c.b); got != want {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q", c.a, got, c.b, want)
		}
	}
	if arabic.Fold("كتب") == arabic.Fold("كتاب") {
		t.Error("words of different letters meet")
	}
	if arabic.Plain("عَلـى") != "على" || arabic.Plain("علي") == arabic.Plain("على") {
		t.Error("Plain must drop marks and keep على apart from علي")
	}
}

func TestRawOffsetLeadsBack(t *testing.T) {
	raw := "وَتيليـغرام"
	at := arabic.RawOffset(raw, len("و"))
	if raw[at:] != "تيليـغرام" {
		t.Errorf("behind the conjunction stands %q", raw[at:])
	}
	if at := arabic.RawOffset(raw, len(arabic.Fold(raw))); at != len(raw) {
		t.Errorf("the end is %d, want %d", at, len(raw))
	}
}

func TestReadings(t *testing.T) {
	for word, want := range map[string]string{"وتيليغرام": "تيليغرام", "للتنظيم": "التنظيم", "وبالعراق": "العراق", "لليبيا": "ليبيا", "فلداعش": "داعش"} {
		found := false
		for _, r := range arabic.Readings(nil, word) {
			found = found || r.Stem == want
		}
		if !found {
			t.Errorf("%s is not read as …%s: %v", word, want, arabic.Readings(nil, word))
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "وَتيليـغرام", "\xff\xfe", "ﻻ", "ȺȺ's", "٢٢٬٥٠٠", "a\u200fb"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		once := arabic.Fold(s)
		if twice := arabic.Fold(once); twice != once {
			t.Fatalf("Fold is not idempotent on %q: %q, then %q", s, once, twice)
		}
		if got := string(arabic.AppendFold(nil, s)); got != once {
			t.Fatalf("AppendFold(%q) = %q, Fold gives %q", s, got, once)
		}
		at := arabic.RawOffset(s, n)
		if at < 0 || at > len(s) || utf8.ValidString(s) && !utf8.ValidString(s[at:]) {
			t.Fatalf("RawOffset(%q, %d) = %d is no rune edge", s, n, at)
		}
		if utf8.ValidString(s) && 0 <= n && n <= len(once) {
			if before := arabic.Fold(s[:at]); len(before) < n {
				t.Fatalf("RawOffset(%q, %d) = %d stands before the %dth folded byte", s, n, at, n)
			}
		}
	})
}

func BenchmarkFold(b *testing.B) {
	s := "وأضافت وكالة الصحافة الفرنسية أنّ التطبيق حذف نحو ٢٦ ألف حساب"
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		dst = arabic.AppendFold(dst[:0], s)
	}
}

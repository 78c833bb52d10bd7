package arabic_test

import (
	"slices"
	"strings"
	"testing"

	"isnad/pkg/arabic"
)

// meet tells whether somebody who types a word finds a name by its spelling.
func meet(typed, name string, least int) bool {
	key := arabic.SpellingKey(arabic.Fold(name), least)
	return key != "" && slices.Contains(arabic.SpellingKeys(arabic.Fold(typed), 3), key)
}

func TestSpellingsOfOneNameMeet(t *testing.T) {
	for _, group := range []struct {
		least     int
		spellings string
	}{
		{3, "تلغرام تيليغرام تلجرام تليجرام تيلغرام تلقرام تيليجرام تِلِغرام تلگرام"},
		{3, "فيسبوك فايسبوك فيسبووك فسبوك"},
		{3, "إنستغرام انستجرام انستقرام إنستاغرام انستكرام"},
		{3, "غوغل جوجل قوقل غوغول گوگل كوكل"},
		{3, "تويتر تويتير توييتر"},
		{3, "يوتيوب يوتوب"},
		{3, "واتساب وتساب واتسآب"},
		{3, "فايبر ڤايبر فيبر"},
		{3, "سكايب سكيب"},
		{3, "تشيلسي شيلسي"}, // one sound
		{4, "لينكدإن لينكدن لنكدان"},
		{4, "واشنطن واشنطون"},
		{4, "بريطانيا بريتانيا بريطانية"},
		{4, "نتفلكس نتفليكس"},
		{4, "مايكروسوفت ميكروسوفت مايكروسفت"},
		{4, "كاليفورنيا كليفورنيا"},
		{4, "بلومبرغ بلومبيرغ بلومبرج"},
		{4, "بوينغ بوينج"},
		{5, "زوكربيرغ زوكربرج زكربيرغ زوكيربيرج"},
		{5, "غورباتشوف جورباتشوف غورباشوف"},
		{5, "ستولتنبرغ ستولتنبيرج"},
	} {
		for _, typed := range strings.Fields(group.spellings) {
			for _, name := range strings.Fields(group.spellings) {
				if !meet(typed, name, group.least) {
					t.Errorf("%s (%s) does not find %s (%s)", typed, arabic.SpellingKey(arabic.Fold(typed), 0), name, arabic.SpellingKey(arabic.Fold(name), 0))
				}
			}
		}
	}
}

func TestWordsThatAreOtherNamesDoNotMeet(t *testing.T) {
	for _, test := range []struct {
		least       int
		typed, name string
	}{
		{5, "سلمان", "سليمان"},
		{5, "محمد", "محمود"}, // ح: no foreign name
		{5, "حسن", "حسين"},
		{5, "مراد", "مريد"},
		{5, "كمال", "جميل"},
		{5, "زين", "زينة"},
		{5, "بايدن", "بودن"},
		{4, "قطار", "قطر"},
		{4, "تنس", "تونس"},
		{4, "سورية", "سوري"}, // found as part of the word, and no spelling
		{4, "برس", "باريس"},
		{4, "عراق", "العراق"},
		{3, "توتر", "تويتر"}, // tension
		{3, "جمل", "غوغل"},
		{3, "حماس", "حمص"},
		{3, "ضرب", "ضارب"},
		{3, "تلغراف", "تلغرام"},
		{3, "", "تلغرام"},
		{3, "telegram", "تلغرام"},
		{3, "12", "12"},
	} {
		if meet(test.typed, test.name, test.least) {
			t.Errorf("%s finds %s: both are %s", test.typed, test.name, arabic.SpellingKey(arabic.Fold(test.name), 0))
		}
	}
}

func TestSpellingOfAWordWithProclitics(t *testing.T) {
	for typed, name := range map[string]string{
		"وتيليجرام": "تلغرام", "بتلجرام": "تلغرام", "لتلجرام": "تلغرام", "والتلجرام": "تلغرام", "بالفايسبوك": "فيسبوك", "للفايسبوك": "فيسبوك", "وفايسبوك": "فيسبوك",
		"فيسبوك": "فيسبوك", "كتلقرام": "تلغرام", "تيكتوك": "تيك توك", "تيك توك": "تيكتوك", "سنابشات": "سناب شات",
	} {
		if !meet(typed, name, 3) {
			t.Errorf("%s does not find %s: %v", typed, name, arabic.SpellingKeys(arabic.Fold(typed), 3))
		}
	}
}

func TestLeastConsonants(t *testing.T) {
	for least, want := range map[int]string{0: "akrn", 3: "akrn", 4: ""} { // the first vowel is none
		if got := arabic.SpellingKey("اوكرانيا", least); got != want {
			t.Errorf("%d: %q, want %q", least, got, want)
		}
	}
}

func FuzzSpellingKey(f *testing.F) {
	f.Add("تيليغرام")
	f.Add("تيك توك")
	f.Add("\xff a\x00ء")
	f.Fuzz(func(t *testing.T, s string) {
		folded := arabic.Fold(s)
		key := arabic.SpellingKey(folded, 3)
		for _, c := range []byte(key) {
			if c < 'a' || c > 'z' {
				t.Errorf("%q: the key %q holds more than small ASCII letters", s, key)
			}
		}
		if len(key) > len(folded) || key != "" && !slices.Contains(arabic.SpellingKeys(folded, 3), key) {
			t.Errorf("%q: %q is not among its own keys", s, key)
		}
	})
}

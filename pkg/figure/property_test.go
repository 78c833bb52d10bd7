package figure_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"isnad/lexicons"
	"isnad/pkg/figure"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// speller writes whole numbers in Arabic words. It shares nothing with the finder: the grammar is told here a second time.
type speller struct {
	feminine bool   // of what is counted
	oblique  bool   // the case
	split    bool   // «ثلاث مئة» for «ثلاثمئة»
	hundred  string // مئة or مائة
	and      string // «و» or «و »
}

var (
	masculineUnits = []string{"", "واحد", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"}
	feminineUnits  = []string{"", "واحدة", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"}
	tensStems      = []string{"", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"}
	scaleWords     = []struct{ one, two, many string }{{"ألف", "ألف", "آلاف"}, {"مليون", "مليون", "ملايين"}, {"مليار", "مليار", "مليارات"},
		{"تريليون", "تريليون", "تريليونات"}}
)

// of chooses by case.
func (sp speller) of(nominative, oblique string) string {
	if sp.oblique {
		return oblique
	}
	return nominative
}

// small writes 1–99 before something of the gender.
func (sp speller) small(n int, feminine bool) string {
	units, ten := masculineUnits, "عشر"
	if feminine {
		units, ten = feminineUnits, "عشرة"
	}
	two := sp.of("اثنان", "اثنين")
	if feminine {
		two = sp.of("اثنتان", "اثنتين")
	}
	switch {
	case n == 2:
		return two
	case n <= 10:
		return units[n]
	case n == 11 && feminine:
		return "إحدى " + ten
	case n == 11:
		return "أحد " + ten
	case n == 12:
		return strings.TrimSuffix(two, "ن") + " " + ten
	case n < 20:
		return units[n-10] + " " + ten
	}
	tens := tensStems[n/10] + sp.of("ون", "ين")
	switch n % 10 {
	case 0:
		return tens
	case 2:
		return two + " " + sp.and + tens
	}
	return units[n%10] + " " + sp.and + tens
}

// group writes 1–999.
func (sp speller) group(n int, feminine bool) string {
	var words []string
	switch h := n / 100; {
	case h == 1:
		words = append(words, sp.hundred)
	case h == 2:
		words = append(words, strings.TrimSuffix(sp.hundred, "ة")+sp.of("تان", "تين"))
	case h > 2 && sp.split:
		words = append(words, feminineUnits[h]+" "+sp.hundred)
	case h > 2:
		words = append(words, tensStems[h]+sp.hundred)
	}
	if n%100 > 0 {
		words = append(words, sp.small(n%100, feminine))
	}
	return strings.Join(words, " "+sp.and)
}

// spell writes 1–10¹⁵−1.
func (sp speller) spell(n int64) string {
	var words []string
	for level := 4; level >= 1; level-- {
		unit := int64(1)
		for range level {
			unit *= 1000
		}
		if k := int(n / unit % 1000); k > 0 {
			words = append(words, sp.scaled(k, level-1))
		}
	}
	if k := int(n % 1000); k > 0 {
		words = append(words, sp.group(k, sp.feminine))
	}
	return strings.Join(words, " "+sp.and)
}

// scaled writes so many thousands, millions …
func (sp speller) scaled(k, level int) string {
	w := scaleWords[level]
	switch last := k % 100; {
	case k == 1:
		return w.one
	case k == 2:
		return w.two + sp.of("ان", "ين")
	case 3 <= last && last <= 10:
		return sp.group(k, false) + " " + w.many
	case last > 10:
		return sp.group(k, false) + " " + w.one + "ا"
	}
	return sp.group(k, false) + " " + w.one
}

func arabicFinder(t testing.TB) *figure.Finder {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		t.Log(err)
	}
	finder, err := figure.New(lex, isnad.Arabic)
	if err != nil {
		t.Fatal(err)
	}
	return finder
}

func find(f *figure.Finder, s string) []isnad.Figure {
	return f.Find(text.Parser{}.Parse(&isnad.Article{Text: s, Language: isnad.Arabic}))
}

// wantOne fails unless the text has one figure, of that value and with those words for its number.
func wantOne(t *testing.T, f *figure.Finder, s, number string, value isnad.Decimal) {
	got := find(f, s)
	if len(got) != 1 || got[0].Value != value || got[0].Number.Text != number {
		t.Errorf("%q: want %s, got %+v", s, value, got)
	}
}

// draws gives a source of chance and the number of draws; the seed is fixed, so that a failure can be seen again.
func draws(t *testing.T) (*rand.Rand, int) {
	const seed = 20200210
	if testing.Short() {
		return rand.New(rand.NewPCG(seed, 0)), 500
	}
	return rand.New(rand.NewPCG(seed, 0)), 20000
}

// anyNumber draws whole numbers of every length: small ones as often as large ones.
func anyNumber(r *rand.Rand) int64 {
	limit := int64(10)
	for range r.IntN(15) {
		limit *= 10
	}
	return 2 + r.Int64N(limit-2)
}

func flip(r *rand.Rand) bool { return r.IntN(2) == 1 }

func oneOf(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }

func TestSpelledNumbersAreReadBack(t *testing.T) {
	finder := arabicFinder(t)
	r, times := draws(t)
	for range times {
		sp := speller{feminine: flip(r), oblique: flip(r), split: flip(r), hundred: oneOf(r, "مئة", "مائة"), and: oneOf(r, "و", "و ")}
		n := anyNumber(r)
		words := sp.spell(n)
		wantOne(t, finder, "الجواب هو "+words+".", words, isnad.Int(n))
	}
}

// scripts are the digits from 0 to 9 in every script that news is written in.
var scripts = []string{"0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"}

func TestDigitsAreReadBack(t *testing.T) {
	finder := arabicFinder(t)
	r, times := draws(t)
	for range times {
		plain := strconv.FormatInt(anyNumber(r), 10)
		written := grouped(plain, oneOf(r, "", ",", "٬", "،", "\u00a0", "\u202f"))
		if flip(r) {
			decimals := oneOf(r, "", "0", "4") + strconv.Itoa(1+r.IntN(9))
			written, plain = written+"٫"+decimals, plain+"."+decimals
		}
		digits := []rune(oneOf(r, scripts...))
		written = strings.Map(func(c rune) rune {
			if '0' <= c && c <= '9' {
				return digits[c-'0']
			}
			return c
		}, written)
		value, _ := new(big.Rat).SetString(plain)
		wantOne(t, finder, "زار المعرض "+written+" زائر.", written, isnad.DecimalOf(value))
	}
}

// grouped puts a mark between groups of three digits.
func grouped(digits, mark string) string {
	var out strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(mark)
		}
		out.WriteRune(c)
	}
	return out.String()
}

// TestCostGrowsWithTheText gives the finder long chains of what its rules look ahead for: four times the text may cost some four times as
// much, not sixteen.
func TestCostGrowsWithTheText(t *testing.T) {
	finder := arabicFinder(t)
	best := func(s string) time.Duration {
		d := text.Parser{}.Parse(&isnad.Article{Text: s, Language: isnad.Arabic})
		least := time.Hour
		for range 3 {
			start := time.Now()
			finder.Find(d)
			least = min(least, time.Since(start))
		}
		return least
	}
	const most = 10
	size := 1 << 15
	if testing.Short() {
		size = 1 << 13
	}
	for _, unit := range []string{"7", "و", "و ", "123 ", "ألف ", "آلاف ", "مئة و", "خمس ", "خمس و", "1/", "1-", "%1", "فاصلة صفر ", "نصف ", "من ", "3 على ",
		"أكثر من 5 وأقل من ", "ثانية و", "لا يزيد ", "الثالث و", "٫7 "} {
		var once, fourfold time.Duration
		for range 3 { // a busy machine may spoil one measurement, not three
			once, fourfold = best(strings.Repeat(unit, size/len(unit))), best(strings.Repeat(unit, 4*size/len(unit)))
			if fourfold <= most*once {
				break
			}
		}
		if fourfold > most*once {
			t.Errorf("a chain of %q takes %s, one four times as long %s", unit, once, fourfold)
		}
	}
}

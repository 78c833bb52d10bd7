package date_test

import (
	"fmt"
	"testing"
	"time"

	"isnad/pkg/date"
	"isnad/pkg/isnad"
)

// The months as each region writes them.
var arabicMonths = map[string][12]string{
	"levant":  {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
	"egypt":   {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	"algeria": {"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	"morocco": {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
}

var arabicWeekdays = [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}

// easternDigits writes a number in the digits of the Mashriq.
func easternDigits(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= '0' && r <= '9' {
			out[i] = '٠' + r - '0'
		}
	}
	return string(out)
}

// arabicForms writes a day in every form an Arabic newsroom uses, under one name of its month.
func arabicForms(t time.Time, month string) []string {
	d, y, m := t.Day(), t.Year(), int(t.Month())
	weekday := arabicWeekdays[t.Weekday()]
	plain := fmt.Sprintf("%d %s %d", d, month, y)
	return []string{
		plain, easternDigits(plain),
		fmt.Sprintf("%d من %s %d", d, month, y),
		fmt.Sprintf("%d %s/%s %d", d, month, arabicMonths["egypt"][m-1], y),
		fmt.Sprintf("%d %s (%s) %d", d, month, arabicMonths["levant"][m-1], y),
		fmt.Sprintf("%d %s عام %d", d, month, y),
		fmt.Sprintf("%d من شهر %s من عام %d", d, month, y),
		fmt.Sprintf("يوم %d %s %d", d, month, y),
		fmt.Sprintf("%s %s", weekday, plain),
		fmt.Sprintf("يوم %s %s", weekday, plain),
		fmt.Sprintf("مساء %s، %s", weekday, plain),
		fmt.Sprintf("%d/%d/%d", d, m, y),
		fmt.Sprintf("%d-%d-%d", d, m, y),
		fmt.Sprintf("%02d.%02d.%d", d, m, y),
		t.Format(time.DateOnly),
	}
}

func englishForms(t time.Time) []string {
	ending := "th"
	switch d := t.Day(); {
	case d%10 == 1 && d != 11:
		ending = "st"
	case d%10 == 2 && d != 12:
		ending = "nd"
	case d%10 == 3 && d != 13:
		ending = "rd"
	}
	out := []string{fmt.Sprintf("%s %d%s, %d", t.Month(), t.Day(), ending, t.Year()),
		fmt.Sprintf("the %d%s of %s %d", t.Day(), ending, t.Month(), t.Year())}
	for _, layout := range []string{"January 2, 2006", "2 January 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 Jan 2006", "Monday, January 2, 2006", "Mon, 2 Jan 2006",
		"Monday 2 January 2006", "1/2/2006", "2-Jan-2006", time.DateOnly} {
		if layout == "Jan. 2, 2006" && t.Month() == time.May { // a short name that is whole takes no stop
			continue
		}
		out = append(out, t.Format(layout))
	}
	return out
}

// days walks over a century of days, some of each month and weekday.
func days(yield func(time.Time)) {
	for t := time.Date(1931, 1, 1, 0, 0, 0, 0, time.UTC); t.Year() < 2031; t = t.AddDate(0, 0, 97) {
		yield(t)
	}
}

// mustRead tells where a form of a day is not read back as that day alone.
func mustRead(t *testing.T, fd *date.Finder, language string, day time.Time, frame string, forms []string) {
	t.Helper()
	want := day.Format(time.DateOnly)
	for _, form := range forms {
		s := fmt.Sprintf(frame, form)
		got := find(fd, language, "2020-02-10", s)
		if len(got) != 1 || got[0].From == nil || *got[0].From != want || *got[0].To != want || got[0].Grain != "day" {
			t.Errorf("%q: got %v, want %s alone", s, got, want)
		}
	}
}

func TestArabicDaysReadBack(t *testing.T) {
	fd := finder(t, isnad.Arabic)
	days(func(day time.Time) {
		for _, months := range arabicMonths {
			mustRead(t, fd, isnad.Arabic, day, "افتتح المعرض في %s أمام الزوار.", arabicForms(day, months[day.Month()-1]))
		}
	})
}

func TestEnglishDaysReadBack(t *testing.T) {
	fd := finder(t, isnad.English)
	days(func(day time.Time) {
		mustRead(t, fd, isnad.English, day, "The fair opened on %s to the public.", englishForms(day))
	})
}

// A month, a range of days and a list of years come back too.
func TestPeriodsReadBack(t *testing.T) {
	fd := finder(t, isnad.Arabic)
	days(func(day time.Time) {
		first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		for _, months := range arabicMonths {
			name := months[day.Month()-1]
			for form, want := range map[string][2]time.Time{
				fmt.Sprintf("%s %d", name, day.Year()):                                  {first, last},
				fmt.Sprintf("شهر %s من عام %d", name, day.Year()):                       {first, last},
				fmt.Sprintf("من 3 إلى 17 %s %d", name, day.Year()):                      {first.AddDate(0, 0, 2), first.AddDate(0, 0, 16)},
				fmt.Sprintf("بين 3 و17 %s %d", name, day.Year()):                        {first.AddDate(0, 0, 2), first.AddDate(0, 0, 16)},
				fmt.Sprintf("من 3 %s إلى 17 %s %d", name, name, day.Year()):             {first.AddDate(0, 0, 2), first.AddDate(0, 0, 16)},
				fmt.Sprintf("مطلع %s %d", name, day.Year()):                             {first, first.AddDate(0, 0, 9)},
				fmt.Sprintf("النصف الثاني من عام %d", day.Year()):                       {time.Date(day.Year(), 7, 1, 0, 0, 0, 0, time.UTC), time.Date(day.Year(), 12, 31, 0, 0, 0, 0, time.UTC)},
				fmt.Sprintf("الفترة الممتدة بين عامي %d و%d", day.Year(), day.Year()+4): {time.Date(day.Year(), 1, 1, 0, 0, 0, 0, time.UTC), time.Date(day.Year()+4, 12, 31, 0, 0, 0, 0, time.UTC)},
			} {
				s := "أغلق الطريق في " + form + "."
				got := find(fd, isnad.Arabic, "2020-02-10", s)
				if len(got) != 1 || got[0].From == nil || *got[0].From != want[0].Format(time.DateOnly) || *got[0].To != want[1].Format(time.DateOnly) {
					t.Errorf("%q: got %v, want %v", s, got, want)
				}
			}
		}
	})
}

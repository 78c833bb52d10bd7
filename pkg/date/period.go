package date

import (
	"fmt"
	"time"

	hijri "github.com/hablullah/go-hijri"
)

// grain is the size of a period, as the record names it.
type grain string

const (
	gMinute   grain = "minute"
	gHour     grain = "hour"
	gDay      grain = "day"
	gWeek     grain = "week"
	gWeekend  grain = "weekend" // an interval in the record
	gMonth    grain = "month"
	gQuarter  grain = "quarter"
	gSeason   grain = "season"
	gHalf     grain = "half"
	gYear     grain = "year"
	gDecade   grain = "decade"
	gCentury  grain = "century"
	gInterval grain = "interval"
)

// months is how many months a grain has; 0 of those that are counted in days.
var months = map[grain]int{gMonth: 1, gQuarter: 3, gSeason: 3, gHalf: 6, gYear: 12, gDecade: 120, gCentury: 1200}

// period is a stretch of whole inclusive days.
type period struct{ from, to time.Time }

func civil(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// weekday counts from Monday, which is 1.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// valid tells whether the day exists; day 0 stands for the whole month, month 0 for the whole year.
func valid(y, m, d int) bool {
	if y < 1 || y > 2999 || m < 0 || m > 12 || d < 0 {
		return false
	}
	return d == 0 || m > 0 && civil(y, m, d).Month() == time.Month(m)
}

// addMonths moves t by n months and stays inside the month: 31 January and one month is the last of February.
func addMonths(t time.Time, n int) time.Time {
	first := civil(t.Year(), int(t.Month())+n, 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// add moves t by n units.
func add(t time.Time, g grain, n int) time.Time {
	switch g {
	case gDay:
		return t.AddDate(0, 0, n)
	case gWeek, gWeekend:
		return t.AddDate(0, 0, 7*n)
	}
	return addMonths(t, months[g]*n)
}

// around gives the period of the grain that t lies in.
func around(t time.Time, g grain) period {
	y, m := t.Year(), int(t.Month())
	var from time.Time
	switch g {
	case gWeek:
		from = t.AddDate(0, 0, 1-weekday(t))
	case gWeekend:
		from = t.AddDate(0, 0, 6-weekday(t))
		return period{from, from.AddDate(0, 0, 1)}
	case gMonth:
		from = civil(y, m, 1)
	case gQuarter:
		from = civil(y, (m-1)/3*3+1, 1)
	case gSeason:
		from = civil(y, m/3*3, 1) // December of the year before for January
	case gHalf:
		from = civil(y, (m-1)/6*6+1, 1)
	case gYear:
		from = civil(y, 1, 1)
	case gDecade:
		from = civil(y/10*10, 1, 1)
	case gCentury:
		from = civil(y/100*100, 1, 1)
	default:
		return period{t, t}
	}
	return period{from, add(from, g, 1).AddDate(0, 0, -1)}
}

// hijriDay gives the Gregorian day of a day by Umm al-Qura. The calendar's tables run from 1356 to 1500.
func hijriDay(y, m, d int) (time.Time, bool) {
	if y < 1356 || y > 1499 || m < 1 || m > 12 || d < 1 || d > 30 {
		return time.Time{}, false
	}
	t := hijri.UmmAlQuraDate{Year: int64(y), Month: int64(m), Day: int64(d)}.ToGregorian()
	return civil(t.Year(), int(t.Month()), t.Day()), true
}

// hijriPeriod gives a day, a month (d is 0) or a year (m is 0 too).
func hijriPeriod(y, m, d int) (period, bool) {
	from, ok := hijriDay(y, max(m, 1), max(d, 1))
	to := from
	switch {
	case !ok:
	case m == 0:
		to, ok = hijriDay(y+1, 1, 1)
		to = to.AddDate(0, 0, -1)
	case d == 0:
		if m++; m > 12 {
			y, m = y+1, 1
		}
		to, ok = hijriDay(y, m, 1)
		to = to.AddDate(0, 0, -1)
	}
	return period{from, to}, ok
}

// gregorianYear gives the Gregorian year in which most of a Hijri year lies, for years long gone.
func gregorianYear(hijri int) int { return hijri - hijri*3/100 + 622 }

// hijriIn is hijriPeriod, for a month also of a Gregorian year: «رمضان 2019».
func hijriIn(y, m, d int) (period, bool) {
	if y < 1600 {
		return hijriPeriod(y, m, d)
	}
	first, ok := hijriYear(civil(y, 1, 1))
	for i := 0; ok && i < 2; i++ {
		if p, ok := hijriPeriod(first+i, m, d); ok && p.from.Year() == y {
			return p, true
		}
	}
	return period{}, false
}

// hijriYear gives the Hijri year that a day lies in.
func hijriYear(t time.Time) (int, bool) {
	if t.Year() < 1938 || t.Year() > 2075 {
		return 0, false
	}
	h, err := hijri.CreateUmmAlQuraDate(t)
	return int(h.Year), err == nil
}

// seasons are the letters TIMEX3 writes for them, from spring.
var seasons = [...]string{"SP", "SU", "FA", "WI"}

// season gives the meteorological season: 1 is spring. Winter begins in December of its year.
func season(y, n int) period {
	from := civil(y, 3*n, 1)
	return period{from, from.AddDate(0, 3, -1)}
}

// timex writes a period of a grain as a TIMEX3 value.
func timex(p period, g grain) string {
	y, m := p.from.Year(), int(p.from.Month())
	switch g {
	case gMinute:
		return p.from.Format("2006-01-02T15:04")
	case gHour:
		return p.from.Format("2006-01-02T15")
	case gDay:
		return p.from.Format(time.DateOnly)
	case gWeek, gWeekend:
		wy, w := p.from.ISOWeek()
		if g == gWeekend {
			return fmt.Sprintf("%04d-W%02d-WE", wy, w)
		}
		return fmt.Sprintf("%04d-W%02d", wy, w)
	case gMonth:
		return fmt.Sprintf("%04d-%02d", y, m)
	case gQuarter:
		return fmt.Sprintf("%04d-Q%d", y, (m+2)/3)
	case gSeason:
		return fmt.Sprintf("%04d-%s", y, seasons[(m/3+3)%4])
	case gHalf:
		return fmt.Sprintf("%04d-H%d", y, (m+5)/6)
	case gYear:
		return fmt.Sprintf("%04d", y)
	case gDecade:
		return fmt.Sprintf("%03d", y/10)
	case gCentury:
		return fmt.Sprintf("%02d", y/100)
	}
	return p.from.Format(time.DateOnly) + "/" + p.to.Format(time.DateOnly)
}

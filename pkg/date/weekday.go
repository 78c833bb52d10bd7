package date

import (
	"isnad/pkg/isnad"
)

// matchWeekday moves to the nearest year in which the day falls on the weekday that stands beside it.
func matchWeekday(year, day int, at func(int) (period, bool)) int {
	for _, y := range [...]int{year, year + 1, year - 1} {
		if p, ok := at(y); ok && weekday(p.from) == day {
			return y
		}
	}
	return year
}

func (r *resolver) weekday(e *expr) value {
	if e.of != nil {
		of := r.resolve(e.of)
		if of.basis == isnad.DateUnresolved {
			return unresolved(gDay, "")
		}
		t := of.from.AddDate(0, 0, e.weekday-1)
		return r.value(period{t, t}, gDay, isnad.DateRelative)
	}
	if e.day > 0 {
		return r.weekdayDay(e)
	}
	dir, more := e.dir.near()
	ref := r.base(dir, gDay)
	back := (weekday(ref) - e.weekday + 7) % 7
	forth := (7 - back) % 7
	days := -back
	switch dir {
	case dirPast, dirPrevious, dirRecent:
		if back == 0 {
			days = -7
		}
	case dirNext, dirFollowing:
		if days = forth; forth == 0 {
			days = 7
		}
	case dirNextUnit:
		days = 7 + e.weekday - weekday(ref)
	case dirThis:
		days = e.weekday - weekday(ref)
	default:
		if r.future {
			days = forth
		}
	}
	t := ref.AddDate(0, 0, days+7*more)
	return r.value(period{t, t}, gDay, isnad.DateRelative)
}

// weekdayDay finds the nearest month in which a day falls on a weekday, or has just gone by.
func (r *resolver) weekdayDay(e *expr) value {
	for _, n := range [...]int{0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6} {
		first := civil(r.ref.Year(), int(r.ref.Month())+n, 1)
		t := first.AddDate(0, 0, e.day-1)
		fits := weekday(t) == e.weekday
		if e.weekday == 0 {
			fits = t.After(r.ref) == r.future || t.Equal(r.ref)
		}
		if t.Month() == first.Month() && fits {
			return r.value(period{t, t}, gDay, isnad.DateInferred)
		}
	}
	return unresolved(gDay, "")
}

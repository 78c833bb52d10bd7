package date

import (
	"time"

	"isnad/pkg/isnad"
)

// nth resolves the first, third or last unit of a period, and its first or last n units.
func (r *resolver) nth(e *expr) value {
	of, ok := r.whole(e)
	if !ok {
		return unresolved(e.grain, "")
	}
	basis := of.basis
	var p period
	if parts := map[grain]int{gHalf: 2, gQuarter: 4}[e.grain]; parts > 0 && of.grain != gYear {
		return r.fraction(of, e.nth, parts)
	}
	switch {
	case e.weekday > 0:
		p = nthWeekday(of.period, e.weekday, e.nth)
	case e.n > 0 && e.grain == gWeek && months[of.grain] > 0:
		p = firstWeeks(of.period, e.nth, e.n)
	case e.n > 0 && e.nth < 0:
		p = period{add(of.to.AddDate(0, 0, 1), e.grain, -e.n), of.to}
	case e.n > 0:
		p = period{of.from, add(of.from, e.grain, e.n).AddDate(0, 0, -1)}
	case e.grain == gWeek && of.grain == gDay:
		return r.value(around(of.from, gWeek), gWeek, basis)
	case e.grain == gWeek:
		p = nthWeek(of.period, e.nth)
	case e.nth < 0:
		p = around(of.to, e.grain)
	default:
		p = around(add(of.from, e.grain, e.nth-1), e.grain)
	}
	g := e.grain
	switch {
	case e.weekday > 0:
		g = gDay
	case e.n > 0:
		g = gInterval
	}
	if p.from.Before(of.from.AddDate(0, 0, -7)) || p.from.After(of.to) { // there is no fifth quarter
		return unresolved(g, "")
	}
	return r.value(p, g, basis)
}

// fraction resolves a half or a quarter of what is no year: «النصف الثاني من القرن العشرين», «النصف الأول من آذار».
func (r *resolver) fraction(of value, nth, parts int) value {
	days := int(of.to.Sub(of.from).Hours()/24) + 1
	if nth < 0 {
		nth = parts
	}
	if nth > parts || days < parts {
		return unresolved(gInterval, "")
	}
	cut := func(n int) time.Time {
		if m := months[of.grain]; m%parts == 0 {
			return addMonths(of.from, m/parts*n)
		}
		return of.from.AddDate(0, 0, days/parts*n)
	}
	p := period{cut(nth - 1), cut(nth).AddDate(0, 0, -1)}
	if nth == parts {
		p.to = of.to
	}
	return r.value(p, gInterval, of.basis)
}

// whole resolves the period that a part is taken of. A quarter that names no year is the nearest one not after publication.
func (r *resolver) whole(e *expr) (value, bool) {
	if e.of != nil {
		of := r.resolve(e.of)
		return of, of.basis != isnad.DateUnresolved
	}
	if !r.known {
		return value{}, false
	}
	year := around(r.ref, gYear)
	if months[e.grain] > 0 && e.nth > 0 && add(year.from, e.grain, e.nth-1).After(r.ref) && !r.future {
		year = around(addMonths(r.ref, -12), gYear)
	}
	return r.value(year, gYear, isnad.DateInferred), true
}

func nthWeekday(of period, day, nth int) period {
	t := of.from.AddDate(0, 0, (day-weekday(of.from)+7)%7+7*(nth-1))
	if nth < 0 {
		t = of.to.AddDate(0, 0, -((weekday(of.to) - day + 7) % 7))
	}
	return period{t, t}
}

// nthWeek counts weeks as ISO 8601 does: a week belongs to the period that holds its Thursday.
func nthWeek(of period, nth int) period {
	const thursday = 4
	return around(nthWeekday(of, thursday, nth).from, gWeek)
}

// firstWeeks gives the first n weeks of a period, or with nth -1 the last n.
func firstWeeks(of period, nth, n int) period {
	w := nthWeek(of, nth)
	if nth < 0 {
		return period{w.from.AddDate(0, 0, -7*(n-1)), w.to}
	}
	return period{w.from, w.to.AddDate(0, 0, 7*(n-1))}
}

// part resolves a third of a period: of a month 10 days, of a year four months, of a week Monday to Wednesday and Friday to Sunday.
func (r *resolver) part(e *expr) value {
	of, ok := r.whole(e)
	if !ok {
		return unresolved(gInterval, of.timex)
	}
	if e.third <= 0 {
		if inside := r.known && r.ref.After(of.from) && !r.ref.After(of.to); inside && e.third == 0 {
			of.from = r.ref
		} else if inside { // «في وقت سابق من …»
			of.to = r.ref.AddDate(0, 0, -1)
		}
		return r.value(of.period, gInterval, isnad.DateRelative)
	}
	first, second := thirds(of.period, of.grain)
	p := of.period
	switch e.third {
	case 1:
		p.to = first.AddDate(0, 0, -1)
	case 2:
		p.from, p.to = first, second.AddDate(0, 0, -1)
	case 3:
		p.from = second
	}
	return r.value(p, gInterval, of.basis)
}

// thirds gives the days on which the second and the last third of a period begin.
func thirds(p period, g grain) (second, last time.Time) {
	switch g {
	case gMonth:
		return p.from.AddDate(0, 0, 10), p.from.AddDate(0, 0, 20)
	case gWeek:
		return p.from.AddDate(0, 0, 3), p.from.AddDate(0, 0, 4)
	case gQuarter, gSeason, gHalf, gYear, gDecade, gCentury:
		n := months[g] / 3
		return addMonths(p.from, n), addMonths(p.from, 2*n)
	}
	days := int(p.to.Sub(p.from).Hours()/24) + 1
	return p.from.AddDate(0, 0, days/3), p.from.AddDate(0, 0, days-days/3)
}

// between resolves a range. What its end names and its beginning does not (year, month) holds for both.
func (r *resolver) between(e *expr) value {
	a, b := *e.of, *e.to
	if a.shape == shapeCivil && b.shape == shapeCivil {
		if a.year == 0 && a.of == nil && a.dir == dirNone && (b.year > 0 || b.of != nil) && a.month > 0 {
			a.year, a.of = b.year, b.of
			if b.year > 0 && (a.month > b.month || a.month == b.month && a.day > b.day) && b.month > 0 {
				a.year--
			}
		}
		if a.dir == dirNone {
			a.dir = b.dir
		}
	}
	from := r.resolve(&a)
	if b.shape == shapeCivil && b.year == 0 && b.of == nil && from.basis != isnad.DateUnresolved {
		b.year, b.dir = from.from.Year(), dirNone
		if b.month < a.month && a.month > 0 {
			b.year++
		}
		if b.hijri {
			b.year, _ = hijriYear(from.from)
		}
	}
	to := r.resolve(&b)
	if a.shape == shapeWeekday && b.shape == shapeWeekday && a.of == nil && a.dir == dirNone && to.to.Before(from.from) { // «من الأحد إلى الخميس»
		if r.future {
			to.period = period{add(to.from, gWeek, 1), add(to.to, gWeek, 1)}
		} else {
			from.period = period{add(from.from, gWeek, -1), add(from.to, gWeek, -1)}
		}
	}
	if from.basis == isnad.DateUnresolved || to.basis == isnad.DateUnresolved || to.to.Before(from.from) {
		return unresolved(gInterval, from.timex)
	}
	basis := from.basis
	if basis == isnad.DateExplicit {
		basis = to.basis
	}
	return r.value(period{from.from, to.to}, gInterval, basis)
}

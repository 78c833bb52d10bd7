package date

import (
	"fmt"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// resolver turns what was written into days. It walks an article once, from its first date to its last.
type resolver struct {
	ref    time.Time // the day of publication
	known  bool
	now    time.Time // the time of publication
	timed  bool      // whether that is known
	last   period    // of the date named before
	named  bool      // whether there is one
	future bool      // the sentence speaks of what is to come
}

// value is a resolved expression.
type value struct {
	period
	grain grain
	timex string
	basis isnad.DateBasis
}

func unresolved(g grain, timex string) value {
	return value{grain: g, timex: timex, basis: isnad.DateUnresolved}
}

func (r *resolver) value(p period, g grain, basis isnad.DateBasis) value {
	return value{p, g, timex(p, g), basis}
}

// date makes the date of the record.
func (r *resolver) date(d *text.Doc, f found) isnad.Date {
	r.future = f.future
	v := r.resolve(f.expr)
	out := isnad.Date{Excerpt: f.span.Excerpt(d.Article.Text), Grain: string(v.grain), Timex: v.timex, Basis: v.basis, Relation: f.relation, Rule: f.rule}
	if v.grain == gWeekend {
		out.Grain = string(gInterval)
	}
	switch {
	case f.since:
		out.Relation = isnad.Since
	case f.shape == shapeRange && out.Relation == isnad.Since: // «منذ عام 1990 حتى 1995» is not open
		out.Relation = ""
	}
	if v.basis == isnad.DateUnresolved {
		return out
	}
	layout := time.RFC3339
	if !v.grain.ofClock() {
		layout = time.DateOnly
		r.last, r.named = v.period, true
	}
	from, to := v.from.Format(layout), v.to.Format(layout)
	out.From, out.To = &from, &to
	if out.Relation == isnad.Since {
		out.To = nil
	}
	return out
}

func (r *resolver) resolve(e *expr) value {
	switch e.shape {
	case shapeCivil:
		return r.civil(e)
	case shapeRange:
		return r.between(e)
	case shapeDecade:
		p := around(civil(e.n, 1, 1), gDecade)
		return r.value(p, gDecade, isnad.DateExplicit)
	case shapeCentury:
		if e.hijri {
			p := period{civil(gregorianYear(e.n*100-99), 1, 1), civil(gregorianYear(e.n*100), 12, 31)}
			return r.value(p, gInterval, isnad.DateExplicit)
		}
		return r.value(around(civil((e.n-1)*100, 1, 1), gCentury), gCentury, isnad.DateExplicit)
	case shapeNth:
		return r.nth(e)
	case shapePart:
		return r.part(e)
	case shapeSeason:
		if e.year > 0 {
			return r.season(e)
		}
	}
	if !r.known {
		return unresolved(e.unit(), "")
	}
	switch e.shape {
	case shapeWeekday:
		return r.weekday(e)
	case shapeUnit:
		if e.dir == dirFollowing && !r.anchored(e.grain) && (r.named || !r.future) { // of an event, and nobody says when that was
			return unresolved(e.grain, "")
		}
		if e.grain == gWeekend && e.dir == dirNone && !r.future && weekday(r.ref) < 6 { // the one that is over
			return r.value(around(add(r.ref, gWeek, -1), gWeekend), gWeekend, isnad.DateRelative)
		}
		p := around(add(r.base(e.dir, e.grain), e.grain, e.dir.step()), e.grain)
		return r.value(p, e.grain, isnad.DateRelative)
	case shapeAway:
		return r.away(e)
	case shapeRolling:
		return r.rolling(e)
	}
	return r.season(e)
}

// unit is the grain an expression is of as far as it is known without an article.
func (e *expr) unit() grain {
	switch e.shape {
	case shapeWeekday:
		return gDay
	case shapeSeason:
		return gSeason
	case shapeRolling, shapeRange, shapePart:
		return gInterval
	}
	return e.grain
}

// base is the day that a direction is seen from. «السابق» looks back from the date named before, if that is as fine as the unit.
func (r *resolver) base(d direction, g grain) time.Time {
	if (d == dirPrevious || d == dirFollowing) && r.anchored(g) {
		return r.last.from
	}
	return r.ref
}

// anchored tells whether a date was named before that is as fine as the unit.
func (r *resolver) anchored(g grain) bool {
	return r.named && !r.last.to.After(around(r.last.from, g).to)
}

// civil resolves year, month and day. Without a year it is the nearest one not after publication, unless a direction, the tense or the
// weekday says otherwise.
func (r *resolver) civil(e *expr) value {
	g := gYear
	if e.day > 0 {
		g = gDay
	} else if e.month > 0 {
		g = gMonth
	}
	if dir, more := e.dir.near(); more != 0 { // «آذار قبل الماضي»
		near := *e
		near.dir = dir
		v := r.civil(&near)
		if v.basis == isnad.DateUnresolved || e.hijri {
			return unresolved(g, unknownYear(e))
		}
		return r.value(period{addMonths(v.from, 12*more), addMonths(v.to.AddDate(0, 0, 1), 12*more).AddDate(0, 0, -1)}, v.grain, v.basis)
	}
	at := func(y int) (period, bool) {
		if e.hijri {
			return hijriIn(y, e.month, e.day)
		}
		from := civil(y, max(e.month, 1), max(e.day, 1))
		return period{from, add(from, g, 1).AddDate(0, 0, -1)}, valid(y, e.month, e.day)
	}
	year, basis := e.year, isnad.DateExplicit
	if e.of != nil {
		of := r.resolve(e.of)
		if of.basis == isnad.DateUnresolved {
			return unresolved(g, unknownYear(e))
		}
		year, basis = of.from.Year(), isnad.DateRelative
	} else if year == 0 {
		if !r.known {
			return unresolved(g, unknownYear(e))
		}
		var ok bool
		if year, ok = r.year(e, at); !ok {
			return unresolved(g, unknownYear(e))
		}
		basis = isnad.DateInferred
		if e.dir != dirNone {
			basis = isnad.DateRelative
		}
	}
	p, ok := at(year)
	if !ok {
		return unresolved(g, unknownYear(e))
	}
	if e.ordinal && e.day <= 5 && e.weekday > 0 && weekday(p.from) != e.weekday { // «الثلاثاء الثالث من أيلول»
		p = nthWeekday(around(p.from, gMonth), e.weekday, e.day)
	}
	v := r.value(p, g, basis)
	if e.hijri && g != gDay {
		v.timex, v.grain = timex(p, gInterval), gInterval
	}
	return v
}

func unknownYear(e *expr) string {
	if e.month == 0 || e.hijri {
		return ""
	}
	if e.day == 0 {
		return fmt.Sprintf("XXXX-%02d", e.month)
	}
	return fmt.Sprintf("XXXX-%02d-%02d", e.month, e.day)
}

// year chooses the year of a date that names none.
func (r *resolver) year(e *expr, at func(int) (period, bool)) (int, bool) {
	year := r.ref.Year()
	if e.hijri {
		var ok bool
		if year, ok = hijriYear(r.ref); !ok {
			return 0, false
		}
	}
	fits := func(p period) bool {
		switch e.dir {
		case dirPast, dirPrevious:
			return p.to.Before(r.ref)
		case dirNext, dirNextUnit, dirFollowing:
			return p.from.After(r.ref)
		}
		if r.future {
			return !p.to.Before(r.ref)
		}
		return !p.from.After(r.ref)
	}
	if e.dir == dirThis {
		return year, true
	}
	forward := e.dir.step() > 0 || e.dir == dirNone && r.future
	chosen, ok := 0, false
	for i := range 9 { // a 29 February is at most eight years away
		y := year + 1 - i
		if forward {
			y = year - 1 + i
		}
		if p, exists := at(y); exists && fits(p) {
			chosen, ok = y, true
			break
		}
	}
	if ok && e.weekday > 0 && e.day > 0 {
		return matchWeekday(chosen, e.weekday, at), true
	}
	return chosen, ok
}

// rolling resolves a count of units that ends before or begins after the day of publication.
func (r *resolver) rolling(e *expr) value {
	if e.grain.ofClock() {
		return r.clock(e)
	}
	far := add(r.ref, e.grain, e.n*e.dir.step())
	if far.Year() < 1 || far.Year() > 2999 {
		return unresolved(gInterval, "")
	}
	if months[e.grain] >= months[gDecade] || e.grain == gQuarter || e.grain == gWeek && e.dir != dirRecent { // «العقدين الماضيين», «الأسبوعين الماضيين» are whole ones
		p := period{around(far, e.grain).from, around(r.ref, e.grain).from.AddDate(0, 0, -1)}
		if e.dir.step() > 0 {
			p = period{around(r.ref, e.grain).to.AddDate(0, 0, 1), around(far, e.grain).to}
		}
		return r.value(p, gInterval, isnad.DateRelative)
	}
	if e.dir.step() > 0 {
		return r.value(period{r.ref.AddDate(0, 0, 1), far}, gInterval, isnad.DateRelative)
	}
	return r.value(period{far, r.ref.AddDate(0, 0, -1)}, gInterval, isnad.DateRelative)
}

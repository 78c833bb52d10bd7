package date

import (
	"strings"
	"time"

	"isnad/pkg/isnad"
)

// What counts units away from the day of publication, or from a day that is named.

// atomAndMore reads what may stand beside a count of units: the half of «قبل عام ونصف», the days of «شهر و21 يوما», "1 month and 21 days".
func atomAndMore(s *scan, i int, p *parts) int {
	if f := s.fold(i); f == "ونصف" || f == "ونصفا" || f == "والنصف" {
		p.half = true
		return i + 1
	}
	at, start := i, s.start
	defer func() { s.start = start }()
	if t, next := s.get(i, kAnd); t != nil {
		at = next
	} else if s.f.language == isnad.Arabic {
		s.start = i // «وثلاثة أشهر»
	}
	q := parts{}
	end := atomCount(s, at, &q)
	if end > at {
		s.start = start
		end = atomUnits(s, end, &q)
	} else {
		end = atomOneUnit(s, at, &q)
	}
	if end < 0 || q.unit == nil {
		return -1
	}
	p.more, p.moreUnit = q.units(), q.unit
	return end
}

// atomAround reads what puts a count on one side of a day: "two weeks before", "three days from".
func atomAround(s *scan, i int, p *parts) int {
	if t, end := s.get(i, kRelation); t != nil {
		switch isnad.Relation(t.mark) {
		case isnad.Before:
			p.sign = -1
			return end
		case isnad.After:
			p.sign = 1
			return end
		}
	}
	if t, end := s.get(i, kFrom); t != nil {
		p.sign = 1
		return end
	}
	return -1
}

// atomAnchor reads the day that a count is measured from.
func atomAnchor(s *scan, i int, p *parts) int {
	e, end, _ := s.best(i, func(e *expr) bool {
		switch e.shape {
		case shapeCivil:
			return e.day > 0 && e.month > 0
		case shapeWeekday:
			return !e.weak
		}
		return e.shape == shapeAway && e.grain == gDay && e.of == nil && !e.since
	})
	if e == nil {
		return -1
	}
	p.of = e
	return end
}

func makeAgo(p *parts) *expr { return makeAway(p, -1) }

func makeAhead(p *parts) *expr { return makeAway(p, 1) }

func makeAround(p *parts) *expr { return makeAway(p, p.sign) }

func makeAway(p *parts, sign int) *expr {
	n := p.units()
	if n < 1 || n > 1000 || p.unit.grain == gQuarter || p.unit.grain == gHalf || p.unit.grain == gSeason || p.of != nil && p.since {
		return nil
	}
	e := &expr{shape: shapeAway, grain: p.unit.grain, n: sign * n, since: p.since, cue: p.cue, of: p.of}
	switch {
	case p.half && p.unit.grain != gYear:
		return nil
	case p.half:
		e.grain, e.n = gMonth, sign*(12*n+6)
	case p.moreUnit != nil:
		if months[p.moreUnit.grain] >= months[gQuarter] || p.more > 1000 { // units go from great to small
			return nil
		}
		e.more, e.moreGrain = sign*p.more, p.moreUnit.grain
	}
	if e.of != nil {
		e.cue = ""
	}
	return e
}

// units is the count that was read; a noun in the singular or dual tells its own.
func (p *parts) units() int {
	switch {
	case p.count > 0:
		return p.count
	case p.unit.number == dual:
		return 2
	case p.unit.number == singular:
		return 1
	}
	return 0
}

// away resolves «قبل ثلاثة أيام» to the day, «قبل خمسة أعوام» to the year and «قبل ساعتين» to the hour.
func (r *resolver) away(e *expr) value {
	from, basis := r.ref, isnad.DateRelative
	if e.of != nil {
		of := r.resolve(e.of)
		if of.basis == isnad.DateUnresolved {
			return unresolved(gDay, "")
		}
		from = of.from
	}
	if e.grain.ofClock() {
		return r.clock(e)
	}
	t := add(from, e.grain, e.n)
	if e.more != 0 {
		t = add(t, e.moreGrain, e.more)
	}
	if t.Year() < 1 || t.Year() > 2999 {
		return unresolved(e.grain, "")
	}
	if e.of != nil || e.more != 0 {
		return r.value(period{t, t}, gDay, basis)
	}
	switch e.grain {
	case gDay, gWeek, gWeekend, gMonth:
		return r.value(period{t, t}, gDay, basis)
	case gDecade, gCentury:
		return r.value(around(t, gYear), gYear, basis)
	}
	return r.value(around(t, e.grain), e.grain, basis)
}

// clock resolves hours and minutes from the time of publication.
func (r *resolver) clock(e *expr) value {
	unit := time.Hour
	if e.grain == gMinute {
		unit = time.Minute
	}
	if !r.timed || e.of != nil {
		return unresolved(e.grain, "")
	}
	t := r.now.Add(time.Duration(e.n) * unit).Truncate(time.Minute)
	switch {
	case e.shape == shapeRolling && e.dir.step() < 0:
		return r.value(period{r.now.Add(-time.Duration(e.n) * unit), r.now}, e.grain, isnad.DateRelative)
	case e.shape == shapeRolling:
		return r.value(period{r.now, t}, e.grain, isnad.DateRelative)
	}
	return r.value(period{t, t.Add(unit - time.Second)}, e.grain, isnad.DateRelative)
}

// ofClock tells whether a grain is finer than a day.
func (g grain) ofClock() bool { return g == gHour || g == gMinute }

// atomFree sees to it that the count is not measured from an event: «قبل ثلاثة أيام من الهجوم».
func atomFree(s *scan, i int, _ *parts) int {
	if f := s.fold(i); f == "من" || f == "علي" {
		if t, end := s.get(i, kAheadPost); t != nil { // «من الآن»
			return end
		}
		return -1
	}
	return i
}

// atomFreeAhead is atomFree for what is to come.
func atomFreeAhead(s *scan, i int, p *parts) int {
	if s.beginsPresent() {
		return i
	}
	return atomFree(s, i, p)
}

// beginsPresent tells sentences that begin with a verb of the present tense, as far as its shape shows: they count from their own day.
func (s *scan) beginsPresent() bool {
	first := s.fold(s.first)
	return strings.HasPrefix(first, "ت") || strings.HasPrefix(first, "ي")
}

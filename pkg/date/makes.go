package date

// The functions here make an expr of the parts a rule has read. They give nil where the parts do not go together.

func makeCivil(p *parts) *expr {
	e := &expr{shape: shapeCivil, year: p.year, month: p.month, day: p.day, hijri: p.hijri, weekday: p.weekday, dir: p.dir, of: p.of, ordinal: p.ordinalDay}
	if p.dir == dirRecent {
		return nil
	}
	if e.year > 0 && !e.hijri && !valid(e.year, e.month, e.day) {
		return nil
	}
	if e.day > 31 || e.month > 12 || e.month > 0 && !e.hijri && !valid(2000, e.month, e.day) { // 2000 has a 29 February
		return nil
	}
	if e.year > 0 {
		e.dir = dirNone
	}
	if e.month > 0 && p.monthTerm != nil && !p.monthTerm.strong {
		e.weak = e.day == 0 && e.year == 0 && e.of == nil && e.dir == dirNone && p.unit == nil
		e.written = e.day == 0 && e.year == 0
		e.at = p.monthAt
	}
	return e
}

func makeBareYear(p *parts) *expr {
	e := makeCivil(p)
	if e == nil || !p.hijri && (e.year < 1500 || e.year > 2100) {
		return nil
	}
	e.weak, e.year4 = !p.hijri, true
	return e
}

// makeDayOf makes «العاشر من الشهر الجاري».
func makeDayOf(p *parts) *expr {
	if p.day < 1 || p.day > 31 || p.of == nil || p.day == 1 && p.of.weak && !p.ordinalDay { // "a month"
		return nil
	}
	return &expr{shape: shapeNth, grain: gDay, nth: p.day, of: p.of}
}

// makeWeekdayDay makes «الجمعة 15»: the month is not told, so the nearest that fits is meant.
func makeWeekdayDay(p *parts) *expr {
	return &expr{shape: shapeWeekday, weekday: p.weekday, day: p.day}
}

// makeDayNumber makes «يوم 15», "the 15th".
func makeDayNumber(p *parts) *expr {
	return &expr{shape: shapeWeekday, day: p.day}
}

func makeWeekOf(p *parts) *expr {
	return &expr{shape: shapeNth, grain: gWeek, nth: 1, of: p.of}
}

// makeWeekdays makes «الأسبوع المقبل بين الأربعاء والجمعة».
func makeWeekdays(p *parts) *expr {
	a := &expr{shape: shapeWeekday, weekday: p.weekday, of: p.of}
	b := &expr{shape: shapeWeekday, weekday: p.until, of: p.of}
	return &expr{shape: shapeRange, of: a, to: b}
}

func makeRelativeDay(p *parts) *expr {
	return &expr{shape: shapeAway, grain: gDay, n: p.days}
}

func makeWeekday(p *parts) *expr {
	e := &expr{shape: shapeWeekday, weekday: p.weekday, dir: p.dir, of: p.of}
	e.weak = !p.weekdayTerm.strong && !p.daynoun && p.of == nil && p.dir == dirNone
	return e
}

func makeUnit(p *parts) *expr {
	u := p.unit
	if p.dir == dirRecent || u.number != singular || u.grain == gHalf {
		return nil
	}
	if u.grain == gDay && (p.dir == dirThis || p.dir.step() > 0 && p.dir != dirNextUnit && p.dir != dirFollowing) {
		return nil
	}
	if u.grain == gDecade && p.dir.step() == 0 { // «العقد الحالي» is a contract as often as not
		return nil
	}
	return &expr{shape: shapeUnit, grain: u.grain, dir: p.dir}
}

func makeNth(p *parts) *expr {
	if p.unit == nil || p.nth == 0 || p.unit.grain == gCentury {
		return nil
	}
	of := p.of
	if of == nil && p.year > 0 {
		of = &expr{shape: shapeCivil, year: p.year, hijri: p.hijri}
	}
	if of == nil || !of.coarse() {
		return nil
	}
	if p.count > 0 && (p.count > 100 || p.nth != 1 && p.nth != -1) {
		return nil
	}
	if p.count == 0 && (p.unit.number != singular || p.unit.grain == gYear || p.unit.grain == gSeason) {
		return nil
	}
	return &expr{shape: shapeNth, grain: p.unit.grain, nth: p.nth, n: p.count, of: of}
}

// makeNthDual makes «الشهرين الأولين من 2019».
func makeNthDual(p *parts) *expr {
	p.count = 2
	return makeNth(p)
}

// makeQuarter makes «الربع الثالث», "Q3", with or without a year. Another unit needs the whole it is part of.
func makeQuarter(p *parts) *expr {
	if p.unit == nil || p.unit.grain != gQuarter && !p.unit.strong || p.unit.number != singular || p.nth == 0 || p.nth > 4 {
		return nil
	}
	e := &expr{shape: shapeNth, grain: p.unit.grain, nth: p.nth, of: p.of}
	if p.year > 0 {
		e.of = &expr{shape: shapeCivil, year: p.year}
	}
	e.weak = e.of == nil
	return e
}

func makeNthWeekday(p *parts) *expr {
	if p.nth == 0 || p.nth > 5 || p.of == nil || !p.of.coarse() {
		return nil
	}
	return &expr{shape: shapeNth, weekday: p.weekday, nth: p.nth, of: p.of, grain: gDay}
}

// makeWeekdayHere makes «الأحد الأول», of the month of publication.
func makeWeekdayHere(p *parts) *expr {
	p.of = &expr{shape: shapeUnit, grain: gMonth, dir: dirThis}
	return makeNthWeekday(p)
}

// makeDayThis makes «23 الجاري», «يوم 5 المقبل».
func makeDayThis(p *parts) *expr {
	if p.dir != dirThis && !p.daynoun || p.dir.step() > 1 || p.dir.step() < -1 || p.dir == dirRecent || p.dir == dirPrevious || p.dir == dirFollowing {
		return nil
	}
	p.of = &expr{shape: shapeUnit, grain: gMonth, dir: p.dir}
	return makeDayOf(p)
}

// makeNight makes «ليل السبت الأحد», which belongs to both days.
func makeNight(p *parts) *expr {
	if p.until != p.weekday%7+1 {
		return nil
	}
	return &expr{shape: shapeRange, of: &expr{shape: shapeWeekday, weekday: p.weekday}, to: &expr{shape: shapeWeekday, weekday: p.until}}
}

func makeRolling(p *parts) *expr {
	n := p.count
	if n == 0 && p.unit.number == dual {
		n = 2
	}
	if n < 1 || n > 1000 || p.dir == dirNone || p.dir == dirThis || p.dir == dirPrevious || p.dir == dirFollowing || p.dir.step() > 1 || p.dir.step() < -1 {
		return nil
	}
	return &expr{shape: shapeRolling, grain: p.unit.grain, n: n, dir: p.dir}
}

func makeSeason(p *parts) *expr {
	if _, more := p.dir.near(); p.dir == dirRecent || more != 0 {
		return nil
	}
	e := &expr{shape: shapeSeason, n: p.season, year: p.year, dir: p.dir}
	if p.of != nil { // «صيف العام الماضي»
		return &expr{shape: shapeNth, grain: gSeason, nth: p.season, of: p.of}
	}
	if e.year == 0 && e.dir == dirNone {
		return nil
	}
	return e
}

func makeDecade(p *parts) *expr {
	century := 1900
	switch {
	case p.fourDigits:
		if p.year%10 != 0 || p.year > 2100 {
			return nil
		}
		return &expr{shape: shapeDecade, n: p.year}
	case p.of != nil && p.of.shape == shapeCentury:
		century = (p.of.n - 1) * 100
	}
	return &expr{shape: shapeDecade, n: century + p.decade}
}

func makeCentury(p *parts) *expr {
	if p.unit.grain != gCentury || p.unit.number != singular || p.nth < 2 || p.nth > 25 {
		return nil
	}
	return &expr{shape: shapeCentury, n: p.nth, hijri: p.hijri}
}

func makePart(p *parts) *expr {
	if p.of == nil || !p.of.coarse() {
		return nil
	}
	return &expr{shape: shapePart, third: p.third, of: p.of}
}

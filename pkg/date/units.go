package date

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

func atomUnit(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.number == singular })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// pickCounted gives a unit that may be counted: of the calendar or of the clock.
func (s *scan) pickCounted(i int, fits func(*term) bool) (*term, int) {
	if t, end := s.pick(i, kUnit, fits); t != nil {
		return t, end
	}
	return s.pick(i, kClock, fits)
}

// atomUnits reads a unit in the number that its count asks for: «ثلاثة أيام», «11 عاما».
func atomUnits(s *scan, i int, p *parts) int {
	if s.fold(i) == "-" && s.glued(i) {
		return -1
	}
	t, end := s.pickCounted(i, func(t *term) bool {
		return t.number == plural || t.number == singular && (p.count > 10 || p.count == 1 || s.f.language != isnad.Arabic)
	})
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomUnitFew reads the plural behind a rank: «ثالث أيام الشهر».
func atomUnitFew(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.number == plural && !t.definite && (t.grain == gDay || t.grain == gWeek) })
	if t == nil || s.f.language != isnad.Arabic {
		return -1
	}
	one := *t
	one.number = singular
	p.unit = &one
	return end
}

// atomOwner reads the year of "last year's fourth quarter" and "2018's first half".
func atomOwner(s *scan, i int, p *parts) int {
	if e, end := s.relativeUnit(i, gYear); e != nil {
		p.of = e
		return end
	}
	end := atomFourDigits(s, i, p)
	if end > 0 {
		p.of = &expr{shape: shapeCivil, year: p.year}
	}
	return end
}

func atomUnitDual(s *scan, i int, p *parts) int {
	t, end := s.pickCounted(i, func(t *term) bool { return t.number == dual && t.definite })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomOneUnit reads a unit that tells its own count: «أسبوع», «يومين».
func atomOneUnit(s *scan, i int, p *parts) int {
	if s.f.language != isnad.Arabic {
		return -1
	}
	t, end := s.pickCounted(i, func(t *term) bool { return (t.number == dual || t.number == singular) && !t.definite })
	if t == nil || s.is(end, text.Number) {
		return -1
	}
	if _, _, word := s.words(end); word > 0 {
		return -1
	}
	p.unit = t
	return end
}

func atomCount(s *scan, i int, p *parts) int {
	if n, length := s.digits(i, 3); length > 0 && n > 0 {
		p.count = n
		return i + 1
	}
	if t, end := s.get(i, kFew); t != nil {
		p.count = t.value
		return end
	}
	n, ordinal, end := s.words(i)
	if end == 0 || ordinal || n < 1 {
		return -1
	}
	p.count = n
	return end
}

func atomOrdinal(s *scan, i int, p *parts) int {
	if n, end, ordinal := s.dayDigits(i); ordinal {
		p.nth = n
		return end
	}
	n, ordinal, end := s.words(i)
	if end == 0 || !ordinal {
		return -1
	}
	p.nth = n
	return end
}

// atomOrdinalWord reads a rank in one word: «الأول».
func atomOrdinalWord(s *scan, i int, p *parts) int {
	t, end := s.get(i, kOrdinal)
	if t == nil || s.is(end, text.Number) {
		return -1
	}
	p.nth = t.value
	return end
}

// relative reads the unit of a grain with its direction: «الشهر الجاري», "this month", «الشهر».
func relative(g grain) atom {
	return func(s *scan, i int, p *parts) int {
		e, end := s.relativeUnit(i, g)
		if e == nil {
			return -1
		}
		p.of = e
		return end
	}
}

func (s *scan) relativeUnit(i int, g grain) (*expr, int) {
	isUnit := func(t *term) bool { return t.number == singular && (g == "" || t.grain == g) && t.grain != gHalf }
	if pre, next := s.get(i, kPre); pre != nil {
		if u, end := s.pick(next, kUnit, isUnit); u != nil {
			return &expr{shape: shapeUnit, grain: u.grain, dir: directionOf(pre)}, end
		}
		return nil, 0
	}
	u, end := s.pick(i, kUnit, isUnit)
	if u == nil {
		return nil, 0
	}
	if post, next := s.get(end, kPost); post != nil && directionOf(post) != dirRecent {
		return &expr{shape: shapeUnit, grain: u.grain, dir: directionOf(post)}, next
	}
	if bare := u.definite || s.f.language != isnad.Arabic; !bare || u.grain != gWeek && u.grain != gMonth && u.grain != gYear {
		return nil, 0
	}
	if _, ordinal, next := s.words(end); next > 0 && ordinal && s.f.language == isnad.Arabic { // «الشهر الثاني»
		return nil, 0
	}
	return &expr{shape: shapeUnit, grain: u.grain, dir: dirThis, weak: true}, end
}

// atomPeriod reads the whole that a part is of. There a bare year and a bare «العام» are enough.
func atomPeriod(s *scan, i int, p *parts) int {
	if s.attached(i) {
		start := s.start
		s.start = i
		defer func() { s.start = start }()
	}
	e, end, _ := s.best(i, (*expr).coarse)
	if rel, next := s.relativeUnit(i, ""); rel != nil && next > end {
		e, end = rel, next
	}
	if e == nil {
		return -1
	}
	p.of = e
	return end
}

// atomCentury reads «القرن الماضي», «القرن التاسع عشر» behind a decade.
func atomCentury(s *scan, i int, p *parts) int {
	isCentury := func(t *term) bool { return t.grain == gCentury }
	if u, next := s.pick(i, kUnit, isCentury); u != nil {
		if t, end := s.get(next, kPost); t != nil && directionOf(t) == dirPast {
			return end
		}
		if n, ordinal, end := s.words(next); end > 0 && ordinal && n > 1 {
			p.of = &expr{shape: shapeCentury, n: n}
			return end
		}
	}
	return -1
}

func atomAgo(s *scan, i int, p *parts) int {
	t, end := s.get(i, kAgo)
	if t == nil {
		return -1
	}
	p.since, p.cue = t.mark == "since", t.mark
	return end
}

func atomAhead(s *scan, i int, p *parts) int {
	t, end := s.get(i, kAhead)
	if t == nil {
		return -1
	}
	p.cue = "ahead"
	if t.mark != "" {
		p.cue = t.mark
	}
	return end
}

// atomFromNow reads what says that the count is from publication.
func atomFromNow(s *scan, i int, p *parts) int {
	t, end := s.get(i, kAheadPost)
	if t == nil {
		return -1
	}
	p.cue = ""
	return end
}

func atomWeekNoun(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.grain == gWeek && t.number == singular })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomWeekdays reads two weekdays of a week: «بين الأربعاء والجمعة».
func atomWeekdays(s *scan, i int, p *parts) int {
	between, next := s.get(i, kBetween)
	if between == nil {
		var from *term
		if from, next = s.get(i, kFrom); from == nil {
			return -1
		}
	}
	end := atomWeekday(s, next, p)
	if end < 0 {
		return -1
	}
	first := p.weekday
	join, _ := s.joiner(end, between != nil)
	if join == 0 {
		return -1
	}
	start := s.start
	s.start = join // «والجمعة»
	end = atomWeekday(s, join, p)
	s.start = start
	p.weekday, p.until = first, p.weekday
	return end
}

func atomAbout(s *scan, i int, _ *parts) int {
	t, end := s.get(i, kRelation)
	if t == nil || t.mark != string(isnad.About) {
		return -1
	}
	return end
}

// atomWeekend reads a weekend without a direction.
func atomWeekend(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.grain == gWeekend && t.number == singular })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomQ reads "Q3" and "H1".
func atomQ(s *scan, i int, p *parts) int {
	t, end := s.get(i, kQuarter)
	if t == nil || !s.glued(end) {
		return -1
	}
	n, length := s.digits(end, 1)
	g := gQuarter
	if t.mark == "half" {
		g = gHalf
	}
	if length == 0 || n < 1 || n > 12/months[g] {
		return -1
	}
	p.nth, p.unit = n, &term{kind: kUnit, grain: g, strong: true}
	return end + 1
}

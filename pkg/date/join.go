package date

import "isnad/pkg/isnad"

// joints are the kinds that a range may begin with where a rule may not.
var joints = kBetween.set() | kFrom.set()

// joint gives a range that begins at token i: «بين عامي 2014 و2016», «من 15 أبريل إلى 3 مايو», «13-15 تموز».
func (s *scan) joint(i int) (found, bool) {
	f := found{first: i, rule: "range"}
	at := i
	between, next := s.get(i, kBetween)
	from, nextFrom := s.get(i, kFrom)
	switch {
	case between != nil:
		at = next
	case from != nil:
		at = nextFrom
	}
	if at == s.last {
		return f, false
	}
	start := s.start
	defer func() { s.start = start }()
	if at > i {
		s.start = -1
	}
	if e, end := s.days(at, between != nil); e != nil {
		f.expr, f.end = e, end
		return f, true
	}
	a, end := s.side(at)
	if a == nil {
		return f, false
	}
	join, to := s.joiner(end, between != nil)
	if join == 0 || to != toDash && a.year4 && at == i {
		return f, false
	}
	s.start = join
	if to == toDash {
		s.dash = join
	}
	b, end := s.side(join)
	s.dash = 0
	if b == nil || !alike(a, b) || to == toDash && !dashed(a, b) {
		return f, false
	}
	if at == i && a.weak && !a.year4 && b.weak && (s.f.language == isnad.Arabic || a.shape != shapeCivil || !s.asWritten(i) || !s.asWritten(join)) {
		return f, false
	}
	if a.year4 && b.year4 && (b.year <= a.year || b.year-a.year > 300 || at == i && s.glued(i)) {
		return f, false
	}
	f.expr, f.end = &expr{shape: shapeRange, of: a, to: b}, end
	return f, true
}

// side reads one end of a range. There a bare year is enough, and a noun for both years stands before the first.
func (s *scan) side(i int) (*expr, int) {
	if t, next := s.get(i, kArticle); t != nil {
		i = next
	}
	if t, next := s.pick(i, kUnit, func(t *term) bool { return t.era && t.number != singular }); t != nil {
		i = next
	}
	e, end, _ := s.best(i, nil)
	return e, end
}

// The ways to join the ends of a range.
const (
	toWord = iota
	toDash
)

// joiner reads what joins the ends of a range and gives the token behind it, or 0.
func (s *scan) joiner(i int, between bool) (next, way int) {
	if i >= s.last {
		return 0, 0
	}
	if f := s.fold(i); f == "-" || f == "–" || f == "—" || f == "~" {
		return i + 1, toDash
	}
	if between {
		if t, next := s.get(i, kAnd); t != nil {
			return next, toWord
		}
		for _, hit := range s.hits[s.index[i-s.first]:s.index[i-s.first+1]] {
			if hit.Proclitics == "و" {
				return i, toWord
			}
		}
	}
	if t, next := s.get(i, kTo); t != nil {
		return next, toWord
	}
	return 0, 0
}

// alike tells whether two expressions may be the ends of one range.
func alike(a, b *expr) bool {
	ends := func(e *expr) bool {
		switch e.shape {
		case shapeCivil, shapeWeekday, shapePart, shapeAway, shapeUnit, shapeNth, shapeSeason:
			return !e.since
		}
		return false
	}
	return ends(a) && ends(b)
}

// dashed tells whether a dash between two expressions makes a range of them: both are dates in figures or names of the same kind.
func dashed(a, b *expr) bool {
	if a.shape != shapeCivil || b.shape != shapeCivil {
		return a.shape == b.shape && a.shape == shapeWeekday
	}
	return (a.day > 0) == (b.day > 0) && (a.month > 0) == (b.month > 0)
}

// days reads two days of one month: «3 و7 آذار», "July 13 to 15", «من 4 إلى 23 الشهر المقبل».
func (s *scan) days(i int, between bool) (*expr, int) {
	if s.begins(i)&dayOrMonth == 0 {
		return nil, 0
	}
	p := &s.parts[0]
	*p = parts{}
	if end := s.match(monthFirst, i, p); end >= 0 {
		if t, next := s.get(end, kBetween); t != nil {
			between, end = true, next
		} else if t, next := s.get(end, kFrom); t != nil {
			end = next
		}
		if first, second, end := s.twoDays(end, between); end > 0 {
			if after := s.yearAt(end, p); after > 0 {
				end = after
			}
			return p.range2(first, second), end
		}
		return nil, 0
	}
	first, second, end := s.twoDays(i, between)
	if end == 0 {
		return nil, 0
	}
	*p = parts{}
	if after := s.match(monthBehind, end, p); after >= 0 {
		return p.range2(first, second), after
	}
	*p = parts{}
	if after := s.match(numberBehind, end, p); after >= 0 {
		return p.range2(first, second), after
	}
	*p = parts{}
	if after := s.match(unitBehind, end, p); after >= 0 && !p.of.weak {
		a := &expr{shape: shapeNth, grain: gDay, nth: first, of: p.of}
		b := &expr{shape: shapeNth, grain: gDay, nth: second, of: p.of}
		return &expr{shape: shapeRange, of: a, to: b}, after
	}
	return nil, 0
}

// dayOrMonth are the kinds that two days of one month may begin with.
var dayOrMonth = kDigits.set() | kCardinal.set() | kOrdinal.set() | kMonth.set() | kUnit.set() | kArticle.set() | kMark.set()

var (
	monthFirst   = compile([]rule{{atoms: "month-noun? month"}})[0].atoms
	monthBehind  = compile([]rule{{atoms: "of? the? month-noun? month year? post?"}})[0].atoms
	numberBehind = compile([]rule{{atoms: "of? month-noun month-number year?"}})[0].atoms
	unitBehind   = compile([]rule{{atoms: "of? the? this-month-unit"}})[0].atoms
)

// range2 makes the range from one day to another of the month that was read.
func (p *parts) range2(first, second int) *expr {
	p.day = first
	a := makeCivil(p)
	p.day = second
	b := makeCivil(p)
	if a == nil || b == nil {
		return nil
	}
	return &expr{shape: shapeRange, of: a, to: b}
}

// twoDays reads "3 to 7", "3-7", "between 3 and 7". Two days that follow one another may be joined by "and" alone.
func (s *scan) twoDays(i int, between bool) (first, second, end int) {
	var p parts
	if t, next := s.get(i, kArticle); t != nil {
		i = next
	}
	at := atomDay(s, i, &p)
	if at < 0 {
		return 0, 0, 0
	}
	first = p.day
	next, _ := s.joiner(at, between)
	and := next == 0
	if and {
		t, after := s.get(at, kAnd)
		if t == nil {
			return 0, 0, 0
		}
		next = after
	}
	if t, after := s.get(next, kArticle); t != nil {
		next = after
	}
	end = atomDay(s, next, &p)
	if end < 0 || p.day <= first || and && p.day != first+1 {
		return 0, 0, 0
	}
	return first, p.day, end
}

// nextYear reads the next of a list of years: «أعوام 2008 و2012 و2016».
func (s *scan) nextYear(i int, before found) (found, bool) {
	if before.shape != shapeCivil || before.month > 0 || before.hijri {
		return found{}, false
	}
	at := i
	if t, next := s.get(i, kAnd); t != nil {
		at = next
	} else if at = s.skipComma(i); at == i {
		return found{}, false
	} else if t, next := s.get(at, kAnd); t != nil {
		at = next
	}
	if s.fold(at) == "" || s.inName(i, min(at+1, s.last)) {
		return found{}, false
	}
	var p parts
	end := atomFourDigits(s, at, &p)
	if end < 0 || p.year < 1500 || p.year > 2100 || s.f.language == isnad.Arabic && s.countsSomething(end) || s.glued(end) && isJoint(s.fold(end)) && s.glued(end+1) {
		return found{}, false
	}
	f := found{first: at, end: end, rule: "years", span: s.d.Span(at, end), relation: before.relation, future: before.future}
	f.expr = &expr{shape: shapeCivil, year: p.year, year4: true}
	return f, true
}

// countsSomething tells whether the word at token i is an indefinite noun, as far as its shape shows, so that a number before it counts.
func (s *scan) countsSomething(i int) bool {
	f := s.fold(i)
	return len(f) > 4 && (f[len(f)-2:] == "ا" || f[len(f)-2:] == "ه")
}

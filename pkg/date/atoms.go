package date

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// atom reads one part of a date at token i. It gives the token behind it, or -1.
type atom func(s *scan, i int, p *parts) int

// atomOf gives the atom of a name in a rule. A name that is none of these is the kind of a term that is read and passed over.
func atomOf(name string) atom {
	if a, ok := atoms()[name]; ok {
		return a
	}
	return plain(kind(name))
}

func atoms() map[string]atom {
	return map[string]atom{
		"the": plain(kArticle), "daypart": plain(kDayPart), "weekday": atomWeekday, "weekday,": atomWeekdayComma,
		"weekday-beside": atomWeekdayBeside, "of-month": atomOfMonth, "weekend": atomWeekend, "free-ahead": atomFreeAhead, "daynoun": atomDayNoun, "day": atomDay, "day-behind": atomDayBehind,
		"month": atomMonth, "month-noun": atomMonthNoun, "month-number": atomMonthNumber, "year": atomYear, "year-number": atomYearNumber,
		"four-digits": atomFourDigits, "era": atomEra, "era-noun": atomEraNoun, "numeric": atomNumeric, "post": atomPost, "pre": atomPre,
		"unit": atomUnit, "units": atomUnits, "unit-dual": atomUnitDual, "one-unit": atomOneUnit, "count": atomCount, "ordinal": atomOrdinal,
		"this-month-unit": relative(gMonth), "this-year-unit": relative(gYear), "week": relative(gWeek), "century": atomCentury,
		"relative-day": atomRelativeDay, "period": atomPeriod, "part": atomPart, "season": atomSeason, "decade": atomDecade, "decade-digits": atomDecadeDigits,
		"ago": atomAgo, "free": atomFree, "aheadpost": atomAheadPost, "about": atomAbout, "q": atomQ, "dash": atomDash, "s": atomS,
	}
}

// plain reads a term whose kind is all that counts.
func plain(k kind) atom {
	return func(s *scan, i int, _ *parts) int {
		if t, end := s.get(i, k); t != nil {
			return end
		}
		return -1
	}
}

func atomWeekday(s *scan, i int, p *parts) int {
	t, end := s.get(i, kWeekday)
	if t == nil {
		return -1
	}
	p.weekday, p.weekdayTerm = t.value, t
	if s.fold(end) == "." && s.glued(end) && !t.strong && end+1 < s.last { // "Fri."
		end++
	}
	return end
}

func atomWeekdayComma(s *scan, i int, p *parts) int {
	end := atomWeekday(s, i, p)
	if end < 0 {
		return -1
	}
	end = s.skipComma(end)
	if t, next := s.get(end, kOf); t != nil && s.is(next, text.Number) { // «الاثنين في 18 شباط»
		return next
	}
	return end
}

// atomOfMonth reads what joins a day to its month. «في» does not: in «أصيب 7 في حزيران» the number is no day.
func atomOfMonth(s *scan, i int, _ *parts) int {
	if t, end := s.get(i, kOf); t != nil && t.mark == "" {
		return end
	}
	return -1
}

func (s *scan) skipComma(i int) int {
	if f := s.fold(i); f == "،" || f == "," {
		return i + 1
	}
	return i
}

// atomWeekdayBeside reads the weekday that explains «أمس الاثنين», «البارحة (السبت)».
func atomWeekdayBeside(s *scan, i int, p *parts) int {
	open := s.fold(i) == "("
	at := i
	if open {
		at++
	}
	end := atomWeekday(s, s.skipComma(at), p)
	if end < 0 || !p.weekdayTerm.strong {
		return -1
	}
	if open {
		if s.fold(end) != ")" {
			return -1
		}
		end++
	}
	return end
}

// atomDayNoun reads «يوم» and the dual of «يومي الاثنين والأربعاء».
func atomDayNoun(s *scan, i int, p *parts) int {
	t, end := s.get(i, kDayNoun)
	if t == nil {
		t, end = s.pick(i, kUnit, func(t *term) bool { return t.grain == gDay && t.number == construct })
	}
	if t == nil {
		return -1
	}
	p.daynoun = true
	return end
}

// atomDay reads the day of a month in digits or words.
func atomDay(s *scan, i int, p *parts) int {
	if n, end, ordinal := s.dayDigits(i); end > 0 {
		p.day, p.ordinalDay = n, ordinal
		return end
	}
	n, ordinal, end := s.words(i)
	if end == 0 || n < 1 || n > 31 {
		return -1
	}
	p.day, p.ordinalDay = n, ordinal
	return end
}

// dayDigits reads 1 to 31 and an English ending. Digits of a time, a fraction or a longer number are none.
func (s *scan) dayDigits(i int) (n, end int, ordinal bool) {
	n, length := s.digits(i, 2)
	if length == 0 || n < 1 || n > 31 {
		return 0, 0, false
	}
	if s.glued(i) && (s.fold(i-1) == "." || s.fold(i-1) == "$" || s.fold(i-1) == ":" && s.is(i-2, text.Number)) {
		return 0, 0, false
	}
	end = i + 1
	if s.glued(end) {
		switch s.fold(end) {
		case "st", "nd", "rd", "th":
			return n, end + 1, true
		case ":", "%":
			return 0, 0, false
		}
	}
	return n, end, false
}

// atomDayBehind reads a day behind its month: «أكتوبر 2». In Arabic, where a count may follow a month too («في نوفمبر 12 قتيلا»), what
// comes next must be a year or no word.
func atomDayBehind(s *scan, i int, p *parts) int {
	if s.fold(i) == "/" || s.fold(i) == "-" {
		i++
	}
	end := atomDay(s, i, p)
	if end < 0 {
		return -1
	}
	if s.f.language == isnad.Arabic && s.is(end, text.Word) && s.yearAt(end, &parts{}) < 0 {
		if t, _ := s.get(end, kTo); t == nil {
			return -1
		}
	}
	if s.glued(end) && s.is(end, text.Word) {
		return -1
	}
	return end
}

// atomMonth reads a month, also under two names: «تشرين الثاني/نوفمبر», «تموز (يوليو)».
func atomMonth(s *scan, i int, p *parts) int {
	if s.fold(i) == "/" || s.fold(i) == "-" {
		if !s.glued(i) {
			return -1
		}
		i++
	}
	t, end := s.get(i, kMonth)
	if t == nil {
		return -1
	}
	p.month, p.hijri, p.monthTerm = t.value, t.hijri, t
	if s.fold(end) == "." && s.glued(end) && !t.strong && end+1 < s.last { // "Sept."
		end++
	}
	mark := s.fold(end)
	if mark != "/" && mark != "-" && mark != "(" && mark != "–" && mark != "\\" && mark != "|" {
		return end
	}
	second, after := s.get(end+1, kMonth)
	switch {
	case second == nil || second.value != t.value || second.hijri != t.hijri:
		return end
	case mark == "(" && s.fold(after) != ")":
		return end
	case mark == "(":
		after++
	}
	p.monthTerm = &term{kind: kMonth, value: t.value, hijri: t.hijri, strong: true}
	return after
}

func atomMonthNoun(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.grain == gMonth && t.number == singular })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomMonthNumber reads the number that names a month: «شهر 3», «الشهر الثامن».
func atomMonthNumber(s *scan, i int, p *parts) int {
	n, length := s.digits(i, 2)
	end := i + 1
	if length == 0 {
		var ordinal bool
		if n, ordinal, end = s.words(i); end == 0 || ordinal && !p.unit.definite {
			return -1
		}
	} else if p.unit.definite {
		return -1
	}
	if n < 1 || n > 12 || length > 0 && s.is(end, text.Word) && s.yearAt(end, &parts{}) < 0 {
		return -1
	}
	p.month = n
	return end
}

func atomPost(s *scan, i int, p *parts) int {
	t, end := s.get(i, kPost)
	if t == nil {
		return -1
	}
	p.dir = directionOf(t)
	return end
}

func atomPre(s *scan, i int, p *parts) int {
	t, end := s.get(i, kPre)
	if t == nil {
		return -1
	}
	p.dir = directionOf(t)
	return end
}

func atomRelativeDay(s *scan, i int, p *parts) int {
	t, end := s.get(i, kRelDay)
	if t == nil {
		return -1
	}
	p.days = t.value
	return end
}

func atomPart(s *scan, i int, p *parts) int {
	t, end := s.get(i, kPart)
	if t == nil {
		return -1
	}
	p.third = t.value
	if s.fold(end) == "-" { // "mid-March"
		end++
	}
	return end
}

func atomSeason(s *scan, i int, p *parts) int {
	t, end := s.get(i, kSeason)
	if t == nil {
		return -1
	}
	p.season = t.value
	return end
}

func atomDecade(s *scan, i int, p *parts) int {
	t, end := s.get(i, kDecade)
	if t == nil {
		return -1
	}
	p.decade = t.value
	return end
}

// atomDecadeDigits reads the digits of "1990s" and "70's".
func atomDecadeDigits(s *scan, i int, p *parts) int {
	if n, length := s.digits(i, 2); length == 2 && n >= 20 && n%10 == 0 {
		p.decade = n
		return i + 1
	}
	return atomFourDigits(s, i, p)
}

func atomDash(s *scan, i int, _ *parts) int {
	if f := s.fold(i); f == "-" || f == "/" {
		return i + 1
	}
	return -1
}

// atomS reads the ending of "1990s".
func atomS(s *scan, i int, _ *parts) int {
	if s.glued(i) && (s.fold(i) == "s" || s.fold(i) == "'s" || s.fold(i) == "’s") {
		return i + 1
	}
	return -1
}

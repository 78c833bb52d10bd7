package date

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

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

// atomSecondWeekday reads the second day of «ليل السبت الأحد».
func atomSecondWeekday(s *scan, i int, p *parts) int {
	t, end := s.get(i, kWeekday)
	if t == nil || !t.strong {
		return -1
	}
	p.until = t.value
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

// atomDayDigits reads the number of «يوم 15», which counts nothing behind it.
func atomDayDigits(s *scan, i int, p *parts) int {
	if !s.is(i, text.Number) {
		return -1
	}
	return atomDayBehind(s, i, p)
}

// atomDayAlone reads "the 18th" where it is no ordinal of what follows.
func atomDayAlone(s *scan, i int, p *parts) int {
	n, end, ordinal := s.dayDigits(i)
	if !ordinal || s.is(end, text.Word) {
		return -1
	}
	p.day = n
	return end
}

// atomDayNamed reads any expression of a single day.
func atomDayNamed(s *scan, i int, p *parts) int {
	e, end, _ := s.best(i, func(e *expr) bool { return e.shape == shapeCivil && e.day > 0 && e.month > 0 })
	if e == nil {
		return -1
	}
	p.of = e
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

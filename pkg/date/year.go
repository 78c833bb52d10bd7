package date

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// atomYear reads the year behind a month, a season or a part: «2017», «عام 2017», «من العام الماضي», ", 2019".
func atomYear(s *scan, i int, p *parts) int { return s.yearAt(i, p) }

func (s *scan) yearAt(i int, p *parts) int {
	if end := s.yearNumber(s.skipComma(i), p, false); end > 0 {
		return end
	}
	at := i
	if s.attached(i) {
		start := s.start
		s.start = i
		defer func() { s.start = start }()
	} else if t, next := s.get(i, kOf); t != nil {
		at = next
	}
	if t, next := s.get(at, kArticle); t != nil {
		at = next
	}
	if end := s.yearNumber(at, p, false); at > i && end > 0 {
		return end
	}
	if end := atomEraNoun(s, at, &parts{}); end > 0 {
		if end := s.yearNumber(end, p, true); end > 0 {
			return end
		}
	}
	if e, end := s.relativeUnit(at, gYear); e != nil && !e.weak {
		p.of = e
		return end
	}
	return -1
}

// attached tells whether a noun begins at token i that «ل» or «ب» joins to what stands before it: «الربع الأول لعام 2019».
func (s *scan) attached(i int) bool { return i != s.start && s.begins(i)&kAttached.set() != 0 }

func atomYearNumber(s *scan, i int, p *parts) int { return s.yearNumber(i, p, true) }

// yearNumber reads the number of a year and its era. Behind a noun that says it is a year it may have three digits.
func (s *scan) yearNumber(i int, p *parts, named bool) int {
	y, length := s.digits(i, 4)
	end := i + 1
	switch {
	case length == 4 && y >= 1000 && y <= 2999:
		if s.glued(end) && (s.fold(end) == ":" || s.fold(end) == "%") {
			return -1
		}
	case length == 3 && named:
	case length > 0 && length < 3 && named && atomEra(s, end, &parts{}) > 0:
	case length == 0:
		if y, end = s.yearWords(i); end == 0 {
			return -1
		}
	default:
		return -1
	}
	p.year = y
	if after := atomEra(s, end, p); after > 0 {
		return after
	}
	return end
}

// yearWords reads «ألفين وثمانية عشر».
func (s *scan) yearWords(i int) (year, end int) {
	year, ordinal, end := s.words(i)
	if end == 0 || ordinal || year < 1000 || year > 2999 {
		return 0, 0
	}
	if s.f.language == isnad.Arabic && s.is(end, text.Word) && year%1000 == 0 {
		return 0, 0 // «ألف شخص»
	}
	return year, end
}

func atomYearWords(s *scan, i int, p *parts) int {
	year, end := s.yearWords(i)
	if end == 0 || s.is(end, text.Word) {
		return -1
	}
	p.year = year
	return end
}

func atomFourDigits(s *scan, i int, p *parts) int {
	y, length := s.digits(i, 4)
	if length != 4 || y < 1000 || y > 2999 {
		return -1
	}
	if s.glued(i) && s.is(i-1, text.Punct) {
		if f := s.fold(i - 1); f == "$" || f == "#" || f == "." || f == ":" || f == "€" || f == "£" {
			return -1
		}
	}
	if s.glued(i + 1) {
		if f := s.fold(i + 1); f == "%" || f == ":" || f == "٪" {
			return -1
		}
	}
	p.year, p.fourDigits = y, true
	return i + 1
}

// atomEra reads «هـ», «م», which tell the calendar of a year.
func atomEra(s *scan, i int, p *parts) int {
	t, end := s.get(i, kEra)
	if t == nil || t.mark == "bc" {
		return -1
	}
	if t.mark == "hijri" {
		p.hijri = true
	}
	return end
}

// atomEraNoun reads the noun before the number of a year.
func atomEraNoun(s *scan, i int, p *parts) int {
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.era && t.number != dual })
	if t == nil {
		return -1
	}
	p.unit = t
	return end
}

// atomNumeric reads dates in figures: 14/05/2019, 2019-05-12, 19.3.2016, 31/Oct/1974, 2015-3, 22/04.
func atomNumeric(s *scan, i int, p *parts) int {
	if s.glued(i) && i > s.first && (s.is(i-1, text.Number) || s.is(i-1, text.Word) && s.f.language != isnad.Arabic || isJoint(s.fold(i-1)) && (s.dash != i || s.fold(i+1) == "-")) {
		return -1
	}
	var n, length [3]int
	named := -1 // the part that is the name of a month
	read, end := s.dotted(i, &n, &length)
	if read == 0 {
		mark := ""
		for at := i; read < 3; at += 2 {
			v, l := s.digits(at, 4)
			if l == 0 {
				t, after := s.get(at, kMonth)
				if t == nil || after != at+1 || t.hijri || read > 1 {
					break
				}
				v, l, named = t.value, 2, read
			}
			n[read], length[read] = v, l
			read, end = read+1, at+1
			joint := s.fold(at + 1)
			if !isJoint(joint) || !s.glued(at+1) || !s.glued(at+2) || mark != "" && joint != mark {
				break
			}
			mark = joint
		}
	}
	if s.glued(end) && (isJoint(s.fold(end)) && (read < 3 || s.fold(end) == s.fold(i+1)) && s.glued(end+1) && s.is(end+1, text.Number) || s.fold(end) == "%") {
		return -1
	}
	ok := false
	switch {
	case read == 3:
		ok = s.threeParts(n, length, named, p)
	case read == 2 && (named < 0 || length[1] == 4):
		ok = s.twoParts(i, end, n, length, p)
	}
	if !ok {
		return -1
	}
	return end
}

func isJoint(mark string) bool { return mark == "/" || mark == "-" || mark == "." || mark == "\\" }

// dotted reads the parts of a date that is one token: 19.3.2016.
func (s *scan) dotted(i int, n, length *[3]int) (read, end int) {
	f := s.fold(i)
	if !s.is(i, text.Number) {
		return 0, 0
	}
	for read < 3 {
		at := 0
		for at < len(f) && f[at] >= '0' && f[at] <= '9' {
			at++
		}
		if n[read], length[read] = digits(f[:at], 4); length[read] == 0 {
			return 0, 0
		}
		read++
		if at == len(f) {
			if read < 3 {
				return 0, 0
			}
			return read, i + 1
		}
		if f[at] != '.' {
			return 0, 0
		}
		f = f[at+1:]
	}
	return 0, 0
}

// threeParts orders day, month and year. Where both orders are possible, Arabic puts the day first and English the month.
func (s *scan) threeParts(n, length [3]int, named int, p *parts) bool {
	y, a, b := n[2], n[0], n[1]
	dayFirst := s.f.language == isnad.Arabic
	switch {
	case length[0] == 4:
		y, a, b = n[0], n[2], n[1]
		dayFirst = true
		if length[1] > 2 || length[2] > 2 || named < 0 && b > 12 { // nobody writes year, day and month
			return false
		}
	case length[0] > 2 || length[1] > 2 || length[2] == 3 || length[2] == 1:
		return false
	case length[2] == 2:
		if y += 2000; y > 2050 {
			y -= 100
		}
	}
	if named >= 0 {
		dayFirst = named == 1
	} else if b > 12 {
		dayFirst = false
	} else if a > 12 {
		dayFirst = true
	}
	if !dayFirst {
		a, b = b, a
	}
	p.hijri = y >= 1300 && y < 1500
	p.year, p.month, p.day = y, b, a
	return a >= 1 && b >= 1 && b <= 12 && (p.hijri && a <= 30 || valid(y, b, a))
}

// twoParts reads a month with its year, or a day with its month. The latter is a fraction or a score just as well: it counts only where
// one part can be no month, or a word of time stands before it.
func (s *scan) twoParts(i, end int, n, length [3]int, p *parts) bool {
	switch {
	case length[0] == 4 && length[1] <= 2:
		if s.f.language == isnad.Arabic && n[1] == (n[0]+1)%100 { // the season of 2008-09
			return false
		}
		p.year, p.month = n[0], n[1]
	case length[1] == 4 && length[0] <= 2:
		p.year, p.month = n[1], n[0]
	case length[0] > 2 || length[1] > 2 || s.fold(i+1) != "/" && (s.fold(i+1) != "-" || n[0] <= 12 && n[1] <= 12 || !s.afterPreposition(i)) || s.is(end, text.Word) && s.f.language == isnad.Arabic:
		return false
	default:
		p.day, p.month = n[0], n[1]
		if p.month > 12 || s.f.language != isnad.Arabic && p.day <= 12 {
			p.day, p.month = p.month, p.day
		}
		if n[0] == 24 && n[1] == 7 || p.day <= 12 && !p.daynoun && p.weekday == 0 && !s.afterPreposition(i) {
			return false
		}
		return p.month >= 1 && p.day >= 1 && valid(2000, p.month, p.day)
	}
	return p.month >= 1 && p.month <= 12 && p.year >= 1500 && p.year <= 2100
}

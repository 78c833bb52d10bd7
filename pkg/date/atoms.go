package date

import (
	"strings"

	"isnad/pkg/text"
)

// atom reads one part of a date at token i. It gives the token behind it, or -1.
type atom func(s *scan, i int, p *parts) int

// atomRow is an atom and the kinds of terms it may begin with; all of them where that is a word of no table, or nothing.
type atomRow struct {
	read   atom
	begins kinds
}

// atomOf gives the atom of a name in a rule. A name that is none of the table's is the kind of a term that is read and passed over.
func atomOf(name string) atomRow {
	if row, ok := atomTable()[name]; ok {
		return row
	}
	k := kindNames[name]
	return atomRow{plain(k), k.set()}
}

// anything is what an atom begins with that must be tried at every word.
const anything = ^kinds(0)

func atomTable() map[string]atomRow {
	row := func(read atom, begins ...kind) atomRow {
		var set kinds
		for _, k := range begins {
			set |= k.set()
		}
		return atomRow{read, set}
	}
	return map[string]atomRow{
		"the":             row(plain(kArticle), kArticle),
		"weekday":         row(atomWeekday, kWeekday),
		"weekday,":        row(atomWeekdayComma, kWeekday),
		"weekday-beside":  row(atomWeekdayBeside, kMark, kWeekday),
		"daynoun":         row(atomDayNoun, kDayNoun, kUnit),
		"day":             row(atomDay, kDigits, kCardinal, kOrdinal),
		"day-behind":      row(atomDayBehind, kMark, kDigits, kCardinal, kOrdinal),
		"day-digits":      row(atomDayDigits, kDigits),
		"day-alone":       row(atomDayAlone, kDigits),
		"day-named":       {atomDayNamed, anything},
		"of-month":        row(atomOfMonth, kOf),
		"month":           row(atomMonth, kMark, kMonth),
		"month-noun":      row(atomMonthNoun, kUnit),
		"month-number":    row(atomMonthNumber, kDigits, kCardinal, kOrdinal),
		"year":            row(atomYear, kMark, kOf, kArticle, kDigits, kCardinal, kUnit, kPre, kAttached),
		"year-number":     row(atomYearNumber, kDigits, kCardinal),
		"year-words":      row(atomYearWords, kCardinal),
		"four-digits":     row(atomFourDigits, kDigits),
		"decade-digits":   row(atomDecadeDigits, kDigits),
		"era":             row(atomEra, kEra),
		"era-noun":        row(atomEraNoun, kUnit),
		"numeric":         row(atomNumeric, kDigits, kMonth),
		"post-bare":       row(atomPostBare, kPost),
		"second-weekday":  row(atomSecondWeekday, kWeekday),
		"post":            row(atomPost, kPost),
		"pre":             row(atomPre, kPre),
		"unit":            row(atomUnit, kUnit),
		"units":           row(atomUnits, kUnit, kClock),
		"unit-dual":       row(atomUnitDual, kUnit, kClock),
		"one-unit":        row(atomOneUnit, kUnit, kClock),
		"weekend":         row(atomWeekend, kUnit),
		"week-noun":       row(atomWeekNoun, kUnit),
		"count":           row(atomCount, kDigits, kCardinal, kOrdinal, kFew),
		"and-more":        {atomAndMore, anything},
		"around":          row(atomAround, kRelation, kFrom),
		"anchor":          {atomAnchor, anything},
		"ordinal":         row(atomOrdinal, kDigits, kOrdinal, kCardinal),
		"ordinal-word":    row(atomOrdinalWord, kOrdinal),
		"this-month-unit": row(relative(gMonth), kPre, kUnit),
		"this-year-unit":  row(relative(gYear), kPre, kUnit),
		"week":            row(relative(gWeek), kPre, kUnit),
		"weekdays":        row(atomWeekdays, kBetween, kFrom),
		"century":         row(atomCentury, kUnit),
		"relative-day":    row(atomRelativeDay, kRelDay),
		"period":          {atomPeriod, anything},
		"part":            row(atomPart, kPart),
		"season":          row(atomSeason, kSeason),
		"decade":          row(atomDecade, kDecade),
		"ago":             row(atomAgo, kAgo),
		"ahead":           row(atomAhead, kAhead),
		"free":            {atomFree, anything},
		"free-ahead":      {atomFreeAhead, anything},
		"from-now":        row(atomFromNow, kAheadPost),
		"aheadpost":       row(plain(kAheadPost), kAheadPost),
		"about":           row(atomAbout, kRelation),
		"q":               row(atomQ, kQuarter),
		"dash":            row(atomDash, kMark),
		"s":               {atomS, anything},
		"starting":        row(atomStarting, kRelation),
		"ending":          row(atomEnding, kPrep),
		"owner":           row(atomOwner, kPre, kUnit, kDigits),
		"unit-few":        row(atomUnitFew, kUnit),
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
	p.month, p.hijri, p.monthTerm, p.monthAt = t.value, t.hijri, t, i
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
	t, end := s.pick(i, kUnit, func(t *term) bool { return t.grain == gMonth && (t.number == singular || t.number == construct) })
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

// atomPostBare reads «الجاري» where its month is left out: only the masculine singular agrees with that.
func atomPostBare(s *scan, i int, p *parts) int {
	end := atomPost(s, i, p)
	if f := s.fold(i); end != i+1 || strings.HasSuffix(f, "ه") || strings.HasSuffix(f, "ين") || strings.HasSuffix(f, "ات") {
		return -1
	}
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

func atomPart(s *scan, i int, p *parts) int {
	t, end := s.get(i, kPart)
	if t == nil {
		return -1
	}
	p.third = t.value
	switch hyphen := s.fold(end) == "-"; {
	case t.mark == "end" && !hyphen: // "end" alone is a verb too
		return -1
	case t.mark == "end": // "end-March"
		p.third, end = 3, end+1
	case hyphen: // "mid-March"
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
	if f := s.fold(i); s.glued(i) && s.glued(i+1) && (f == "'" || f == "’") && s.fold(i+1) == "s" { // "2018's"
		return i + 2
	}
	return -1
}

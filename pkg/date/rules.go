package date

import (
	"slices"
	"strings"
)

// rule is one way to write a date: a row of atoms (atoms.go), and what they make. An atom with ? may be missing.
type rule struct {
	name  string
	atoms string
	make  func(*parts) *expr // nil where the parts do not go together
}

// rules lists every way to write a date but the joined ones (join.go). Of several that fit at a word the longest wins, then the first.
var rules = []rule{
	{"day-month", "the? daypart? daynoun? weekday,? the? day of-month? the? month-noun? month year? post?", makeCivil},
	{"month-day", "daypart? daynoun? weekday,? month the? day-behind year?", makeCivil},
	{"numeric", "daypart? daynoun? weekday,? numeric era?", makeCivil},
	{"month", "month-noun? month year? post?", makeCivil},
	{"this-month", "pre month year?", makeCivil},
	{"month-number", "month-noun month-number year?", makeCivil},
	{"day-of-month", "daypart? daynoun? the? day of? the? this-month-unit", makeDayOf},
	{"day-this", "daypart? daynoun? the? day of? post-bare", makeDayThis},
	{"night", "daypart weekday dash? second-weekday", makeNight},
	{"weekday-nth-here", "daynoun? weekday ordinal-word", makeWeekdayHere},
	{"weekday-day", "daypart? daynoun? weekday, the? day-behind", makeWeekdayDay},

	{"day-away", "the? daypart? daynoun? the? relative-day weekday-beside?", makeRelativeDay},
	{"weekday", "the? daypart? daynoun? the? weekday post?", makeWeekday},
	{"weekday-of-week", "daypart? daynoun? weekday of? the? week", makeWeekday},
	{"week-weekday", "week daynoun? weekday", makeWeekday},
	{"this-weekday", "the? daypart? the? pre daynoun? weekday", makeWeekday},

	{"year", "the? era-noun year-number", makeCivil},
	{"bare-year", "four-digits era?", makeBareYear},
	{"year-words", "year-words", makeBareYear},
	{"unit", "unit post", makeUnit},
	{"this-unit", "the? pre unit", makeUnit},
	{"weekend", "the? weekend", makeUnit},
	{"this-unit-post", "pre unit post", makeUnit},

	{"unit-nth", "the? unit ordinal of? the? year", makeNth},
	{"unit-nth-of", "the? unit ordinal of the? period", makeNth},
	{"nth-unit", "the? ordinal unit of? year", makeNth},
	{"nth-unit-of", "the? ordinal unit of the? period", makeNth},
	{"owned-unit", "owner s ordinal unit", makeNth},
	{"nth-of-units", "ordinal unit-few of? the? period", makeNth},
	{"first-two", "unit-dual ordinal of the? period", makeNthDual},
	{"quarter", "the? unit ordinal", makeQuarter},
	{"nth-quarter", "the? ordinal unit", makeQuarter},
	{"q-year", "q of? year?", makeQuarter},
	{"year-q", "four-digits dash? q", makeQuarter},
	{"first-units", "units count ordinal of the? period", makeNth},
	{"first-units-of", "the? ordinal count units of the? period", makeNth},
	{"nth-weekday", "the? ordinal daynoun? weekday of? the? period", makeNthWeekday},
	{"weekday-nth", "daynoun? weekday ordinal of? period", makeNthWeekday},

	{"rolling", "units count post", makeRolling},
	{"rolling-dual", "unit-dual post", makeRolling},
	{"rolling-count", "count units post", makeRolling},
	{"last-units", "the? pre count units", makeRolling},
	{"units-ahead", "count pre units", makeRolling},

	{"ago", "ago about? count units and-more? free", makeAgo},
	{"ago-unit", "ago one-unit and-more? free", makeAgo},
	{"ago-of", "ago about? count units and-more? of anchor", makeAgo},
	{"ago-unit-of", "ago one-unit and-more? of anchor", makeAgo},
	{"ahead-of", "ahead about? count units and-more? of anchor", makeAhead},
	{"ahead-unit-of", "ahead one-unit and-more? of anchor", makeAhead},
	{"units-around", "count units and-more? around anchor", makeAround},
	{"ago-behind", "count units and-more? agopost", makeAgo},
	{"ago-dual-behind", "one-unit agopost", makeAgo},
	{"ahead", "ahead about? count units and-more? from-now? free-ahead", makeAhead},
	{"ahead-unit", "ahead one-unit from-now? free-ahead", makeAhead},
	{"ahead-behind", "count units and-more? aheadpost", makeAhead},

	{"season", "the? season of? year", makeSeason},
	{"season-of", "the? season of? the? this-year-unit", makeSeason},
	{"season-post", "season post", makeSeason},
	{"this-season", "the? pre season", makeSeason},
	{"decade", "the? decade of? century?", makeDecade},
	{"decade-digits", "the? decade-digits s", makeDecade},
	{"century", "unit ordinal era?", makeCentury},
	{"nth-century", "the? ordinal unit", makeCentury},
	{"day-number", "daypart? daynoun day-digits", makeDayNumber},
	{"the-day", "the day-alone", makeDayNumber},
	{"week-of", "the? week-noun of? day-named", makeWeekOf},
	{"week-from", "the? week-noun starting prep? day-named", makeWeekOf},
	{"unit-ending", "the? unit ending day-named", makeEnding},
	{"units-ending", "the? count units ending day-named", makeEnding},
	{"units-ending-behind", "units count ending day-named", makeEnding},
	{"week-weekdays", "week weekdays", makeWeekdays},
	{"part", "the? part of? the? period", makePart},
}

// compiled is a rule whose atoms are looked up.
type compiled struct {
	name   string
	atoms  []step
	make   func(*parts) *expr
	begins kinds   // what it may begin with
	needs  []kinds // of every part that may not be missing, what it may begin with
}

type step struct {
	atom     atom
	begins   kinds
	optional bool
}

func compile(rules []rule) []compiled {
	out := make([]compiled, len(rules))
	for i, r := range rules {
		c, open := compiled{name: r.name, make: r.make}, true
		for _, word := range strings.Fields(r.atoms) {
			name, optional := strings.CutSuffix(word, "?")
			row := atomOf(name)
			if open {
				c.begins |= row.begins
			}
			open = open && optional
			if !optional && row.begins != anything {
				c.needs = append(c.needs, row.begins)
			}
			c.atoms = append(c.atoms, step{row.read, row.begins, optional})
		}
		out[i] = c
	}
	return out
}

// parts is what the atoms of a rule have read.
type parts struct {
	year, month, day, weekday int
	hijri, fourDigits         bool
	monthTerm                 *term
	monthAt                   int
	weekdayTerm               *term
	unit                      *term
	dir                       direction
	count                     int
	nth                       int
	third                     int
	days                      int // of a relative day
	season, decade            int
	of                        *expr // the year or the whole
	since, half               bool
	more                      int // of moreUnit, beside count and unit
	moreUnit                  *term
	sign                      int
	ordinalDay                bool
	cue                       string
	daynoun                   bool
	until                     int // the second of two weekdays
}

// match reads the steps from token i and gives the token behind them, or -1. An optional step is read where it can be; where the rest
// fails then, it is passed over.
func (s *scan) match(steps []step, i int, p *parts) int {
	for n := range steps {
		st := &steps[n]
		reads := st.begins == anything || st.begins&s.begins(i) != 0
		switch {
		case !st.optional:
			if reads {
				i = st.atom(s, i, p)
			}
			if !reads || i < 0 {
				return -1
			}
		case reads:
			saved := *p
			if next := st.atom(s, i, p); next > i {
				if end := s.match(steps[n+1:], next, p); end >= 0 {
					return end
				}
			}
			*p = saved
		}
	}
	return i
}

// best gives the longest expression at token i that the filter lets pass, and the token behind it.
func (s *scan) best(i int, fits func(*expr) bool) (e *expr, end int, rule string) {
	if s.depth >= maxDepth || i < s.first || i >= s.last || s.blocked[i-s.first] || !s.mayBegin(i) {
		return nil, 0, ""
	}
	if fits == nil && s.depth == 0 && s.latest.known && s.latest.at == i && s.latest.start == s.start {
		return s.latest.expr, s.latest.end, s.latest.rule
	}
	s.depth++
	defer func() { s.depth-- }()
	begins := s.begins(i)
	for _, r := range s.fitting {
		if s.f.begins[r]&begins == 0 {
			continue
		}
		p := &s.parts[s.depth]
		*p = parts{}
		at := s.match(s.f.rules[r].atoms, i, p)
		if at <= end || at <= i || s.inName(i, at) {
			continue
		}
		if made := s.f.rules[r].make(p); made != nil && (fits == nil || fits(made)) {
			e, end, rule = made, at, s.f.rules[r].name
		}
	}
	if fits == nil && s.depth == 1 {
		s.latest = memo{true, i, s.start, e, end, rule}
	}
	return e, end, rule
}

// fit lists the rules whose parts the sentence has, in any order: few have all.
func (s *scan) fit() {
	var has kinds
	for i := range s.bare {
		has |= s.bare[i] | s.fused[i]
	}
	s.fitting = s.fitting[:0]
	for r := range s.f.rules {
		if !slices.ContainsFunc(s.f.rules[r].needs, func(n kinds) bool { return n&has == 0 }) {
			s.fitting = append(s.fitting, r)
		}
	}
}

// begins gives the kinds of the terms that may be read at token i.
func (s *scan) begins(i int) kinds {
	at := i - s.first
	if at < 0 || i >= s.last {
		return 0
	}
	if i == s.start {
		return s.bare[at] | s.fused[at]
	}
	return s.bare[at]
}

// mayBegin tells whether one of the rules may begin at token i.
func (s *scan) mayBegin(i int) bool { return s.begins(i)&s.f.openers != 0 }

func (s *scan) inName(first, end int) bool {
	for j := first; j < end; j++ {
		if s.blocked[j-s.first] {
			return true
		}
	}
	return false
}

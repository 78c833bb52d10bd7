package date

// shape tells which fields of an expr speak.
type shape uint8

const (
	shapeCivil   shape = iota // year, month, day, as far as they are named; weekday and dir beside them
	shapeWeekday              // weekday, dir or the week in of; or weekday and day: «الجمعة 15»
	shapeUnit                 // the unit of the grain in direction dir: «العام الماضي»
	shapeAway                 // n units of the grain before (negative) or after
	shapeRolling              // the last or next n units: «الأيام العشرة الماضية»
	shapeNth                  // unit nth of the period in of: «الربع الأول من …»; with n the first or last n units of it
	shapePart                 // a third of the period in of
	shapeSeason               // season n of the year, or in direction dir
	shapeDecade               // n are the tens of the year
	shapeCentury              // n is the number of the century
	shapeRange                // from of to to
)

// direction says where a period lies as seen from the day of publication.
type direction uint8

const (
	dirNone       direction = iota
	dirPast                 // «الماضي»
	dirThis                 // «الجاري»
	dirNext                 // «المقبل»
	dirNextUnit             // "next" before a weekday: that of the next week
	dirPrevious             // «السابق»: seen from the date named before
	dirFollowing            // «التالي»
	dirRecent               // «الأخير» behind a count
	dirBeforePast           // «قبل الماضي», "before last"
	dirAfterNext            // «بعد المقبل», "after next"
)

// expr is what was written, before anything is known of the article.
type expr struct {
	shape     shape
	year      int
	month     int
	day       int
	hijri     bool
	weekday   int
	dir       direction
	grain     grain
	n         int
	nth       int // -1 is the last
	third     int // 1 to 3; 0 is the rest, -1 what is over
	of, to    *expr
	since     bool // «منذ ثلاثة أيام»: open from then on
	weak      bool // may stand only where a word of time stands before it
	year4     bool // four bare digits
	ordinal   bool // the day was an ordinal word
	written   bool // counts only where the month, at token at, is spelled as a name
	at        int
	more      int // of moreGrain, besides n of the grain
	moreGrain grain
	cue       string // the mark of the word that counts away: "in"
}

// coarse tells whether a period may have parts.
func (e *expr) coarse() bool {
	switch e.shape {
	case shapeCivil:
		return e.day == 0
	case shapeWeekday:
		return false
	case shapeUnit, shapeNth:
		return e.grain != gDay
	case shapeAway, shapeRolling, shapeRange:
		return false
	}
	return true
}

// directionOf reads the value of a post or pre term.
func directionOf(t *term) direction {
	switch {
	case t == nil:
		return dirNone
	case t.mark == "recent":
		return dirRecent
	case t.mark == "previous":
		return dirPrevious
	case t.mark == "following":
		return dirFollowing
	case t.mark == "next":
		return dirNextUnit
	case t.value < -1:
		return dirBeforePast
	case t.value > 1:
		return dirAfterNext
	case t.value < 0:
		return dirPast
	case t.value > 0:
		return dirNext
	}
	return dirThis
}

// step is the number of units a direction moves by.
func (d direction) step() int {
	switch d {
	case dirBeforePast:
		return -2
	case dirAfterNext:
		return 2
	case dirPast, dirPrevious, dirRecent:
		return -1
	case dirNext, dirNextUnit, dirFollowing:
		return 1
	}
	return 0
}

// near gives the direction of one step that a direction of two goes on from, and the step that is left.
func (d direction) near() (direction, int) {
	switch d {
	case dirBeforePast:
		return dirPast, -1
	case dirAfterNext:
		return dirNext, 1
	}
	return d, 0
}

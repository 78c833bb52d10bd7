package figure

import (
	"isnad/pkg/text"
)

// englishNoise tells numbers that are no quantities: dates, times, labels, codes, scores and pronouns.
func (s *scan) englishNoise(n *number) bool {
	if n.sort == ordinal {
		named := n.first > s.first && s.isCapital(n.first) && s.isWord(n.last) && s.isCapital(n.last) // "the Third Reich"
		return named || s.besideMonth(n)
	}
	if n.digits && (s.isEnglishCode(n) || s.besideMonth(n)) {
		return true
	}
	if _, isClock := s.uses(clock, n.last); isClock && n.scale == nil {
		return true
	}
	if _, _, ok := s.used(label, n.first); ok && n.value != nil && n.scale == nil && n.value.IsInt() && !s.isUnit(n.last) &&
		(!s.pluralAt(n.last) || n.digits && s.isCapital(n.first-1)) {
		return true
	}
	if s.isPunct(n.last, "-") && s.glued(n.last) && s.isWord(n.last+1) && s.glued(n.last+1) && !s.joinsHyphen(n.last+1) {
		return true // "16-bit", "seven-member"
	}
	return s.isEnglishPronoun(n) || s.isSpokenYear(n)
}

// pluralAt tells whether a plural noun stands at token i.
func (s *scan) pluralAt(i int) bool { return s.isWord(i) && s.isPluralNoun(i) }

// joinsHyphen tells whether what stands behind a hyphen at token i goes on with a number: "10-mile", "10-to-12", "$70-a-share".
func (s *scan) joinsHyphen(i int) bool {
	if s.isUnit(i) || s.word(i).entries != nil {
		return true
	}
	_, isTo := s.uses(to, i)
	_, isFiller := s.uses(filler, i)
	return isTo || isFiller || s.fold(i) == "odd" || s.fold(i) == "plus" || s.fold(i) == "strong"
}

// isEnglishPronoun tells "one" that counts nothing: it counts before a unit or a noun that is known, or where it is all there is.
func (s *scan) isEnglishPronoun(n *number) bool {
	if n.digits || n.sort != unit || !isInt(n.value, 1) || n.last != n.first+1 || s.fold(n.first) != "one" {
		return false
	}
	if s.isUnit(n.last) || s.whole(n.first, n.last) || s.isPunct(n.last, "-") {
		return false
	}
	if _, ok := s.voc.before.byLast[s.fold(n.first-1)]; ok {
		return false // "at least one"
	}
	if _, ok := s.englishSecond(n, n.last); ok {
		return false // "one or two"
	}
	for k := n.last; k < n.last+2 && s.isWord(k) && !s.isStop(k); k++ {
		if known := s.voc.nouns[s.fold(k)]; known.singular != "" && !known.plural {
			return false
		}
	}
	return true
}

// isSpokenYear tells the first half of a year in words: "nineteen ninety-nine". The second half goes with it.
func (s *scan) isSpokenYear(n *number) bool {
	if n.digits || n.last != n.first+1 || n.value == nil || !within(n.value, 16, 20) {
		return false
	}
	m, ok := s.englishCardinal(n.last)
	if !ok || m.digits || !within(m.value, 10, 99) {
		return false
	}
	n.last = m.last
	return true
}

// besideMonth tells numbers that belong to a date: "21 May", "May 21", "the 21st of May".
func (s *scan) besideMonth(n *number) bool {
	at := n.last
	if s.fold(at) == "of" {
		at++
	}
	if s.isMonth(at) && n.scale == nil {
		return true
	}
	if !s.isMonth(n.first-1) && !(s.isPunct(n.first-1, ".") && s.isMonth(n.first-2)) || n.value == nil || n.scale != nil {
		return false
	}
	return s.isYear(n) || within(n.value, 1, 31) && !s.pluralAt(n.last)
}

// isMonth tells whether the name of a month stands at token i. Months that are also words need their capital.
func (s *scan) isMonth(i int) bool {
	if _, ok := s.uses(month, i); !ok {
		return false
	}
	switch s.fold(i) {
	case "may", "march", "mar", "sept", "dec", "jan":
		return s.isCapital(i)
	}
	return true
}

// isEnglishCode tells digits that belong to a longer chain: 1500 / 1500, 20:30, 555-0199, F-16, 22b, 3-1, the number of a list.
func (s *scan) isEnglishCode(n *number) bool {
	if n.first == s.first && s.isPunct(n.last, ".)") && s.glued(n.last) && n.last+1 < s.last {
		return true
	}
	if s.isPunct(n.first-1, "/:") && s.kind(n.first-2) == text.Number || s.isPunct(n.last, "/:") && s.kind(n.last+1) == text.Number {
		return true
	}
	if s.isPunct(n.first-1, "+") && s.glued(n.first) {
		for s.kind(n.last) == text.Number || s.isPunct(n.last, "-()") && s.kind(n.last+1) == text.Number {
			n.last++
		}
		return true // a telephone number
	}
	if f := s.fold(n.first); len(f) > 3 && f[0] == '0' && !s.whole(n.first, n.last) && n.value.Sign() > 0 && n.value.IsInt() {
		return true
	}
	if s.isPunct(n.first-1, "#№@_") && s.glued(n.first) || s.isPunct(n.last, "_@") && s.glued(n.last) {
		return true
	}
	if s.isPunct(n.first-1, "-–") && s.glued(n.first) && s.glued(n.first-1) && !n.negative && !s.isUnit(n.first-2) && s.fold(n.first-2) != "mid" {
		return true
	}
	if s.isPunct(n.last, "-–") && s.glued(n.last) && s.glued(n.last+1) && s.kind(n.last+1) == text.Number {
		if next := n.last + 2; s.isPunct(next, "-/–") && s.glued(next) && s.kind(next+1) == text.Number {
			return true
		}
		m, ok := s.englishCardinal(n.last + 1)
		return !ok || m.value.Cmp(n.value) <= 0 && m.scale == nil
	}
	if s.isWord(n.last) && s.glued(n.last) && !s.isUnit(n.last) {
		return true
	}
	return s.isWord(n.first-1) && s.glued(n.first) && !s.isPrefix(n.first)
}

// isPrefix tells whether a currency stands before the number at token i.
func (s *scan) isPrefix(i int) bool {
	m, _ := s.englishPrefix(i)
	return m != nil
}

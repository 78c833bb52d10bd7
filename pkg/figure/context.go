package figure

import (
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// isNoise tells numbers that are no quantities: dates, times, labels, codes, counters and pronouns.
func (s *scan) isNoise(n *number) bool {
	if n.digits && s.isCode(n) {
		return true
	}
	if _, isMonth := s.uses(month, n.last); isMonth && (n.digits || n.sort != scale) {
		return true
	}
	if m, ok := s.afterAnd(n.last); ok && m.digits && n.digits {
		if _, isMonth := s.uses(month, m.last); isMonth {
			return true // «بين 4 و15 تموز»
		}
	}
	if first, _, ok := s.used(month, n.first); ok && n.value != nil && (isYear(n) || first < n.first && n.digits && n.scale == nil) {
		return true
	}
	if first, _, ok := s.used(label, n.first); ok && !s.countsBehind(first, n) && n.value != nil && n.dual == nil && !s.isUnit(n.last) && !s.inSeries(n.first) && n.sort != fraction && n.sort != ordinal &&
		(n.digits && n.scale == nil || n.value.Cmp(rat(1000)) >= 0 && s.voc.language == isnad.Arabic && !s.isNounAt(n.last)) {
		return true
	}
	if _, _, ok := s.used(label, n.first-1); ok && strings.HasPrefix(s.fold(n.first-1), "ال") && n.digits && n.scale == nil && !s.isNounAt(n.last) && s.voc.language == isnad.Arabic {
		return true // «الرقم الأخضر 1021»
	}
	if s.voc.language != isnad.Arabic {
		return isInt(n.value, 1) && !n.digits && n.sort == unit && !s.isUnit(n.last)
	}
	return s.isPronoun(n)
}

// countsBehind tells a number of things behind a definite noun at token first that labels numbers elsewhere: «شهد العام الجاري 21 إضرابا».
func (s *scan) countsBehind(first int, n *number) bool {
	return n.value != nil && n.value.Cmp(rat(1000)) < 0 && strings.HasPrefix(s.fold(first), "ال") && s.isNounAt(n.last) && s.voc.language == isnad.Arabic
}

// isPronoun tells «واحد» that counts nothing, and a scale word that is a name: «المليون».
func (s *scan) isPronoun(n *number) bool {
	if n.last-n.first > 1 || n.digits || n.value == nil || n.dual != nil {
		return false
	}
	if isInt(n.value, 1) && n.sort == unit {
		f := s.fold(n.first)
		if !strings.HasPrefix(strings.TrimPrefix(f, "ال"), "واحد") || n.definite {
			return true
		}
		return s.voc.nouns[s.fold(n.first-1)].singular == "" && s.voc.nouns[strings.TrimSuffix(s.fold(n.first-1), "ا")].singular == ""
	}
	if _, definite := bare(s.fold(n.last)); definite && !n.definite && isInt(n.value, 1000) {
		return true // «ألف الكاتب رواية»
	}
	return n.definite && n.sort == scale
}

// isCode tells digits that belong to a longer chain: 1500 / 1500, 20:30, 00962-6-5607181, «إف-16», 22ب, the number of a list.
func (s *scan) isCode(n *number) bool {
	if n.first == s.first && s.isPunct(n.last, ".)") && s.glued(n.last) && n.last+1 < s.last {
		return true
	}
	for _, step := range []struct{ mark, beyond int }{{n.first - 1, n.first - 2}, {n.last, n.last + 1}} {
		if s.isPunct(step.mark, "/:") && s.kind(step.beyond) == text.Number {
			return true
		}
	}
	before, after := s.isPunct(n.first-1, "-–") && s.glued(n.first), s.isPunct(n.last, "-–") && s.glued(n.last)
	if before && s.glued(n.first-1) && !n.negative {
		return true
	}
	if after && s.isWord(n.last+1) && s.glued(n.last+1) && s.voc.language != isnad.Arabic && !s.isUnit(n.last+1) && s.word(n.last+1).entries == nil {
		return true // "16-bit"
	}
	if s.isEscape(n) {
		return true
	}
	if after && s.kind(n.last+1) == text.Number && s.glued(n.last+1) {
		next := n.last + 2
		if s.isPunct(next, "-/") && s.glued(next) {
			return true
		}
		m, ok := s.digitsAt(n.last + 1)
		return !ok || m.value.Cmp(n.value) <= 0
	}
	if s.isWord(n.last) && s.glued(n.last) && !s.isUnit(n.last) {
		f := s.fold(n.last)
		if s.voc.language == isnad.Arabic {
			return f[0] < 0x80 || len(f) <= 2
		}
	}
	return s.isWord(n.first-1) && s.glued(n.first) && s.fold(n.first - 1)[0] < 0x80 && (len(s.fold(n.first-1)) == 1 || !s.isUnit(n.first-1))
}

// isEscape tells %20 and its like, which belong to addresses.
func (s *scan) isEscape(n *number) bool {
	inner := func(i int) bool { // no sign that ends words
		return s.kind(i) == text.Number || s.isWord(i) && s.fold(i)[0] < utf8.RuneSelf || s.isPunct(i, "%=&/")
	}
	if s.isPunct(n.first-1, "%") && s.glued(n.first) && (s.glued(n.first-1) && inner(n.first-2) || s.glued(n.last) && inner(n.last)) {
		return true
	}
	return s.isPunct(n.last, "%") && s.glued(n.last) && s.glued(n.last+1) && inner(n.last+1)
}

// sound tells whether what was found can stand as a figure.
func (s *scan) sound(g *find) bool {
	n := &g.number
	alone := len(g.counted) == 0 && g.measure == nil && g.relation == "" && !g.isPart
	switch {
	case n.sort == fraction && !g.isRange:
		return !alone || n.stated || s.alone(n.first, g.end) || !n.definite && n.last > n.first && s.fractionOf(n)
	case n.sort == few:
		return len(g.counted) > 0 || g.measure != nil
	case n.sort == ordinal:
		return true
	case g.hyphen:
		return !alone || n.scale != nil || g.second.scale != nil
	case isYear(n) && n.value.Cmp(rat(1800)) >= 0 && alone && g.role == "" && g.lead == 0:
		return false
	case n.definite && alone && n.sort != vague && !g.isRange:
		return n.digits && len(s.counted) > 0
	case n.dual != nil:
		return true
	}
	return true
}

// fractionOf tells whether a pronoun is written to the fraction: «نصفهم».
func (s *scan) fractionOf(n *number) bool { return n.span.End < s.doc.Tokens[n.first].End }

// ageOf makes years an age where a word of age stands before them.
func (s *scan) ageOf(g *find) {
	const far = 6
	if g.kind == isnad.Count && len(g.counted) == 0 && g.number.digits && s.voc.language != isnad.Arabic && within(g.number.value, 1, 120) &&
		s.isPunct(g.number.first-1, ",(") && s.isPunct(g.end, ",)") && s.isWord(g.number.first-2) && s.isCapital(g.number.first-2) {
		g.kind, g.unit = isnad.Age, "year"
	}
	if g.kind != isnad.Duration || g.unit != "year" {
		return
	}
	inBrackets := s.isPunct(g.number.first-1, "(") && s.isPunct(g.end, ")")
	for k := g.number.first - 1; k >= s.first && k >= g.number.first-far; k-- {
		if s.beginsAny(ageWord, k) && !strings.HasSuffix(s.plainOf(k), "ة") { // «سنه», not «سنة»
			inBrackets = true
		}
	}
	if inBrackets {
		g.kind = isnad.Age
	}
}

// roleOf tells the part that the figure plays beside others.
func (s *scan) roleOf(g *find) {
	if g.kind == isnad.Age || g.kind == isnad.Ordinal {
		return
	}
	if g.isPart {
		g.role = isnad.RolePart
	}
	head := s.head(g)
	for h := head; h > s.first && h >= head-1; h-- {
		for _, r := range []struct {
			use  use
			role isnad.FigureRole
		}{{change, isnad.RoleChange}, {part, isnad.RolePart}, {previous, isnad.RolePrevious}} {
			if first, _, ok := s.used(r.use, h); ok && first < h {
				g.role = r.role
				return
			}
		}
		if h == head && !s.isApproximated(g) {
			break
		}
	}
	if g.number.proclitics == "ب" && (g.kind == isnad.Percent) && s.moves(head) {
		g.role = isnad.RoleChange
	}
	if first, _, ok := s.used(from, head); ok && !g.isRange && s.moves(first) && s.followedByTo(g) {
		g.role = isnad.RoleFrom
		return
	}
	if first, _, ok := s.used(to, head); ok && !g.isRange && s.moves(first) {
		g.role = isnad.RoleTo
	}
}

func (s *scan) isApproximated(g *find) bool { return g.lead > 0 }

// followedByTo tells whether the second of two values follows: «من 35 إلى 40».
func (s *scan) followedByTo(g *find) bool {
	const far = 4
	for k := g.end; k < s.last && k <= g.end+far; k++ {
		if _, ok := s.uses(to, k); ok {
			return true
		}
	}
	return false
}

// elided fills what is counted where the noun stands elsewhere: «بلغ عدد القتلى 12», «33 منها».
func (s *scan) elided(g *find) {
	if g.kind != isnad.Count && !(g.number.sort == fraction && s.fractionOf(&g.number)) || len(g.counted) > 0 {
		return
	}
	if s.voc.language == isnad.Arabic && !g.isPart {
		if name := s.numbered(g); name != "" {
			g.counted = []string{name}
			return
		}
	}
	if s.inherits(g) {
		return
	}
	g.counted = s.counted
}

// inherits gives a bare number the unit of the figure before it in the sentence, where the two are compared: «مقابل 140 مليونا».
func (s *scan) inherits(g *find) bool {
	if g.role != isnad.RolePrevious && g.role != isnad.RoleTo || len(s.out) == 0 {
		return false
	}
	last := s.out[len(s.out)-1]
	if last.Start < s.doc.Tokens[s.first].Start || last.Unit == "" || last.Kind == isnad.Duration && g.number.scale != nil {
		return false
	}
	g.kind, g.unit = last.Kind, last.Unit
	return true
}

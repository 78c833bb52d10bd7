package figure

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// rangeOf looks for a second bound behind the number: «10 إلى 20», «بين 10 و20», «ست أو سبع», 10–20.
func (s *scan) rangeOf(g *find) {
	n := &g.number
	if n.value == nil || n.sort == fraction || n.sort == ordinal {
		return
	}
	if s.hyphenRange(g) {
		return
	}
	if m, end, ok := s.bound(g, s.afterHyphen); ok && n.digits && m.digits && end > n.last+2 && s.setRange(g, m, end) {
		return // «10$-20$»
	}
	first, cut, isBetween := s.used(between, n.first)
	if isBetween {
		if m, end, ok := s.bound(g, func(i int) (number, bool) { return s.afterAnd(i) }); ok && s.setRange(g, m, end) {
			g.lead = s.start(first, cut)
			return
		}
	}
	if m, end, ok := s.bound(g, func(i int) (number, bool) { return s.afterWord(or, i) }); ok {
		if s.setRange(g, m, end) {
			if isBetween {
				g.lead = s.start(first, cut)
			}
			return
		}
	}
	first, cut, isFrom := s.used(from, n.first)
	if isFrom && s.moves(first) {
		return
	}
	m, end, ok := s.bound(g, func(i int) (number, bool) { return s.afterWord(to, i) })
	if !ok && isFrom {
		m, end, ok = s.bound(g, s.afterLam)
	}
	if ok && s.setRange(g, m, end) && isFrom {
		g.lead = s.start(first, cut)
	}
}

// bound reads the second bound, behind the number or behind its unit where the bounds have one each.
func (s *scan) bound(g *find, read func(int) (number, bool)) (m *number, end int, ok bool) {
	if second, ok := read(g.number.last); ok {
		return kept(second), second.last, true
	}
	if s.isPunct(g.number.last, "-") && s.glued(g.number.last) && !s.glued(g.number.last+1) {
		if second, ok := read(g.number.last + 1); ok { // "10- to 12-hour shifts"
			return kept(second), second.last, true
		}
	}
	own, at := s.ownMeasure(g), g.number.last
	if own == nil {
		own, at = s.measureAt(g.number.last, false)
	}
	if own == nil {
		return nil, 0, false
	}
	second, ok := read(at)
	if !ok {
		return nil, 0, false
	}
	if other, _ := s.measureAt(second.last, false); other != own && (second.dual == nil || second.dual.measure != own) {
		return nil, 0, false
	}
	return kept(second), second.last, true
}

// kept gives a number a place of its own, only where one was found: most are looked for in vain.
func kept(n number) *number { return &n }

// afterWord reads the number behind a joining word at token i.
func (s *scan) afterWord(u use, i int) (number, bool) {
	end, ok := s.uses(u, i)
	if !ok {
		return number{}, false
	}
	return s.boundAt(end)
}

// afterAnd reads the number behind «و» or "and".
func (s *scan) afterAnd(i int) (number, bool) {
	if s.voc.language != isnad.Arabic {
		return s.afterWord(and, i)
	}
	m, ok := s.cardinal(i, joined)
	return m, ok && m.value != nil
}

// afterHyphen reads the number behind a hyphen.
func (s *scan) afterHyphen(i int) (number, bool) {
	if !s.isPunct(i, "-–—~") || s.kind(i+1) != text.Number {
		return number{}, false
	}
	return s.boundAt(i + 1)
}

// afterLam reads the number to which «ل» is written: «من عشرة لعشرين».
func (s *scan) afterLam(i int) (number, bool) {
	if w, ok := s.numeral(i, initial); !ok || w.proclitics != "ل" || w.definite {
		return number{}, false
	}
	m, ok := s.cardinal(i, initial)
	return m, ok && m.value != nil
}

func (s *scan) boundAt(i int) (number, bool) {
	if s.voc.language != isnad.Arabic {
		m, ok := s.englishCardinal(i)
		return m, ok && m.value != nil
	}
	m, ok := s.cardinal(i, plain)
	return m, ok && m.value != nil && !m.definite
}

// setRange makes the find a range if the bounds rise. A scale word behind the second counts for the first too: «من 3 إلى 5 آلاف».
func (s *scan) setRange(g *find, m *number, end int) bool {
	low, high := g.number.value, m.value
	if m.scale != nil && g.number.scale == nil {
		if shared := mul(low, m.scale); shared.Cmp(high) < 0 {
			low = shared
		}
	}
	if _, isMonth := s.uses(month, end); isMonth {
		return false
	}
	if low.Cmp(high) >= 0 || isYear(&g.number) && isYear(m) && !s.isNounAt(end) {
		return false
	}
	g.isRange, g.low, g.high, g.second, g.end = true, low, high, m, end
	g.number.tail = m.tail
	return true
}

func (s *scan) isNounAt(i int) bool {
	if s.isUnit(i) {
		return true
	}
	return s.isWord(i) && s.voc.nouns[s.fold(i)].singular != ""
}

// isYear tells whether a number looks like a year: four digits without a mark.
func isYear(n *number) bool {
	return n.digits && n.scale == nil && n.last == n.first+1 && n.span.Len() >= 4 && n.value != nil && n.value.IsInt() && n.thousands == nil &&
		within(n.value, 1000, 2100) && !n.negative
}

// hyphenRange reads 10–20. Two numbers that do not rise are a score or a code: then the find is spoiled.
func (s *scan) hyphenRange(g *find) bool {
	n := &g.number
	at := n.last
	if !s.isPunct(at, "-–—~") || s.kind(at+1) != text.Number {
		return false
	}
	if m, ok := s.boundAt(at + 1); ok && m.digits && n.digits && s.setRange(g, &m, m.last) {
		g.hyphen = !s.isPunct(at, "~") && !s.inSeries(n.first)
		return true
	}
	return false
}

// inSeries tells whether a word that announces a range stands not far before token i: «نطاق الرقم هو 1000 - 5000».
func (s *scan) inSeries(i int) bool {
	const reach = 4
	for k := i - 1; k >= s.first && k >= i-reach; k-- {
		if s.beginsAny(series, k) {
			return true
		}
	}
	return false
}

// moves tells whether a verb of change stands not far before token i of the sentence: «ارتفعت الحصيلة من 35 إلى 40».
func (s *scan) moves(i int) bool {
	const reach = 12
	for k := i - 1; k >= s.first && k >= i-reach; k-- {
		if s.beginsAny(move, k) {
			return true
		}
		if s.isPunct(k, ".؛;") {
			return false
		}
	}
	return false
}

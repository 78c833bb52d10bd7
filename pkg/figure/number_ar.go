package figure

import (
	"math/big"
	"strings"
)

// segment is a stretch of a number up to a scale word: «خمسة وعشرون ألفا».
type segment struct {
	value, tail, scale *big.Rat
	next               int
	sort               sort
	lead               numeral // its first word; zero for digits
	digits             *number
	rule               string
	part               *big.Rat // what its last «و» adds; nil where none does
	bareScale          bool     // a scale word without a multiplier
	either             bool     // see entry
	construct          bool     // «مئتا», which asks for what it counts
}

// below reads 1–99 at token i, or digits.
func (s *scan) below(i int, how joint) (g segment, ok bool) {
	at := i
	if how == joined && s.fold(i) == "و" {
		at = i + 1
	}
	if how != joined || at > i {
		if n, ok := s.digitsAt(at); ok && !(n.negative && how != initial) {
			return segment{value: n.value, tail: n.value, next: n.last, sort: unit, digits: kept(n), rule: n.rule}, true
		}
	}
	w, ok := s.numeral(i, how)
	if !ok {
		return g, false
	}
	e := w.as(unit, teen, tens, zero)
	if e == nil || e.plural {
		return g, false
	}
	g = segment{value: e.value, tail: e.value, next: w.first + 1, sort: e.sort, lead: w, rule: e.rule}
	if e.sort != unit || !within(e.value, 1, 9) {
		return g, true
	}
	if ten, ok := s.numeral(g.next, plain); ok && !ten.definite {
		if t := ten.as(unit); t != nil && isInt(t.value, 10) {
			g.value, g.next, g.sort = add(g.value, t.value), ten.first+1, teen
			g.tail = g.value
			return g, true
		}
	}
	if ten, ok := s.numeral(g.next, joined); ok {
		if t := ten.as(tens); t != nil {
			g.value, g.next, g.sort, g.part = add(g.value, t.value), ten.first+1, tens, t.value
			g.tail = g.value
		}
	}
	return g, true
}

// hundreds reads 1–999 at token i, and more where a hundred is counted: «322 مئة».
func (s *scan) hundreds(i int, how joint) (g segment, ok bool) {
	if w, found := s.numeral(i, how); found {
		if e := w.as(hundred); e != nil && !e.plural {
			g, ok = segment{value: e.value, tail: e.value, next: w.first + 1, sort: hundred, lead: w, rule: e.rule}, true
			f := s.fold(w.first)
			g.construct = e.dual && !strings.HasSuffix(f, "ن")
		}
	}
	if !ok {
		if g, ok = s.below(i, how); !ok {
			return g, ok
		}
		h, found := s.numeral(g.next, plain)
		e := h.as(hundred)
		if !found || e == nil || e.dual || e.plural || h.definite || !isInt(e.value, 100) || !within(g.value, 3, 999) || g.sort == teen {
			return g, true
		}
		g.value, g.next, g.sort, g.part = mul(g.value, e.value), h.first+1, hundred, nil
		g.tail = g.value
	}
	rest, found := s.below(g.next, joined)
	if !found && g.digits == nil && g.sort == hundred {
		rest, found = s.below(g.next, plain) // «خمس مئة عشرون»
		found = found && rest.digits == nil && rest.value.Sign() > 0 && !s.isFraction(rest.next-1) && !rest.lead.definite
	}
	if !found || !within(rest.value, 1, 99) || s.partsFollow(&rest) {
		return g, true
	}
	if h, more := s.numeral(rest.next, plain); more && h.as(hundred) != nil && within(rest.value, 3, 9) {
		return g, true // «مئة وثلاث مئة» is a list
	}
	g.part = rest.part
	if g.part == nil {
		g.part = rest.value
	}
	g.value, g.tail, g.next, g.sort = add(g.value, rest.value), rest.tail, rest.next, rest.sort
	return g, true
}

// partsFollow tells whether a small number counts the parts behind it: in «مئة وثلاثة أرباع» the three are no units.
func (s *scan) partsFollow(g *segment) bool {
	if g.sort != unit || !within(g.value, 2, 9) {
		return false
	}
	w, ok := s.numeral(g.next, plain)
	return ok && w.as(fraction) != nil && w.as(fraction).plural
}

// isFraction tells whether token i may be a fraction.
func (s *scan) isFraction(i int) bool {
	w, ok := s.numeral(i, initial)
	return ok && w.as(fraction) != nil
}

// segment reads a number up to and with its scale words.
func (s *scan) segment(i int, how joint) (g segment, ok bool) {
	if w, found := s.numeral(i, how); found {
		if e := w.as(scale); e != nil && !e.plural {
			g = segment{value: e.value, tail: e.value, scale: e.value, next: w.first + 1, sort: scale, lead: w, rule: e.rule,
				bareScale: true, either: e.either}
			return s.scales(g), true
		}
	}
	if g, ok = s.hundreds(i, how); !ok {
		return g, false
	}
	if g.value.Sign() > 0 && g.value.IsInt() && remainder(g.value) == 0 && g.digits == nil {
		// «مئة وألف» is a hundred and one thousand.
		if w, found := s.numeral(g.next, joined); found {
			if e := w.as(scale); e != nil && !e.plural && (g.construct || !s.endsNumber(w.first+1, e)) {
				times, one := rat(1), e.value
				if e.dual {
					times, one = rat(2), new(big.Rat).Quo(e.value, rat(2))
				} else if e.either && g.construct {
					times = rat(2) // «مئتا وألفا كتاب»
				}
				g.value, g.next, g.sort, g.scale, g.tail = mul(add(g.value, times), one), w.first+1, scale, one, one
				return s.scales(g), true
			}
		}
	}
	return s.scales(g), true
}

// endsNumber tells whether a scale word behind «و» is the beginning of a number of its own: «مئة وألفا دينار» is a list.
func (s *scan) endsNumber(next int, e *entry) bool { return e.either && s.isWord(next) }

// scales multiplies a segment with the scale words that follow it.
func (s *scan) scales(g segment) segment {
	const most = 3
	for range most {
		w, ok := s.numeral(g.next, plain)
		if !ok || w.definite && !g.lead.definite {
			return g
		}
		e := w.as(scale)
		if e == nil || e.dual || g.bareScale && g.scale.Cmp(e.value) >= 0 {
			return g
		}
		g.value, g.scale, g.tail, g.sort, g.next = mul(g.value, e.value), e.value, e.value, scale, w.first+1
		g.bareScale, g.either, g.part = false, false, nil
	}
	return g
}

// arabicNumber reads the number that begins at token i.
func (s *scan) arabicNumber(i int) (n number, ok bool) {
	if end, no := s.uses(never, i); no {
		return number{first: i, last: end}, false
	}
	if n, ok = s.vagueNumber(i); ok {
		return n, true
	}
	if n, ok = s.fractionAt(i); ok {
		return n, true
	}
	if n, ok = s.ordinalAt(i); ok {
		return n, true
	}
	if n, ok = s.signWord(i); ok {
		return n, true
	}
	if n, ok = s.cardinal(i, initial); ok {
		return n, true
	}
	if n, ok = s.impliedAt(i); ok {
		return n, true
	}
	return s.dualAt(i)
}

// cardinal reads a whole number and what may go on with it: a half, decimals, the parts of a ratio.
func (s *scan) cardinal(i int, how joint) (n number, ok bool) {
	if n, ok = s.integer(i, how); ok {
		s.goOn(&n)
		n.span.End = s.doc.Tokens[n.last-1].End
	}
	return n, ok
}

// integer reads segments joined by «و», each below the scale of the one before.
func (s *scan) integer(i int, how joint) (n number, ok bool) {
	g, ok := s.segment(i, how)
	if !ok {
		return n, false
	}
	n = number{first: g.lead.first, last: g.next, sort: g.sort, value: g.value, tail: g.tail, scale: g.scale, rule: g.rule,
		proclitics: g.lead.proclitics, definite: g.lead.definite}
	if g.digits != nil {
		n.first, n.digits, n.negative, n.thousands = g.digits.first, true, g.digits.negative, g.digits.thousands
		n.span.Start = g.digits.span.Start
		if n.stated = g.digits.stated && g.scale == nil; n.stated {
			n.sort = fraction
		}
		n.definite = s.fold(n.first-1) == "ال"
		n.proclitics = s.gluedProclitic(n.first)
		if g.scale != nil {
			n.thousands = nil
		}
	} else {
		n.span.Start = s.start(g.lead.first, g.lead.cut)
	}
	s.eitherDual(&n, &g)
	n.part = g.part
	for limit := g.scale; limit != nil && limit.Cmp(rat(100)) > 0; {
		rest, found := s.nextSegment(n.last)
		if !found || rest.value.Cmp(limit) >= 0 || rest.either && s.isWord(rest.next) || s.partsFollow(&rest) {
			break
		}
		n.value, n.last, n.sort, n.tail, limit = add(n.value, rest.value), rest.next, rest.sort, rest.tail, rest.scale
		n.scale, n.part = rest.scale, rest.part
		if n.part == nil {
			n.part = rest.value
		}
	}
	n.span.End = s.doc.Tokens[n.last-1].End
	return n, true
}

// nextSegment reads the segment that goes on with a number: joined by «و», or in loose style by nothing («ألف خمس مئة»).
func (s *scan) nextSegment(i int) (segment, bool) {
	if g, ok := s.segment(i, joined); ok {
		return g, true
	}
	g, ok := s.segment(i, plain)
	if g.digits != nil {
		return g, ok && g.next > g.digits.last
	}
	single := g.next == g.lead.first+1
	return g, ok && !g.bareScale && !g.lead.definite && !(single && s.isFraction(g.lead.first)) && g.value.Sign() > 0
}

// gluedProclitic gives the preposition that is written before digits: «بـ20».
func (s *scan) gluedProclitic(i int) string {
	if s.isWord(i-1) && s.glued(i) {
		switch f := s.fold(i - 1); f {
		case "ب", "ل", "ك", "و", "ف", "وب", "ول", "فب":
			return f
		}
	}
	return ""
}

package figure

import (
	"math/big"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// joint tells how a number word must be joined to what stands before it.
type joint uint8

const (
	initial joint = iota // the first word: any proclitics
	joined               // by و
	plain                // by nothing
)

// numeral is a number word in its place: the entries it may mean.
type numeral struct {
	entries    []entry
	first      int // the token of the word itself, behind a separate «و»
	cut        int
	proclitics string
	definite   bool
}

// numeral reads the number word at token i.
func (s *scan) numeral(i int, how joint) (w numeral, ok bool) {
	if how == joined && s.fold(i) == "و" {
		i, how = i+1, plain
	}
	if !s.isWord(i) {
		return w, false
	}
	for _, r := range s.stems(i) {
		if how == plain && r.cut > 0 || how == joined && r.proclitics != "و" {
			continue
		}
		entries := s.voc.numbers[r.stem]
		definite := false
		if entries == nil {
			var rest string
			if rest, definite = bare(r.stem); definite {
				entries = s.voc.numbers[rest]
			}
		}
		if entries != nil {
			return numeral{entries, i, r.cut, r.proclitics, definite}, true
		}
	}
	return w, false
}

// as gives the entry of one of the sorts.
func (w *numeral) as(sorts ...sort) *entry {
	for i := range w.entries {
		for _, want := range sorts {
			if w.entries[i].sort == want {
				return &w.entries[i]
			}
		}
	}
	return nil
}

// segment is a stretch of a number up to a scale word: «خمسة وعشرون ألفا».
type segment struct {
	value, tail, scale *big.Rat
	next               int
	sort               sort
	lead               numeral // its first word; zero for digits
	digits             *number
	rule               string
	bareScale          bool // a scale word without a multiplier
	either             bool // see entry
}

// below reads 1–99 at token i, or digits.
func (s *scan) below(i int, how joint) (g segment, ok bool) {
	at := i
	if how == joined && s.fold(i) == "و" {
		at = i + 1
	}
	if how != joined || at > i {
		if n, ok := s.digitsAt(at); ok && !(n.negative && how != initial) {
			return segment{value: n.value, tail: n.value, next: n.last, sort: unit, digits: &n, rule: n.rule}, true
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
			g.value, g.next, g.sort = add(g.value, t.value), ten.first+1, tens
			g.tail = g.value
		}
	}
	return g, true
}

// hundreds reads 1–999 at token i.
func (s *scan) hundreds(i int, how joint) (g segment, ok bool) {
	if w, found := s.numeral(i, how); found {
		if e := w.as(hundred); e != nil && !e.plural {
			g, ok = segment{value: e.value, tail: e.value, next: w.first + 1, sort: hundred, lead: w, rule: e.rule}, true
		}
	}
	if !ok {
		if g, ok = s.below(i, how); !ok || g.digits != nil {
			return g, ok
		}
		h, found := s.numeral(g.next, plain)
		e := h.as(hundred)
		if !found || e == nil || e.dual || !isInt(e.value, 100) || !within(g.value, 3, 9) || g.sort != unit {
			return g, true
		}
		g.value, g.next, g.sort = mul(g.value, e.value), h.first+1, hundred
		g.tail = g.value
	}
	rest, found := s.below(g.next, joined)
	if !found || !within(rest.value, 1, 99) {
		return g, true
	}
	if h, more := s.numeral(rest.next, plain); more && h.as(hundred) != nil && within(rest.value, 3, 9) {
		return g, true // «مئة وثلاث مئة» is a list
	}
	g.value, g.tail, g.next, g.sort = add(g.value, rest.value), rest.tail, rest.next, rest.sort
	return g, true
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
			if e := w.as(scale); e != nil && !e.plural && !s.endsNumber(w.first+1, e) {
				times := rat(1)
				if e.dual {
					times = rat(2)
				}
				one := new(big.Rat).Quo(e.value, times)
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
	for {
		w, ok := s.numeral(g.next, plain)
		if !ok || w.definite && !g.lead.definite {
			return g
		}
		e := w.as(scale)
		if e == nil || e.dual || g.bareScale && g.scale.Cmp(e.value) >= 0 {
			return g
		}
		g.value, g.scale, g.tail, g.sort, g.next = mul(g.value, e.value), e.value, e.value, scale, w.first+1
		g.bareScale, g.either = false, false
	}
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
	return s.dualAt(i)
}

// cardinal reads segments joined by «و», each below the scale of the one before.
func (s *scan) cardinal(i int, how joint) (n number, ok bool) {
	g, ok := s.segment(i, how)
	if !ok {
		return n, false
	}
	n = number{first: g.lead.first, last: g.next, sort: g.sort, value: g.value, tail: g.tail, scale: g.scale, rule: g.rule,
		proclitics: g.lead.proclitics, definite: g.lead.definite}
	if g.digits != nil {
		n.first, n.digits, n.negative, n.thousands = g.digits.first, true, g.digits.negative, g.digits.thousands
		n.span.Start = g.digits.span.Start
		n.definite = s.fold(n.first-1) == "ال"
		n.proclitics = s.gluedProclitic(n.first)
		if g.scale != nil {
			n.thousands = nil
		}
	} else {
		n.span.Start = s.start(g.lead.first, g.lead.cut)
	}
	s.eitherDual(&n, &g)
	for limit := g.scale; limit != nil && limit.Cmp(rat(100)) > 0; {
		rest, found := s.segment(n.last, joined)
		if !found || rest.value.Cmp(limit) >= 0 || rest.either && s.isWord(rest.next) {
			break
		}
		n.value, n.last, n.sort, n.tail, limit = add(n.value, rest.value), rest.next, rest.sort, rest.tail, rest.scale
		n.scale = rest.scale
	}
	s.half(&n)
	s.pointWord(&n)
	n.span.End = s.doc.Tokens[n.last-1].End
	return n, true
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

// eitherDual reads «ألفا» as two thousand before a noun in the genitive, else as a thousand in the accusative.
func (s *scan) eitherDual(n *number, g *segment) {
	if !g.either || !g.bareScale || !s.isWord(g.next) {
		return
	}
	f := s.fold(g.next)
	if _, stops := s.uses(stop, g.next); stops || f[0] < 0x80 || len(f) < 4 {
		return
	}
	if raw := s.doc.Raw(g.lead.first); raw[len(raw)-len("ً"):] == "ً" || containsTanween(raw) {
		return
	}
	if _, known := s.voc.numbers[f]; known {
		return
	}
	for _, r := range s.stems(g.next)[1:] {
		if r.proclitics == "و" && s.voc.numbers[r.stem] != nil || s.voc.numbers[r.stem] != nil && s.voc.nouns[f].singular == "" {
			return
		}
	}
	if f == "و" || len(s.stems(g.next)) > 1 && s.stems(g.next)[1].proclitics == "و" && s.voc.nouns[f].singular == "" && !s.isUnit(g.next) {
		return
	}
	n.value = mul(n.value, rat(2))
	n.tail = n.value
}

func containsTanween(raw string) bool {
	for _, r := range raw {
		if r == '\u064b' {
			return true
		}
	}
	return false
}

// half takes «ونصف المليون», «وربع» behind a number, with the scale repeated or not.
func (s *scan) half(n *number) {
	w, ok := s.numeral(n.last, joined)
	if !ok {
		return
	}
	e := w.as(fraction)
	if e == nil || e.plural || e.dual || w.definite {
		return
	}
	next := w.first + 1
	if n.scale == nil {
		// «سبعة ونصفا في المئة»; «عشرون ونصف السكان» is a list
		if _, definite := bare(s.fold(next)); definite || w.as(unit) != nil {
			return
		}
		n.value, n.last = add(n.value, e.value), next
		return
	}
	if again, ok := s.numeral(next, plain); ok {
		if t := again.as(scale); t != nil && t.value.Cmp(n.scale) == 0 {
			next++
		} else {
			return
		}
	} else if _, definite := bare(s.fold(next)); definite {
		return
	}
	n.value, n.last = add(n.value, mul(e.value, n.scale)), next
}

// vagueNumber reads «عشرات», «مئات الآلاف», «بضعة آلاف», «عدة».
func (s *scan) vagueNumber(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found {
		return n, false
	}
	e := w.as(vague, few)
	if e == nil {
		if e = w.as(scale, hundred); e == nil || !e.plural {
			return n, false
		}
	}
	n = number{first: w.first, last: w.first + 1, sort: vague, low: e.value, high: e.high, proclitics: w.proclitics, definite: w.definite, rule: e.rule}
	if e.sort == few {
		n.sort = few
	}
	n.span.Start = s.start(w.first, w.cut)
	for {
		again, ok := s.numeral(n.last, plain)
		if !ok {
			break
		}
		t := again.as(scale, hundred, vague)
		if t == nil || !t.plural && t.sort != vague && n.sort != vague {
			break
		}
		n.low, n.high, n.last, n.sort, n.scale = mul(n.low, t.value), nil, again.first+1, vague, t.value
		if e.sort == few {
			n.high = add(mul(rat(10), t.value), rat(-1))
		}
	}
	if n.high == nil {
		n.high = vagueHigh(n.low)
	}
	n.span.End = s.doc.Tokens[n.last-1].End
	return n, true
}

// signWord reads «ناقص 12».
func (s *scan) signWord(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found || w.as(sign) == nil {
		return n, false
	}
	n, ok = s.cardinal(i+1, plain)
	if !ok {
		return n, false
	}
	n.value, n.negative = new(big.Rat).Neg(n.value), true
	n.first, n.span.Start = i, s.start(w.first, w.cut)
	return n, true
}

// pointWord reads decimals that are spelled out digit by digit: «واحد فاصلة صفر سبعة».
func (s *scan) pointWord(n *number) {
	w, ok := s.numeral(n.last, plain)
	if !ok || w.as(point) == nil || n.digits {
		return
	}
	at, place, sum := n.last+1, big.NewRat(1, 10), new(big.Rat)
	for {
		g, ok := s.numeral(at, plain)
		if !ok {
			break
		}
		e := g.as(unit, zero)
		if e == nil || !within(e.value, 0, 9) {
			break
		}
		sum = add(sum, mul(e.value, place))
		place = mul(place, big.NewRat(1, 10))
		at++
	}
	if at == n.last+1 {
		g, ok := s.below(at, plain)
		if !ok || !g.value.IsInt() || g.value.Cmp(rat(100)) >= 0 {
			return
		}
		sum, at = mul(g.value, big.NewRat(1, 100)), g.next
	}
	n.value, n.last = add(n.value, sum), at
}

// fractionAt reads «نصف», «ثلثا», «ثلاثة أرباع»; before a scale word it is a number: «نصف مليون».
func (s *scan) fractionAt(i int) (n number, ok bool) {
	w, found := s.numeral(i, initial)
	if !found {
		return s.fractionOfThem(i)
	}
	if u := w.as(unit); u != nil && within(u.value, 2, 9) {
		if parts, ok := s.numeral(w.first+1, plain); ok {
			if e := parts.as(fraction); e != nil && e.plural {
				return s.fractionNumber(w, parts.first+1, mul(u.value, e.value), e.rule), true
			}
		}
	}
	e := w.as(fraction)
	if e == nil || e.plural {
		return n, false
	}
	next := w.first + 1
	if _, definite := bare(s.fold(next)); w.as(unit) != nil && (!definite || w.definite) {
		return n, false // «خمس» is five, but a fifth before «الدخل»
	}
	n = s.fractionNumber(w, next, e.value, e.rule)
	if again, ok := s.numeral(next, plain); ok {
		if t := again.as(scale); t != nil && !t.plural {
			n.value, n.sort, n.scale, n.tail, n.last = mul(n.value, t.value), scale, t.value, t.value, next+1
			n.span.End = s.doc.Tokens[next].End
		}
	}
	return n, true
}

func (s *scan) fractionNumber(w numeral, next int, value *big.Rat, rule string) number {
	n := number{first: w.first, last: next, sort: fraction, value: value, tail: value, proclitics: w.proclitics, definite: w.definite, rule: rule}
	n.span = isnad.Span{Start: s.start(w.first, w.cut), End: s.doc.Tokens[next-1].End}
	return n
}

// fractionOfThem reads a fraction with a pronoun: «نصفهم».
func (s *scan) fractionOfThem(i int) (n number, ok bool) {
	if !s.isWord(i) {
		return n, false
	}
	for _, r := range s.stems(i) {
		for _, pronoun := range []string{"هم", "هن", "ها", "هما"} {
			if len(r.stem) <= len(pronoun) || r.stem[len(r.stem)-len(pronoun):] != pronoun {
				continue
			}
			word := r.stem[:len(r.stem)-len(pronoun)]
			for _, e := range s.voc.numbers[word] {
				if e.sort != fraction || e.plural {
					continue
				}
				n = number{first: i, last: i + 1, sort: fraction, value: e.value, tail: e.value, proclitics: r.proclitics, rule: e.rule}
				n.span = isnad.Span{Start: s.start(i, r.cut), End: s.start(i, r.cut+len(word))}
				return n, true
			}
		}
	}
	return n, false
}

// dualAt reads the dual of a countable noun, which is a number in itself: «جنديان».
func (s *scan) dualAt(i int) (n number, ok bool) {
	if s.kind(i) != text.Word {
		return n, false
	}
	for _, r := range s.stems(i) {
		d, found := s.voc.duals[r.stem]
		if !found || s.voc.nouns[r.stem].plural {
			continue
		}
		n = number{first: i, last: i + 1, sort: unit, value: rat(2), tail: rat(2), dual: &d, proclitics: r.proclitics, rule: d.rule}
		n.span = isnad.Span{Start: s.start(i, r.cut), End: s.doc.Tokens[i].End}
		return n, true
	}
	return n, false
}

package figure

import (
	"math/big"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// measure is a unit or a currency.
type measure struct {
	kind     isnad.FigureKind
	unit     string
	singular string
	factor   *big.Rat // of a unit in its base unit; of a minor unit of money in its whole one
	codes    []code   // of a currency that several countries share
	minor    bool
	whole    []string // of a minor unit: the currencies it is a part of
	before   bool     // may stand before the number: «$»
	rule     string
}

// code is the currency of a country.
type code struct {
	code string
	of   []string // folded adjectives and names of the country
}

// putUnit adds the forms of a unit's name: tanween and duals are made by rule.
func (v *vocabulary) putUnit(m *measure, form string, listed []string) {
	singulars, plurals, _ := inflect(form, listed)
	for _, f := range append(singulars, plurals...) {
		v.units.add(f, m)
		if v.language != isnad.Arabic {
			continue
		}
		if w := words(f); len(w) > 0 && w[0][0] >= 0x80 {
			for i := range w {
				if !strings.HasSuffix(w[i], "ه") && (len(w) < 3 || i == 0) {
					w[i] += "ا"
				}
			}
			v.units.add(strings.Join(w, " "), m)
		}
	}
	if v.language != isnad.Arabic {
		return
	}
	for _, dual := range dualsOf(form, true) {
		if v.duals[dual].measure == nil { // «سنتين» are years, not cents
			v.duals[dual] = dualNoun{singular: form, measure: m, rule: m.rule}
		}
	}
	if a, b, ok := strings.Cut(form, " "); ok && !strings.Contains(b, " ") {
		for i, dual := range dualsOf(a, true) {
			if second := dualsOf(b, true); len(second) == 2 {
				v.units.add(dual+" "+second[i], m)
			}
		}
	}
}

func (v *vocabulary) addUnits(lex *lexicon.Lexicon) {
	for _, r := range lexicon.Rows[lexicon.Unit](lex, v.language) {
		m := &measure{kind: isnad.FigureKind(r.Kind), unit: r.Unit, singular: r.Form, factor: r.Factor.Rat(), rule: r.Rule}
		m.before = r.Form == "%"
		v.putUnit(m, r.Form, r.Forms)
	}
}

func (v *vocabulary) addCurrencies(lex *lexicon.Lexicon) {
	byForm := map[string]*measure{}
	for _, r := range lexicon.Rows[lexicon.Currency](lex, v.language) {
		m := byForm[r.Form]
		if m == nil {
			m = &measure{kind: isnad.Money, unit: r.Code, singular: r.Form, rule: r.Rule, factor: r.Factor.Rat()}
			m.minor = m.factor != nil
			m.before = r.Place == "before" || r.Place == "both"
			if m.minor {
				m.whole = r.Of
			}
			byForm[r.Form] = m
			v.putUnit(m, r.Form, r.Forms)
		}
		if m.minor || len(r.Of) == 0 {
			continue
		}
		c := code{code: r.Code}
		for _, of := range r.Of {
			fold := arabic.Fold(of)
			c.of = append(c.of, fold)
			name, _ := bare(fold)
			v.countries[name] = true
		}
		m.codes = append(m.codes, c)
	}
}

// singularFold gives the folded singular of a unit's name.
func singularFold(m *measure) string { return arabic.Fold(m.singular) }

// isUnit tells whether a unit's name stands at token i.
func (s *scan) isUnit(i int) bool {
	m, _ := s.measureAt(i, true)
	return m != nil
}

// measureAt gives the unit whose name begins at token i and the token behind it.
func (s *scan) measureAt(i int, definite bool) (*measure, int) {
	if i < s.first || i >= s.last || !s.words[i].unitFirst {
		return nil, i
	}
	f := s.fold(i)
	m, end := s.voc.units.from(s, i, f)
	if end > i {
		return m, end
	}
	if rest, ok := bare(f); ok && definite && s.voc.language == isnad.Arabic {
		if m, end = s.voc.units.from(s, i, rest); end > i {
			return m, end
		}
	}
	return nil, i
}

// behind gives the token where the noun of a number may stand: behind a stray hyphen («300- متر») or a closing bracket.
func (s *scan) behind(g *find) int {
	i := g.end
	if s.isPunct(i, "-–") && s.glued(i) && (!s.glued(i+1) || s.voc.language != isnad.Arabic && s.isUnit(i+1)) && i+1 < s.last {
		return i + 1
	}
	if s.isPunct(i, ")]") && s.isPunct(g.number.first-1, "([") && i+1 < s.last {
		return i + 1
	}
	return i
}

// unitOf looks for the unit of the number: behind it, before it, or in the dual itself.
func (s *scan) unitOf(g *find) {
	n := &g.number
	if n.sort == ordinal {
		g.kind = isnad.Ordinal
		return
	}
	last := n
	if g.second != nil {
		last = g.second
	}
	if m := s.ownMeasure(g); m != nil {
		s.setMeasure(g, m, g.end)
		s.belowZero(g)
		s.more(g, m)
		return
	}
	if last.dual != nil {
		return
	}
	at := s.behind(g)
	if n.implied && s.impliedUnit(g, at) {
		return
	}
	if n.sort == vague && s.fold(at) == "من" && s.isWord(at+1) {
		if _, definite := bare(s.fold(at + 1)); definite {
			at++
		}
	}
	m, end := s.measureAt(at, n.sort == vague || n.definite || n.sort == fraction)
	if m == nil || !s.fitsUnit(g, m, at) {
		s.unitBefore(g)
		s.rateOf(g, at)
		s.belowZero(g)
		return
	}
	s.setMeasure(g, m, end)
	s.belowZero(g)
	s.more(g, m)
}

// belowZero makes degrees negative: «درجتين تحت الصفر», «- 2 درجة».
func (s *scan) belowZero(g *find) {
	if g.number.value == nil || g.kind != "" && g.kind != isnad.Temperature {
		return
	}
	if end, ok := s.uses(zeroMark, g.end); ok {
		g.number.value, g.end = new(big.Rat).Neg(g.number.value), end
		if g.kind == "" {
			g.kind, g.unit = isnad.Temperature, "degree"
		}
	} else if i := g.number.first - 1; g.kind == isnad.Temperature && g.number.digits && !g.number.negative && s.isPunct(i, "-−") && i == s.first {
		g.number.value, g.number.negative = new(big.Rat).Neg(g.number.value), true
		g.number.span.Start = s.doc.Tokens[i].Start
	}
}

// rateOf makes a bare number behind «نسبة» a percentage.
func (s *scan) rateOf(g *find, at int) {
	if g.kind != "" || g.number.value == nil || !within(g.number.value, 0, 1000) || g.number.sort == fraction || g.number.dual != nil {
		return
	}
	if _, _, ok := s.used(rate, g.number.first); !ok || s.isNounAt(at) || s.isStopless(at) {
		return
	}
	g.kind, g.unit = isnad.Percent, "%"
}

// isStopless tells whether a word stands at token i that is neither a preposition nor the like.
func (s *scan) isStopless(i int) bool {
	return s.isWord(i) && !s.beginsAny(stop, i) && strings.HasPrefix(s.fold(i), "ال")
}

// ownMeasure gives the unit that a dual of time or measure names: «يومين».
func (s *scan) ownMeasure(g *find) *measure {
	if g.number.dual != nil {
		return g.number.dual.measure
	}
	return nil
}

// fitsUnit keeps words apart that are units only in their own form: one letter Latin abbreviations must stand close.
func (s *scan) fitsUnit(g *find, m *measure, at int) bool {
	if m.kind == isnad.Money && m.before && s.kind(at) == text.Punct {
		return !s.glued(at+1) || s.glued(at) || at+1 >= s.last || s.kind(at+1) != text.Number
	}
	return true
}

// unitBefore takes a sign or code that stands before the number: «$200», «%50».
func (s *scan) unitBefore(g *find) {
	i := g.number.first - 1
	if i < s.first || i < s.done || !s.words[i].unitLast {
		return
	}
	m, first, cut := s.voc.units.until(s, g.number.first)
	if m == nil || first >= g.number.first || !m.before && !(m.kind == isnad.Percent && s.alone(first, g.end)) || cut > 0 {
		return
	}
	g.kind, g.unit, g.measure = m.kind, m.unit, m
	if g.lead == 0 {
		g.lead = s.doc.Tokens[first].Start
	}
	if m.kind == isnad.Money && s.voc.language != isnad.Arabic {
		g.end = max(g.end, g.number.last)
	}
}

func (s *scan) setMeasure(g *find, m *measure, end int) {
	g.kind, g.unit, g.measure, g.end = m.kind, m.unit, m, end
	if m.minor {
		s.setMinor(g, m)
		return
	}
	if m.kind == isnad.Money {
		s.setCode(g, m)
	}
	if g.kind == isnad.Duration || g.kind == isnad.Money {
		g.counted = nil
	}
}

func (s *scan) setMinor(g *find, m *measure) {
	scaleBy := func(r *big.Rat) *big.Rat {
		if r == nil {
			return nil
		}
		return mul(r, m.factor)
	}
	g.number.value, g.number.low, g.number.high = scaleBy(g.number.value), scaleBy(g.number.low), scaleBy(g.number.high)
	g.number.thousands = scaleBy(g.number.thousands)
	g.low, g.high = scaleBy(g.low), scaleBy(g.high)
	g.unit = m.unit
}

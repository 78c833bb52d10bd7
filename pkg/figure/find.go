package figure

import (
	"math/big"
	"slices"

	"isnad/pkg/isnad"
)

// find is a figure in the making: the number and what was found around it.
type find struct {
	number   number
	second   *number // the upper bound of a range
	low      *big.Rat
	high     *big.Rat
	lead     int // the byte where words before the number begin that belong to the figure; 0 for none
	end      int // the token behind the figure
	kind     isnad.FigureKind
	relation isnad.Relation
	unit     string
	measure  *measure
	counted  []string
	role     isnad.FigureRole
	isRange  bool
	hyphen   bool // a range written with a hyphen
	isPart   bool // «12 منها»
}

// head gives the token before which words that speak of the figure are looked for.
func (s *scan) head(g *find) int {
	if g.lead == 0 {
		return g.number.first
	}
	i, _ := s.doc.TokensIn(isnad.Span{Start: g.lead, End: g.number.span.End})
	if i > s.first && s.doc.Tokens[i-1].End > g.lead {
		i--
	}
	return min(i, g.number.first)
}

// inThousandths are the currencies whose minor unit is a thousandth (ISO 4217), so that three digits behind a point may be decimals.
var inThousandths = map[string]bool{"BHD": true, "IQD": true, "JOD": true, "KWD": true, "LYD": true, "OMR": true, "TND": true}

// mayBeThousandths tells whether the currency, or one of those that its name may mean, is parted into thousandths.
func (g *find) mayBeThousandths() bool {
	if g.unit != "" || g.measure == nil {
		return inThousandths[g.unit]
	}
	return slices.ContainsFunc(g.measure.codes, func(c code) bool { return inThousandths[c.code] })
}

// value gives the number as it counts: with the mark of thousands where a thing is counted.
func (g *find) value() *big.Rat {
	if g.number.thousands != nil && (g.kind == isnad.Count && len(g.counted) > 0 || g.kind == isnad.Money && !g.mayBeThousandths()) {
		return g.number.thousands
	}
	return g.number.value
}

// figure writes the find down.
func (s *scan) figure(g *find) isnad.Figure {
	src := s.doc.Article.Text
	span := g.number.span
	if g.second != nil {
		span = span.Union(g.second.span)
	}
	whole := span
	if g.lead > 0 && g.lead < whole.Start {
		whole.Start = g.lead
	}
	if g.end > g.number.first && g.end <= s.last {
		whole.End = max(whole.End, s.doc.Tokens[g.end-1].End)
	}
	f := isnad.Figure{Excerpt: whole.Excerpt(src), Number: span.Excerpt(src), Kind: g.kind, Relation: g.relation, Unit: g.unit,
		Counted: g.counted, Role: g.role, Rule: g.number.rule}
	switch {
	case g.isRange:
		f.Relation, f.Low, f.High = isnad.Range, isnad.DecimalOf(g.low), isnad.DecimalOf(g.high)
	case g.number.value == nil:
		f.Relation, f.Low, f.High = isnad.Indefinite, isnad.DecimalOf(g.number.low), isnad.DecimalOf(g.number.high)
	default:
		s.bounds(g, &f)
	}
	return f
}

// bounds fills value, low and high of a single number by its relation.
func (s *scan) bounds(g *find, f *isnad.Figure) {
	v := isnad.DecimalOf(g.value())
	f.Value, f.Low, f.High = v, v, v
	switch g.relation {
	case isnad.MoreThan, isnad.AtLeast:
		f.High = ""
	case isnad.LessThan, isnad.AtMost:
		f.Low = ""
	case "":
		f.Relation = isnad.Exact
	}
}

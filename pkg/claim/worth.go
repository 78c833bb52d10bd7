package claim

import (
	"math"

	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// feature is something about a claim that makes it more or less worth checking.
type feature struct {
	name string // as worth.tsv calls it
	has  func(c *isnad.Claim, figures []isnad.Figure) bool
}

// The features, in the order in which a claim lists them. What they are after is what check-worthiness is measured by elsewhere: a
// factual statement that can be verified (ClaimBuster: Hassan, Arslan, Li, Tremayne, KDD 2017), with figures, sources and dates; opinions
// and what has not happened yet cannot be.
var features = [...]feature{
	{"figure", hasFigure},
	{"comparison", hasComparison},
	{"speaker", func(c *isnad.Claim, _ []isnad.Figure) bool { return hasSpeaker(c, true) }},
	{"anonymous", func(c *isnad.Claim, _ []isnad.Figure) bool { return hasSpeaker(c, false) && !hasSpeaker(c, true) }},
	{"document", func(c *isnad.Claim, _ []isnad.Figure) bool { return c.Kind == isnad.Document }},
	{"stance", func(c *isnad.Claim, _ []isnad.Figure) bool {
		return hasStance(c, isnad.Announce, isnad.Confirm, isnad.Deny, isnad.Accuse, isnad.Assert, isnad.Admit)
	}},
	{"date", func(c *isnad.Claim, _ []isnad.Figure) bool { return len(c.Dates) > 0 }},
	{"names", func(c *isnad.Claim, _ []isnad.Figure) bool { return len(c.Mentions) > 0 }},
	{"opinion", func(c *isnad.Claim, _ []isnad.Figure) bool { return hasStance(c, isnad.Condemn, isnad.Ask) }},
	{"future", func(c *isnad.Claim, _ []isnad.Figure) bool {
		return hasStance(c, isnad.Predict, isnad.Promise) || hasModality(c, isnad.Future)
	}},
	{"hedge", func(c *isnad.Claim, _ []isnad.Figure) bool { return hasModality(c, isnad.Possible) }},
}

// worth scores from 0 to 1 how much a claim deserves to be checked, and lists the features of worth.tsv that it has: the score is the
// weight of «base» and the sum of theirs, within those bounds.
func (g *grammar) worth(c *isnad.Claim, figures []isnad.Figure) (score float64, has []string) {
	score = g.base
	for n, f := range features {
		if w := g.weights[n]; w != 0 && f.has(c, figures) {
			score += w
			if has == nil {
				has = make([]string, 0, len(features)-n)
			}
			has = append(has, f.name)
		}
	}
	const hundredths = 100
	return math.Round(hundredths*max(0, min(1, score))) / hundredths, has
}

// weigh reads the weights of a language.
func (g *grammar) weigh(lex *lexicon.Lexicon, language string) {
	for _, r := range lexicon.Rows[lexicon.Weight](lex, language) {
		weight, _ := r.Weight.Float64()
		if r.Feature == "base" {
			g.base = weight
		}
		for n := range features {
			if features[n].name == r.Feature {
				g.weights[n] = weight
			}
		}
	}
}

func hasFigure(c *isnad.Claim, figures []isnad.Figure) bool {
	for _, n := range c.Figures {
		if figures[n].Kind != isnad.Ordinal {
			return true
		}
	}
	return false
}

// hasComparison tells a figure that is set against another: from, to, a change, a previous one.
func hasComparison(c *isnad.Claim, figures []isnad.Figure) bool {
	for _, n := range c.Figures {
		if figures[n].Role != "" {
			return true
		}
	}
	return false
}

func hasSpeaker(c *isnad.Claim, named bool) bool {
	for _, l := range c.Chain {
		if l.Role == isnad.RoleSpeaker && l.Named == named {
			return true
		}
	}
	return false
}

func hasStance(c *isnad.Claim, stances ...isnad.Stance) bool {
	for _, stance := range stances {
		if c.Cue != nil && c.Cue.Stance == stance {
			return true
		}
	}
	return false
}

func hasModality(c *isnad.Claim, kind isnad.ModalityKind) bool {
	for _, m := range c.Modality {
		if m.Kind == kind {
			return true
		}
	}
	return false
}

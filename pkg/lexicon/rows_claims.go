package lexicon

import "isnad/pkg/isnad"

var claimTables = []spec{
	table[Verb]("verbs.tsv"),
	table[Cue]("cues.tsv"),
	table[Weight]("worth.tsv"),
}

// Verb is a verb of reporting. Its inflected forms are made by rule from its parts.
type Verb struct {
	Origin
	Lemma       string   `tsv:"lemma,required,key"`
	Present     string   `tsv:"present"`    // third person masculine singular: «يقول»
	Participle  string   `tsv:"participle"` // active, bare: «قائل»
	Stance      string   `tsv:"stance,enum=say|announce|confirm|deny|warn|accuse|claim|admit|estimate|predict|promise|condemn|ask"`
	Complements []string `tsv:"complements"` // how its content is joined: "إن", "على", "quote", "np", …
	Preposition string   `tsv:"preposition"` // that belongs to the verb: «إلى» of «أشار إلى»
	Forms       []string `tsv:"forms"`       // irregular ones
}

// Cue is a phrase that reports speech without a verb of the speaker («بحسب») or is a rule of its own.
type Cue struct {
	Origin
	Form   string `tsv:"form,required,key"`
	Use    string `tsv:"use,required,key"`
	Lemma  string `tsv:"lemma"`
	Stance string `tsv:"stance,enum=say|announce|confirm|deny|warn|accuse|claim|admit|estimate|predict|promise|condemn|ask|"`
}

// Weight is what a feature of a claim adds to the score of how much it deserves to be checked.
type Weight struct {
	Origin
	Feature string        `tsv:"feature,required,key,enum=base|figure|comparison|speaker|anonymous|document|stance|date|names|opinion|future|hedge"`
	Weight  isnad.Decimal `tsv:"weight"`
}

package lexicon

import "isnad/pkg/isnad"

var figureTables = []spec{
	table[NumberWord]("numbers.tsv"),
	table[Approximator]("approximators.tsv"),
	table[Unit]("units.tsv"),
	table[Currency]("currencies*.tsv"),
	table[Countable]("countable.tsv"),
	table[FigureContext]("contexts.tsv"),
}

// NumberWord is a word that is a number or a part of one. Duals, joined hundreds and forms with tanween are made by rule. Plurals of
// scale words stand behind a number («5 آلاف») or are vague alone («آلاف»).
type NumberWord struct {
	Origin
	Form    string        `tsv:"form,required,key"`
	Sort    string        `tsv:"sort,key,enum=unit|teen|tens|hundred|scale|vague|few|fraction|measured|ordinal|zero|sign|point|article"`
	Value   isnad.Decimal `tsv:"value"`
	High    isnad.Decimal `tsv:"high"`    // upper bound of few: «عدة»
	Forms   []string      `tsv:"forms"`   // other forms: genders, cases
	Plurals []string      `tsv:"plurals"` // of hundreds, scales and fractions
}

// Approximator is a phrase that tells the relation of a number to the fact.
type Approximator struct {
	Origin
	Form     string   `tsv:"form,required,key"`
	Relation string   `tsv:"relation,enum=exact|about|more_than|at_least|less_than|at_most"`
	Negated  string   `tsv:"negated,enum=|about|more_than|at_least|less_than|at_most"` // the relation under a negation: «لا يتجاوز»
	Position string   `tsv:"position,key,enum=before|after"`
	Gap      bool     `tsv:"gap"`   // words may stand between it and the number: «يتجاوز وزنها 90»; … in the form marks their place
	Forms    []string `tsv:"forms"` // other forms
}

// Unit is a unit of measure, of time or of percentage.
type Unit struct {
	Origin
	Form   string        `tsv:"form,required,key"`
	Kind   string        `tsv:"kind,enum=percent|duration|distance|area|weight|volume|temperature|speed|age|other"`
	Unit   string        `tsv:"unit,required"`
	Factor isnad.Decimal `tsv:"factor"` // in the kind's base unit: so that sums of two units can be written in the smaller one
	Forms  []string      `tsv:"forms"`  // plurals and abbreviations; «-ات» is a suffix
}

// Currency is a currency, or a hundredth of one.
type Currency struct {
	Origin
	Form   string        `tsv:"form,required,key"`
	Code   string        `tsv:"code,key"`                      // ISO 4217; blank where the bare name fits several
	Of     []string      `tsv:"of"`                            // adjectives and names of the country, which choose the code
	Factor isnad.Decimal `tsv:"factor"`                        // of a minor unit: 0.01 or 0.001
	Forms  []string      `tsv:"forms"`                         // plurals, symbols, spellings
	Place  string        `tsv:"place,enum=|before|after|both"` // where symbols stand; blank is after
}

// Countable is a noun of things that news counts, or an adjective that belongs to the name of the thing counted («موقع إلكتروني»).
type Countable struct {
	Origin
	Form  string   `tsv:"form,required,key"`
	Sort  string   `tsv:"sort,key,enum=noun|adjective|feminine"` // feminine: a noun that does not show its gender
	Forms []string `tsv:"forms"`                                 // plurals; «-ات» and «-ون» are suffixes
}

// FigureContext is a word around a number that tells what the number is, or that it is none.
type FigureContext struct {
	Origin
	Form string `tsv:"form,required,key"`
	Use  string `tsv:"use,key,enum=label|month|never|stop|negation|move|change|part|previous|age|number|complement|partitive|zero|between|from|to|or|and|rate|lasting|entire|series|clock|dimension|filler"`
}

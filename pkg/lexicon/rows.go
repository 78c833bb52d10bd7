package lexicon

import "slices"

// specs lists every table that there may be. The row types stand in rows*.go by topic.
var specs = slices.Concat(commonTables, nameTables, claimTables, figureTables, dateTables)

var commonTables = []spec{
	table[Source]("SOURCES.tsv"),
	table[Function]("function.tsv"),
	table[Abbreviation]("abbreviations.tsv"),
	table[Zone]("zones.tsv"),
}

// Source says where the rows of a table come from. It stands above the languages, in SOURCES.tsv.
type Source struct {
	Origin
	File    string `tsv:"file,required,key"`
	Source  string `tsv:"source,required"`
	Licence string `tsv:"licence,required"`
}

// Function is a word of the language's grammar, in its raw spelling: no name is matched on such a word by its fold alone.
type Function struct {
	Origin
	Form string `tsv:"form,required"`
}

// Abbreviation is a word behind which a full stop ends no sentence.
type Abbreviation struct {
	Origin
	Form string `tsv:"form,required,key"`
}

// Zone is a phrase that betrays what a line of a page is.
type Zone struct {
	Origin
	Kind   string `tsv:"kind,enum=title|byline|dateline|section|caption|subhead|body|boilerplate|comment"`
	Match  string `tsv:"match,key,enum=line|prefix|suffix|contains|count|bar"` // how it must stand in the line; count: with numbers alone; bar: with numbers and others of the kind
	Phrase string `tsv:"phrase,required,key"`
	Opens  string `tsv:"opens,enum=list|comments|"` // what the lines behind it are
}

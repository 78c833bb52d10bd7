package lexicon

var nameTables = []spec{
	table[Name]("names/*.tsv"),
	table[Given]("given*.tsv"),
	table[Family]("family*.tsv"),
	table[Demonym]("demonyms.tsv"),
	table[Descriptor]("descriptors.tsv"),
	table[Title]("titles.tsv"),
	table[Topic]("topics.tsv"),
	table[NameWord]("namewords.tsv"),
}

// Name is an entity and the forms of its name.
type Name struct {
	Origin
	ID       string   `tsv:"id,required"`
	Kind     string   `tsv:"kind,enum=person|organisation|platform|place|event"`
	Name     string   `tsv:"name,required"` // canonical, itself a form
	Forms    []string `tsv:"forms"`
	Strength string   `tsv:"strength,enum=strong|context|never"` // strong: tagged alone; context: needs a descriptor, quotation marks or a co-mention; never: not matched
}

// Given is a given name. One of strength context is also an everyday word and needs a second name or a title.
type Given struct {
	Origin
	Form     string `tsv:"form,required,key"`
	Gender   string `tsv:"gender,enum=m|f|u"`
	Strength string `tsv:"strength,enum=strong|context"`
}

// Family is a family name.
type Family struct {
	Origin
	Form     string `tsv:"form,required,key"`
	Strength string `tsv:"strength,enum=strong|context"`
}

// Demonym is an adjective of a place, bare and masculine; with Derive its gender, number and definite forms are made by rule.
type Demonym struct {
	Origin
	Form   string `tsv:"form,required,key"`
	Place  string `tsv:"place,required,ref=name"`
	Derive bool   `tsv:"derive"`
}

// Descriptor is a noun that stands before a name and tells its kind.
type Descriptor struct {
	Origin
	Form string `tsv:"form,required,key"`
	Kind string `tsv:"kind,enum=person|organisation|platform|place|event"`
	Use  string `tsv:"use,key,enum=descriptor|head"` // descriptor: stays outside the name; head: begins an organisation's own name
}

// Title is a title, a role or a group of people.
type Title struct {
	Origin
	Form string `tsv:"form,required,key"`
	Kind string `tsv:"kind,enum=title|role|group"`
}

// Topic is a word by which an article's topic is told; names of a topic's table that need context have it there.
type Topic struct {
	Origin
	Form  string `tsv:"form,required,key"`
	Table string `tsv:"table,required"` // the table of names that it supports: clubs
}

// NameWord is a word beside names or in them, and what it does there; the table's head tells each use.
type NameWord struct {
	Origin
	Form string `tsv:"form,required,key"`
	Use  string `tsv:"use,required,key,enum=opens|settlement|before|where|outside|rank|address|namesake|bare|generic|members|honorific|naming"`
}

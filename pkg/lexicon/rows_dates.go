package lexicon

var dateTables = []spec{
	table[Month]("months*.tsv"),
	table[Weekday]("weekdays.tsv"),
	table[DateUnit]("dateunits.tsv"),
	table[DateNumber]("datenumbers.tsv"),
	table[DateWord]("datewords.tsv"),
}

// Month is a name of a month. One of strength context is also an everyday word or a name: it needs a day, a year or a word of time
// beside it.
type Month struct {
	Origin
	Form     string `tsv:"form,required,key"`
	Month    string `tsv:"month,enum=1|2|3|4|5|6|7|8|9|10|11|12"`
	Calendar string `tsv:"calendar,enum=gregorian|hijri"`
	Strength string `tsv:"strength,enum=strong|context"`
}

// Weekday is a name of a day of the week. Of an Arabic one the bare form is listed; the definite one, which stands alone, is made by
// rule.
type Weekday struct {
	Origin
	Form     string `tsv:"form,required,key"`
	Day      string `tsv:"day,enum=1|2|3|4|5|6|7"` // Monday is 1
	Strength string `tsv:"strength,enum=strong|context"`
}

// DateUnit is a noun of a period. Arabic duals and definite forms are made by rule; the plurals are listed.
type DateUnit struct {
	Origin
	Form    string   `tsv:"form,required,key"`
	Grain   string   `tsv:"grain,enum=minute|hour|day|week|weekend|month|quarter|half|season|year|decade|century"`
	Plurals []string `tsv:"plurals"`
	Era     bool     `tsv:"era"` // stands before the number of a year: «عام 2017»
}

// DateNumber is a number word as it stands in dates; compounds are put together by rule.
type DateNumber struct {
	Origin
	Form  string `tsv:"form,required,key"`
	Kind  string `tsv:"kind,enum=cardinal|ordinal,key"`
	Value string `tsv:"value,required"` // -1 is «the last»
}

// DateWord is another word or phrase that dates are made of; its kind says which part it plays (pkg/date).
type DateWord struct {
	Origin
	Form  string `tsv:"form,required,key"`
	Kind  string `tsv:"kind,key,enum=relday|post|pre|part|daypart|season|decade|of|to|and|between|from|relation|ago|agopost|ahead|aheadpost|equal|era|daynoun|name|guard|after|prep|future|present|hedge|state|article|quarter|few"`
	Value string `tsv:"value"`
}

package entity

// explanations say in words what the rules of this package rest on; rules that are a row of a table are explained by the row.
var explanations = map[string]string{
	"entity/apposition":        "a noun beside it tells what it is",
	"entity/byline":            "stands alone in the byline",
	"entity/ampersand":         "joined by &, as companies are",
	"entity/called":            "a letter that a word for a platform names",
	"entity/compound":          "the word has the shape of a given name: عبد ال…, … الدين, … الله",
	"entity/connector":         "joins the parts of a name: بن, أبو, آل",
	"entity/dateline":          "in brackets behind the place of a dateline",
	"entity/descriptor+place":  "unknown words behind a noun of places, and the tagger does not rule a place out",
	"entity/given+name":        "a given name of the tables and what follows it",
	"entity/initials":          "initials and a name",
	"entity/kunya":             "أبو, أم or بن and what follows",
	"entity/latin":             "Latin letters in brackets behind the name they repeat",
	"entity/likely":            "the tagger holds it for a name by almost half",
	"entity/ministry":          "short for a ministry that the article names in full",
	"entity/nominal":           "a common noun that points back to the one body or place named by it",
	"entity/noun+name":         "a noun before it tells what it is",
	"entity/outlet":            "the outlet of the article",
	"entity/place+and":         "joined to a place by و, and the tagger does not rule a place out",
	"entity/preposition+place": "an unknown word behind a preposition of place, and the tagger does not rule a place out",
	"entity/prose":             "the English tagger of prose holds it for a name",
	"entity/repeated":          "stands in quotation marks elsewhere in the article",
	"entity/surname":           "a short form of a full name in the article",
	"entity/title+name":        "a family name, or a foreign or nisba form, behind a title",
	"entity/title+unknown":     "unknown words behind a title or verb of speech, and the tagger does not rule a person out",
	"entity/verb+name":         "a name behind a verb of speech",
	"names.model":              "the learned tagger",
}

// Explain says in words what a rule of this package rests on, or "".
func Explain(rule string) string { return explanations[rule] }

package entity

// use is what a word does beside names or in them. A word may have several.
type use uint16

const (
	opensPlace  use = 1 << iota // begins a place's name of several words: «تل …»
	settlement                  // the name of a place stands behind it, also one with the article: «مخيم …»
	beforePlace                 // a place stands behind it: «سكان …»
	where                       // an everyday noun behind it is a place: «في سيول»
	outside                     // speaks of a body and is no part of its name: «التابعة ل…»
	standing                    // describes a body of either gender and is part of its name: «العليا»
	address                     // a person's name stands behind it though it has no article: «ابنته …»
	namesake                    // a body or place that may bear a person's name: «مستشفى …»
	bare                        // a body that an adjective alone names: «الجامعة الهاشمية»
	generic                     // an adjective that names none: «الجامعة الحكومية»
	members                     // a body of members, who may be two groups: «اتحاد …»
	honorific                   // opens the address of somebody whose name or title follows: «سعادة …»
	naming                      // a name stands behind it, whatever the word is: «يدعى …»
)

// uses are the names that namewords.tsv has for them.
var uses = map[string]use{"opens": opensPlace, "settlement": settlement, "before": beforePlace, "where": where, "outside": outside, "rank": standing, "address": address, "namesake": namesake, "bare": bare, "generic": generic, "members": members, "honorific": honorific, "naming": naming}

// Package claim reads who said what: it finds the cues of reporting, the party that speaks and those who pass it on, and the content
// with its quotations, and links to them the mentions, figures and dates that stand inside.
//
// Frames are rows: the verbs and what joins their content to them stand in verbs.tsv, other cues in cues.tsv. The package knows how a
// sentence is built around them. It finds no names, figures or dates itself.
package claim

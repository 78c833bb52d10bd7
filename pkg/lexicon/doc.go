// Package lexicon reads the tables of lexicons/: TSV files become typed rows, a user's folder is layered over the embedded one, and
// Check reports every bad row with its place.
//
// It knows what columns each table has and which values they take (rows*.go). It does not know what a row is for: that is the
// business of the finder that asks for it.
package lexicon

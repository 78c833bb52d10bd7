// Package compare finds the claims of different articles that speak of one figure, and tells whether their values agree, disagree or
// follow one upon the other.
//
// It knows records, and nothing of how they came to be or where they are kept. What counts as the same figure stands in docs/adr/0013;
// all numbers of its rules stand in params.go, all words in words.tsv.
package compare

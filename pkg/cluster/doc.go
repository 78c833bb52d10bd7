// Package cluster learns classes of words from raw text, without labels, and looks them up: words that stand in the same company fall
// into one class, so that what is learned of a known name holds for an unknown one.
//
// It knows sequences of folded words. It knows no language, and nothing of names.
//
// Sources: exchange clustering by the likelihood of a class bigram model after Martin, Liermann, Ney, "Algorithms for bigram and trigram
// word clustering", Speech Communication 24 (1998); skip-gram vectors with negative samples after Mikolov and others, "Distributed
// Representations of Words and Phrases and their Compositionality", NIPS 2013; k-means on the unit sphere after Dhillon, Modha, Machine
// Learning 42 (2001).
package cluster

// Classes are the numbers of classes of the tables: the first is of exchange clustering, the others of k-means over vectors.
var Classes = [...]int{400, 120, 500, 2000}

// IDs are the classes of a word, one a table.
type IDs [len(Classes)]uint16

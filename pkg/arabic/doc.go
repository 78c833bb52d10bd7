// Package arabic knows the letters of Arabic script: which spellings count as one (Fold, with the way back to byte offsets), digits of
// all three kinds, the proclitics that are written joined to a word, and the number forms of nouns.
//
// It knows nothing of sentences, tables or meaning.
package arabic

// Package crf is a linear-chain conditional random field over binary features that are named by 64-bit hashes: training, decoding and
// a packed file.
//
// It knows sequences, labels as small numbers and features as hashes. What a label or a feature means is for the caller to say.
//
// Source: Lafferty, McCallum, Pereira, "Conditional Random Fields: Probabilistic Models for Segmenting and Labeling Sequence Data",
// ICML 2001. Weights are learned by AdaGrad (Duchi, Hazan, Singer, JMLR 12, 2011) with an L2 penalty and feature dropout.
package crf

// MaxLabels is the greatest number of labels: the lattice of a token stands on the stack.
const MaxLabels = 16

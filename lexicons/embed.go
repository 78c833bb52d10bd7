// Package lexicons embeds the tables and corpora of this folder: go:embed cannot reach upward, so the package stands beside them.
package lexicons

import "embed"

// FS holds the tables (*.tsv) and the corpora (*.corpus), a folder a language.
//
//go:embed *.tsv ar/*.tsv ar/*.corpus ar/names en/*.tsv en/*.corpus en/names
var FS embed.FS

// Learned holds what was learned from text, in the same folders: the model of names and its word clusters. It stands apart because it is
// as large as all tables, and programs that extract nothing are made without it.
//
//go:embed ar/names.model ar/names.clusters
var Learned embed.FS

// Package lexicons embeds the tables and corpora of this folder: go:embed cannot reach upward, so the package stands beside them.
package lexicons

import "embed"

// FS holds the tables (*.tsv) and the corpora (*.corpus), a folder a language.
//
//go:embed *.tsv ar en
var FS embed.FS

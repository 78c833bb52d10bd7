// Package program holds the programs of the workers but the sink: their flags and what they start. They stand here, and not in their main
// packages, so that one test program can be all of them.
package program

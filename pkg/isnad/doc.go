// Package isnad holds the nouns of the project: articles, spans, mentions, figures, dates, claims, the links of a claim's source
// chain, and the record that carries them all. The JSON of these types is the contract "isnad.record/1".
//
// It knows what the things are and how their ids are made. It does not know how they are found, carried or stored, and it imports
// only the standard library.
package isnad

// Schema names the JSON contract that Record follows.
const Schema = "isnad.record/1"

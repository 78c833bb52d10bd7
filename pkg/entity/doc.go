// Package entity finds the people, organisations, platforms, places and events that a text names: by the tables of names, by patterns
// (a title or a given name and what follows it), by an organisation's head noun, and by memory of an earlier mention in the same
// article. Overlapping names are settled here, longest first, with the inner ones kept as nested.
//
// It does not know what the named do or say.
package entity

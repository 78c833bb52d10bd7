// Package dateparser stands in for github.com/markusmobius/go-dateparser, which go-trafilatura brings along through go-htmldate to guess
// the date of a page. We read pages with that guessing turned off, and the tables of the real package take a quarter of a second at every
// start of every program (docs/adr/0011). It has what go-htmldate compiles against and finds no date.
package dateparser

import (
	"errors"
	"time"
)

// ParserType names a way to read a date.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource tells which of two readings is preferred.
type PreferredDateSource uint8

// Past prefers the reading that is gone by.
const Past PreferredDateSource = 1

// Configuration steers a parser.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser reads dates.
type Parser struct {
	ParserTypes []ParserType
}

// Date is a date that was read.
type Date struct {
	Time time.Time
}

// ErrNone is what Parse always gives.
var ErrNone = errors.New("dateparser: no date is read here")

// Parse gives no date and ErrNone.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) { return Date{}, ErrNone }

// Package date finds expressions of calendar time in a Doc and resolves them against the article's publication date. It never asks a
// clock.
//
// It works in two steps. What was written is found first, free of context: rules (rules.go) are rows that put terms of the tables
// together to an expr. Then the expr is resolved (resolve.go) against the day of publication and, for words such as «السابق», against
// the date named before it.
//
// It knows calendars and the order of their words. It does not know events: "the day after the attack", feasts and dates inside names
// are no dates to it, and neither are durations and bare clock times.
package date

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// Finder finds the dates of a language. It is safe for many goroutines.
type Finder struct {
	language string
	terms    []term
	phrases  *phrases
	rules    []compiled
	begins   []kinds   // of each rule; apart from them, for it is walked at every word that may begin a date
	openers  kinds     // what a rule may begin with
	scans    sync.Pool // of *scan
}

// New makes a finder from the tables of a language.
func New(lex *lexicon.Lexicon, language string) (*Finder, error) {
	v := vocabulary{arabic: language == isnad.Arabic}
	if err := v.read(lex, language); err != nil {
		return nil, fmt.Errorf("dates of %q: %w", language, err)
	}
	f := &Finder{language: language, terms: v.terms, phrases: compilePhrases(v.phrases), rules: compile(rules)}
	for _, r := range f.rules {
		f.begins = append(f.begins, r.begins)
		f.openers |= r.begins
	}
	return f, nil
}

// Find gives the dates of a doc in the order of the text.
func (f *Finder) Find(d *text.Doc) []isnad.Date {
	var out []isnad.Date
	r := resolver{}
	r.ref, r.known = publication(d.Article)
	if now, err := time.Parse(time.RFC3339, d.Article.Published); err == nil {
		r.now, r.timed = now, true
	}
	s, _ := f.scans.Get().(*scan)
	if s == nil {
		s = &scan{}
	}
	s.f, s.d = f, d
	for i := range d.Sentences {
		sen := &d.Sentences[i]
		if !s.load(sen.First, sen.Last) {
			continue
		}
		for _, found := range s.dates() {
			if found.grain.ofClock() && !r.timed { // a count of hours stays a duration
				continue
			}
			out = append(out, r.date(d, found))
		}
	}
	s.leave()
	return out
}

// publication gives the day against which dates are resolved, in the zone it was written in.
func publication(a *isnad.Article) (time.Time, bool) {
	day := a.Day()
	if at := strings.IndexByte(day, ' '); at > 0 {
		day = day[:at]
	}
	t, err := time.Parse(time.DateOnly, day)
	return t, err == nil
}

package store

import (
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
	"isnad/pkg/wire"
)

// SureLearned is the confidence from which a name that only the learned tagger knows is announced without a second article.
const SureLearned = 0.9

// longestSentence bounds the sentence kept of an entity, in bytes: a page without stops would be one.
const longestSentence = 1000

// Sighting is an entity as one record names it.
type Sighting struct {
	First      *isnad.Mention // the earliest in the text that counts
	Basis      isnad.Basis    // of the best evidence
	Confidence float64        // the highest of those that count
	Firm       bool           // more speaks for it than the learned tagger
}

// Sure tells whether this one article is enough to announce the entity. If not, it waits until another article bears it out.
func (s *Sighting) Sure() bool { return s.Firm || s.Confidence >= SureLearned }

// Sightings gives the entities that a record names, in the order in which it lists them. Only names count that stand in no longer name.
// What was remembered within the article is as good as what it was remembered from, so a memory of the tagger's is no evidence.
func Sightings(r *isnad.Record) []Sighting {
	learned := map[string]bool{}
	for i := range r.Mentions {
		if r.Mentions[i].Basis == isnad.BasisLearned {
			learned[r.Mentions[i].Entity] = true
		}
	}
	var out []Sighting
	place := map[string]int{}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Form != isnad.FormName || m.Nested {
			continue
		}
		at, known := place[m.Entity]
		if !known {
			at = len(out)
			place[m.Entity] = at
			out = append(out, Sighting{First: m, Basis: m.Basis})
		}
		s := &out[at]
		if m.Start < s.First.Start {
			s.First = m
		}
		s.Confidence = max(s.Confidence, m.Confidence)
		firm := m.Basis != isnad.BasisLearned && (m.Basis != isnad.BasisMemory || !learned[m.Entity])
		if firm && !s.Firm {
			s.Firm, s.Basis = true, m.Basis
		}
	}
	return out
}

// Sentence gives the sentence around a byte of the article, shortened where it is very long, or fallback where none is there.
func Sentence(d *text.Doc, at int, fallback string) string {
	i := d.SentenceAt(at)
	if i < 0 {
		return fallback
	}
	s := d.Sentences[i].Span
	if s.Len() <= longestSentence {
		return s.In(d.Article.Text)
	}
	before, after := "…", "…"
	start, end := at-longestSentence/2, at+longestSentence/2
	if start <= s.Start {
		start, before = s.Start, ""
	}
	if end >= s.End {
		end, after = s.End, ""
	}
	return before + wholeRunes(d.Article.Text, start, end) + after
}

// wholeRunes gives the runes that lie wholly in text[start:end], trimmed.
func wholeRunes(s string, start, end int) string {
	for start < end && !utf8.RuneStart(s[start]) {
		start++
	}
	for end > start && end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[start:end])
}

// Announce gives the announcement of an entity.
func Announce(e *Entity) wire.Announcement {
	return wire.Announcement{
		Entity: e.ID, Kind: e.Kind, Name: e.Name, Wikidata: e.Wikidata, Sentence: e.Sentence, ArticleID: e.Article.ID, Outlet: e.Article.Outlet,
		URL: e.Article.URL, Published: e.Article.Published, Language: e.Article.Language, Confidence: e.Confidence, Basis: e.Basis,
	}
}

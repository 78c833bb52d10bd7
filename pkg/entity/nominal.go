package entity

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// Nominals gives the common nouns that point back to a body or place that the article has named by the same noun: «الوزارة» behind «وزارة
// الصحة», «التنظيم» behind «تنظيم "…"». Where two have been named by it nobody is sure which is meant, and none is given. The mentions are
// those of the article, in the order of the text; the words are read by the finder's vocabulary.
func (f *Finder) Nominals(d *text.Doc, words []Word, mentions []isnad.Mention) []isnad.Mention {
	if f.language != isnad.Arabic {
		return nil
	}
	s := f.begin(d, words)
	defer s.leave()
	bearers := map[string][]*isnad.Mention{} // noun → the entities named by it, by their first mention
	var out []isnad.Mention
	next := 0
	covered := 0 // bytes up to which names stand
	for i := range words {
		t := &d.Tokens[i]
		for next < len(mentions) && mentions[next].Start < t.End {
			m := &mentions[next]
			next++
			if m.Form != isnad.FormName || m.Nested {
				continue
			}
			covered = max(covered, m.End)
			if noun := s.nounOf(m); noun != "" && !slices.ContainsFunc(bearers[noun], func(o *isnad.Mention) bool { return o.Entity == m.Entity }) {
				bearers[noun] = append(bearers[noun], m)
			}
		}
		if t.Start < covered || !s.standsBare(i) || next < len(mentions) && mentions[next].Extended != nil && mentions[next].Extended.Contains(t.Span) {
			continue // «الوكالة "أعماق"» tells what the name behind it is
		}
		named := bearers[strings.TrimPrefix(words[i].Stem, "ال")]
		if len(named) != 1 {
			continue
		}
		e := s.span(i, i+1).Excerpt(d.Article.Text)
		out = append(out, isnad.Mention{Excerpt: e, Kind: named[0].Kind, Form: isnad.FormNominal, Entity: named[0].Entity, Name: named[0].Name,
			Basis: isnad.BasisMemory, Confidence: 0.8, Rule: "entity/nominal"})
	}
	return out
}

// nounOf gives the noun that a name of a body or place opens with, or that stands before it and tells its kind, folded and without the
// article; "" where there is none.
func (s *search) nounOf(m *isnad.Mention) string {
	if m.Kind == isnad.Person || m.Kind == isnad.Event {
		return ""
	}
	start := m.Start
	if m.Extended != nil {
		start = min(start, m.Extended.Start)
	}
	i, _ := slices.BinarySearchFunc(s.doc.Tokens, start, func(t text.Token, at int) int { return cmp.Compare(t.End-1, at) })
	if i >= len(s.words) || !s.words[i].Has(Head|Descriptor) || s.words[i].Plural {
		return ""
	}
	return strings.TrimPrefix(s.words[i].Stem, "ال")
}

// standsBare tells a noun with the article that names the kind of a body or place and that nothing behind it tells apart: «الوزارة», but
// not «الوزارة المعنية».
func (s *search) standsBare(i int) bool {
	w := &s.words[i]
	if !w.IsWord || !w.Definite || !w.Has(Head|Descriptor) || w.Has(Title|Role) {
		return false
	}
	if s.closes(i + 1) {
		return true
	}
	next := &s.words[i+1]
	return !next.Definite || next.Cut > 0 || next.Has(Verb)
}
